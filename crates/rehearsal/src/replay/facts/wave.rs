//! Waves: named groups of PCTs, possibly incompletely known.

use std::collections::BTreeSet;

use precede_model::{
    Name, OrganisationCode,
    reading::{Faults, Table},
};

use super::{
    each,
    known::{self, Known},
    optional,
    source::SourceKey,
};

/// Id of a wave, for example `early_adopter`.
pub type WaveId = Name<32>;

/// A wave as well as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wave {
    /// Its id.
    pub id: WaveId,
    /// How many PCTs it has by a source, if one says.
    pub stated_count: Option<u32>,
    /// Whether the members named are all there are.
    pub complete: bool,
    /// Those that a source names.
    pub members: Vec<OrganisationCode>,
    /// What else there is to say.
    pub note: Option<String>,
    /// Where it is told.
    pub sources: Vec<SourceKey>,
}

/// Reads every `[[wave]]`.
pub(super) fn read_all(root: &Table, known: &Known, faults: &mut Faults) -> Option<Vec<Wave>> {
    let mut seen = BTreeSet::new();
    each(root, "wave", faults, |table, faults| {
        let id = known::id(&table, "id", &mut seen, faults);
        read(table, id, known, faults)
    })
}

const KEYS: &[&str] = &[
    "id",
    "stated_count",
    "complete",
    "members",
    "source",
    "note",
];

fn read(table: Table, id: Option<WaveId>, known: &Known, faults: &mut Faults) -> Option<Wave> {
    let table = match id {
        Some(id) => table.named(format!("wave.{id}")),
        None => table,
    };
    table.only(KEYS, faults);
    let stated_count = read_count(&table, faults);
    let remedy = "write `true` if its members are all there are, else `false`";
    let complete = table.need("complete", remedy, faults);
    let complete = complete.and_then(|node| node.boolean(faults));
    let members = table.need("members", "list the codes that a source names", faults);
    let members = members.and_then(|node| {
        known::each(&node, faults, |item, text, faults| {
            known.pct(item, text, faults)
        })
    });
    let note = optional(table.get("note"), |node| node.title(faults));
    let sources = known.sources(&table, faults);
    Some(Wave {
        id: id?,
        stated_count: stated_count?,
        complete: complete?,
        members: members?,
        note: note?,
        sources: sources?,
    })
}

/// `stated_count`, which may be missing. The bound only keeps out what cannot be a count of PCTs.
pub(super) fn read_count(table: &Table, faults: &mut Faults) -> Option<Option<u32>> {
    optional(table.get("stated_count"), |node| {
        node.number(0, 9_999, faults)
    })
}
