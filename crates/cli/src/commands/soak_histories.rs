//! `precede soak-histories`: random histories through the whole application, checked by the independent check. For
//! `cargo xtask soak histories` and the tests.

mod rooms;

use std::{
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Instant,
};

use clap::{Args, ValueEnum};
use precede_app::AppError;
use precede_rehearsal::histories::{Found, ShippedTexts, Tally, Wanted, histories};
use serde_json::json;
use tracing::{instrument::WithSubscriber as _, subscriber::NoSubscriber};

use self::rooms::Stores;
use crate::{answer::Answer, errors::CliError};

/// Two cores, two workers.
const WORKERS: u32 = 2;

/// Plays random histories and prints what they add up to. Exit code 1 when one goes wrong: it is told as a story.
#[derive(Args)]
pub struct Arguments {
    /// Over which store
    #[arg(long, default_value = "memory")]
    store: StoreWord,
    /// An empty PostgreSQL database; may be given several times
    #[arg(long, value_name = "URL")]
    database_url: Vec<String>,
    /// How many histories
    #[arg(long, default_value_t = 1_000)]
    count: u32,
    /// Seed of all of them
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Number of the first
    #[arg(long, default_value_t = 0)]
    from: u32,
}

impl Arguments {
    fn databases(&self) -> u32 {
        u32::try_from(self.database_url.len()).unwrap_or(u32::MAX)
    }

    /// A worker needs a store of its own.
    fn workers(&self) -> u32 {
        match self.store {
            StoreWord::Memory | StoreWord::Sqlite => WORKERS,
            StoreWord::Postgres => WORKERS.min(self.databases()).max(1),
        }
    }

    /// Histories of each worker.
    fn share(&self) -> u32 {
        self.count.div_ceil(self.workers())
    }
}

/// A kind of store.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum StoreWord {
    Memory,
    Sqlite,
    Postgres,
}

impl StoreWord {
    fn word(self) -> &'static str {
        match self {
            Self::Memory => "memory",
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        }
    }
}

/// Does it.
pub async fn run(arguments: Arguments) -> Result<Answer, CliError> {
    let stores = match arguments.store {
        StoreWord::Memory => Stores::memory(),
        StoreWord::Sqlite => Stores::sqlite(),
        StoreWord::Postgres if arguments.database_url.is_empty() => {
            return Err(CliError::Usage(
                "name an empty database with `--database-url URL`".to_owned(),
            ));
        }
        StoreWord::Postgres => {
            let of_each_worker = arguments.databases() / arguments.workers();
            let each = arguments.share().div_ceil(of_each_worker);
            Stores::postgres(arguments.database_url.clone(), each)
        }
    };
    let begun = Instant::now();
    let (tally, found) = on_all_cores(&arguments, Arc::new(stores)).await?;
    let seconds = begun.elapsed().as_secs_f64();
    Ok(answer(&arguments, (&tally, &found), seconds))
}

async fn on_all_cores(
    arguments: &Arguments,
    stores: Arc<Stores>,
) -> Result<(Tally, Vec<Found>), CliError> {
    let stopped = Arc::new(AtomicBool::new(false));
    let done = Arc::new(AtomicU64::new(0));
    let interrupted = tokio::spawn({
        let stopped = stopped.clone();
        async move {
            if tokio::signal::ctrl_c().await.is_ok() {
                stopped.store(true, Ordering::Relaxed);
            }
        }
    });
    let (first, last) = (arguments.from, arguments.from + arguments.count);
    let share = arguments.share();
    let workers: Vec<_> = (0..arguments.workers())
        .map(|worker| {
            let from = (first + worker * share).min(last);
            let numbers = from..(from + share).min(last);
            let (stores, seed) = (stores.clone(), arguments.seed);
            let (stopped, done) = (stopped.clone(), done.clone());
            // The log would tell of made-up campaigns.
            let work = async move { work(&stores, (seed, numbers), (&stopped, &done)).await };
            tokio::spawn(work.with_subscriber(NoSubscriber::default()))
        })
        .collect();
    let mut tally = Tally::default();
    let mut found = Vec::new();
    for worker in workers {
        let (more, wrong) = worker
            .await
            .map_err(|ended| CliError::Unavailable(format!("a worker ended early: {ended}")))??;
        tally.add(&more);
        found.extend(wrong);
    }
    interrupted.abort();
    Ok((tally, found))
}

async fn work(
    stores: &Stores,
    (seed, numbers): (u64, std::ops::Range<u32>),
    (stopped, done): (&AtomicBool, &AtomicU64),
) -> Result<(Tally, Option<Found>), AppError> {
    let text = |name: &str| {
        precede_render::programme_text(name)
            .ok_or_else(|| AppError::bad(format!("the shipped programme `{name}` is not there")))
    };
    let shipped = ShippedTexts {
        scr: text("scr")?,
        sharing: text("shared-care-record")?,
        announcement: text("announcement")?,
    };
    let check = |export: &str| {
        let report = precede_audit::check(export.as_bytes())
            .map_err(|error| AppError::bad(error.to_string()))?;
        let line = |one: &precede_audit::Violation| {
            format!(
                "{} entry {}: {}: {}",
                one.campaign, one.seq, one.rule, one.why
            )
        };
        Ok(report.violations.iter().map(line).collect())
    };
    let wanted = Wanted {
        seed,
        numbers,
        shipped,
        check: &check,
        again_on: &Stores::memory(),
    };
    let mut progress = |_: &Tally| {
        let played = done.fetch_add(1, Ordering::Relaxed) + 1;
        if played.is_multiple_of(1_000) {
            eprintln!("{played} histories");
        }
        if stopped.load(Ordering::Relaxed) {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    };
    let outcome = histories(stores, wanted, &mut progress).await?;
    if outcome.1.is_some() {
        stopped.store(true, Ordering::Relaxed);
    }
    Ok(outcome)
}

fn answer(arguments: &Arguments, (tally, found): (&Tally, &[Found]), seconds: f64) -> Answer {
    let store = arguments.store.word();
    let mut text = format!(
        "store {store}, seed {}, {seconds:.1} s\n{}",
        arguments.seed,
        tally.table()
    );
    for one in found {
        text.push_str(&format!(
            "\nhistory {} of seed {} is wrong:\n",
            one.number, arguments.seed
        ));
        for line in one.wrong.iter().chain(&one.story) {
            text.push_str(&format!("  {line}\n"));
        }
    }
    let json = json!({
        "store": store, "seed": arguments.seed, "seconds": seconds, "histories": tally.histories,
        "median": tally.median(), "fewest_decided": tally.fewest_decided(),
        "violations": tally.violations, "tally": tally, "found": found,
    });
    Answer {
        code: u8::from(!found.is_empty()),
        ..Answer::done(text, json)
    }
}
