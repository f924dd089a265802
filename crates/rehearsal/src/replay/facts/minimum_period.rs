//! How long patients had to be given between being informed and their record being made.

use precede_model::reading::{Faults, Table};

use super::{
    date::{self, FactDate},
    each,
    known::Known,
    optional,
    source::SourceKey,
};

/// A length of time that was asked for from a date on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MinimumPeriod {
    /// From when.
    pub from: FactDate,
    /// How long, in weeks.
    pub weeks: u32,
    /// For whom, in words.
    pub applies_to: String,
    /// Whether a source calls it a minimum that may be exceeded.
    pub minimum_not_maximum: bool,
    /// Where it is told.
    pub sources: Vec<SourceKey>,
}

const KEYS: &[&str] = &[
    "from",
    "weeks",
    "applies_to",
    "minimum_not_maximum",
    "source",
];

/// Reads every `[[minimum_period]]`.
pub(super) fn read_all(
    root: &Table,
    known: &Known,
    faults: &mut Faults,
) -> Option<Vec<MinimumPeriod>> {
    each(root, "minimum_period", faults, |table, faults| {
        read(&table, known, faults)
    })
}

fn read(table: &Table, known: &Known, faults: &mut Faults) -> Option<MinimumPeriod> {
    table.only(KEYS, faults);
    let from = table.need("from", "give a date, or `unknown`", faults);
    let from = from.and_then(|node| date::read(&node, faults));
    let weeks = table.need("weeks", "give the length in weeks", faults);
    let weeks = weeks.and_then(|node| node.number(1, 104, faults));
    let applies_to = table.need("applies_to", "say for whom", faults);
    let applies_to = applies_to.and_then(|node| node.title(faults));
    let minimum = optional(table.get("minimum_not_maximum"), |node| {
        node.boolean(faults)
    });
    let sources = known.sources(table, faults);
    Some(MinimumPeriod {
        from: from?,
        weeks: weeks?,
        applies_to: applies_to?,
        minimum_not_maximum: minimum?.unwrap_or(false),
        sources: sources?,
    })
}
