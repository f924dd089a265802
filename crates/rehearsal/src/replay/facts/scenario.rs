//! What a file of facts is about.

use chrono::NaiveDate;
use precede_model::reading::{Faults, Table};

use super::{date, optional};

/// The frame of the facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// Its id, for example `scr-2010`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The day whose PCTs the file lists.
    pub as_at: NaiveDate,
    /// How many PCTs there are on that day.
    pub pct_count: u32,
    /// How many there were before 1 April 2010, if the file says.
    pub pct_count_before_2010_04_01: Option<u32>,
    /// People living in all PCTs at mid-2011, if the file says.
    pub residents_mid2011: Option<u32>,
}

const KEYS: &[&str] = &[
    "id",
    "name",
    "as_at",
    "pct_count",
    "pct_count_before_2010_04_01",
    "residents_mid2011",
];

/// Reads `[scenario]`.
pub(super) fn read(root: &Table, faults: &mut Faults) -> Option<Scenario> {
    let remedy = "add a `[scenario]` table with `id`, `name`, `as_at` and `pct_count`";
    let table = root.need("scenario", remedy, faults)?.table(faults)?;
    table.only(KEYS, faults);
    let id = table.need("id", "give a short id such as `scr-2010`", faults);
    let id = id.and_then(|node| node.title(faults));
    let name = table.need("name", "write what people should read", faults);
    let name = name.and_then(|node| node.title(faults));
    let as_at = table.need("as_at", "give the day whose PCTs are listed", faults);
    let as_at = as_at.and_then(|node| date::read_day(&node, faults));
    let count = table.need("pct_count", "say how many `[[pct]]` there are", faults);
    let count = count.and_then(|node| node.number(1, 9_999, faults));
    let before = optional(table.get("pct_count_before_2010_04_01"), |node| {
        node.number(1, 9_999, faults)
    });
    let residents = optional(table.get("residents_mid2011"), |node| {
        node.number(0, u32::MAX, faults)
    });
    Some(Scenario {
        id: id?,
        name: name?,
        as_at: as_at?,
        pct_count: count?,
        pct_count_before_2010_04_01: before?,
        residents_mid2011: residents?,
    })
}
