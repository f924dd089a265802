//! `precede permit`: the keys of go-live tokens, and the check of a token.

mod keys;
mod standing;
mod verify;

use clap::Subcommand;
use precede_model::Timestamp;

use crate::{answer::Answer, context::Context, errors::CliError};

/// Go-live approvals.
#[derive(Subcommand)]
pub enum Command {
    /// The keys that sign tokens: makes, changes and publishes them
    #[command(subcommand)]
    Keys(keys::Command),
    /// Signs a token on a standing approval
    Issue(standing::Issue),
    /// Shows a practice's approval
    Show(standing::Show),
    /// Lists approvals
    List(standing::List),
    /// Takes an approval back, with a reason
    Revoke(standing::Revoke),
    /// Signs the list of revocations
    Revocations(standing::Revocations),
    /// Says whether a token is good, also where nobody can be reached
    Verify(verify::Arguments),
}

/// Does it.
pub async fn run(context: &Context, command: Command) -> Result<Answer, CliError> {
    match command {
        Command::Keys(command) => keys::run(context, command).await,
        Command::Issue(issue) => standing::issue(context, issue).await,
        Command::Show(show) => standing::show(context, show).await,
        Command::List(list) => standing::list(context, list).await,
        Command::Revoke(revoke) => standing::revoke(context, revoke).await,
        Command::Revocations(wanted) => standing::revocations(context, wanted).await,
        Command::Verify(arguments) => verify::run(context, arguments).await,
    }
}

/// The data folder's time, which may be simulated; this machine's where there is no data folder.
async fn now(context: &Context) -> Result<Timestamp, CliError> {
    let settings = &context.settings;
    if settings.database_url.is_some() || settings.data_dir.join("precede.db").exists() {
        return Ok(context.app().await?.now().await?);
    }
    Ok(machine())
}

fn machine() -> Timestamp {
    chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now()).into()
}
