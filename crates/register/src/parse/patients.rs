//! Patients registered at each practice.

use crate::error::RowError;
use crate::fields::Fields;
use crate::parse::Out;
use crate::record::{ListSize, Record};

/// A row of the monthly count. Rows by sex or age, or of anything but practices, are left out.
pub(super) fn patients(row: &Fields<'_>, out: &mut Out<'_>) -> Result<(), RowError> {
    let as_of = row.date(0)?;
    let practice = row.code(1)?;
    let patients = row.count(2)?;
    let [kind, sex, age] = [3, 4, 5].map(|slot| row.text(slot));
    if !matches!(kind, "" | "GP") {
        return out.skip("not counted by practice");
    }
    if ![sex, age].iter().all(|part| matches!(*part, "" | "ALL")) {
        return out.skip("counts only one sex or age");
    }
    out.records.push(Record::ListSize(ListSize {
        practice,
        patients,
        as_of,
    }));
    Ok(())
}
