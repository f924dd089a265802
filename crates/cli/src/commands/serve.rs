//! `precede serve`: the daemon on the real clock.

use clap::Args;
use serde_json::json;

use crate::{answer::Answer, context::Context, errors::CliError};

/// Runs the daemon until it is told to stop (SIGTERM or Ctrl-C); it finishes the turn it is in.
#[derive(Args)]
#[command(after_help = "Example:
  precede --data-dir /var/lib/precede serve")]
pub struct Arguments {}

/// Does it.
pub async fn run(context: &Context, _: Arguments) -> Result<Answer, CliError> {
    let app = context.app().await?;
    if app.store().simulated().await?.is_some() {
        return Err(CliError::Usage(
            "this data folder's clock is simulated: move it with `precede clock advance`"
                .to_owned(),
        ));
    }
    let (mut daemon, _lock) = context.daemon(app).await?;
    let started = json!({"serving": context.settings.data_dir.display().to_string()});
    if context.json {
        println!("{started}");
    } else {
        println!("serving {}", context.settings.data_dir.display());
    }
    daemon.serve(stopped()).await?;
    Ok(Answer::done("stopped", json!({"stopped": true})))
}

/// Ready when somebody asks the process to stop.
pub async fn stopped() {
    let mut terminate =
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(terminate) => terminate,
            Err(_) => return std::future::pending().await,
        };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
