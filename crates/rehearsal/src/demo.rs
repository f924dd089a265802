//! The national demo: an empty, initialised data folder becomes a year of a national roll-out. Interrupted, it resumes.

use std::{ops::ControlFlow, path::PathBuf, time::Instant};

use precede_app::{App, AppError, DAEMON, register_day};
use precede_daemon::Daemon;
use precede_model::{Digest, OrganisationCode, ProgrammeCode, Timestamp};
use precede_store::TimerChange;
use serde::{Deserialize, Serialize};

use crate::{
    Blocked, Check, Nation, People, Summary, Table, ToPlan, World, blocked, summary, table,
};

/// When a demo begins, unless its data folder says otherwise: Monday 4 January 2010, nine o'clock in London.
pub const START: Timestamp = Timestamp::from_micros(1_262_595_600_000_000);
/// A year of days.
const YEAR_SECONDS: i64 = 365 * 24 * 3600;

/// What a demo is asked to be.
#[derive(Debug, Clone)]
pub struct Demo {
    /// Seed of all chance.
    pub seed: u64,
    /// How far; a year from the start if not said.
    pub until: Option<Timestamp>,
    /// PCTs that take part; empty: all.
    pub pcts: Vec<OrganisationCode>,
    /// The programme's definition, as TOML text.
    pub definition: String,
    /// The data folder, for the summary.
    pub data_dir: PathBuf,
    /// Where captured mail lies, for the summary.
    pub mail_dir: PathBuf,
}

/// How a demo ended.
#[derive(Debug)]
pub enum Ended {
    /// It ran to its end.
    Complete(Box<Finished>),
    /// `progress` broke it off at this simulated instant; the same call resumes it.
    Interrupted(Timestamp),
}

/// A demo that ran to its end.
#[derive(Debug)]
pub struct Finished {
    /// Counts.
    pub summary: Summary,
    /// Practices by region and stage.
    pub table: Table,
    /// Those that have waited longest.
    pub blocked: Vec<Blocked>,
}

/// What a data folder remembers of its demo, kept with the daemon's own timers. It never fires.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    seed: u64,
    opened: Timestamp,
    definition: Digest,
    pcts: Vec<OrganisationCode>,
}

/// Name of the row that holds it.
const KEPT: &str = "demo";
/// The last second of the year 9999.
const NEVER: Timestamp = Timestamp::from_micros(253_402_300_799_000_000);

/// Runs a demo, or the rest of one. `progress` is told each simulated instant reached and may break off.
///
/// # Errors
/// A folder on the real clock, one that holds other campaigns or a demo of other options; a PCT that is not in the
/// register of 2010; the database.
pub async fn demo(
    app: &App,
    daemon: &mut Daemon,
    demo: &Demo,
    progress: &mut (dyn FnMut(Timestamp) -> ControlFlow<()> + Send),
    check: &mut Check<'_>,
) -> Result<Ended, AppError> {
    let started = Instant::now();
    // A demo that was killed goes on as if it had not been: staff settle what was found half-done.
    daemon.take_back_half_done().await?;
    let (nation, programme) = begin(app, demo).await?;
    let until = demo
        .until
        .unwrap_or(nation.opened.plus_seconds(YEAR_SECONDS));
    if let Some(reached) = run(app, daemon, (&nation, programme), until, progress).await? {
        return Ok(Ended::Interrupted(reached));
    }
    let summary = summary::count(app, demo, nation.opened, check).await?;
    let summary = Summary {
        wall_seconds: started.elapsed().as_secs_f64(),
        ..summary
    };
    let table = table::of(app).await?;
    let blocked = blocked::longest(app, 3).await?;
    Ok(Ended::Complete(Box::new(Finished {
        summary,
        table,
        blocked,
    })))
}

