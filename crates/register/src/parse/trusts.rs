//! Primary care trusts and their strategic health authorities.

use chrono::NaiveDate;

use crate::error::RowError;
use crate::fields::Fields;
use crate::parse::Out;
use crate::record::{Kind, ListedOrganisation, Record, Residents};

/// A row of either list of PCTs. It names the authority without dates, so it states no membership.
pub(super) fn pct(row: &Fields<'_>, out: &mut Out<'_>) -> Result<(), RowError> {
    let (pct, sha) = (row.code(0)?, row.code(2)?);
    let residents = row.count(4)?;
    // The statisticians' mid-year estimate is for 30 June.
    let as_of = NaiveDate::from_ymd_opt(2011, 6, 30).expect("a day of the calendar");
    out.mention(ListedOrganisation::new(sha, Kind::Region, row.name(3)?));
    out.records.push(Record::Organisation(ListedOrganisation {
        region: Some(sha),
        ..ListedOrganisation::new(pct, Kind::Pct, row.name(1)?)
    }));
    out.records.push(Record::Residents(Residents {
        pct,
        residents,
        as_of,
    }));
    Ok(())
}
