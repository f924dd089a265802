//! Practices, their branches and their memberships.

use precede_model::Membership;

use crate::error::RowError;
use crate::fields::Fields;
use crate::parse::Out;
use crate::record::{Kind, ListedOrganisation, Record, Status};

/// The prescribing setting of a GP practice.
const GP_PRACTICE: &str = "4";

/// A row of `epraccur`: only prescribing setting 4 is a GP practice.
pub(super) fn epraccur(row: &Fields<'_>, out: &mut Out<'_>) -> Result<(), RowError> {
    let code = row.code(0)?;
    let name = row.name(1)?;
    let opened = row.date_or_none(10)?;
    let closed = row.last_day(11, opened)?;
    let status = status(row)?;
    let commissioner = row.code_or_none(14)?;
    let joined = row.date_or_none(15)?;
    let left = row.last_day(16, joined)?;
    let setting = setting(row)?;
    if row.text(25) != GP_PRACTICE {
        return out.skip(format!("not a GP practice: prescribing setting {setting}"));
    }
    if status == Status::Closed && closed.is_none() {
        return out.skip("closed, but the day is not known");
    }
    out.records.push(Record::Organisation(ListedOrganisation {
        postcode: row.short(9)?,
        region: row.code_or_none(2)?,
        opened,
        closed,
        status: Some(status),
        ..ListedOrganisation::new(code, Kind::Practice, name)
    }));
    if let (Some(parent), Some(from)) = (commissioner, joined) {
        let membership = Membership {
            child: code,
            parent,
            from,
            until: left,
        };
        out.records.push(Record::Commissioner(membership));
    }
    Ok(())
}

fn status(row: &Fields<'_>) -> Result<Status, RowError> {
    match row.text(12) {
        "A" => Ok(Status::Active),
        "C" => Ok(Status::Closed),
        "D" => Ok(Status::Dormant),
        "P" => Ok(Status::Proposed),
        _ => Err(row.fault(
            12,
            "is not a status",
            "write A, C, D or P; check that no column is missing or moved",
        )),
    }
}

/// The prescribing setting with its meaning, for the report.
fn setting(row: &Fields<'_>) -> Result<String, RowError> {
    let number = row.text(25);
    let meaning = match number {
        "0" => "other",
        "1" => "walk-in centre",
        "2" => "out of hours",
        "3" => "walk-in centre and out of hours",
        "4" => "GP practice",
        "8" => "public health service",
        "9" => "community health service",
        "10" => "hospital service",
        "11" => "optometry service",
        "12" => "urgent and emergency care",
        "13" => "hospice",
        "14" => "care home",
        "15" => "border force",
        "16" => "young offender institution",
        "17" | "18" => "secure children's home or training centre",
        "19" => "immigration removal centre",
        "20" => "court",
        "21" => "police custody",
        "22" => "sexual assault referral centre",
        "24" => "other justice estate",
        "25" => "prison",
        "" => return Ok("missing".to_owned()),
        // New settings appear from time to time and are no practices either.
        _ if number.len() <= 2 && number.bytes().all(|byte| byte.is_ascii_digit()) => {
            return Ok(number.to_owned());
        }
        _ => {
            return Err(row.fault(
                25,
                "is not a prescribing setting",
                "write a number of up to two digits; check that no column is missing or moved",
            ));
        }
    };
    Ok(format!("{number} ({meaning})"))
}

/// A row of `epcmem`. The left date is the last day in the parent, included.
pub(super) fn epcmem(row: &Fields<'_>, out: &mut Out<'_>) -> Result<(), RowError> {
    let from = row.date(3)?;
    out.records.push(Record::Membership(Membership {
        child: row.code(0)?,
        parent: row.code(1)?,
        from,
        until: row.last_day(4, Some(from))?,
    }));
    Ok(())
}

/// A row of `ebranchs`.
pub(super) fn ebranchs(row: &Fields<'_>, out: &mut Out<'_>) -> Result<(), RowError> {
    let code = row.code(0)?;
    let opened = row.date_or_none(10)?;
    out.records.push(Record::Organisation(ListedOrganisation {
        postcode: row.short(9)?,
        region: row.code_or_none(2)?,
        parent: Some(row.code(14)?),
        opened,
        closed: row.last_day(11, opened)?,
        ..ListedOrganisation::new(code, Kind::Branch, row.name(1)?)
    }));
    Ok(())
}

/// A row of a list of practices with their PCT on one day.
pub(super) fn practice_pct(row: &Fields<'_>, out: &mut Out<'_>) -> Result<(), RowError> {
    let code = row.code(0)?;
    let opened = row.date_or_none(6)?;
    let from = row.date(4)?;
    out.records.push(Record::Organisation(ListedOrganisation {
        postcode: row.short(2)?,
        opened,
        closed: row.last_day(7, opened)?,
        ..ListedOrganisation::new(code, Kind::Practice, row.name(1)?)
    }));
    out.records.push(Record::Membership(Membership {
        child: code,
        parent: row.code(3)?,
        from,
        until: row.last_day(5, Some(from))?,
    }));
    Ok(())
}
