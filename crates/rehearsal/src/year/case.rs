//! A case: one campaign's year that went wrong, small enough to be kept as a line of text and played again by the tests.

use std::{collections::BTreeSet, fmt, str::FromStr, sync::Mutex};

use precede_app::AppError;
use precede_engine::Def;
use precede_model::{OrganisationCode, Timestamp};

use super::{Check, Faults, Land, Played, Struck, Year, play};
use crate::START;

/// What is needed to play it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The shipped plan, and its variant after a `:`.
    pub plan: String,
    /// Seed of all chance.
    pub seed: u64,
    /// PCTs that take part.
    pub pcts: Vec<OrganisationCode>,
    /// So many practices of each; none named: all, and the register's changes too.
    pub practices: Option<usize>,
    /// To this instant.
    pub until: Timestamp,
    /// What goes wrong.
    pub faults: BTreeSet<Struck>,
}

/// Where a case is played.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// The country of its seed.
    pub land: &'a Land,
    /// Its plan, compiled.
    pub def: &'a Def,
    /// The independent check.
    pub check: Check<'a>,
}

impl Case {
    /// Plays it, and says everything wrong with it.
    ///
    /// # Errors
    /// As [`play`].
    pub fn play(&self, ground: Ground<'_>) -> Result<Vec<String>, AppError> {
        let year = Year {
            land: ground.land,
            def: ground.def,
            pcts: self.pcts.clone(),
            practices: self.practices,
            until: self.until,
            faults: Faults::These(self.faults.clone()),
            check: ground.check,
            checked_one_in: 1,
        };
        let wrong = Mutex::new(Vec::new());
        let take = |played: Played| {
            let id = played.campaign.id;
            let mut wrong = wrong
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            wrong.extend(played.wrong.iter().map(|why| format!("{id}: {why}")));
        };
        play(&year, &take)?;
        let mut wrong = wrong
            .into_inner()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        wrong.sort_unstable();
        Ok(wrong)
    }

    /// The smallest case found that still goes wrong: fewer faults, fewer practices, a shorter year.
    ///
    /// # Errors
    /// As [`play`].
    pub fn shrunk(&self, ground: Ground<'_>) -> Result<Self, AppError> {
        let mut case = self.clone();
        let fails = |case: &Self| case.play(ground).map(|wrong| !wrong.is_empty());
        case.fewer_faults(&fails)?;
        for practices in [1, 2, 3, 5, 10] {
            let smaller = Self {
                practices: Some(practices),
                ..case.clone()
            };
            if fails(&smaller)? {
                case = smaller;
                break;
            }
        }
        case.fewer_faults(&fails)?;
        case.shorter(&fails)?;
        Ok(case)
    }

    /// Leaves out ever smaller parts of what struck, as long as it still goes wrong.
    fn fewer_faults(
        &mut self,
        fails: &dyn Fn(&Self) -> Result<bool, AppError>,
    ) -> Result<(), AppError> {
        let mut part = self.faults.len().div_ceil(2);
        while part > 0 {
            let all: Vec<Struck> = self.faults.iter().copied().collect();
            for left_out in all.chunks(part) {
                let mut smaller = self.clone();
                smaller.faults.retain(|one| !left_out.contains(one));
                if smaller.faults.len() < self.faults.len() && fails(&smaller)? {
                    *self = smaller;
                }
            }
            part /= 2;
        }
        Ok(())
    }

    /// The first of thirty ever later ends by which it has gone wrong.
    fn shorter(&mut self, fails: &dyn Fn(&Self) -> Result<bool, AppError>) -> Result<(), AppError> {
        let last = self.faults.last().map(|struck| struck.at);
        let days = (self.until.micros() - START.micros()) / 86_400_000_000;
        for part in 1..30 {
            let until = START.plus_seconds(86_400 * (days * part / 30));
            if last.is_some_and(|last| until <= last) {
                continue;
            }
            let smaller = Self {
                until,
                ..self.clone()
            };
            if fails(&smaller)? {
                *self = smaller;
                break;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            plan,
            seed,
            pcts,
            practices,
            until,
            faults,
        } = self;
        let join = |words: Vec<String>| words.join(",");
        let pcts = join(pcts.iter().map(ToString::to_string).collect());
        let practices = practices.map_or_else(|| "all".to_owned(), |count| count.to_string());
        let faults = join(faults.iter().map(ToString::to_string).collect());
        write!(f, "{plan} {seed} {pcts} {practices} {until} {faults}")
    }
}

impl FromStr for Case {
    type Err = String;

    fn from_str(line: &str) -> Result<Self, String> {
        let unreadable =
            || format!("`{line}` is no case: expected PLAN SEED PCTS PRACTICES UNTIL FAULTS");
        let words: Vec<&str> = line.split(' ').collect();
        let [plan, seed, pcts, practices, until, faults] = words[..] else {
            return Err(unreadable());
        };
        let codes = pcts.split(',').map(str::parse);
        let faults = faults.split(',').filter(|one| !one.is_empty());
        Ok(Self {
            plan: plan.to_owned(),
            seed: seed.parse().map_err(|_| unreadable())?,
            pcts: codes.collect::<Result<_, _>>().map_err(|_| unreadable())?,
            practices: match practices {
                "all" => None,
                count => Some(count.parse().map_err(|_| unreadable())?),
            },
            until: until.parse().map_err(|_| unreadable())?,
            faults: faults.map(str::parse).collect::<Result<_, _>>()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_is_read_as_it_is_written() {
        for line in [
            "scr:2010-10 7 5PY 3 2010-06-01T09:00:00Z lost-reply@2010-03-01T09:15:00Z/0,overtaken@2010-03-01T09:15:00Z/1",
            "announcement 1 5PY,5QA all 2011-01-04T09:00:00Z ",
        ] {
            assert_eq!(line.parse::<Case>().unwrap().to_string(), line);
        }
        assert!("scr 1 5PY".parse::<Case>().is_err());
    }
}
