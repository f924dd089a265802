//! The dated facts of a roll-out as a file states them: waves, events, directives, each with its source.
//!
//! A file is refused when something in it cannot be read or names what is not there. Where two places of a file say
//! different things it is read all the same: one place decides, and the difference is listed. Nothing is known here
//! about any PCT, wave or day beyond what the file says.

mod choice;
mod date;
mod directive;
mod discrepancies;
mod event;
mod known;
mod listed;
mod minimum_period;
mod pct;
mod request;
mod scenario;
mod scope;
mod sha;
mod source;
mod succession;
mod wave;
mod whole;

#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use precede_model::{
    OrganisationCode,
    reading::{self, Fault, Faults, Node, Table},
};

pub use self::{
    date::{FactDate, Precision},
    directive::{Directive, DirectiveId, Suspends},
    event::{Event, EventKind},
    listed::Listed,
    minimum_period::MinimumPeriod,
    pct::Pct,
    request::{DispensationRequest, Outcome},
    scenario::Scenario,
    scope::Scope,
    sha::Sha,
    source::{Source, SourceKey},
    succession::Succession,
    wave::{Wave, WaveId},
};
use known::Known;

/// The facts built into the binary: the same file as in `data/`, its sources named there.
pub const SHIPPED: &str = include_str!("../../../../data/scr-2010.toml");

/// What a file says about a roll-out. Lists keep the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// What the file is about.
    pub scenario: Scenario,
    /// How long patients had to be given, by time.
    pub minimum_periods: Vec<MinimumPeriod>,
    /// Groups of PCTs, possibly incompletely known.
    pub waves: Vec<Wave>,
    /// PCTs that were about to upload.
    pub planned_uploads: Option<Listed>,
    /// What happened.
    pub events: Vec<Event>,
    /// Orders that hold acts.
    pub directives: Vec<Directive>,
    /// Who asked to be exempted.
    pub dispensation_requests: Vec<DispensationRequest>,
    /// The regions.
    pub shas: Vec<Sha>,
    /// The PCTs of the scenario's day.
    pub pcts: Vec<Pct>,
    /// PCTs that took over from others.
    pub successions: Vec<Succession>,
    /// East of England's fourteen as it still counted them in April 2010, by the codes of before the merger.
    pub east_of_england_fourteen: Option<Listed>,
    /// What the source keys stand for.
    pub sources: Vec<Source>,
    /// Where the file disagrees with itself, what holds here, and how to settle it.
    pub discrepancies: Vec<Fault>,
}

impl Facts {
    /// Reads a file's text; `file` is the name used in faults.
    ///
    /// # Errors
    ///
    /// All faults, by line. Never an empty list.
    pub fn parse(text: &str, file: &str) -> Result<Self, Vec<Fault>> {
        let mut discrepancies = Faults::new(file, text);
        let facts = reading::read(text, file, |root, faults| {
            read(root, faults, &mut discrepancies)
        })?;
        Ok(Self {
            discrepancies: discrepancies.into_list(),
            ..facts
        })
    }

    /// The facts built into the binary.
    pub fn shipped() -> &'static Self {
        static FACTS: LazyLock<Facts> = LazyLock::new(|| {
            Facts::parse(SHIPPED, "scr-2010.toml").expect("the shipped facts are read by a test")
        });
        &FACTS
    }

    /// The wave of this id.
    pub fn wave(&self, id: WaveId) -> Option<&Wave> {
        self.waves.iter().find(|wave| wave.id == id)
    }

    /// The PCT of this code.
    pub fn pct(&self, code: OrganisationCode) -> Option<&Pct> {
        self.pcts.iter().find(|pct| pct.code == code)
    }

    /// What a source key stands for.
    pub fn source(&self, key: SourceKey) -> Option<&Source> {
        self.sources.iter().find(|source| source.key == key)
    }
}

const KEYS: &[&str] = &[
    "scenario",
    "minimum_period",
    "wave",
    "planned_uploads",
    "event",
    "directive",
    "dispensation_request",
    "sha",
    "east_of_england_fourteen",
    "succession",
    "pct",
    "sources",
];

/// Every part is read before the first fault gives up the file.
fn read(root: &Table, faults: &mut Faults, discrepancies: &mut Faults) -> Option<Facts> {
    root.only(KEYS, faults);
    let known = Known::of(root);
    let sources = source::read_all(root, faults);
    let scenario = scenario::read(root, faults);
    let shas = sha::read_all(root, faults);
    let pcts = pct::read_all(root, &known, faults);
    let successions = succession::read_all(root, &known, faults);
    let waves = wave::read_all(root, &known, faults);
    let minimum_periods = minimum_period::read_all(root, &known, faults);
    let planned_uploads = listed::read(root, "planned_uploads", Known::pct, &known, faults);
    let fourteen = listed::read(
        root,
        "east_of_england_fourteen",
        Known::pct_of_any_day,
        &known,
        faults,
    );
    let events = event::read_all(root, &known, faults);
    let directives = directive::read_all(root, &known, faults);
    let dispensation_requests = request::read_all(root, &known, faults);
    let facts = Facts {
        scenario: scenario?,
        minimum_periods: minimum_periods?,
        waves: waves?,
        planned_uploads: planned_uploads?,
        events: events?,
        directives: directives?,
        dispensation_requests: dispensation_requests?,
        shas: shas?,
        pcts: pcts?,
        successions: successions?,
        east_of_england_fourteen: fourteen?,
        sources: sources?,
        discrepancies: Vec::new(),
    };
    whole::check(root, &facts, faults);
    discrepancies::find(root, &facts, discrepancies);
    Some(facts)
}

/// Reads every `[[key]]`; `None` if one of them cannot be read, after all were tried.
fn each<T>(
    root: &Table,
    key: &str,
    faults: &mut Faults,
    mut read: impl FnMut(Table, &mut Faults) -> Option<T>,
) -> Option<Vec<T>> {
    let tables = root.tables(key, faults);
    let read: Vec<Option<T>> = tables
        .into_iter()
        .map(|table| read(table, faults))
        .collect();
    read.into_iter().collect()
}

/// Reads the value of a key that may be missing; `None` if it is there and wrong.
fn optional<'a, T>(
    node: Option<Node<'a>>,
    read: impl FnOnce(&Node<'a>) -> Option<T>,
) -> Option<Option<T>> {
    match node {
        Some(node) => read(&node).map(Some),
        None => Some(None),
    }
}

/// Each table of a `[[key]]` beside what was read from it.
fn rows<'a, T>(
    root: &Table<'a>,
    key: &str,
    read: &'a [T],
) -> impl Iterator<Item = (Table<'a>, &'a T)> {
    // All of it was read, so nothing is left to report.
    let tables = root.tables(key, &mut Faults::new("", ""));
    tables.into_iter().zip(read)
}

/// The value of a key in a table of the file, as far as both are there.
fn value_of<'a>(root: &Table<'a>, table: &str, key: &str) -> Option<Node<'a>> {
    let table = root.get(table)?.table(&mut Faults::new("", ""))?;
    table.get(key)
}
