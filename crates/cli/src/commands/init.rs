//! `precede init`: makes a data folder.

use std::path::Path;

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
    let path = &context.settings.data_dir;
    if path.join("precede.db").exists() || path.join(MARK).exists() {
        return Err(CliError::Usage(format!(
            "`{}` is a data folder already",
            path.display()
        )));
    }
    make(context, arguments.simulated).await?;
    let folder = path.display().to_string();
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

/// Makes folder, database and clock. What an interrupted call left is completed; nothing is done twice.
pub async fn make(context: &Context, simulated: Option<Timestamp>) -> Result<(), CliError> {
    let settings = &context.settings;
    let folder = &settings.data_dir;
    std::fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
    SqlStore::migrate(&settings.database()).await?;
    let store = SqlStore::connect(&settings.database()).await?;
    let app = context.over(std::sync::Arc::new(store))?;
    if let Some(at) = simulated
        && app.store().simulated().await?.is_none()
    {
        let write = app
            .daemon_write(vec![Record::Simulated(at)], Vec::new())
            .await?;
        let mut tick = app.tick(at);
        tick.also(write);
        tick.commit().await?;
    }
    // Written last: a folder without it was interrupted. With a database elsewhere it also says what the folder is.
    let mark = folder.join(MARK);
    std::fs::write(&mark, "this is a data folder of Precede\n")
        .map_err(|error| unwritable(&mark, &error))
}

/// The file that says a data folder is whole.
pub const MARK: &str = "initialised";

fn unwritable(path: &Path, error: &std::io::Error) -> CliError {
    CliError::Unavailable(format!("`{}`: {error}", path.display()))
}
