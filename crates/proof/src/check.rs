//! The check of a definition: slice after slice, until one is found at fault or all are proved.

use precede_engine::{Def, UnknownVariant, moves};
use precede_model::{
    Rule,
    definition::{Definition, StepIx},
};

use crate::{
    explore::{self, Explored, Found, Node},
    laws::{History, Numbers},
    slice::{Bounds, Slice},
    sound::Fault,
    state::State,
    world::{self, FIRST, REACHED, SECOND, START},
};

/// A definition that was checked.
#[derive(Debug)]
pub struct Checked {
    /// What was explored, slice by slice; the last one is at fault if any is.
    pub slices: Vec<(Slice, Explored)>,
    /// Rules the definition has acts for, and that hold in it.
    pub rules: Vec<Rule>,
    /// What is wrong.
    pub found: Option<Found>,
    /// Whether every slice was seen whole.
    pub is_whole: bool,
}

impl Checked {
    /// Different states over all slices.
    pub fn states(&self) -> usize {
        self.slices
            .iter()
            .map(|(_, explored)| explored.states)
            .sum()
    }

    /// Steps between them.
    pub fn edges(&self) -> usize {
        self.slices.iter().map(|(_, explored)| explored.edges).sum()
    }

    /// Bytes of the largest canonical form.
    pub fn largest(&self) -> usize {
        let sizes = self.slices.iter().map(|(_, explored)| explored.largest);
        sizes.max().unwrap_or(0)
    }
}

/// The world of one definition, ready to be explored.
pub struct Model {
    /// The definition on the model calendar.
    pub def: Def,
    pub(crate) numbers: Numbers,
    pub(crate) begin: State,
}

impl Model {
    /// Of a definition's variant.
    ///
    /// # Errors
    /// When it has no such variant.
    pub fn new(definition: &Definition, variant: Option<&str>) -> Result<Self, UnknownVariant> {
        let def = world::model(definition, variant)?;
        let numbers = Numbers::of(definition, &def.policy);
        let (campaign, _) = world::planned(&def, START);
        let history = History::of(&[FIRST, SECOND], &[REACHED]);
        let begin = State::new(campaign, history, START);
        Ok(Self {
            def,
            numbers,
            begin,
        })
    }

    /// Explores everything.
    pub fn check(&self, bounds: Bounds) -> Checked {
        let mut checked = Checked {
            slices: Vec::new(),
            rules: Vec::new(),
            found: self.by_itself(),
            is_whole: true,
        };
        if checked.found.is_some() {
            return checked;
        }
        for slice in Slice::all(&self.def) {
            let explored = self.explore(&slice, bounds);
            checked.is_whole &= explored.is_whole;
            checked.found.clone_from(&explored.found);
            let rule = slice.rule;
            checked.slices.push((slice, explored));
            if let Some(found) = &checked.found {
                checked.found = Some(self.told_shortest(found, bounds));
                return checked;
            }
            if let Some(rule) = rule.filter(|rule| !checked.rules.contains(rule)) {
                checked.rules.push(rule);
            }
        }
        checked
    }

    /// The same fault by the shortest way that the slices of its own rule know, rather without anything unusual.
    fn told_shortest(&self, found: &Found, bounds: Bounds) -> Found {
        let Fault::Opened { unmet, .. } = &found.fault else {
            return found.clone();
        };
        let own = Slice::all(&self.def)
            .into_iter()
            .filter(|slice| slice.rule == Some(unmet.rule));
        let others = own.filter_map(|slice| self.explore(&slice, bounds).found);
        let same = others.filter(|other| other.in_a_word() == found.in_a_word());
        same.chain([found.clone()])
            .min_by_key(|other| (other.detours(), other.way.len()))
            .unwrap_or_else(|| found.clone())
    }

    /// Explores one slice.
    pub fn explore(&self, slice: &Slice, bounds: Bounds) -> Explored {
        explore::explore(&self.def, &self.numbers, (slice, bounds), &self.begin)
    }

    /// The slices of this definition, in the order in which they are explored.
    pub fn slices(&self) -> Vec<Slice> {
        Slice::all(&self.def)
    }

    /// Where a search of a slice begins.
    pub fn beginning(&self, slice: &Slice, bounds: Bounds) -> Node {
        explore::beginning(&self.def, &self.numbers, (slice, bounds), &self.begin)
    }

    /// What can happen next: for a search by other means, which must find as many states.
    pub fn successors(&self, slice: &Slice, bounds: Bounds, node: &Node) -> Vec<Node> {
        explore::successors(&self.def, &self.numbers, (slice, bounds), node)
    }

    /// What shows without exploring: a step of people that nobody may do, or that nobody notices when it is not done.
    pub(crate) fn by_itself(&self) -> Option<Found> {
        let indexed = self.def.definition.indexed();
        let mut steps = indexed.filter(|(ix, _)| moves::is_of_people(&self.def, *ix));
        let (step, key) = steps.find_map(|(ix, step)| Some((step.id, self.lacks_key(ix)?)))?;
        Some(Found {
            fault: Fault::Unowned { step, key },
            way: Vec::new(),
            begin: self.begin.clone(),
        })
    }

    fn lacks_key(&self, ix: StepIx) -> Option<&'static str> {
        if !moves::owner_can_act(&self.def, ix) {
            return Some("owner");
        }
        moves::escalation(&self.def, ix)
    }
}
