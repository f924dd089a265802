//! A rehearsal: one year of a definition, with its diary, where its practices stand at the end and what they wait for.

use std::sync::{Mutex, PoisonError};

use precede_app::{AppError, register_day, words};
use precede_engine::{Def, explain};
use precede_model::{CampaignId, OrganisationCode, Timestamp};
use serde::Serialize;

use super::{
    Check, Counts, Entry, Faults, Land, Played, Struck, Year,
    chronicle::{Days, Months},
    counts, play,
};
use crate::{blocked, table, table::Table};

/// Up to so many PCTs the diary is told day by day.
const DAY_BY_DAY_MAX: usize = 3;
/// Practices named that have waited longest.
const WAITING_MAX: usize = 5;

/// What is rehearsed.
pub struct Rehearsal<'a> {
    /// Seed of all chance.
    pub seed: u64,
    /// The definition, compiled.
    pub def: &'a Def,
    /// PCTs that take part; empty: all.
    pub pcts: Vec<OrganisationCode>,
    /// From when.
    pub opened: Timestamp,
    /// To this instant.
    pub until: Timestamp,
    /// What goes wrong.
    pub faults: Faults,
    /// The independent check.
    pub check: Check<'a>,
}

/// What came of it. The fields are an interface: `precede rehearse --json` prints them.
#[derive(Debug, Serialize)]
pub struct Rehearsed {
    /// Practices that were in a campaign at any time.
    pub practices: u64,
    /// Counts.
    pub counts: Counts,
    /// What happened.
    pub diary: Vec<Entry>,
    /// Practices by region and stage.
    pub table: Table,
    /// Those that have waited longest.
    pub waiting: Vec<Waiting>,
    /// How many faults of each kind struck.
    pub faults: std::collections::BTreeMap<&'static str, u64>,
    /// What must not be, by campaign.
    pub wrong: Vec<String>,
}

/// A practice that waits.
#[derive(Debug, Serialize)]
pub struct Waiting {
    /// The practice.
    pub practice: OrganisationCode,
    /// Its name.
    pub name: String,
    /// Its campaign.
    pub campaign: String,
    /// When something last went on for it.
    pub since: Timestamp,
    /// What it waits for.
    pub lines: Vec<String>,
}

/// Plays it. `progress` is told of how many campaigns have ended.
///
/// # Errors
/// A PCT that is not in the register, or the check's own.
pub fn rehearse(
    rehearsal: &Rehearsal<'_>,
    progress: &(dyn Fn(u64) + Sync),
) -> Result<Rehearsed, AppError> {
    let land = Land::of(rehearsal.seed, rehearsal.opened, rehearsal.until)?;
    let year = Year {
        land: &land,
        def: rehearsal.def,
        pcts: rehearsal.pcts.clone(),
        practices: None,
        until: rehearsal.until,
        faults: rehearsal.faults.clone(),
        check: rehearsal.check,
        checked_one_in: 1,
    };
    let all: Mutex<Vec<Played>> = Mutex::new(Vec::new());
    play(&year, &|played| {
        let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
        all.push(played);
        progress(all.len() as u64);
    })?;
    let mut all = all.into_inner().unwrap_or_else(PoisonError::into_inner);
    // Two threads end in any order; the diary is of no order but the campaigns' own.
    all.sort_by_key(|played| played.campaign.id);
    Ok(told(rehearsal, &land, &all))
}

fn told(rehearsal: &Rehearsal<'_>, land: &Land, all: &[Played]) -> Rehearsed {
    let def = rehearsal.def;
    let mut counts = Counts::default();
    let mut practices = std::collections::BTreeSet::new();
    let (mut months, mut days) = (Months::default(), Days::default());
    let is_day_by_day = all.len() <= DAY_BY_DAY_MAX;
    let mut faults = std::collections::BTreeMap::new();
    let mut wrong = Vec::new();
    for played in all {
        played.events.iter().for_each(|event| counts.take(event));
        practices.extend(counts::practices(&played.events));
        if is_day_by_day {
            days.take(def, &played.events);
        } else {
            months.take(def, &played.events);
        }
        for Struck { fault, .. } in &played.struck {
            *faults.entry(fault.word()).or_default() += 1;
        }
        let id = played.campaign.id;
        wrong.extend(played.wrong.iter().map(|why| format!("{id}: {why}")));
    }
    let diary = if is_day_by_day {
        days.entries(all.len() > 1)
    } else {
        months.entries()
    };
    let campaigns = all.iter().map(|played| (def, &played.campaign));
    Rehearsed {
        practices: practices.len() as u64,
        counts,
        diary,
        table: table::of_campaigns(&land.register, register_day(rehearsal.until), campaigns),
        waiting: waiting(def, land, (all, rehearsal.until)),
        faults,
        wrong,
    }
}

/// The practices for which nothing has gone on for longest.
fn waiting(def: &Def, land: &Land, (all, now): (&[Played], Timestamp)) -> Vec<Waiting> {
    let mut found: Vec<_> = all
        .iter()
        .flat_map(|played| blocked::of_campaign(def, &played.campaign))
        .collect();
    found.sort_unstable();
    found.truncate(WAITING_MAX);
    let waits = |(since, id, practice, next): (Timestamp, CampaignId, OrganisationCode, _)| {
        let played = all.iter().find(|played| played.campaign.id == id)?;
        let campaign = &played.campaign;
        let mut lines: Vec<String> = Vec::new();
        if let Some(act) = next {
            let unmet = explain(def, campaign, act, Some(practice), now).unwrap_or_default();
            lines.extend(unmet.iter().map(|one| {
                let who = words::role(one.who, Some(&def.definition));
                format!(
                    "{} {}: {} ({who})",
                    one.rule,
                    one.rule.title(),
                    words::missing(one.missing)
                )
            }));
        }
        let track = campaign.track(practice)?;
        let open = def.track_steps().iter().filter(|ix| {
            def.step(**ix).is_required() && track.steps[def.slot(**ix)].open().is_some()
        });
        lines.extend(open.map(|ix| {
            let step = def.step(*ix);
            format!(
                "{}: {}",
                step.title,
                words::role(step.owner, Some(&def.definition))
            )
        }));
        let name = land.register.organisation(practice);
        Some(Waiting {
            practice,
            name: name.map_or_else(String::new, |one| one.name.clone()),
            campaign: id.to_string(),
            since,
            lines,
        })
    };
    found.into_iter().filter_map(waits).collect()
}
