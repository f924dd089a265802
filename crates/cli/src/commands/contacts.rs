//! `precede contacts`: whom to write to. No register holds e-mail addresses.

use std::{fs::File, path::PathBuf};

use clap::Subcommand;

use crate::{answer::Answer, context::Context, errors::CliError};

/// Whom to write to.
#[derive(Subcommand)]
pub enum Command {
    /// Imports a CSV with the columns code, name, e-mail, role, language, from, to
    #[command(after_help = "Example:
  precede contacts import contacts.csv

The first row names the columns: code,name,e-mail,role,language,from,to. The whole file is taken or nothing.
A practice without an address is listed; its staff can be telephoned.")]
    Import {
        /// The file
        file: PathBuf,
    },
}

/// Does it.
pub async fn run(context: &Context, Command::Import { file }: Command) -> Result<Answer, CliError> {
    let app = context.app().await?;
    let name = file.display().to_string();
    let source =
        File::open(&file).map_err(|error| CliError::Usage(format!("`{name}`: {error}")))?;
    let report = app
        .import_contacts(&name, source, context.person_if_named())
        .await?;
    let without = &report.without_address;
    let mut text = format!("{} rows, {} new or changed\n", report.rows, report.changed);
    if !without.is_empty() {
        text += &format!(
            "{} practices have no address and are to be telephoned",
            without.len()
        );
        let first: Vec<String> = without.iter().take(10).map(ToString::to_string).collect();
        text += &format!(
            ": {}{}\n",
            first.join(", "),
            if without.len() > 10 { ", …" } else { "" }
        );
    }
    Ok(Answer::done(text, report))
}
