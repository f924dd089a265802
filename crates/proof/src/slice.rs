//! Slices: what one exploration leaves free. The facts one rule reads come and go in every order; everything else is done
//! as soon as it can be, in one order. The argument why that suffices is in docs/proof.md.

use precede_engine::{
    Def,
    moves::{self, Deed, Fact, Move, Sort, Wanted, Who},
};
use precede_model::{Act, Answer, Campaign, Effect, OrganisationCode, Outgoing, Role, Rule};

use crate::world::{FIRST, REACHED, SECOND};

/// A set of facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Facts(u32);

impl Facts {
    /// Every fact.
    pub const ALL: Self = Self(u32::MAX);

    /// Of these.
    pub fn of(facts: &[Fact]) -> Self {
        Self(facts.iter().fold(0, |set, fact| set | 1 << *fact as u32))
    }

    /// With one more.
    pub fn with(self, fact: Fact) -> Self {
        Self(self.0 | 1 << fact as u32)
    }

    /// With one less.
    pub fn without(self, fact: Fact) -> Self {
        Self(self.0 & !(1 << fact as u32))
    }

    /// Whether it holds this one.
    pub fn has(self, fact: Fact) -> bool {
        self.0 & 1 << fact as u32 != 0
    }
}

/// How a practice behaves throughout a slice that does not look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Temper {
    /// Does what it is asked at once.
    Willing,
    /// Never says anything; a director releases it by name when that may be.
    Silent,
    /// Declines at once.
    Declining,
    /// Closes at once.
    Closing,
}

impl Temper {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Willing, Self::Silent, Self::Declining, Self::Closing];
}

/// What is looked for beside broken laws and unlawful openings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Nothing more.
    Open,
    /// From every state the campaign can still close.
    Closes,
    /// While this practice stays silent the other one can still finish.
    Goes(OrganisationCode),
}

/// One exploration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slice {
    /// The rule it is about; `None`: dead ends.
    pub rule: Option<Rule>,
    /// Facts that come at any time.
    pub free: Facts,
    /// Facts that the outside takes and gives.
    pub outside: Facts,
    /// Acts whose effects wait for any length of time.
    pub acts: Vec<Act>,
    /// Whether people choose otherwise at practices of any temper, or at the first alone.
    pub everybody: bool,
    /// What people may choose; facts the choices bear on.
    pub choices: Facts,
    /// How the second practice behaves.
    pub second: Temper,
    /// Mails may fail.
    pub loses: bool,
    /// Time stops where a fact grows old.
    pub ages: bool,
    /// Nobody waits: what has grown old all the same was made too early.
    pub is_prompt: bool,
    /// What is looked for at the end.
    pub ending: Ending,
}

/// How much that is unusual one history holds: moves from outside, and choices of people inside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Both together, in one history.
    pub unusual: u8,
    /// Where the end is looked for too.
    pub unusual_to_the_end: u8,
    /// States of one slice at most.
    pub states: usize,
}

impl Bounds {
    /// For every day.
    pub const QUICK: Self = Self {
        unusual: 1,
        unusual_to_the_end: 1,
        states: 1_000_000,
    };
    /// For a change that may mend a definition: many are tried.
    pub const MENDED: Self = Self {
        unusual: 1,
        unusual_to_the_end: 1,
        states: 300_000,
    };
    /// With time to spare.
    pub const FULL: Self = Self {
        unusual: 2,
        unusual_to_the_end: 1,
        states: 2_000_000,
    };
}

/// What becomes of a move in a slice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Done at once, before anything else.
    Eager,
    /// Done at any time.
    Free,
    /// Not in this slice.
    Never,
}

impl Slice {
    /// All slices of a definition.
    pub fn all(def: &Def) -> Vec<Self> {
        let mut slices = vec![Self::prompt()];
        for rule in Rule::LAWS {
            let acts = moves::acts_of(rule);
            let acts: Vec<Act> = acts
                .into_iter()
                .filter(|act| def.definition.contains(*act))
                .collect();
            if !acts.is_empty() {
                slices.extend(Self::of_rule(rule, &acts));
            }
        }
        slices.extend(Temper::ALL.map(|second| Self {
            rule: None,
            free: Facts::of(&[Fact::Informed, Fact::Answer]),
            outside: Facts::ALL,
            acts: Vec::new(),
            everybody: false,
            choices: Facts::ALL,
            second,
            loses: true,
            ages: false,
            is_prompt: false,
            ending: Ending::Closes,
        }));
        slices.push(Self {
            rule: None,
            free: Facts::default(),
            outside: Facts::default(),
            acts: Vec::new(),
            everybody: false,
            choices: Facts::ALL,
            second: Temper::Willing,
            loses: false,
            ages: false,
            is_prompt: false,
            ending: Ending::Goes(FIRST),
        });
        slices
    }

    /// Everybody does at once what is asked, and nothing unusual happens.
    fn prompt() -> Self {
        Self {
            rule: None,
            free: Facts::default(),
            outside: Facts::default(),
            acts: Vec::new(),
            everybody: true,
            choices: Facts::default(),
            second: Temper::Willing,
            loses: false,
            ages: false,
            is_prompt: true,
            ending: Ending::Open,
        }
    }

