//! `precede migrate`: brings the database to this program's version.

use clap::Args;
use precede_store::SqlStore;
use serde_json::json;

use crate::{answer::Answer, context::Context, errors::CliError};

/// Brings the database to this program's version. Stop the daemons first; a backup is wise.
#[derive(Args)]
#[command(after_help = "Example:
  precede --data-dir trial migrate")]
pub struct Arguments {}

/// Does it.
pub async fn run(context: &Context, _: Arguments) -> Result<Answer, CliError> {
    context.require_folder()?;
    let done = SqlStore::migrate(&context.settings.database()).await?;
    let text = if done.is_empty() {
        "nothing to do: the database is of this version".to_owned()
    } else {
        format!("done: {}", done.join(", "))
    };
    Ok(Answer::done(text, json!({"migrated": done})))
}
