//! Who asked to be exempted from a directive, and what became of it.

use precede_model::reading::{Faults, Table};

use super::{
    choice::choice,
    date::{self, FactDate},
    each,
    known::Known,
    scope::{self, Days, Scope},
    source::SourceKey,
};

/// A request for dispensation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DispensationRequest {
    /// Who asked: a region, PCTs or a wave. `None`: the sources do not say.
    pub applicant: Option<Scope>,
    /// By when it had been asked.
    pub asked_by: FactDate,
    /// What became of it.
    pub outcome: Outcome,
    /// Where it is told.
    pub sources: Vec<SourceKey>,
}

/// What became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// No source tells. It exempts nobody.
    Unknown,
    /// It was talked about.
    UnderDiscussion,
    /// Granted.
    Granted,
    /// Refused.
    Refused,
    /// The applicant took it back.
    Withdrawn,
    /// It was granted, and its time has run out.
    Lapsed,
}

const OUTCOMES: &[(&str, Outcome)] = &[
    ("unknown", Outcome::Unknown),
    ("under_discussion", Outcome::UnderDiscussion),
    ("granted", Outcome::Granted),
    ("refused", Outcome::Refused),
    ("withdrawn", Outcome::Withdrawn),
    ("lapsed", Outcome::Lapsed),
];

const KEYS: &[&str] = &["applicant", "asked_by", "outcome", "source"];

/// Reads every `[[dispensation_request]]`.
pub(super) fn read_all(
    root: &Table,
    known: &Known,
    faults: &mut Faults,
) -> Option<Vec<DispensationRequest>> {
    each(root, "dispensation_request", faults, |table, faults| {
        read(&table, known, faults)
    })
}

fn read(table: &Table, known: &Known, faults: &mut Faults) -> Option<DispensationRequest> {
    table.only(KEYS, faults);
    let applicant = read_applicant(table, known, faults);
    let asked_by = table.need("asked_by", "give a day, a month or `unknown`", faults);
    let asked_by = asked_by.and_then(|node| date::read(&node, faults));
    let outcome = table.need("outcome", "say what became of it, or `unknown`", faults);
    let outcome = outcome.and_then(|node| choice(&node, "outcome", OUTCOMES, faults));
    let sources = known.sources(table, faults);
    Some(DispensationRequest {
        applicant: applicant?,
        asked_by: asked_by?,
        outcome: outcome?,
        sources: sources?,
    })
}

fn read_applicant(table: &Table, known: &Known, faults: &mut Faults) -> Option<Option<Scope>> {
    let remedy =
        "write one of `sha:`, `pct:`, `pcts:` and `wave:` with what it names, or `unknown`";
    let node = table.need("applicant", remedy, faults)?;
    if node.text(faults)? == "unknown" {
        return Some(None);
    }
    match scope::read(&node, Days::ScenarioDay, known, faults)? {
        scope @ (Scope::Sha(_) | Scope::Pct(_) | Scope::Pcts(_) | Scope::Wave(_)) => {
            Some(Some(scope))
        }
        Scope::England | Scope::Practice(_) | Scope::MailHouse => {
            node.fault(faults, "names nobody who could ask", remedy);
            None
        }
    }
}
