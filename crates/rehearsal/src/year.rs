//! A national year in virtual time, without a database: rehearsals, and simulation with faults.
//!
//! Campaigns are independent (E1), so they are played one after another, on two threads; those whose practices move among
//! them side by side. People, rules, orders of the daemon and the register's changes are the ones that run in earnest;
//! what stands in for database, relay and mail house is small and in this room. What it leaves out: digests and other
//! correspondence, which are no events; names, addresses and texts of mails.

mod book;
mod case;
mod chronicle;
mod counts;
mod draft;
mod faults;
mod group;
mod judge;
mod land;
mod office;
mod oracle;
mod outside;
mod rehearse;
mod soak;

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicUsize, Ordering},
};

use precede_app::AppError;
use precede_engine::Def;
use precede_model::{Campaign, Event, OrganisationCode, Timestamp};

pub use self::{
    case::{Case, Ground},
    chronicle::Entry,
    counts::Counts,
    faults::{Fault, Faults, Struck},
    land::Land,
    rehearse::{Rehearsal, Rehearsed, Waiting, rehearse},
    soak::{Plan, Soaked, soak_year},
};
use self::{land::Group, office::Common};
use crate::diary::Diary;

/// Threads of a year: campaigns are divided among them.
const THREADS: usize = 2;
/// A year of days.
const YEAR_SECONDS: i64 = 365 * 24 * 3600;

/// The independent check: reads one campaign's history alone, says everything that is wrong with it.
pub type Check<'a> = &'a (dyn Fn(&str) -> Result<Vec<String>, AppError> + Send + Sync);

/// A year that is to be played.
pub struct Year<'a> {
    /// The country.
    pub land: &'a Land,
    /// The definition, compiled.
    pub def: &'a Def,
    /// PCTs that take part; empty: all.
    pub pcts: Vec<OrganisationCode>,
    /// So many practices of each PCT; `None`: all, and the register's changes too.
    pub practices: Option<usize>,
    /// To this instant.
    pub until: Timestamp,
    /// What goes wrong.
    pub faults: Faults,
    /// The independent check.
    pub check: Check<'a>,
    /// Of so many campaigns one is checked; 1: all. Everything else is judged of each.
    pub checked_one_in: u32,
}

/// One campaign at the end of its year.
#[derive(Debug)]
pub struct Played {
    /// Its state.
    pub campaign: Campaign,
    /// Its history.
    pub events: Vec<Event>,
    /// Faults that struck.
    pub struck: Vec<Struck>,
    /// Whether the independent check has read its history.
    pub is_checked: bool,
    /// Everything wrong with it.
    pub wrong: Vec<String>,
}

/// When a year that opens at an instant ends.
pub fn a_year_after(opened: Timestamp) -> Timestamp {
    opened.plus_seconds(YEAR_SECONDS)
}

/// Plays it. `done` is told of each campaign as it ends, in no order, and takes it.
///
/// # Errors
/// A PCT that is not in the register, or the check's own.
pub fn play(year: &Year<'_>, done: &(dyn Fn(Played) + Sync)) -> Result<(), AppError> {
    let mut groups = year.land.groups(&year.pcts, year.until)?;
    // The longest first, so that no thread waits for the other at the end.
    groups.sort_by_key(|group| std::cmp::Reverse(group.0.len()));
    let diary = Diary::of(year.def, year.land.opened);
    let common = Common {
        land: year.land,
        def: year.def,
        diary: &diary,
        faults: &year.faults,
        practices: year.practices,
    };
    let next = AtomicUsize::new(0);
    let failed: Mutex<Option<AppError>> = Mutex::new(None);
    let work = || {
        while let Some(group) = groups.get(next.fetch_add(1, Ordering::Relaxed)) {
            if let Err(error) = play_group(year, common, group, done) {
                *failed.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                return;
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..THREADS.min(groups.len()) {
            scope.spawn(work);
        }
        work();
    });
    match failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(error) => Err(error),
        None => Ok(()),
    }
}

fn play_group(
    year: &Year<'_>,
    common: Common<'_>,
    group: &Group,
    done: &(dyn Fn(Played) + Sync),
) -> Result<(), AppError> {
    for office in group::play(common, group, year.until) {
        let id = office.id();
        let chance = year
            .land
            .world
            .chance
            .about("checked")
            .about(id.pct.as_str());
        let check = (chance.below(year.checked_one_in) == 0).then_some(year.check);
        let wrong = judge::judge(common, &office, check)?;
        let struck = office.struck().to_vec();
        done(Played {
            campaign: office.book.campaign,
            events: office.book.events,
            struck,
            is_checked: check.is_some(),
            wrong,
        });
    }
    Ok(())
}