    fn of_rule(rule: Rule, acts: &[Act]) -> Vec<Self> {
        let reads = Facts::of(moves::reads(rule));
        // Whether a practice answers is no rule's; that it declines is a choice.
        let mut free = reads.without(Fact::Answer);
        if acts.contains(&Act::Publicity) {
            free = free.with(Fact::Publicity);
        }
        let everybody = rule == Rule::R2;
        let one = Self {
            rule: Some(rule),
            free,
            outside: reads,
            acts: acts.to_vec(),
            everybody,
            choices: Facts::ALL,
            second: Temper::Willing,
            loses: matches!(rule, Rule::R2 | Rule::R11),
            ages: matches!(rule, Rule::R4 | Rule::R6),
            is_prompt: false,
            ending: Ending::Open,
        };
        if everybody {
            // Told, choices and lost mails without the outside; and the outside where notices arrive at once.
            let inside = Self {
                outside: Facts::default(),
                choices: Facts::ALL.without(Fact::Permit),
                ..one.clone()
            };
            let outside = Self {
                free: Facts::of(&[
                    Fact::Readiness,
                    Fact::Plan,
                    Fact::Lmc,
                    Fact::Informed,
                    Fact::Publicity,
                ]),
                choices: Facts::default(),
                loses: false,
                ..one
            };
            return vec![inside, outside];
        }
        let tempers = Temper::ALL.into_iter();
        tempers
            .map(|second| Self {
                second,
                ..one.clone()
            })
            .collect()
    }

    /// Which moves the engine's room is asked for. What undoes a choice, or the outside's, is among them.
    pub fn wanted(&self) -> Wanted {
        Wanted {
            choices: self.choices != Facts::default() || self.second != Temper::Willing,
            outside: self.outside != Facts::default(),
            untimely: self.rule.is_some(),
        }
    }

    /// How much that is unusual one history of this slice holds.
    pub fn unusual(&self, bounds: Bounds) -> u8 {
        match self.ending {
            Ending::Open if self.outside == Facts::default() => 1,
            Ending::Open => bounds.unusual,
            Ending::Closes | Ending::Goes(_) => bounds.unusual_to_the_end,
        }
    }

    /// What becomes of a move here.
    pub fn turn(&self, one: &Move) -> Turn {
        let when = |is_free: bool| if is_free { Turn::Free } else { Turn::Never };
        if let Ending::Goes(silent) = self.ending
            && is_of(one, silent)
        {
            return when(one.sort != Sort::Untimely);
        }
        let is_looked_at = match one.practice {
            None | Some(FIRST) => true,
            Some(SECOND) if !self.everybody => return self.of_second(one),
            Some(SECOND | REACHED) => self.everybody,
            // Who joins does what is asked at once.
            Some(_) => matches!(one.sort, Sort::Outside | Sort::Restore),
        };
        match one.sort {
            Sort::Duty if is_looked_at && self.free.has(one.fact) => Turn::Free,
            Sort::Duty => Turn::Eager,
            Sort::Choice => when(is_looked_at && self.choices.has(one.fact)),
            Sort::Outside => when(is_looked_at && self.outside.has(one.fact)),
            Sort::Restore => {
                // What undoes a choice, and what undoes the outside's.
                let undoes =
                    matches!(one.fact, Fact::Answer | Fact::Standing) && self.choices.has(one.fact);
                when(is_looked_at && (undoes || self.outside.has(one.fact)))
            }
            Sort::Untimely => when(is_looked_at && self.free.has(one.fact)),
        }
    }

    /// A move of, or about, a practice that this slice does not look at.
    fn of_second(&self, one: &Move) -> Turn {
        let is_its = match self.second {
            Temper::Willing => false,
            Temper::Silent => one.deed == Deed::Release && one.sort == Sort::Restore,
            Temper::Declining => one.deed == Deed::Answer(Answer::Declines),
            Temper::Closing => one.deed == Deed::Close,
        };
        let is_silent = self.second == Temper::Silent && is_of(one, SECOND);
        match one.sort {
            Sort::Duty if !is_silent => Turn::Eager,
            Sort::Choice | Sort::Restore if is_its => Turn::Eager,
            Sort::Duty | Sort::Choice | Sort::Restore | Sort::Outside | Sort::Untimely => {
                Turn::Never
            }
        }
    }

    /// Whether an effect waits: of an act the rule speaks of, or a first notice where the rule reads who was told.
    pub fn holds_back(&self, effect: &Effect) -> bool {
        let is_looked_at = match effect.key.subject {
            Some(SECOND | REACHED) => self.everybody,
            subject => subject == Some(FIRST),
        };
        let is_notice = matches!(effect.what, Outgoing::Notice { number: 0, .. });
        let is_spoken_of = effect
            .what
            .act()
            .is_some_and(|act| self.acts.contains(&act));
        is_looked_at && (is_spoken_of || is_notice && self.free.has(Fact::Told))
    }

    /// Whether the rule has nothing more to say: what follows is looked at by the slices of other rules. Letters that are
    /// planned again and again are followed only so far.
    pub fn is_past(&self, campaign: &Campaign) -> bool {
        let is_open = self.rule == Some(Rule::R2) && !campaign.facts.publicity.is_empty();
        is_open
            || campaign
                .tracks
                .iter()
                .any(|track| track.facts.batches.len() > BATCHES_MAX)
    }
}

/// Batches of one practice that are followed.
pub const BATCHES_MAX: usize = 3;

/// Whether a practice's own people make the move.
pub fn is_of(one: &Move, practice: OrganisationCode) -> bool {
    let Who { role, .. } = one.by;
    one.practice == Some(practice) && role == Role::Practice
}
