//! Whether the organisations a membership names are known.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;
use precede_model::{Membership, OrganisationCode};

use crate::error::{ERRORS_MAX, Refused, RowError};
use crate::record::{Record, Row};

/// The records to take, and the memberships left out, by reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Belonging {
    /// Every record but the memberships left out; what [`plan_changes`](crate::plan_changes) takes.
    pub taken: Vec<Record>,
    /// Left out, by reason.
    pub skipped: BTreeMap<String, u64>,
}

/// Looks at both sides of the memberships among `rows`, given the organisations `known` so far;
/// those the rows themselves list are known as well.
///
/// Left out are members no register lists as a practice (hospital clinics, practices purged long
/// ago), parents that ended before 2010 or commissioned only for a while after 2013, Welsh health
/// boards, and unknown commissioners named beside an organisation.
///
/// # Errors
///
/// A known member of any other unknown parent: the parent's own file must come first.
pub fn check_memberships(
    known: &HashSet<OrganisationCode>,
    rows: Vec<Row>,
) -> Result<Belonging, Refused> {
    let known = with_listed(known, &rows);
    let mut belonging = Belonging {
        taken: Vec::with_capacity(rows.len()),
        skipped: BTreeMap::new(),
    };
    let mut errors = Vec::new();
    for row in rows {
        match judge(&known, &row) {
            Verdict::Take => belonging.taken.push(row.record),
            Verdict::Skip(why) => *belonging.skipped.entry(why.to_owned()).or_default() += 1,
            Verdict::Refuse(error) => errors.push(error),
        }
        if errors.len() == ERRORS_MAX {
            return Err(Refused { errors, more: true });
        }
    }
    if errors.is_empty() {
        Ok(belonging)
    } else {
        Err(Refused {
            errors,
            more: false,
        })
    }
}

fn with_listed(known: &HashSet<OrganisationCode>, rows: &[Row]) -> HashSet<OrganisationCode> {
    let listed = rows.iter().filter_map(|row| match &row.record {
        Record::Organisation(one) => one.kind.in_campaigns().map(|_| one.code),
        _ => None,
    });
    known.iter().copied().chain(listed).collect()
}

enum Verdict {
    Take,
    Skip(&'static str),
    Refuse(RowError),
}

fn judge(known: &HashSet<OrganisationCode>, row: &Row) -> Verdict {
    let (membership, beside) = match &row.record {
        Record::Membership(membership) => (*membership, false),
        Record::Commissioner(membership) => (*membership, true),
        Record::Organisation(_) | Record::ListSize(_) | Record::Residents(_) => {
            return Verdict::Take;
        }
    };
    if !known.contains(&membership.child) {
        Verdict::Skip("the member is not in the register as a practice")
    } else if known.contains(&membership.parent) {
        Verdict::Take
    } else if let Some(why) = lapsed(&membership) {
        Verdict::Skip(why)
    } else if beside {
        Verdict::Skip("the commissioner is not in the register")
    } else {
        Verdict::Refuse(unknown_parent(row.number, &membership))
    }
}

/// Why no register lists this parent any more, if that is so.
fn lapsed(membership: &Membership) -> Option<&'static str> {
    let ended_before = |year| {
        let first = NaiveDate::from_ymd_opt(year, 1, 1).expect("a day of the calendar");
        membership.until.is_some_and(|last| last < first)
    };
    match membership.parent.as_str().as_bytes() {
        _ if ended_before(2010) => Some("the membership ended before 2010"),
        [b'6' | b'7', b'A'..=b'C', _] => Some("the parent is a Welsh health board"),
        [b'1', b'2' | b'3', b'A'..=b'Z'] if ended_before(2016) => {
            Some("the parent is a commissioning hub that ended before 2016")
        }
        _ => None,
    }
}

fn unknown_parent(row: u64, membership: &Membership) -> RowError {
    RowError::new(
        row,
        format!(
            "the parent `{}` of `{}` is not in the register",
            membership.parent, membership.child
        ),
        "import the file that lists it first",
    )
}
