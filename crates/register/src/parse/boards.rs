//! The bodies that took the PCTs' place: groups, boards and their locations.

use crate::error::RowError;
use crate::fields::Fields;
use crate::parse::Out;
use crate::record::{Kind, ListedOrganisation, Record};

/// A row of `eccg`: the role says what it is.
pub(super) fn eccg(row: &Fields<'_>, out: &mut Out<'_>) -> Result<(), RowError> {
    let code = row.code(0)?;
    let name = row.name(1)?;
    let opened = row.date_or_none(10)?;
    let closed = row.last_day(11, opened)?;
    let roles = row.text(13);
    let kind = if roles.is_empty() {
        Kind::Ccg
    } else if roles.split('|').any(|role| role == "RO319") {
        Kind::SubIcb
    } else if roles.split('|').any(|role| role == "RO218") {
        Kind::Hub
    } else {
        return out.skip(format!("no body that commissions practices: role {roles}"));
    };
    out.records.push(Record::Organisation(ListedOrganisation {
        postcode: row.short(9)?,
        region: row.code_or_none(2)?,
        parent: row.code_or_none(3)?,
        opened,
        closed,
        ..ListedOrganisation::new(code, kind, name)
    }));
    Ok(())
}

/// A row of the lookup from sub-ICB location to board and region.
pub(super) fn subicb(row: &Fields<'_>, out: &mut Out<'_>) -> Result<(), RowError> {
    let (location, board, region) = (row.code(0)?, row.code(2)?, row.code(4)?);
    out.mention(ListedOrganisation::new(region, Kind::Region, row.name(5)?));
    out.mention(ListedOrganisation {
        region: Some(region),
        parent: Some(region),
        ..ListedOrganisation::new(board, Kind::Icb, row.name(3)?)
    });
    out.records.push(Record::Organisation(ListedOrganisation {
        region: Some(region),
        parent: Some(board),
        ..ListedOrganisation::new(location, Kind::SubIcb, row.name(1)?)
    }));
    Ok(())
}

/// A row of the list of boards.
pub(super) fn icb_names(row: &Fields<'_>, out: &mut Out<'_>) -> Result<(), RowError> {
    let board = ListedOrganisation::new(row.code(0)?, Kind::Icb, row.name(1)?);
    out.records.push(Record::Organisation(board));
    Ok(())
}
