//! `precede init`: makes a data folder.

use clap::Args;
use precede_model::Timestamp;
use precede_store::{Record, SqlStore};
use serde_json::json;

use crate::{answer::Answer, context::Context, errors::CliError, parse};

/// Makes a data folder, its database and, if asked, a simulated clock.
#[derive(Args)]
#[command(after_help = "Example:
  precede --data-dir trial init --simulated 2010-01-04T09:00")]
pub struct Arguments {
    /// The clock stands at this time and moves only by `precede clock advance`
    #[arg(long, value_name = "TIME", value_parser = parse::instant)]
    pub simulated: Option<Timestamp>,
}

/// Does it.
pub async fn run(context: &Context, arguments: Arguments) -> Result<Answer, CliError> {
    make(context, arguments.simulated).await?;
    let folder = context.settings.data_dir.display().to_string();
    let clock = arguments
        .simulated
        .map_or("real".to_owned(), |at| at.to_string());
    let text = format!(
        "made `{folder}`; clock: {clock}\nnext: precede --data-dir {folder} register import FILE…"
    );
    Ok(Answer::done(
        text,
        json!({"data_dir": folder, "simulated": arguments.simulated}),
    ))
}

/// Makes folder, database and clock. Refuses a folder that has a database.
pub async fn make(context: &Context, simulated: Option<Timestamp>) -> Result<(), CliError> {
    let settings = &context.settings;
    let folder = &settings.data_dir;
    if folder.join("precede.db").exists() || folder.join("initialised").exists() {
        return Err(CliError::Usage(format!(
            "`{}` is a data folder already",
            folder.display()
        )));
    }
    std::fs::create_dir_all(folder)
        .map_err(|error| CliError::Unavailable(format!("`{}`: {error}", folder.display())))?;
    SqlStore::migrate(&settings.database()).await?;
    let store = SqlStore::connect(&settings.database()).await?;
    let app = context.over(std::sync::Arc::new(store))?;
    if let Some(at) = simulated {
        let write = app
            .daemon_write(vec![Record::Simulated(at)], Vec::new())
            .await?;
        let mut tick = app.tick(at);
        tick.also(write);
        tick.commit().await?;
    }
    // With a database elsewhere the folder still has to say that it is one.
    std::fs::write(
        folder.join("initialised"),
        "this is a data folder of Precede\n",
    )
    .map_err(|error| CliError::Unavailable(format!("`{}`: {error}", folder.display())))?;
    Ok(())
}
