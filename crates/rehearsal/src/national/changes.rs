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

/// What becomes of a practice from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The first day.
    pub day: NaiveDate,
    /// The practice.
    pub practice: OrganisationCode,
    /// Its PCT until then, or from then on if it opens.
    pub pct: OrganisationCode,
}

/// Four changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RegisterChanges {
    /// A practice moves to another PCT.
    pub moves: Change,
    /// Which one.
    pub moves_to: OrganisationCode,
    /// A practice merges into another.
    pub merges: Change,
    /// Its successor.
    pub merges_into: OrganisationCode,
    /// A practice closes.
    pub closes: Change,
    /// A practice opens.
    pub opens: Change,
}

impl RegisterChanges {
    /// Chooses practices of the shipped register. The choice is the same whichever PCTs take part, so that a rehearsal
    /// of one PCT and of the country agree. `None` when no five PCTs have practices enough.
    pub fn of(chance: Chance, opened: NaiveDate) -> Option<Self> {
        let chance = chance.about("register");
        let members = members(opened);
        let mut pcts: Vec<_> = members
            .iter()
            .filter(|(_, all)| all.len() >= PRACTICES_MIN)
            .map(|(pct, _)| *pct)
            .collect();
        pcts.sort_unstable_by_key(|pct| (chance.about(pct.as_str()).rank(), *pct));
        let [from, to, merging, closing, opening] = *pcts.first_chunk()?;
        let mut taken = BTreeSet::new();
        let mut any = |pct: OrganisationCode| {
            let mut practices: Vec<_> = members.get(&pct)?.iter().copied().collect();
            practices.sort_unstable_by_key(|code| (chance.about(code.as_str()).rank(), *code));
            practices.into_iter().find(|code| taken.insert(*code))
        };
        let mut change = |what: &str, (least, most), pct, practice: Option<OrganisationCode>| {
            let days = chance.about(what).between(least, most);
            Some(Change {
                day: opened + Days::new(days.into()),
                practice: practice.or_else(|| any(pct))?,
                pct,
            })
        };
        Some(Self {
            moves: change("moves", (125, 150), from, None)?,
            moves_to: to,
            merges: change("merges", (155, 180), merging, None)?,
            closes: change("closes", (185, 210), closing, None)?,
            opens: change("opens", (95, 120), opening, NEWCOMER.parse().ok())?,
            merges_into: any(merging)?,
        })
    }

    /// PCTs that something happens to.
    pub fn pcts(&self) -> [OrganisationCode; 5] {
        [
            self.moves.pct,
            self.moves_to,
            self.merges.pct,
            self.closes.pct,
            self.opens.pct,
        ]
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
        let Change { day, practice, pct } = self.opens;
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
        let Self {
            moves,
            moves_to,
            merges,
            merges_into,
            closes,
            ..
        } = self;
        let about =
            |change: &Change| leaves(change.day).filter(|_| child == change.practice.as_str());
        if let Some(left) = about(moves) {
            return vec![left, format!("{child},{moves_to},{},{until}", moves.day)];
        }
        if let Some(left) = about(merges) {
            return vec![left, format!("{child},{merges_into},{},", merges.day)];
        }
        if let Some(left) = about(closes) {
            return vec![left];
        }
        vec![line.to_owned()]
    }

    fn organisation(&self, line: &str) -> String {
        let Change { day, practice, .. } = self.closes;
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
        for seed in [5, 6] {
            let changes = RegisterChanges::of(Chance::of_seed(seed), opened()).unwrap();
            let patched = changes.patched("memberships.csv", table("memberships.csv"));
            let has = |line: String| {
                assert!(
                    patched.lines().any(|known| known.starts_with(&line)),
                    "{line}"
                )
            };
            let RegisterChanges {
                moves,
                merges,
                opens,
                ..
            } = changes;
            assert_ne!(moves.pct, changes.moves_to);
            has(format!(
                "{},{},{},",
                moves.practice, changes.moves_to, moves.day
            ));
            assert_ne!(merges.practice, changes.merges_into);
            has(format!(
                "{},{},{},",
                merges.practice, changes.merges_into, merges.day
            ));
            has(format!("{},{},{},", opens.practice, opens.pct, opens.day));
            let patched = changes.patched("organisations.csv", table("organisations.csv"));
            let Change { day, practice, .. } = changes.closes;
            let closed = format!(",{}", last_day(day));
            let is_closed =
                |line: &str| line.starts_with(practice.as_str()) && line.ends_with(&closed);
            assert!(patched.lines().any(is_closed));
        }
    }

    #[test]
    fn the_other_rows_stay_as_they_are() {
        let changes = RegisterChanges::of(Chance::of_seed(5), opened()).unwrap();
        for (name, text) in SHIPPED_REGISTER {
            let patched = changes.patched(name, text);
            let known: BTreeSet<&str> = text.lines().collect();
            let other = patched.lines().filter(|line| !known.contains(line)).count();
            assert!(other <= 6, "{name}: {other} lines differ");
        }
    }
}
