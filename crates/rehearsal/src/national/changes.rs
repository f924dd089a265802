//! What the register of the year brings beside what really happened: one practice moves to another PCT, one merges
//! into a neighbour, one closes and one opens, on days that the seed decides. Made-up facts about real codes: a
//! rehearsal's register is its own.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use precede_app::SHIPPED_REGISTER;
use precede_model::{OrganisationCode, OrganisationKind};

use crate::Chance;

/// Fewest practices of a PCT that loses or gains one.
const PRACTICES_MIN: usize = 4;
/// Code of the practice that opens; no register has it.
const NEWCOMER: &str = "Y99999";

/// Four changes with their first day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterChanges {
    /// A practice, the PCT it leaves, the PCT it joins.
    pub moves: (
        NaiveDate,
        OrganisationCode,
        OrganisationCode,
        OrganisationCode,
    ),
    /// A practice and its successor.
    pub merges: (NaiveDate, OrganisationCode, OrganisationCode),
    /// A practice that is closed from that day on.
    pub closes: (NaiveDate, OrganisationCode),
    /// A practice and the PCT it opens in.
    pub opens: (NaiveDate, OrganisationCode, OrganisationCode),
}

impl RegisterChanges {
    /// Chooses practices of these PCTs (of all for none) from the shipped register. `None` when there are too few.
    pub fn of(chance: Chance, pcts: &[OrganisationCode], opened: NaiveDate) -> Option<Self> {
        let chance = chance.about("register");
        let members = members(opened);
        let size = |pct: &OrganisationCode| members.get(pct).map_or(0, BTreeSet::len);
        let mut others: Vec<_> = members
            .keys()
            .copied()
            .filter(|pct| size(pct) >= PRACTICES_MIN)
            .collect();
        others.sort_unstable_by_key(|pct| (chance.about(pct.as_str()).rank(), *pct));
        let chosen: Vec<_> = others
            .iter()
            .copied()
            .filter(|pct| pcts.is_empty() || pcts.contains(pct))
            .collect();
        // With few PCTs one has several of the changes.
        let pct = |n: usize| chosen.get(n.checked_rem(chosen.len())?).copied();
        let to = pct(1).filter(|to| Some(*to) != pct(0));
        let to = to.or_else(|| others.iter().copied().find(|other| Some(*other) != pct(0)))?;
        let mut taken = BTreeSet::new();
        let mut practice = |pct: OrganisationCode| {
            let mut practices: Vec<_> = members.get(&pct)?.iter().copied().collect();
            practices.sort_unstable_by_key(|code| (chance.about(code.as_str()).rank(), *code));
            practices.into_iter().find(|code| taken.insert(*code))
        };
        let day = |what: &str, least, most| {
            opened + Days::new(chance.about(what).between(least, most).into())
        };
        let (from, merging, closing) = (pct(0)?, pct(2)?, pct(3)?);
        Some(Self {
            moves: (day("moves", 125, 150), practice(from)?, from, to),
            merges: (
                day("merges", 155, 180),
                practice(merging)?,
                practice(merging)?,
            ),
            closes: (day("closes", 185, 210), practice(closing)?),
            opens: (day("opens", 95, 120), NEWCOMER.parse().ok()?, pct(4)?),
        })
    }

    /// A shipped table with these changes in it.
    pub(super) fn patched(&self, name: &str, table: &str) -> String {
        let mut patched = String::with_capacity(table.len() + 200);
        for line in table.lines() {
            let lines = match name {
                "memberships.csv" => self.memberships(line),
                "organisations.csv" => vec![self.organisation(line)],
                _ => vec![line.to_owned()],
            };
            for line in lines {
                patched.push_str(&line);
                patched.push('\n');
            }
        }
        let (day, practice, pct) = self.opens;
        match name {
            "memberships.csv" => patched.push_str(&format!("{practice},{pct},{day},\n")),
            "organisations.csv" => {
                patched.push_str(&format!("{practice},practice,NEW SURGERY,,,{day},\n"))
            }
            _ => {}
        }
        patched
    }

