//! `precede permit keys`.

use std::path::PathBuf;

use clap::Subcommand;
use precede_permit::KeyRing;
use serde_json::{Value, json};

use super::now;
use crate::{answer::Answer, context::Context, errors::CliError, key_folder::KeyFolder};

/// The keys that sign go-live tokens.
#[derive(Subcommand)]
pub enum Command {
    /// Makes the first key
    #[command(after_help = "Example:
  precede --data-dir trial permit keys new

The secret is a file of mode 0600 in the folder `keys` of the data folder, or where the setting `permit_keys` says. Keep a
copy of that folder where you keep other secrets, apart from the backups of the database.")]
    New,
    /// Makes a new key; tokens signed so far stay good for their time
    #[command(after_help = "Example:
  precede permit keys rotate && precede permit keys publish --out keys.json

The secret of the key before is destroyed, its public half stays published. Publish the keys anew before the next token is
given. If a secret was stolen, also take its key out of the published keys: what a thief signs can be dated back.")]
    Rotate,
    /// Prints the public halves, for those who verify: a JSON Web Key Set
    #[command(after_help = "Example:
  precede permit keys publish --out keys.json

Each key says from when (`nbf`) and until when (`exp`) it signed, in seconds since 1970.")]
    Publish {
        /// Into this file instead of standard output
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

/// Does it.
pub async fn run(context: &Context, command: Command) -> Result<Answer, CliError> {
    let folder = KeyFolder::new(context.settings.permit_keys());
    match command {
        Command::New => {
            let ring = folder.create(now(context).await?)?;
            Ok(signs(&folder, &ring))
        }
        Command::Rotate => {
            let ring = folder.rotate(now(context).await?)?;
            Ok(signs(&folder, &ring))
        }
        Command::Publish { out } => publish(&folder, out),
    }
}

fn signs(folder: &KeyFolder, ring: &KeyRing) -> Answer {
    let (id, path) = (ring.signing().id(), folder.path().display().to_string());
    let count = ring.keys().iter().count();
    let text = format!(
        "key {id} signs; {count} published from `{path}`\nnext: precede permit keys publish --out FILE"
    );
    Answer::done(text, json!({"key": id, "folder": path, "published": count}))
}

fn publish(folder: &KeyFolder, out: Option<PathBuf>) -> Result<Answer, CliError> {
    let keys = folder.published()?;
    let set = keys.to_jwks();
    let Some(path) = out else {
        let json: Value = serde_json::from_str(&set).unwrap_or_default();
        return Ok(Answer::done(set, json));
    };
    std::fs::write(&path, set + "\n")
        .map_err(|error| CliError::Unavailable(format!("`{}`: {error}", path.display())))?;
    let (count, path) = (keys.iter().count(), path.display().to_string());
    Ok(Answer::done(
        format!("{count} keys in `{path}`"),
        json!({"published": count, "file": path}),
    ))
}
