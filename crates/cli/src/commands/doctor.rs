//! `precede doctor`: the health of the data folder.

use clap::Args;
use precede_model::Timestamp;

use crate::{answer::Answer, context::Context, errors::CliError};

/// Looks for campaigns nothing would ever move again, overdue work, effects in doubt, a clock astray.
#[derive(Args)]
#[command(after_help = "Example:
  precede doctor --fold")]
pub struct Arguments {
    /// Also fold every campaign's history and compare it with the stored state
    #[arg(long)]
    pub fold: bool,
}

/// Does it.
pub async fn run(context: &Context, arguments: Arguments) -> Result<Answer, CliError> {
    let app = context.app().await?;
    let machine: Timestamp =
        chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now()).into();
    let health = app.health(machine, arguments.fold).await?;
    let mut text = format!(
        "{} campaigns, {} live; clock {}{}\n",
        health.campaigns,
        health.live,
        health.now,
        if health.simulated { " (simulated)" } else { "" }
    );
    for (state, count) in &health.effects {
        text += &format!("  effects {state}: {count}\n");
    }
    if let Some(folded) = health.folded {
        text += &format!("  {folded} histories folded\n");
    }
    for finding in &health.findings {
        text += &format!("  {finding}\n");
    }
    text += if health.well {
        "well\n"
    } else {
        "needs a person\n"
    };
    let well = health.well;
    Ok(Answer::done(text, health).judged(well))
}
