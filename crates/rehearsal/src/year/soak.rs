//! Year after year with faults, each of another seed, until the time is up.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use precede_app::AppError;
use precede_engine::Def;

use super::{Case, Check, Faults, Ground, Land, Played, Struck, Year, a_year_after, play};
use crate::START;

/// A plan that years are played under.
pub struct Plan {
    /// Its name, and its variant after a `:`.
    pub name: String,
    /// Compiled.
    pub def: Def,
}

/// What some years add up to.
#[derive(Debug, Default)]
pub struct Soaked {
    /// Years.
    pub years: u64,
    /// Campaigns.
    pub campaigns: u64,
    /// Entries of their histories.
    pub entries: u64,
    /// Campaigns whose history the independent check has read.
    pub checked: u64,
    /// Faults by kind.
    pub faults: BTreeMap<&'static str, u64>,
    /// What went wrong: the smallest case found of each campaign, and what is wrong with it.
    pub found: Vec<(Case, Vec<String>)>,
}

/// Cases looked into in one year: one defect breaks many campaigns alike.
const CASES_MAX: usize = 3;

/// Plays the year of one seed under the plan that is its turn, and adds it up.
///
/// # Errors
/// As [`play`].
pub fn soak_year(
    seed: u64,
    (plans, check): (&[Plan], Check<'_>),
    checked_one_in: u32,
    soaked: &mut Soaked,
) -> Result<(), AppError> {
    let until = a_year_after(START);
    let Some(plan) = plans.get((seed % plans.len().max(1) as u64) as usize) else {
        return Ok(());
    };
    let land = Land::of(seed, START, until)?;
    let year = Year {
        land: &land,
        def: &plan.def,
        pcts: Vec::new(),
        practices: None,
        until,
        faults: Faults::Drawn,
        check,
        checked_one_in,
    };
    let sum: Mutex<(&mut Soaked, Vec<Played>)> = Mutex::new((soaked, Vec::new()));
    play(&year, &|played| {
        let mut sum = sum.lock().unwrap_or_else(PoisonError::into_inner);
        sum.0.take(&played);
        if !played.wrong.is_empty() {
            sum.1.push(played);
        }
    })?;
    let (soaked, mut wrong) = sum.into_inner().unwrap_or_else(PoisonError::into_inner);
    soaked.years += 1;
    wrong.sort_by_key(|played| played.campaign.id);
    let ground = Ground {
        land: &land,
        def: &plan.def,
        check,
    };
    for played in wrong.into_iter().take(CASES_MAX) {
        let case = Case {
            plan: plan.name.clone(),
            seed,
            pcts: vec![played.campaign.id.pct],
            practices: None,
            until,
            faults: played.struck.into_iter().collect(),
        };
        // A campaign that goes wrong beside its neighbours alone is kept with all that struck.
        let is_wrong = !case.play(ground)?.is_empty();
        let small = if is_wrong { case.shrunk(ground)? } else { case };
        let why = if is_wrong {
            small.play(ground)?
        } else {
            played.wrong
        };
        soaked.found.push((small, why));
    }
    Ok(())
}

impl Soaked {
    fn take(&mut self, played: &Played) {
        self.campaigns += 1;
        self.entries += played.events.len() as u64;
        self.checked += u64::from(played.is_checked);
        for Struck { fault, .. } in &played.struck {
            *self.faults.entry(fault.word()).or_default() += 1;
        }
    }
}
