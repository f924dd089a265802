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
    let mut text = format!("{} rows, {} new or changed\n", report.rows, report.changed);
    for (campaign, step, practice) in &report.retried {
        text += &format!("tried again: {step} to {practice} of {campaign}\n");
    }
    if !report.to_retry.is_empty() {
        text += &format!(
            "{} failed notices can be tried again: `precede step retry`, or import with `--as PERSON`\n",
            report.to_retry.len()
        );
    }
    let without = &report.without_address;
    if !without.is_empty() {
        let named: Vec<String> = without.iter().take(10).map(ToString::to_string).collect();
        let more = if without.len() > 10 { ", …" } else { "" };
        text += &format!(
            "without an address, to be telephoned: {} ({}{more})\n",
            without.len(),
            named.join(", ")
        );
    }
    Ok(Answer::done(text, report))
}