/// Sets the folder up, or finds it set up for this demo.
async fn begin(app: &App, demo: &Demo) -> Result<(Nation, ProgrammeCode), AppError> {
    let now = app.store().simulated().await?.ok_or_else(|| {
        AppError::bad("a demo needs a simulated clock: make the folder with `precede init --simulated 2010-01-04T09:00`")
    })?;
    let kept = kept(app).await?;
    let opened = kept.as_ref().map_or(now, |kept| kept.opened);
    let mut pcts = demo.pcts.clone();
    pcts.sort_unstable();
    pcts.dedup();
    let asked = Kept {
        seed: demo.seed,
        opened,
        definition: Digest::of(&demo.definition),
        pcts,
    };
    let nation = Nation {
        seed: demo.seed,
        definition: demo.definition.clone(),
        pcts: asked.pcts.clone(),
        opened,
    };
    if let Some(kept) = kept {
        differences(&kept, &asked)?;
        let programme = app
            .check_definition(&demo.definition, "the definition")?
            .definition
            .code;
        return Ok((nation, programme));
    }
    if !app.store().campaigns().await?.is_empty() {
        return Err(AppError::bad(
            "this data folder holds campaigns that are no demo: name an empty folder",
        ));
    }
    let programme = nation.found(app).await?;
    let to_plan = nation.to_plan(app).await?;
    let carries = serde_json::to_string(&asked).expect("numbers, names and instants are JSON");
    let keep = TimerChange::Set {
        name: KEPT.to_owned(),
        due: NEVER,
        carries,
    };
    nation.plan(app, programme, (&to_plan, Some(keep))).await?;
    Ok((nation, programme))
}

async fn kept(app: &App) -> Result<Option<Kept>, AppError> {
    let Some(timer) = app.store().timer(DAEMON, KEPT).await? else {
        return Ok(None);
    };
    let kept = serde_json::from_str(&timer.carries).map_err(|error| {
        AppError::bad(format!(
            "what this folder remembers of its demo cannot be read: {error}"
        ))
    })?;
    Ok(Some(kept))
}

/// Refuses to go on with other options than the demo began with.
fn differences(kept: &Kept, asked: &Kept) -> Result<(), AppError> {
    let mut lines = Vec::new();
    if kept.seed != asked.seed {
        lines.push(format!(
            "this demo was begun with `--seed {}`, not {}",
            kept.seed, asked.seed
        ));
    }
    if kept.pcts != asked.pcts {
        lines.push(format!(
            "this demo was begun with {}, not {}",
            words(&kept.pcts),
            words(&asked.pcts)
        ));
    }
    if kept.definition != asked.definition {
        lines.push("this demo was begun with another definition".to_owned());
    }
    match lines.last_mut() {
        None => Ok(()),
        Some(last) => {
            last.push_str(": use the same, or another `--data-dir`");
            Err(AppError::BadInput(lines))
        }
    }
}

fn words(pcts: &[OrganisationCode]) -> String {
    if pcts.is_empty() {
        return "all PCTs".to_owned();
    }
    let codes: Vec<_> = pcts.iter().map(|code| format!("`--pct {code}`")).collect();
    codes.join(" ")
}

/// Lets time run; PCTs that open on the way begin their campaigns then. Returns where it was broken off.
async fn run(
    app: &App,
    daemon: &mut Daemon,
    (nation, programme): (&Nation, ProgrammeCode),
    until: Timestamp,
    progress: &mut (dyn FnMut(Timestamp) -> ControlFlow<()> + Send),
) -> Result<Option<Timestamp>, AppError> {
    let to_plan = nation.to_plan(app).await?;
    let later = to_plan
        .iter()
        .map(|ToPlan { at, .. }| *at)
        .filter(|at| *at < until);
    let mut stops: Vec<Timestamp> = later.chain([until]).collect();
    stops.sort_unstable();
    stops.dedup();
    for stop in stops {
        let now = app.now().await?;
        if now <= stop {
            let world = World::of(app, nation.seed, nation.opened, register_day(now)).await?;
            let reached = daemon
                .run_until(stop, &mut People::new(world), progress)
                .await?;
            if reached < stop {
                return Ok(Some(reached));
            }
        }
        nation.plan(app, programme, (&to_plan, None)).await?;
    }
    Ok(None)
}
