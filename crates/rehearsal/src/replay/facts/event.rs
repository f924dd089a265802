//! What happened, by date.

use precede_model::reading::{Faults, Table};

use super::{
    choice::choice,
    date::{self, FactDate, Precision},
    each,
    known::Known,
    scope::{self, Days, Scope},
    source::SourceKey,
};

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub date: FactDate,
    /// How the date came to be known.
    pub precision: Precision,
    /// What kind of thing.
    pub kind: EventKind,
    /// Whom it concerns.
    pub scope: Scope,
    /// What, in plain words.
    pub text: String,
    /// Where it is told.
    pub sources: Vec<SourceKey>,
}

/// Kinds of things that happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventKind {
    /// Somebody's programme began.
    Launch,
    /// Money was offered or taken.
    Funding,
    /// An information campaign, or orders about it.
    Campaign,
    /// Letters went out.
    Mailing,
    /// Something went wrong.
    Incident,
    /// Somebody objected.
    Objection,
    /// An authority held acts.
    Directive,
    /// Exemption from a directive was asked for or decided.
    Dispensation,
    /// Parties agreed on a rule.
    Agreement,
    /// The programme was looked at anew.
    Review,
    /// Something held went on.
    Resume,
    /// Researchers reported.
    Evaluation,
    /// Figures, or who knew what.
    Status,
    /// Organisations began, ended or merged.
    Organisation,
}

const KINDS: &[(&str, EventKind)] = &[
    ("launch", EventKind::Launch),
    ("funding", EventKind::Funding),
    ("campaign", EventKind::Campaign),
    ("mailing", EventKind::Mailing),
    ("incident", EventKind::Incident),
    ("objection", EventKind::Objection),
    ("directive", EventKind::Directive),
    ("dispensation", EventKind::Dispensation),
    ("agreement", EventKind::Agreement),
    ("review", EventKind::Review),
    ("resume", EventKind::Resume),
    ("evaluation", EventKind::Evaluation),
    ("status", EventKind::Status),
    ("organisation", EventKind::Organisation),
];

const KEYS: &[&str] = &["date", "precision", "kind", "scope", "text", "source"];

/// Reads every `[[event]]`.
pub(super) fn read_all(root: &Table, known: &Known, faults: &mut Faults) -> Option<Vec<Event>> {
    each(root, "event", faults, |table, faults| {
        read(&table, known, faults)
    })
}

fn read(table: &Table, known: &Known, faults: &mut Faults) -> Option<Event> {
    table.only(KEYS, faults);
    let date = table.need("date", "give a day, a month or `unknown`", faults);
    let date = date.and_then(|node| date::read(&node, faults));
    let remedy = "write `day`, `month`, `deduced` or `none`";
    let precision = table.need("precision", remedy, faults);
    let precision = precision.and_then(|node| date::read_precision(&node, date, faults));
    let kind = table.need("kind", "say what kind of thing happened", faults);
    let kind = kind.and_then(|node| choice(&node, "kind of event", KINDS, faults));
    let scope = table.need("scope", "say whom it concerns", faults);
    let scope = scope.and_then(|node| scope::read(&node, Days::Any, known, faults));
    let text = table.need("text", "say what happened", faults);
    let text = text.and_then(|node| node.title(faults));
    let sources = known.sources(table, faults);
    Some(Event {
        date: date?,
        precision: precision?,
        kind: kind?,
        scope: scope?,
        text: text?,
        sources: sources?,
    })
}
