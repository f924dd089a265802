//! First pass over the steps: who is who, so that the second can resolve what names another step.

use super::{
    fault::Faults,
    kind_word::KindWord,
    nearest::list,
    node::{Node, Table},
};
use crate::{
    StepId,
    definition::{Phase, Scope, StepIx},
};

/// More steps than any programme has; keeps every later walk short.
const STEPS_MAX: usize = 500;

/// A step as far as the first pass knows it.
pub(super) struct Outline<'a> {
    pub table: Table<'a>,
    pub phase: usize,
    pub id: Option<StepId>,
    pub scope: Option<Scope>,
    pub kind: Option<KindWord>,
}

impl Outline<'_> {
    /// The id for a message.
    pub fn called(&self) -> &str {
        self.id.as_ref().map_or("?", |id| id.as_str())
    }
}

/// Phases and steps in file order.
pub(super) struct Outlines<'a> {
    pub phases: Vec<Phase>,
    pub steps: Vec<Outline<'a>>,
}

impl Outlines<'_> {
    /// Resolves a node that names a step.
    pub fn find(&self, node: &Node, faults: &mut Faults) -> Option<StepIx> {
        let text = node.text(faults)?;
        let found = self.steps.iter().position(|step| step.is_called(text));
        if found.is_none() {
            let ids: Vec<_> = self.steps.iter().filter_map(|step| step.id).collect();
            let ids: Vec<_> = ids.iter().map(|id| id.as_str()).collect();
            node.unknown("step of this definition", text, &ids, faults);
        }
        found.map(|ix| StepIx(ix as u16))
    }

    pub fn at(&self, ix: StepIx) -> &Outline<'_> {
        &self.steps[usize::from(ix.0)]
    }
}

impl Outline<'_> {
    fn is_called(&self, id: &str) -> bool {
        self.id.is_some_and(|own| own.as_str() == id)
    }
}

/// Reads ids, scopes and kinds.
pub(super) fn outline<'a>(root: &Table<'a>, faults: &mut Faults) -> Outlines<'a> {
    let mut outlines = Outlines {
        phases: Vec::new(),
        steps: Vec::new(),
    };
    for table in root.tables("phase", faults) {
        read_phase(table, &mut outlines, faults);
    }
    if outlines.phases.is_empty() {
        faults.add(
            0,
            "phase",
            "is missing",
            "add at least one `[[phase]]` with steps",
        );
    }
    if outlines.steps.len() > STEPS_MAX {
        let remedy = format!("keep a definition within {STEPS_MAX} steps");
        faults.add(0, "phase", "there are too many steps", remedy);
        outlines.steps.truncate(STEPS_MAX);
    }
    outlines
}

fn read_phase<'a>(table: Table<'a>, outlines: &mut Outlines<'a>, faults: &mut Faults) {
    let id = table.need("id", "give the phase an id", faults);
    let id: Option<StepId> = id.and_then(|node| node.name(faults));
    let key = id
        .as_ref()
        .map_or_else(|| "phase".to_owned(), |id| format!("phase.{id}"));
    let table = table.named(key);
    table.only(&["id", "title", "step"], faults);
    if let Some(id) = &id
        && outlines.phases.iter().any(|phase| phase.id == *id)
    {
        duplicate(&table, id, "phase", faults);
    }
    let title = title(&table, id.as_ref(), faults);
    let steps = table.tables("step", faults);
    if steps.is_empty() {
        faults.add(
            table.offset,
            &*table.key,
            "the phase has no step",
            "add a `[[phase.step]]` below it or remove the phase",
        );
    }
    for step in steps {
        read_step(step, outlines, faults);
    }
    // A phase without a usable id is a fault already; its place is kept so that indices stay true.
    let id = id.unwrap_or_else(|| "unnamed".parse().expect("is a name"));
    outlines.phases.push(Phase { id, title });
}

fn read_step<'a>(table: Table<'a>, outlines: &mut Outlines<'a>, faults: &mut Faults) {
    let id = table.need("id", "give the step an id", faults);
    let id: Option<StepId> = id.and_then(|node| node.name(faults));
    let key = id
        .as_ref()
        .map_or_else(|| "step".to_owned(), |id| format!("step.{id}"));
    let table = table.named(key);
    if let Some(id) = &id
        && outlines.steps.iter().any(|step| step.id == Some(*id))
    {
        duplicate(&table, id, "step", faults);
    }
    let kind_node = table.need("kind", "say what kind of step it is", faults);
    let kind = kind_node.and_then(|node| node.word("kind of step", faults));
    let scope_node = table.need(
        "for",
        "say whom it is done for: `programme`, `region`, `pct` or `practice`",
        faults,
    );
    let scope =
        scope_node.and_then(|node| Some((node.word("body a step is done for", faults)?, node)));
    if let (Some(kind), Some((scope, node))) = (kind, &scope) {
        check_scope(kind, *scope, node, faults);
    }
    outlines.steps.push(Outline {
        table,
        phase: outlines.phases.len(),
        id,
        scope: scope.map(|(scope, _)| scope),
        kind,
    });
}

fn duplicate(table: &Table, id: &StepId, called: &str, faults: &mut Faults) {
    if let Some(node) = table.get("id") {
        let what = format!("there is a {called} `{id}` already");
        node.fault(faults, what, "give one of them another id");
    }
}

fn check_scope(kind: KindWord, scope: Scope, node: &Node, faults: &mut Faults) {
    if kind.scopes().contains(&scope) {
        return;
    }
    let scopes: Vec<_> = kind.scopes().iter().map(Scope::to_string).collect();
    let scopes: Vec<_> = scopes.iter().map(String::as_str).collect();
    node.fault(
        faults,
        format!("a step of kind `{kind}` cannot be done for a {scope}"),
        format!("write {}", list(&scopes)),
    );
}

/// The title, or words made of the id: `tell-practice` becomes “Tell practice”.
pub(super) fn title(table: &Table, id: Option<&StepId>, faults: &mut Faults) -> String {
    if let Some(node) = table.get("title") {
        return node.title(faults).unwrap_or_default();
    }
    let words = id.map_or("", |id| id.as_str()).replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
