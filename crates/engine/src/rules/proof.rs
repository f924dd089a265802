//! Evidence: what a rule rests on, as the campaign's own chain tells it.
//!
//! Facts keep what rules need, which is not always who was behind an event: where it is not kept, `precede` recorded it.

use std::fmt;

use precede_model::{Actor, OrganisationCode, PersonId, Timestamp, facts::Established};

/// One event a rule rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The event's kind, as the ledger writes it.
    pub event: &'static str,
    /// What it is about, where the kind alone does not say: a fact's name, a batch, a directive.
    pub about: Option<String>,
    /// The practice, for an event of one.
    pub practice: Option<OrganisationCode>,
    /// From when it counts; `None` where facts do not keep it.
    pub at: Option<Timestamp>,
    /// Who is behind it.
    pub who: Who,
}

/// Who is behind an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// One person, or time.
    One(Actor),
    /// Two people who signed the same content.
    Two(PersonId, PersonId),
    /// An authority, in its own words.
    Authority(String),
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(actor) => actor.fmt(f),
            Self::Two(first, second) => write!(f, "{first}, {second}"),
            Self::Authority(name) => f.pad(name),
        }
    }
}

impl Proof {
    /// An event recorded by time or the daemon, or whose author facts do not keep.
    pub(crate) fn recorded(event: &'static str, at: Timestamp) -> Self {
        Self {
            event,
            about: None,
            practice: None,
            at: Some(at),
            who: Who::One(Actor::Precede),
        }
    }

    /// A fact by name. What no person established came from another stream.
    pub(crate) fn of_fact(fact: &Established) -> Self {
        let event = match fact.signed.by {
            Actor::Person(_) => "task-done",
            Actor::Precede => "fact-adopted",
        };
        let of_name = Self::recorded(event, fact.signed.at).about(fact.fact);
        of_name.by(Who::One(fact.signed.by))
    }

    pub(crate) fn about(self, about: impl fmt::Display) -> Self {
        Self {
            about: Some(about.to_string()),
            ..self
        }
    }

    pub(crate) fn of(self, practice: Option<OrganisationCode>) -> Self {
        Self { practice, ..self }
    }

    pub(crate) fn by(self, who: Who) -> Self {
        Self { who, ..self }
    }
}
