//! `precede clock`: a simulated clock moves only by this.

use std::ops::ControlFlow;

use clap::{Args, Subcommand};
use precede_daemon::Nobody;
use precede_model::{Length, Timestamp};
use serde_json::json;

use crate::{answer::Answer, context::Context, errors::CliError, parse};

/// A simulated clock.
#[derive(Subcommand)]
pub enum Command {
    /// Runs the real daemon until all work due by then is done
    #[command(after_help = "Example:
  precede --data-dir trial clock advance --by 3d
  precede --data-dir trial clock advance --to 2010-06-01T09:00")]
    Advance(Advance),
    /// Shows the time
    #[command(after_help = "Example:
  precede clock show")]
    Show,
}

/// How far.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub struct Advance {
    /// To this time
    #[arg(long, value_parser = parse::instant)]
    to: Option<Timestamp>,
    /// By this length: 3d, 2w, 5wd (local wall clock stays), 36h
    #[arg(long)]
    by: Option<Length>,
}

/// Does it.
pub async fn run(context: &Context, command: Command) -> Result<Answer, CliError> {
    let app = context.app().await?;
    let now = app.now().await?;
    let is_simulated = app.store().simulated().await?.is_some();
    let Command::Advance(advance) = command else {
        let words = if is_simulated { "simulated" } else { "real" };
        return Ok(Answer::done(
            format!("{now} ({words})"),
            json!({"now": now, "simulated": is_simulated}),
        ));
    };
    let until = match (advance.to, advance.by) {
        (Some(to), _) => to,
        (None, Some(by)) => later(now, by),
        (None, None) => now,
    };
    let (mut daemon, _lock) = context.daemon(app.clone()).await?;
    let reached = daemon
        .run_until(until, &mut Nobody, &mut |_| ControlFlow::Continue(()))
        .await?;
    Ok(Answer::done(
        format!("{reached}"),
        json!({"now": reached, "from": now}),
    ))
}

/// A length later by the wall clock: three days later it is the same time of day, also across a clock change.
fn later(now: Timestamp, by: Length) -> Timestamp {
    let wall = now.local(parse::ZONE);
    let calendar =
        precede_app::shipped::calendars().get(precede_model::CalendarId::EnglandAndWales);
    match by {
        Length::Hours(hours) => now.plus_seconds(3_600 * i64::from(hours)),
        Length::Days(_) | Length::WorkingDays(_) => {
            let day = precede_engine::time::due_date(wall.date(), by, calendar);
            precede_engine::time::instant_of(day.and_time(wall.time()), parse::ZONE).max(now)
        }
    }
}
