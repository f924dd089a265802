//! `precede restore`: a restored database goes back to work by a person's word.

use clap::Subcommand;
use serde_json::json;

use crate::{answer::Answer, context::Context, errors::CliError, hold};

/// After a backup was restored.
#[derive(Subcommand)]
pub enum Command {
    /// Confirms that what went out after the backup was taken is known and recorded
    #[command(after_help = "Example:
  precede restore confirm --as olga")]
    Confirm,
}

/// Does it.
pub async fn run(context: &Context, Command::Confirm: Command) -> Result<Answer, CliError> {
    let app = context.app().await?;
    let person = context.person()?;
    app.confirm_restore(person).await?;
    let was_held = hold::lift(&context.settings.data_dir)?;
    let words = if was_held {
        "the hold is lifted"
    } else {
        "there was no hold; the confirmation is recorded"
    };
    Ok(Answer::done(words, json!({"was_held": was_held})))
}
