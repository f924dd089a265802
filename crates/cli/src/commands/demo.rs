//! `precede demo`: an empty folder becomes a national roll-out; interrupted, it resumes.

use std::{
    io::BufReader,
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use clap::Args;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use precede_app::{App, AppError};
use precede_model::{OrganisationCode, Timestamp};
use precede_rehearsal::{Demo, Ended, Finished, START};
use precede_store::{MemoryStore, Store};
use serde_json::json;

use super::{explanation::briefly, init, serve};
use crate::{
    answer::Answer,
    context::{Context, MEMORY},
    errors::CliError,
    parse,
};

/// A national roll-out on the register of 2010, with seeded people, the real daemon, and captured mail.
///
/// Nothing is sent. The same seed gives the same head in memory, on SQLite and on PostgreSQL. Interrupted (Ctrl-C, kill,
/// power), the same command goes on where it was.
#[derive(Args)]
#[command(after_help = "Example:
  precede --data-dir demo demo --seed 7
  precede --data-dir demo demo --pct 5PY,5QA --until 2010-09-01
  precede --data-dir demo demo --database-url postgres://precede@localhost/demo
  precede --data-dir demo demo --database-url memory:        (nothing is kept but mail and batches)")]
pub struct Arguments {
    /// Seed of all chance
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Until this simulated time [default: a year from the start]
    #[arg(long, value_name = "TIME", value_parser = parse::instant)]
    until: Option<Timestamp>,
    /// Only these PCTs
    #[arg(long, value_delimiter = ',', value_name = "CODES")]
    pct: Vec<OrganisationCode>,
    /// A shipped programme
    #[arg(long, default_value = "scr")]
    programme: String,
    /// Another database than the folder's own SQLite
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
}

/// Does it.
pub async fn run(context: &Context, arguments: Arguments) -> Result<Answer, CliError> {
    let mut settings = context.settings.clone();
    settings.database_url = arguments.database_url.clone().or(settings.database_url);
    let context = context.with(settings);
    let app = open(&context).await?;
    let (mut daemon, _lock) = context.daemon(app.clone()).await?;
    let definition = precede_render::programme_text(&arguments.programme).ok_or_else(|| {
        CliError::Usage(format!(
            "there is no shipped programme `{}`",
            arguments.programme
        ))
    })?;
    let data_dir = context.settings.data_dir.clone();
    let demo = Demo {
        seed: arguments.seed,
        until: arguments.until,
        pcts: arguments.pct,
        definition: definition.to_owned(),
        mail_dir: data_dir.join("mail"),
        data_dir,
    };
    let bar = Bar::new(app.now().await?, demo.until);
    let stop = stop_flag();
    let mut progress = |now| {
        bar.at(now);
        if stop.load(Ordering::Relaxed) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let mut check = |lines: &str| {
        precede_audit::check(BufReader::new(lines.as_bytes()))
            .map(|report| report.violations.len() as u64)
            .map_err(|error| AppError::bad(error.to_string()))
    };
    let ended =
        precede_rehearsal::demo(&app, &mut daemon, &demo, &mut progress, &mut check).await?;
    bar.done();
    Ok(match ended {
        Ended::Complete(finished) => complete(&finished, first_pct(&app).await?),
        Ended::Interrupted(at) => Answer::done(
            format!("interrupted at {at} (simulated); the same command goes on from there"),
            json!({"interrupted": at}),
        )
        .judged(false),
    })
}

/// The folder's application; an empty folder is made first.
async fn open(context: &Context) -> Result<Arc<App>, CliError> {
    let folder = &context.settings.data_dir;
    if context.settings.database() == MEMORY {
        std::fs::create_dir_all(folder)
            .map_err(|error| CliError::Unavailable(error.to_string()))?;
        let store: Arc<dyn Store> = Arc::new(MemoryStore::new(START));
        return context.over(store);
    }
    if !folder.join(init::MARK).exists() {
        init::make(context, Some(START)).await?;
    }
    context.app().await
}

/// A PCT to try things on.
async fn first_pct(app: &App) -> Result<String, CliError> {
    let campaigns = app.store().campaigns().await?;
    Ok(campaigns
        .first()
        .map_or_else(|| "5PY".to_owned(), |id| id.pct.to_string()))
}

fn complete(finished: &Finished, pct: String) -> Answer {
    let Finished {
        summary,
        table,
        blocked,
    } = finished;
    let folder = &summary.data_dir;
    let mut text = format!("{table}\n");
    text += &format!(
        "{} PCTs, {} practices over {} days: {} notices, {} reminders, {} acknowledged, {} silent, {} declined\n",
        summary.pcts,
        summary.practices,
        summary.simulated_days,
        summary.notices,
        summary.reminders,
        summary.acknowledged,
        summary.silent,
        summary.declined
    );
    text += &format!(
        "{} batches posted, {} letters returned, {} go-live approvals; {} practices closed, {} moved\n",
        summary.batches, summary.returned, summary.permits, summary.closed, summary.moved
    );
    let refusals: Vec<String> = summary
        .refusals
        .iter()
        .map(|(rule, count)| format!("{rule}: {count}"))
        .collect();
    text += &format!(
        "refused: {}\n",
        if refusals.is_empty() {
            "nothing".to_owned()
        } else {
            refusals.join(", ")
        }
    );
    text += &format!(
        "violations: {}\nhead: {}\n",
        summary.violations, summary.head
    );
    text += &format!(
        "{:.1} s, at most {} MB\n",
        summary.wall_seconds, summary.peak_rss_mb
    );
    if !blocked.is_empty() {
        text += "\nWaiting longest\n";
    }
    for one in blocked {
        text += &format!("\n{} {} since {}\n", one.practice, one.name, one.since);
        for line in briefly(&one.explanation).lines() {
            text += &format!("  {line}\n");
        }
    }
    text += &format!("\nCaptured mail: {}\n", summary.mail_dir);
    text += &format!(
        "Next:\n  precede --data-dir {folder} campaign status\n  precede --data-dir {folder} campaign explain {pct} --act publicity\n  \
         precede --data-dir {folder} ledger check\n  precede --data-dir {folder} clock advance --by 1w\n"
    );
    Answer::done(text, summary).judged(summary.violations == 0)
}

/// The simulated date, on stderr.
struct Bar {
    bar: ProgressBar,
    from: Timestamp,
}

impl Bar {
    fn new(now: Timestamp, until: Option<Timestamp>) -> Self {
        let days = until.map_or(365, |until| {
            (until.micros() - now.micros()).max(0) / 86_400_000_000
        });
        let bar = ProgressBar::with_draw_target(
            Some(days.unsigned_abs()),
            ProgressDrawTarget::stderr_with_hz(5),
        );
        let style = ProgressStyle::with_template("{msg}  {bar:40}  day {pos} of {len}  {elapsed}")
            .unwrap_or_else(|_| ProgressStyle::default_bar());
        bar.set_style(style);
        bar.set_message("setting up");
        Self { bar, from: now }
    }

    fn at(&self, now: Timestamp) {
        let days = (now.micros() - self.from.micros()) / 86_400_000_000;
        let days = days.max(0).unsigned_abs();
        if self.bar.position() != days || days == 0 {
            self.bar.set_position(days);
            self.bar
                .set_message(now.day(parse::ZONE).format("%A %-d %B %Y").to_string());
        }
    }

    fn done(&self) {
        self.bar.finish_and_clear();
    }
}

/// Set when somebody asks the process to stop: the tick under way is finished first.
fn stop_flag() -> Arc<AtomicBool> {
    let flag = Arc::new(AtomicBool::new(false));
    let set = flag.clone();
    tokio::spawn(async move {
        serve::stopped().await;
        set.store(true, Ordering::Relaxed);
    });
    flag
}
