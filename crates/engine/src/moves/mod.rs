//! Moves: what people, the mail house and the outside could plausibly do to a campaign at one instant.
//!
//! A room for those who explore: `proof` knows no step kinds, so what each kind asks of whom stands here, beside the
//! kinds. Nothing here decides: a move becomes a command, and `decide` accepts or refuses it. Each move says which fact
//! it brings or takes away, so that an explorer may look at one rule at a time.

mod choices;
mod duties;
mod effects;
mod facts;
mod order;
mod outside;
mod people;
mod said;
mod untimely;
mod words;

use precede_model::{
    Answer, Campaign, HeldAct, How, OrganisationCode, Role, Side, Timestamp, WithdrawnFact,
    definition::StepIx,
};

use crate::Def;

pub use effects::{lost, outcome, withheld};
pub use facts::{Fact, acts_of, establishes, facts_of, fragile_until, horizon, lacks, reads, ripe};
pub use people::{Cast, may_do, person};
pub use said::{escalation, is_of_people, owner_can_act, track_is_done};
pub use words::{subject, told};

/// One thing somebody could do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// What.
    pub deed: Deed,
    /// At which step.
    pub step: Option<StepIx>,
    /// For which practice.
    pub practice: Option<OrganisationCode>,
    /// Who does it.
    pub by: Who,
    /// What kind of move it is.
    pub sort: Sort,
    /// The fact it brings, or takes away.
    pub fact: Fact,
}

/// Why somebody would do it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sort {
    /// The campaign asks for it: an open step's own work, done by who should do it.
    Duty,
    /// A person inside decides otherwise: declines, passes over, releases by name, a practice closes.
    Choice,
    /// It comes from outside the definition: a directive, money, a fact taken back, an alarm.
    Outside,
    /// What came from outside is set right again.
    Restore,
    /// Somebody tries what is not due, or who may not.
    Untimely,
}

/// Who does a move: the first or second person of a role, of the practice or of the PCT.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Who {
    /// Role.
    pub role: Role,
    /// 1 or 2.
    pub number: u8,
}

impl Who {
    /// The first of a role.
    pub const fn first(role: Role) -> Self {
        Self { role, number: 1 }
    }
}

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(
    missing_docs,
    reason = "each is one order of the model, where its meaning is written"
)]
pub enum Deed {
    Start,
    Finish,
    Sign,
    Papers,
    Position,
    Adopt,
    Acknowledge(How),
    Answer(Answer),
    OpenPublicity,
    ClosePublicity,
    AcceptList,
    Post(u16),
    Spoil(u16),
    Stop(u16),
    Return(u16),
    SignOff,
    Retry,
    Skip,
    Release,
    TakeBackAcknowledgement,
    TakeBackAgreement(Side),
    TakeBack(WithdrawnFact),
    RevokePermit,
    BacklogCount,
    Close,
    Leave,
    Join,
    Bind(HeldAct),
    Lift,
    Dispense,
    EndDispensation,
    KeepQuiet,
    EndQuiet,
    SignBudget(Purse),
    RaiseAlarm,
    ClearAlarm(u16),
    KnownDeath,
    Pause,
    Resume,
}

/// How much money two people approve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purse {
    /// None at all.
    Empty,
    /// More than any letters cost.
    Full,
}

/// Which moves are wanted: making those that nobody looks at costs as much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Choices of people inside.
    pub choices: bool,
    /// What comes from outside, and what sets it right.
    pub outside: bool,
    /// What is not due.
    pub untimely: bool,
}

/// Every move somebody could make now, duties first, in the order of the definition and of the practices.
pub fn moves(def: &Def, campaign: &Campaign, now: Timestamp) -> Vec<Move> {
    let all = Wanted {
        choices: true,
        outside: true,
        untimely: true,
    };
    let mut found = Vec::new();
    moves_into(def, campaign, now, all, &mut found);
    found
}

/// The same, of the sorts that are wanted, into a list that is used again.
pub fn moves_into(
    def: &Def,
    campaign: &Campaign,
    now: Timestamp,
    wanted: Wanted,
    found: &mut Vec<Move>,
) {
    let stage = Stage { def, campaign, now };
    duties::moves(stage, found);
    if wanted.choices {
        choices::moves(stage, found);
    }
    if wanted.outside {
        outside::moves(stage, found);
    }
    if wanted.untimely {
        untimely::moves(stage, found);
    }
}

/// What a move is made from.
#[derive(Clone, Copy)]
struct Stage<'a> {
    def: &'a Def,
    campaign: &'a Campaign,
    now: Timestamp,
}

/// A move of a step.
fn at_step(
    (ix, practice): (StepIx, Option<OrganisationCode>),
    (deed, by): (Deed, Who),
    (sort, fact): (Sort, Fact),
) -> Move {
    Move {
        deed,
        step: Some(ix),
        practice,
        by,
        sort,
        fact,
    }
}

/// A move of no step.
fn of_nobody(
    practice: Option<OrganisationCode>,
    (deed, by): (Deed, Who),
    (sort, fact): (Sort, Fact),
) -> Move {
    Move {
        deed,
        step: None,
        practice,
        by,
        sort,
        fact,
    }
}
