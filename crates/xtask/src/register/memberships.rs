//! `memberships.csv`: practices in PCTs, PCTs in regions.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use precede_model::{Membership, OrganisationCode};
use precede_register::{ListedOrganisation, Record};

use super::official::Official;
use super::table::{Table, day};
use super::trusts::{Trust, region_days};

/// The table, sorted by child and first day.
pub fn table(
    official: &Official,
    trusts: &BTreeMap<OrganisationCode, Trust>,
    practices: &BTreeMap<OrganisationCode, ListedOrganisation>,
) -> Table {
    // Periods that ended before the first year are left out; the demo begins a year later.
    let first_day = NaiveDate::from_ymd_opt(2009, 1, 1).expect("a day of the calendar");
    let of_practices = official
        .memberships
        .iter()
        .filter_map(|record| match record {
            Record::Membership(one)
                if practices.contains_key(&one.child)
                    && trusts.contains_key(&one.parent)
                    && one.until.is_none_or(|last| first_day <= last) =>
            {
                Some(*one)
            }
            _ => None,
        });
    let rows: BTreeSet<Membership> = of_practices.chain(of_trusts(trusts)).collect();
    let mut table = Table::new("memberships.csv", &["child", "parent", "from", "to"]);
    for one in &rows {
        let days = [day(Some(one.from)), day(one.until)];
        table.row([one.child.as_str(), one.parent.as_str(), &days[0], &days[1]]);
    }
    table
}

/// Each PCT in its authority, for as long as both were there.
fn of_trusts(
    trusts: &BTreeMap<OrganisationCode, Trust>,
) -> impl Iterator<Item = Membership> + use<'_> {
    let (opened, closed) = region_days();
    trusts.iter().map(move |(code, trust)| Membership {
        child: *code,
        parent: trust.region,
        from: trust.opened.max(opened),
        until: Some(trust.closed.map_or(closed, |last| last.min(closed))),
    })
}
