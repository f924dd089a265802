//! What must hold between the rows of one file.

use std::collections::HashMap;

use chrono::NaiveDate;
use precede_model::{Membership, OrganisationCode};

use crate::error::RowError;
use crate::record::Record;

/// What was seen so far, and on which row.
#[derive(Default)]
pub(crate) struct Seen {
    organisations: HashMap<OrganisationCode, u64>,
    memberships: HashMap<OrganisationCode, Vec<(Membership, u64)>>,
    counts: HashMap<(OrganisationCode, NaiveDate), u64>,
}

impl Seen {
    /// Whether an organisation was listed already; for those that rows only mention.
    pub(crate) fn lists(&self, code: OrganisationCode) -> bool {
        self.organisations.contains_key(&code)
    }

    /// Remembers a record, or says which earlier row it contradicts.
    pub(crate) fn add(&mut self, row: u64, record: &Record) -> Result<(), RowError> {
        match record {
            Record::Organisation(listed) => {
                once(&mut self.organisations, listed.code, row, listed.code)
            }
            Record::Membership(membership) => self.add_membership(row, *membership),
            // One a row, and the row's organisation is listed once.
            Record::Commissioner(_) => Ok(()),
            Record::ListSize(size) => once(
                &mut self.counts,
                (size.practice, size.as_of),
                row,
                size.practice,
            ),
            Record::Residents(count) => {
                once(&mut self.counts, (count.pct, count.as_of), row, count.pct)
            }
        }
    }

    fn add_membership(&mut self, row: u64, added: Membership) -> Result<(), RowError> {
        let periods = self.memberships.entry(added.child).or_default();
        if let Some((other, first_row)) = periods.iter().find(|(known, _)| overlap(known, &added)) {
            let why = format!(
                "two memberships of `{}` overlap: in `{}` from {} here, in `{}` from {} in row \
                 {first_row}",
                added.child, added.parent, added.from, other.parent, other.from
            );
            return Err(RowError::new(
                row,
                why,
                "correct the days of one of the two rows",
            ));
        }
        periods.push((added, row));
        Ok(())
    }
}

fn once<K: std::hash::Hash + Eq>(
    seen: &mut HashMap<K, u64>,
    key: K,
    row: u64,
    code: OrganisationCode,
) -> Result<(), RowError> {
    match seen.insert(key, row) {
        None => Ok(()),
        Some(first_row) => Err(RowError::new(
            row,
            format!("the code `{code}` stands in row {first_row} and again in row {row}"),
            "remove one of the two rows",
        )),
    }
}

/// Whether two periods share a day; both ends are included.
fn overlap(one: &Membership, other: &Membership) -> bool {
    let ends_before = |a: &Membership, b: &Membership| a.until.is_some_and(|last| last < b.from);
    !ends_before(one, other) && !ends_before(other, one)
}
