//! `precede programme`: definitions.

use std::path::PathBuf;

use clap::Subcommand;
use precede_model::{ProgrammeCode, definition::Definition};
use serde_json::{Value, json};

use crate::{answer::Answer, context::Context, errors::CliError};

/// Programme definitions.
#[derive(Subcommand)]
pub enum Command {
    /// Explores a definition with the real engine, and shows what could go wrong with it
    #[command(after_help = "Example:
  precede programme check scr.toml
  precede programme check scr.toml --quick --json
  precede programme check scr.toml --drawing plan.svg

FILE may also be the name of a shipped definition: scr, shared-care-record, announcement. Without `--variant` the first
variant is explored in full and every other one quickly. Exit code 0: sound; 1: it could break the order, with the
shortest story of how; 2: it cannot be read, with everything that is wrong. What `--json` prints of a counterexample is
played again by `precede rehearse --replay FILE`.")]
    Check {
        /// The file
        file: PathBuf,
        /// Explores less: one unusual thing in a history
        #[arg(long)]
        quick: bool,
        /// One variant alone
        #[arg(long, value_name = "VARIANT")]
        variant: Option<String>,
        /// Draws the definition, and what is wrong with it, into a file
        #[arg(long, value_name = "FILE.svg")]
        drawing: Option<PathBuf>,
    },
    /// Compares two versions of a definition: what differs, and how campaigns would move from one to the other
    #[command(after_help = "Example:
  precede programme compare scr new-scr.toml
  precede programme compare 4f1c… new-scr.toml --quick --json

FROM and TO are files, names of shipped definitions, or published versions by their digest (or its beginning). Every state
that a campaign of the old version can reach is moved to the new one by the engine, and what follows is explored. With a
data folder the running campaigns of the programme are looked at one by one as well; nothing is written. Exit code 0:
every state moves lawfully; 1: some stay, or go wrong afterwards, with the shortest story of how; 2: a version cannot be
read. `precede campaign move` moves campaigns, and `--back` takes that back.")]
    Compare(super::programme_compare::Arguments),
    /// Approves a definition for use
    #[command(after_help = "Example:
  precede programme publish scr.toml --as nina")]
    Publish {
        /// The file, or a shipped definition's name
        file: PathBuf,
    },
    /// Lists published definitions, and the shipped ones
    #[command(after_help = "Example:
  precede programme list")]
    List,
    /// Shows the newest published version of a programme, step by step
    #[command(after_help = "Example:
  precede programme show scr")]
    Show {
        /// Its code
        code: ProgrammeCode,
    },
}

/// Does it.
pub async fn run(context: &Context, command: Command) -> Result<Answer, CliError> {
    match command {
        Command::Check {
            file,
            quick,
            variant,
            drawing,
        } => super::programme_check::run(context, read(context, &file)?, (quick, variant, drawing)),
        Command::Compare(arguments) => super::programme_compare::run(context, arguments).await,
        Command::Publish { file } => {
            let (name, text) = read(context, &file)?;
            let app = context.app().await?;
            let published = app.publish(&text, &name, context.person()?).await?;
            let words = if published.was_there {
                "was published already"
            } else {
                "published"
            };
            Ok(Answer::done(
                format!("{name}: {words} as {}", published.digest),
                json!({"definition": published.digest, "was_there": published.was_there}),
            ))
        }
        Command::List => list(context).await,
        Command::Show { code } => {
            let app = context.app().await?;
            let def = app.def(app.newest_definition(code).await?, None).await?;
            Ok(Answer::done(
                outline(&def.definition),
                described(&def.definition),
            ))
        }
    }
}

async fn list(context: &Context) -> Result<Answer, CliError> {
    let published = match context.app().await {
        Ok(app) => app.store().definitions(None).await?,
        Err(CliError::Usage(_)) => Vec::new(),
        Err(error) => return Err(error),
    };
    let shipped = precede_render::programmes();
    let mut text = format!("shipped: {}\n", shipped.join(", "));
    for one in &published {
        text += &format!(
            "{:24} {} published {} by {}\n",
            one.programme, one.digest, one.published_at, one.published_by
        );
    }
    let published: Vec<Value> = published
        .iter()
        .map(|one| {
            json!({
                "programme": one.programme, "definition": one.digest,
                "published_at": one.published_at, "published_by": one.published_by,
            })
        })
        .collect();
    Ok(Answer::done(
        text,
        json!({"shipped": shipped, "published": published}),
    ))
}

/// A definition's text: from a file, from the folder that overrides, or shipped.
pub(super) fn read(
    context: &Context,
    file: &std::path::Path,
) -> Result<(String, String), CliError> {
    let name = file.display().to_string();
    if file.exists() {
        let text = std::fs::read_to_string(file).map_err(|error| {
            CliError::Usage(format!(
                "`{name}` cannot be read: {error}; a definition is a text file in UTF-8"
            ))
        })?;
        return Ok((name, text));
    }
    if let Some(folder) = &context.settings.templates_dir {
        let path = folder.join("programmes").join(format!("{name}.toml"));
        if let Ok(text) = std::fs::read_to_string(&path) {
            return Ok((path.display().to_string(), text));
        }
    }
    let shipped = precede_render::programme_text(&name);
    let text = shipped.ok_or_else(|| {
        let known = precede_render::programmes().join(", ");
        CliError::Usage(format!(
            "there is no file `{name}`, and no shipped definition of that name ({known})"
        ))
    })?;
    Ok((format!("{name}.toml"), text.to_owned()))
}

pub(super) fn outline(definition: &Definition) -> String {
    let mut text = format!("{}: {}\n", definition.code, definition.title);
    for (ix, phase) in definition.phases.iter().enumerate() {
        text += &format!("{}\n", phase.title);
        for step in definition.steps.iter().filter(|step| step.phase == ix) {
            let scope = definition.label(&step.scope.to_string()).to_owned();
            let optional = if step.optional { ", optional" } else { "" };
            text += &format!(
                "  {:20} {:16} {:12} {}{optional}\n",
                step.id,
                step.kind_word(),
                scope,
                step.title
            );
        }
    }
    text
}

fn described(definition: &Definition) -> Value {
    let steps: Vec<Value> = definition
        .steps
        .iter()
        .map(|step| {
            let after: Vec<_> =
                step.after.iter().map(|after| definition.steps[after.step.0 as usize].id).collect();
            json!({
                "id": step.id, "title": step.title, "for": step.scope, "kind": step.kind_word(), "owner": step.owner,
                "phase": definition.phases[step.phase].id, "after": after, "optional": step.optional, "line": step.line,
            })
        })
        .collect();
    let variants: Vec<_> = definition
        .variants
        .iter()
        .map(|variant| variant.id.as_str())
        .collect();
    json!({
        "programme": definition.code, "title": definition.title, "definition": definition.digest,
        "zone": definition.zone, "calendar": definition.calendar, "variants": variants, "policy": definition.policy,
        "steps": steps,
    })
}
