//! The PCTs of 2009 to 2013 and their strategic health authorities.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use precede_model::OrganisationCode;
use precede_register::{Kind, Record};

use super::official::Official;
use super::table::{Table, day};

/// A PCT.
pub struct Trust {
    pub name: String,
    pub region: OrganisationCode,
    /// First and last day on which it had any practice: no register of its own days is held.
    pub opened: NaiveDate,
    pub closed: Option<NaiveDate>,
    pub residents: Option<(u32, NaiveDate)>,
}

/// PCTs that ended on 31 March 2010, two by merging into Hertfordshire and one by becoming a care
/// trust. Their codes and days are in the memberships; the names, which no file here has, and
/// their authorities are written down by hand.
const ENDED: [(&str, &str, &str); 3] = [
    ("5P3", "East and North Hertfordshire PCT", "Q35"),
    ("5P4", "West Hertfordshire PCT", "Q35"),
    ("5CC", "Blackburn with Darwen PCT", "Q31"),
];

/// The PCTs by code.
pub fn of(official: &Official) -> BTreeMap<OrganisationCode, Trust> {
    let spans = spans(official);
    let mut trusts = BTreeMap::new();
    let mut add = |code: OrganisationCode, name: &str, region: OrganisationCode| {
        let Some((opened, closed)) = spans.get(&code).copied() else {
            return;
        };
        let name = name.to_owned();
        trusts.entry(code).or_insert(Trust {
            name,
            region,
            opened,
            closed,
            residents: None,
        });
    };
    for record in official.pcts.iter().chain(&official.later_pcts) {
        if let Record::Organisation(listed) = record
            && listed.kind == Kind::Pct
            && let Some(region) = listed.region
        {
            add(listed.code, &listed.name, region);
        }
    }
    for (code, name, region) in ENDED {
        let [code, region] =
            [code, region].map(|text| text.parse().expect("codes written above are codes"));
        add(code, name, region);
    }
    for record in official.pcts.iter().chain(&official.later_pcts) {
        if let Record::Residents(count) = record
            && let Some(trust) = trusts.get_mut(&count.pct)
        {
            trust.residents = Some((count.residents, count.as_of));
        }
    }
    trusts
}

/// First and last day of any membership in each parent; no last day while one lasts.
fn spans(official: &Official) -> BTreeMap<OrganisationCode, (NaiveDate, Option<NaiveDate>)> {
    let mut spans = BTreeMap::new();
    for record in &official.memberships {
        let Record::Membership(one) = record else {
            continue;
        };
        let span = spans.entry(one.parent).or_insert((one.from, one.until));
        span.0 = span.0.min(one.from);
        span.1 = span
            .1
            .and_then(|last| one.until.map(|until| last.max(until)));
    }
    spans
}

/// First and last day of the strategic health authorities of 2010, which have no file of their own.
pub fn region_days() -> (NaiveDate, NaiveDate) {
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day);
    (
        day(2006, 7, 1).expect("a day of the calendar"),
        day(2013, 3, 31).expect("a day of the calendar"),
    )
}

/// Adds the authorities to `organisations.csv`.
pub fn regions(official: &Official, table: &mut Table) {
    let (opened, closed) = region_days();
    let names: BTreeMap<OrganisationCode, &str> = official
        .pcts
        .iter()
        .filter_map(|record| match record {
            Record::Organisation(one) if one.kind == Kind::Region => {
                Some((one.code, one.name.as_str()))
            }
            _ => None,
        })
        .collect();
    for (code, name) in names {
        let days = [day(Some(opened)), day(Some(closed))];
        table.row([code.as_str(), "region", name, "", "", &days[0], &days[1]]);
    }
}

/// Adds the PCTs to `organisations.csv`.
pub fn rows(trusts: &BTreeMap<OrganisationCode, Trust>, table: &mut Table) {
    for (code, trust) in trusts {
        let days = [day(Some(trust.opened)), day(trust.closed)];
        let region = trust.region.as_str();
        table.row([
            code.as_str(),
            "pct",
            &trust.name,
            "",
            region,
            &days[0],
            &days[1],
        ]);
    }
}
