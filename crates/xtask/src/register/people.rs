//! `list-sizes.csv` and `residents.csv`.

use std::collections::BTreeMap;

use precede_model::OrganisationCode;
use precede_register::{ListSize, ListedOrganisation, Record};

use super::official::Official;
use super::table::{Table, day};
use super::trusts::Trust;

/// The newest count of each practice that still had patients when counts are held.
pub fn list_sizes(
    official: &Official,
    practices: &BTreeMap<OrganisationCode, ListedOrganisation>,
) -> Table {
    let mut newest: BTreeMap<OrganisationCode, ListSize> = BTreeMap::new();
    for record in official.patients.iter().flatten() {
        if let Record::ListSize(size) = record
            && practices.contains_key(&size.practice)
        {
            newest.entry(size.practice).or_insert(*size);
        }
    }
    let mut table = Table::new("list-sizes.csv", &["practice", "patients", "as_of"]);
    for (code, size) in &newest {
        let (patients, as_of) = (size.patients.to_string(), day(Some(size.as_of)));
        table.row([code.as_str(), &patients, &as_of]);
    }
    table
}

/// Residents of each PCT that still was there at the estimate.
pub fn residents(trusts: &BTreeMap<OrganisationCode, Trust>) -> Table {
    let mut table = Table::new("residents.csv", &["pct", "residents", "as_of"]);
    for (code, trust) in trusts {
        if let Some((residents, as_of)) = trust.residents {
            table.row([code.as_str(), &residents.to_string(), &day(Some(as_of))]);
        }
    }
    table
}