    /// A membership and what becomes of it.
    fn memberships(&self, line: &str) -> Vec<String> {
        let [child, parent, from, until] = fields(line);
        let leaves = |day: NaiveDate| {
            let is_on = from <= day.to_string().as_str()
                && (until.is_empty() || until >= day.to_string().as_str());
            is_on.then(|| format!("{child},{parent},{from},{}", last_day(day)))
        };
        let (day, practice, _, to) = self.moves;
        if child == practice.as_str()
            && let Some(left) = leaves(day)
        {
            return vec![left, format!("{child},{to},{day},{until}")];
        }
        let (day, practice, into) = self.merges;
        if child == practice.as_str()
            && let Some(left) = leaves(day)
        {
            return vec![left, format!("{child},{into},{day},")];
        }
        let (day, practice) = self.closes;
        if child == practice.as_str()
            && let Some(left) = leaves(day)
        {
            return vec![left];
        }
        vec![line.to_owned()]
    }

    fn organisation(&self, line: &str) -> String {
        let (day, practice) = self.closes;
        match line.rsplit_once(',') {
            Some((row, _)) if line.split(',').next() == Some(practice.as_str()) => {
                format!("{row},{}", last_day(day))
            }
            _ => line.to_owned(),
        }
    }
}

/// Practices of each PCT of the shipped register that belong to it on a day and for a year on.
fn members(day: NaiveDate) -> BTreeMap<OrganisationCode, BTreeSet<OrganisationCode>> {
    let table = |wanted: &str| {
        SHIPPED_REGISTER
            .iter()
            .find(|(name, _)| *name == wanted)
            .map_or("", |(_, text)| text)
    };
    let word = OrganisationKind::Practice.to_string();
    let is_practice = |line: &&str| line.split(',').nth(1) == Some(&word);
    let practices: BTreeSet<&str> = table("organisations.csv")
        .lines()
        .filter(is_practice)
        .filter_map(|line| line.split(',').next())
        .collect();
    let (first, last) = (day.to_string(), (day + Days::new(365)).to_string());
    let mut members: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for line in table("memberships.csv").lines() {
        let [child, parent, from, until] = fields(line);
        let lasts = from <= first.as_str() && (until.is_empty() || until >= last.as_str());
        if let (true, true, Ok(child), Ok(parent)) = (
            practices.contains(child),
            lasts,
            child.parse(),
            parent.parse(),
        ) {
            members.entry(parent).or_default().insert(child);
        }
    }
    members
}

fn fields(line: &str) -> [&str; 4] {
    let mut fields = line.split(',');
    std::array::from_fn(|_| fields.next().unwrap_or_default())
}

fn last_day(next: NaiveDate) -> NaiveDate {
    next - Days::new(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened() -> NaiveDate {
        "2010-01-04".parse().unwrap()
    }

    fn table(wanted: &str) -> &'static str {
        SHIPPED_REGISTER
            .iter()
            .find(|(name, _)| *name == wanted)
            .unwrap()
            .1
    }

    #[test]
    fn each_change_is_about_another_practice_and_in_the_table() {
        for pcts in [vec![], vec!["5PY".parse().unwrap()]] {
            let changes = RegisterChanges::of(Chance::of_seed(5), &pcts, opened()).unwrap();
            let patched = changes.patched("memberships.csv", table("memberships.csv"));
            let has = |line: String| {
                assert!(
                    patched.lines().any(|known| known.starts_with(&line)),
                    "{line}"
                )
            };
            let (day, practice, from, to) = changes.moves;
            assert_ne!(from, to);
            has(format!("{practice},{to},{day},"));
            let (day, practice, into) = changes.merges;
            assert_ne!(practice, into);
            has(format!("{practice},{into},{day},"));
            let (day, practice, pct) = changes.opens;
            has(format!("{practice},{pct},{day},"));
            let patched = changes.patched("organisations.csv", table("organisations.csv"));
            let (day, practice) = changes.closes;
            let closed = format!(",{}", last_day(day));
            let is_closed =
                |line: &str| line.starts_with(practice.as_str()) && line.ends_with(&closed);
            assert!(patched.lines().any(is_closed));
        }
    }

    #[test]
    fn the_other_rows_stay_as_they_are() {
        let changes = RegisterChanges::of(Chance::of_seed(5), &[], opened()).unwrap();
        for (name, text) in SHIPPED_REGISTER {
            let patched = changes.patched(name, text);
            let known: BTreeSet<&str> = text.lines().collect();
            let other = patched.lines().filter(|line| !known.contains(line)).count();
            assert!(other <= 6, "{name}: {other} lines differ");
        }
    }
}
