//! The PCTs of the scenario's day.

use std::collections::BTreeSet;

use precede_model::{
    OrganisationCode,
    reading::{Faults, Table},
};

use super::{
    date::{self, FactDate},
    each,
    known::{self, Known},
    optional,
    wave::WaveId,
};

/// A primary care trust or care trust. The waves and the planned uploads decide who is in them; what a PCT's own
/// entry says about that is compared with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pct {
    /// Its ODS code.
    pub code: OrganisationCode,
    /// Its name.
    pub name: String,
    /// Its region.
    pub sha: OrganisationCode,
    /// Waves its own entry puts it in.
    pub waves: Vec<WaveId>,
    /// Whether its own entry says that it was about to upload.
    pub planned_upload: bool,
    /// When its programme began, if its entry says.
    pub launched: Option<FactDate>,
    /// When its first letters went out, if its entry says.
    pub first_letters: Option<FactDate>,
    /// People living there at mid-2011, if its entry says.
    pub residents_mid2011: Option<u32>,
    /// What else there is to say.
    pub note: Option<String>,
}

/// `ons_code` and `named_gp_practices` are for other readers of the file.
const KEYS: &[&str] = &[
    "code",
    "ons_code",
    "name",
    "sha",
    "named_gp_practices",
    "residents_mid2011",
    "waves",
    "planned_upload",
    "launched",
    "first_letters",
    "note",
];

/// Reads every `[[pct]]`.
pub(super) fn read_all(root: &Table, known: &Known, faults: &mut Faults) -> Option<Vec<Pct>> {
    let mut seen = BTreeSet::new();
    each(root, "pct", faults, |table, faults| {
        let code = known::id(&table, "code", &mut seen, faults);
        read(table, code, known, faults)
    })
}

fn read(
    table: Table,
    code: Option<OrganisationCode>,
    known: &Known,
    faults: &mut Faults,
) -> Option<Pct> {
    let table = match code {
        Some(code) => table.named(format!("pct.{code}")),
        None => table,
    };
    table.only(KEYS, faults);
    let name = table.need("name", "write what people should read", faults);
    let name = name.and_then(|node| node.title(faults));
    let sha = table.need("sha", "give the code of its region", faults);
    let sha = sha.and_then(|node| {
        let text = node.text(faults)?;
        known.sha(&node, text, faults)
    });
    let waves = optional(table.get("waves"), |node| {
        known::each(node, faults, |item, text, faults| {
            known.wave(item, text, faults)
        })
    });
    let planned_upload = optional(table.get("planned_upload"), |node| node.boolean(faults));
    let launched = optional(table.get("launched"), |node| date::read(node, faults));
    let letters = optional(table.get("first_letters"), |node| date::read(node, faults));
    let residents = optional(table.get("residents_mid2011"), |node| {
        node.number(0, u32::MAX, faults)
    });
    let note = optional(table.get("note"), |node| node.title(faults));
    Some(Pct {
        code: code?,
        name: name?,
        sha: sha?,
        waves: waves?.unwrap_or_default(),
        planned_upload: planned_upload?.unwrap_or(false),
        launched: launched?,
        first_letters: letters?,
        residents_mid2011: residents?,
        note: note?,
    })
}
