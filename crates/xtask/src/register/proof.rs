//! Reads the tables back as a user would, and counts.

use std::collections::HashSet;

use precede_model::OrganisationKind;
use precede_register::{Register, check_memberships, plan_changes, read_all};

use crate::failure::{Failure, Outcome};

use super::practices::suspension;
use super::table::Table;

/// PCTs and practices on the day of the suspension.
const EXPECTED: (usize, usize) = (151, 8_046);

/// The tables must be registers without fault and give the PCTs and practices of the suspension.
///
/// # Errors
///
/// They are not, or do not.
pub fn check(tables: &[Table]) -> Outcome<()> {
    let mut register = Register::default();
    for table in tables.iter().filter(|table| table.name != "holidays.csv") {
        let wanting = |error: String| Failure::Wanting(format!("`{}`: {error}", table.name));
        let reading =
            read_all(table.text().as_bytes(), None).map_err(|error| wanting(error.to_string()))?;
        let known: HashSet<_> = register.organisations().keys().copied().collect();
        let belonging =
            check_memberships(&known, reading.rows).map_err(|error| wanting(error.to_string()))?;
        if let Some(reason) = belonging.skipped.keys().next() {
            return Err(wanting(reason.clone()));
        }
        register.apply(&plan_changes(&register, &belonging.taken));
    }
    let pcts = register.open_on(OrganisationKind::Pct, suspension());
    let practices = pcts
        .iter()
        .map(|pct| register.practices_of(*pct, suspension()).len())
        .sum();
    if (pcts.len(), practices) == EXPECTED {
        return Ok(());
    }
    Err(Failure::Wanting(format!(
        "the tables give {} PCTs and {practices} practices on {}, not {} and {}",
        pcts.len(),
        suspension(),
        EXPECTED.0,
        EXPECTED.1
    )))
}
