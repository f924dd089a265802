//! `precede schedule`: the next times of a cron expression.

use clap::Subcommand;
use precede_engine::time::Schedule;
use precede_model::Timestamp;
use serde_json::json;

use crate::{answer::Answer, errors::CliError, parse};

/// Cron expressions.
#[derive(Subcommand)]
pub enum Command {
    /// The next times strictly after an instant
    #[command(after_help = "Example:
  precede schedule next '30 1 * * *' --zone Europe/London --after 2010-03-27T12:00:00Z --count 3

Five fields as crontab has them (Sunday is 0 or 7), or six to seven with seconds first (Sunday is 1). Times are wall
clock of the zone: one that does not exist runs at the first valid instant after, one that exists twice at the first
only.")]
    Next {
        /// The expression
        cron: String,
        /// IANA zone
        #[arg(long, default_value = "Europe/London")]
        zone: chrono_tz::Tz,
        /// Strictly after this instant
        #[arg(long, value_parser = parse::instant)]
        after: Timestamp,
        /// How many
        #[arg(long, default_value_t = 1)]
        count: usize,
    },
}

/// Does it.
pub fn run(
    Command::Next {
        cron,
        zone,
        after,
        count,
    }: Command,
) -> Result<Answer, CliError> {
    let schedule =
        Schedule::parse(&cron).map_err(|error| CliError::Usage(format!("`{cron}`: {error}")))?;
    let fires: Vec<Timestamp> = schedule.fires(after, zone).take(count).collect();
    let lines: Vec<String> = fires
        .iter()
        .map(|at| format!("{at}  {} {zone}\n", at.local(zone)))
        .collect();
    Ok(Answer::done(lines.concat(), json!({"fires": fires})))
}
