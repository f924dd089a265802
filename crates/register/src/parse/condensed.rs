//! Our own condensed tables.

use precede_model::Membership;

use crate::error::RowError;
use crate::fields::Fields;
use crate::parse::Out;
use crate::record::{Kind, ListSize, ListedOrganisation, Record, Residents};

/// A row of `organisations.csv`.
pub(super) fn organisation(row: &Fields<'_>, out: &mut Out<'_>) -> Result<(), RowError> {
    let code = row.code(0)?;
    let kind: Kind = row.text(1).parse().map_err(|()| {
        row.fault(
            1,
            "is not a kind of organisation",
            "write region, pct, practice or another kind",
        )
    })?;
    let opened = row.date_or_none(5)?;
    out.records.push(Record::Organisation(ListedOrganisation {
        postcode: row.short(3)?,
        region: row.code_or_none(4)?,
        opened,
        closed: row.last_day(6, opened)?,
        ..ListedOrganisation::new(code, kind, row.name(2)?)
    }));
    Ok(())
}

/// A row of `memberships.csv`; the last day is included.
pub(super) fn membership(row: &Fields<'_>, out: &mut Out<'_>) -> Result<(), RowError> {
    let from = row.date(2)?;
    out.records.push(Record::Membership(Membership {
        child: row.code(0)?,
        parent: row.code(1)?,
        from,
        until: row.last_day(3, Some(from))?,
    }));
    Ok(())
}

/// A row of `list-sizes.csv`.
pub(super) fn list_size(row: &Fields<'_>, out: &mut Out<'_>) -> Result<(), RowError> {
    let (practice, patients, as_of) = (row.code(0)?, row.count(1)?, row.date(2)?);
    out.records.push(Record::ListSize(ListSize {
        practice,
        patients,
        as_of,
    }));
    Ok(())
}

/// A row of `residents.csv`.
pub(super) fn residents(row: &Fields<'_>, out: &mut Out<'_>) -> Result<(), RowError> {
    let (pct, residents, as_of) = (row.code(0)?, row.count(1)?, row.date(2)?);
    out.records.push(Record::Residents(Residents {
        pct,
        residents,
        as_of,
    }));
    Ok(())
}
