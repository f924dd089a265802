//! `precede replay`: dated facts of a real roll-out, played through the rules, as a story.

use std::{io::BufReader, path::PathBuf, sync::Arc};

use clap::Args;
use precede_app::{App, AppError};
use precede_daemon::{Daemon, Outlets, Presence};
use precede_mail::CapturedMail;
use precede_mailroom::MailHouseFolder;
use precede_rehearsal::replay::{self, Facts};
use precede_render::Renderer;
use precede_store::{MemoryStore, Store};
use tracing::{instrument::WithSubscriber, subscriber::NoSubscriber};

use crate::{answer::Answer, context::random_owner, errors::CliError};

/// The facts built into the program.
const SHIPPED: &str = "scr-2010";
/// The programme plan they are played under.
const PROGRAMME: &str = "scr";

/// Plays what happened from January to June 2010 through the rules, and tells it as a story.
///
/// Nothing is kept and nobody is written to. What no source tells is said to be assumed. With `--json`: who is covered,
/// exempt and unproved, which uploads are held, what is unlawful, what is assumed.
#[derive(Args)]
#[command(after_help = "Example:
  precede replay scr-2010 | less
  precede replay scr-2010 --json
  precede replay scr-2010 --facts my-facts.toml

A file of facts has the form of data/scr-2010.toml. Exit code 0: played; 2: the facts cannot be used, with each fault.")]
pub struct Arguments {
    /// Which: scr-2010
    #[arg(value_name = "SCENARIO")]
    scenario: String,
    /// Other facts in place of the shipped ones
    #[arg(long, value_name = "FILE")]
    facts: Option<PathBuf>,
}

/// Does it.
pub async fn run(arguments: Arguments) -> Result<Answer, CliError> {
    if arguments.scenario != SHIPPED {
        return Err(CliError::Usage(format!(
            "there is no scenario `{}`: there is `{SHIPPED}`; other facts are played with `--facts FILE`",
            arguments.scenario
        )));
    }
    let facts = match &arguments.facts {
        None => Facts::shipped().clone(),
        Some(file) => read(file)?,
    };
    let definition = precede_render::programme_text(PROGRAMME).ok_or_else(|| {
        CliError::Unavailable(format!("the shipped programme `{PROGRAMME}` is not there"))
    })?;
    // Manifests of letters go into a folder that is gone at the end; mail stays in memory.
    let folder = tempfile::tempdir()
        .map_err(|error| CliError::Unavailable(format!("no temporary folder: {error}")))?;
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new(replay::begins(&facts)));
    let app = Arc::new(App::new(store, Arc::new(Renderer::embedded())));
    let outlets = Outlets {
        mail: Arc::new(CapturedMail::default()),
        mail_house: Arc::new(MailHouseFolder::new(folder.path())),
        from: "Precede <precede@replay.invalid>".to_owned(),
        pages: None,
    };
    let mut daemon = Daemon::start(app.clone(), outlets, Presence::Alone, random_owner()).await?;
    let mut check = |lines: &str| {
        precede_audit::check(BufReader::new(lines.as_bytes()))
            .map(|report| report.violations.len() as u64)
            .map_err(|error| AppError::bad(error.to_string()))
    };
    // The log would tell of made-up campaigns: what matters of them is in the story.
    let played = replay::replay(&app, &mut daemon, (&facts, definition), &mut check)
        .with_subscriber(NoSubscriber::default())
        .await?;
    Ok(Answer::done(played.story, played.outcome))
}

fn read(file: &std::path::Path) -> Result<Facts, CliError> {
    let name = file.display().to_string();
    let text = std::fs::read_to_string(file).map_err(|error| {
        CliError::Usage(format!(
            "`{name}` cannot be read: {error}: name a file of facts"
        ))
    })?;
    Facts::parse(&text, &name).map_err(|faults| CliError::App(AppError::Faults(faults)))
}
