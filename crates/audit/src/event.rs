//! An entry's body, read for what the laws look at and nothing more.

mod orders;
mod what;

use serde::Deserialize;
use serde_json::Value;

use crate::{
    calendar::{Calendar, Instant},
    line::Line,
};
pub(crate) use orders::{Act, Budget, Directive, Dispensation, QuietTime};
pub(crate) use what::{Counts, OptOuts, PatientList, What};

/// What time or the daemon caused is written by this actor, who is no person.
const NOBODY: &str = "precede";

/// One entry of the history.
#[derive(Debug)]
pub(crate) struct Event {
    /// Its number within the stream.
    pub seq: u64,
    pub at: Instant,
    pub happened: Instant,
    /// As written until [`Event::settle`]; from then on what the entry bears out.
    pub counts_from: Instant,
    pub practice: Option<String>,
    pub step: Option<String>,
    actor: Option<String>,
    evidence: Value,
    pub what: What,
}

/// The fields every body has. `kind` is read twice so that a body without it is malformed, not unknown.
#[derive(Deserialize)]
struct Head {
    at: Instant,
    #[serde(default)]
    happened: Option<Instant>,
    #[serde(default)]
    counts_from: Option<Instant>,
    #[serde(rename = "kind")]
    _kind: String,
    #[serde(default)]
    practice: Option<String>,
    #[serde(default)]
    step: Option<String>,
    #[serde(default)]
    actor: Option<String>,
    #[serde(default)]
    evidence: Value,
}

impl Event {
    /// Reads a body. Own fields are read apart from the common ones, so that a field given twice is malformed.
    pub fn read(line: &Line) -> Result<Self, serde_json::Error> {
        let head: Head = serde_json::from_str(&line.body)?;
        let what: What = serde_json::from_str(&line.body)?;
        Ok(Self {
            seq: line.seq,
            at: head.at,
            happened: head.happened.unwrap_or(head.at),
            counts_from: head.counts_from.unwrap_or(head.at),
            practice: head.practice,
            step: head.step,
            actor: head.actor,
            evidence: head.evidence,
            what,
        })
    }

    /// Replaces a `counts_from` that the entry does not bear out by `at`: evidence entered on a later day counts from
    /// when it happened only if a second person confirmed it, and nothing counts from the future.
    pub fn settle(&mut self, calendar: &Calendar) {
        let is_same_day = calendar.day(self.happened) == calendar.day(self.at);
        let is_borne_out = self.counts_from == self.happened
            && self.happened <= self.at
            && (is_same_day || self.is_confirmed());
        if !is_borne_out {
            self.counts_from = self.at;
        }
    }

    /// Whether anybody stands behind it: a person, or time and the daemon.
    pub fn has_actor(&self) -> bool {
        self.actor.as_deref().is_some_and(|actor| !actor.is_empty())
    }

    /// The person who did it; `None` for time and the daemon.
    pub fn person(&self) -> Option<&str> {
        self.actor
            .as_deref()
            .filter(|actor| !actor.is_empty() && *actor != NOBODY)
    }

    /// A text of the evidence, if it is there and not empty.
    pub fn evidence(&self, name: &str) -> Option<&str> {
        self.evidence
            .get(name)?
            .as_str()
            .filter(|text| !text.is_empty())
    }

    /// Whether a person spoke for the practice: by the link, or to a person of the PCT.
    pub fn is_acknowledgement(&self) -> bool {
        let how = self.evidence("how").unwrap_or_default();
        self.person().is_some() && matches!(how, "link" | "phone" | "visit")
    }

    /// Whether a person says what was done: in a note, or as the reason.
    pub fn is_explained(&self) -> bool {
        let is_said = |name| {
            self.evidence(name)
                .is_some_and(|text| !text.trim().is_empty())
        };
        self.person().is_some() && (is_said("note") || is_said("reason"))
    }

    fn is_confirmed(&self) -> bool {
        self.evidence("confirmed_by")
            .is_some_and(|second| Some(second) != self.person())
    }
}
