//! `precede bench-steps`: durable transitions, for `cargo xtask bench`. It runs the store's own commit on made-up streams.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use clap::Args;
use precede_model::{EffectKey, Outgoing, Timestamp};
use precede_store::{Expect, SqlStore, Store, StreamRow, TimerChange, Write};
use serde_json::json;

use crate::{answer::Answer, context::Context, errors::CliError};

/// How.
#[derive(Args)]
#[command(after_help = "Example:
  precede --data-dir bench bench-steps --in-flight 1 --per-commit 100 --seconds 10 --json")]
pub struct Arguments {
    /// Commits under way at once
    #[arg(long, default_value_t = 1)]
    in_flight: u32,
    /// Steps that share a commit
    #[arg(long, default_value_t = 1)]
    per_commit: u32,
    /// How long
    #[arg(long, default_value_t = 10)]
    seconds: u64,
    /// PostgreSQL instead of the folder's SQLite
    #[arg(long)]
    database_url: Option<String>,
}

/// Does it.
pub async fn run(context: &Context, arguments: Arguments) -> Result<Answer, CliError> {
    let mut settings = context.settings.clone();
    settings.database_url = arguments.database_url.clone().or(settings.database_url);
    std::fs::create_dir_all(&settings.data_dir)
        .map_err(|error| CliError::Unavailable(error.to_string()))?;
    SqlStore::migrate(&settings.database()).await?;
    let store: Arc<dyn Store> = Arc::new(SqlStore::connect(&settings.database()).await?);
    let (steps, commits) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let started = Instant::now();
    let until = started + Duration::from_secs(arguments.seconds);
    let workers: Vec<_> = (0..arguments.in_flight)
        .map(|worker| {
            let (store, steps, commits) = (store.clone(), steps.clone(), commits.clone());
            tokio::spawn(async move {
                work(
                    &*store,
                    worker,
                    arguments.per_commit,
                    until,
                    (&steps, &commits),
                )
                .await
            })
        })
        .collect();
    for worker in workers {
        worker
            .await
            .map_err(|error| CliError::Unavailable(error.to_string()))??;
    }
    let seconds = started.elapsed().as_secs_f64();
    let (steps, commits) = (
        steps.load(Ordering::Relaxed),
        commits.load(Ordering::Relaxed),
    );
    let text = format!(
        "{steps} steps in {seconds:.2} s, {commits} commits: {:.0}/s",
        steps as f64 / seconds
    );
    Ok(Answer::done(
        text,
        json!({"steps": steps, "seconds": seconds, "commits": commits}),
    ))
}

/// One step: row compared and set, a ledger line, a timer, an outbox row.
async fn work(
    store: &dyn Store,
    worker: u32,
    per_commit: u32,
    until: Instant,
    (steps, commits): (&AtomicU64, &AtomicU64),
) -> Result<(), CliError> {
    let now = Timestamp::from_micros(1_262_595_600_000_000);
    let mut rows: Vec<Option<StreamRow>> = vec![None; per_commit as usize];
    let mut turn = 0u16;
    while Instant::now() < until {
        turn = turn.wrapping_add(1);
        let writes: Vec<Write<'_>> = rows
            .iter()
            .enumerate()
            .map(|(ix, row)| {
                step(
                    format!("campaign:bench/B{worker}/s{ix}"),
                    row.clone(),
                    turn,
                    now,
                )
            })
            .collect();
        let committed = store
            .commit(&writes, now)
            .await
            .map_err(precede_app::AppError::from)?;
        rows = committed
            .landed
            .into_iter()
            .map(|landed| Some(landed.row))
            .collect();
        steps.fetch_add(u64::from(per_commit), Ordering::Relaxed);
        commits.fetch_add(1, Ordering::Relaxed);
    }
    Ok(())
}

fn step(stream: String, row: Option<StreamRow>, turn: u16, now: Timestamp) -> Write<'static> {
    let seq = row.as_ref().map_or(0, |row| row.seq);
    let mut write = Write::to(stream, row.map_or(Expect::New, Expect::Row));
    write.bodies.push(format!(
        "{{\"at\":\"{now}\",\"happened\":\"{now}\",\"kind\":\"practice-informed\",\"pct\":\"B0\",\"practice\":\"F81006\",\
         \"step\":\"practice-ready\",\"actor\":\"carol\",\"evidence\":{{\"how\":\"phone\"}},\"number\":{seq}}}"
    ));
    write.timers.push(TimerChange::Set {
        name: "wake".to_owned(),
        due: now.plus_seconds(3_600 + i64::from(turn)),
        carries: "{}".to_owned(),
    });
    let step = precede_model::Name::fixed("tell-practice");
    let key = EffectKey {
        step,
        subject: None,
        occurrence: (seq / 60_000) as u16,
        number: (seq % 60_000) as u16,
    };
    write
        .plan
        .push((key, now.plus_seconds(86_400), Outgoing::Recall { batch: 1 }));
    write
}
