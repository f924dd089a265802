//! The practices of the demo.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use precede_model::{Membership, OrganisationCode};
use precede_register::{Kind, ListedOrganisation, Record};

use super::official::Official;
use super::table::{Table, day};
use super::trusts::Trust;

/// The day of the suspension.
pub fn suspension() -> NaiveDate {
    NaiveDate::from_ymd_opt(2010, 4, 16).expect("a day of the calendar")
}

/// The years whose practices the demo knows.
fn years() -> (NaiveDate, NaiveDate) {
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day);
    (
        day(2010, 1, 1).expect("a day of the calendar"),
        day(2011, 12, 31).expect("a day of the calendar"),
    )
}

/// The practices listed for 16 April 2010, and those a register names that were in a PCT on some
/// other day of 2010 or 2011 only. One that was in a PCT on that day and is not listed was no GP
/// practice according to the register nearest to it.
pub fn of(
    official: &Official,
    trusts: &BTreeMap<OrganisationCode, Trust>,
) -> BTreeMap<OrganisationCode, ListedOrganisation> {
    let mut codes: BTreeSet<OrganisationCode> = listed(&official.practices)
        .map(|practice| practice.code)
        .collect();
    codes.extend(others(official, trusts));
    let mut practices: BTreeMap<OrganisationCode, ListedOrganisation> = BTreeMap::new();
    for practice in official
        .registers
        .iter()
        .flat_map(|register| listed(register))
    {
        if !codes.contains(&practice.code) {
            continue;
        }
        practices
            .entry(practice.code)
            // The name nearest to 2010 stays, the newest register knows whether it has closed.
            .and_modify(|known| known.closed = practice.closed)
            .or_insert_with(|| practice.clone());
    }
    practices
}

fn listed(records: &[Record]) -> impl Iterator<Item = &ListedOrganisation> {
    records.iter().filter_map(|record| match record {
        Record::Organisation(one) if one.kind == Kind::Practice => Some(one),
        _ => None,
    })
}

/// Members of a PCT in the years, but not on the day of the suspension.
fn others(
    official: &Official,
    trusts: &BTreeMap<OrganisationCode, Trust>,
) -> BTreeSet<OrganisationCode> {
    let (first, last) = years();
    let in_trust: Vec<&Membership> = official
        .memberships
        .iter()
        .filter_map(|record| match record {
            Record::Membership(one) if trusts.contains_key(&one.parent) => Some(one),
            _ => None,
        })
        .collect();
    let on_the_day: BTreeSet<OrganisationCode> = in_trust
        .iter()
        .filter(|one| one.holds_on(suspension()))
        .map(|one| one.child)
        .collect();
    in_trust
        .iter()
        .filter(|one| one.from <= last && one.until.is_none_or(|until| first <= until))
        .map(|one| one.child)
        .filter(|code| !on_the_day.contains(code))
        .collect()
}

/// Adds the practices to `organisations.csv`.
pub fn rows(practices: &BTreeMap<OrganisationCode, ListedOrganisation>, table: &mut Table) {
    for (code, practice) in practices {
        let days = [day(practice.opened), day(practice.closed)];
        let postcode = practice.postcode.as_deref().unwrap_or_default();
        table.row([
            code.as_str(),
            "practice",
            &practice.name,
            postcode,
            "",
            &days[0],
            &days[1],
        ]);
    }
}
