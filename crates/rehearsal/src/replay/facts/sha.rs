//! The regions: strategic health authorities.

use std::collections::BTreeSet;

use precede_model::{
    OrganisationCode,
    reading::{Faults, Table},
};

use super::{each, known, optional};

/// A strategic health authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sha {
    /// Its ODS code.
    pub code: OrganisationCode,
    /// Its name.
    pub name: String,
    /// How many PCTs it has on the scenario's day, if the file says.
    pub pct_count: Option<u32>,
    /// Whether it took money for an accelerated programme; false where the file does not say.
    pub accelerated_funding: bool,
}

/// `ons_code`, `residents_mid2011` and `scr_percent_2011_01` are for other readers of the file.
const KEYS: &[&str] = &[
    "code",
    "ons_code",
    "name",
    "pcts",
    "residents_mid2011",
    "accelerated_funding",
    "scr_percent_2011_01",
];

/// Reads every `[[sha]]`.
pub(super) fn read_all(root: &Table, faults: &mut Faults) -> Option<Vec<Sha>> {
    let mut seen = BTreeSet::new();
    each(root, "sha", faults, |table, faults| {
        let code = known::id(&table, "code", &mut seen, faults);
        read(table, code, faults)
    })
}

fn read(table: Table, code: Option<OrganisationCode>, faults: &mut Faults) -> Option<Sha> {
    let table = match code {
        Some(code) => table.named(format!("sha.{code}")),
        None => table,
    };
    table.only(KEYS, faults);
    let name = table.need("name", "write what people should read", faults);
    let name = name.and_then(|node| node.title(faults));
    let pct_count = optional(table.get("pcts"), |node| node.number(0, 9_999, faults));
    let funding = optional(table.get("accelerated_funding"), |node| {
        node.boolean(faults)
    });
    Some(Sha {
        code: code?,
        name: name?,
        pct_count: pct_count?,
        accelerated_funding: funding?.unwrap_or(false),
    })
}
