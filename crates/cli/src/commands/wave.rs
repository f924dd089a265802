//! `precede wave`: named groups of PCTs, possibly known only in part.

use clap::Subcommand;
use precede_app::ProgrammeOrdered;
use precede_model::{
    FactName, OrganisationCode, Role,
    programme::{ProgrammeOrder, Wave},
};
use serde_json::json;

use super::{directive::Of, dispensation::silent};
use crate::{answer::Answer, context::Context, errors::CliError};

/// Named groups of PCTs.
#[derive(Subcommand)]
pub enum Command {
    /// Names a wave, or says more about it; the members given are all that are known
    #[command(after_help = "Example:
  precede wave set early_adopter --member 5HQ,5JX,5QM,5M1,5NY,5PY --stated 6 --complete --as nina
  precede wave set accelerated --member 5N8,5PY,5GC --stated 70 --as nina")]
    Set {
        /// Its id
        id: FactName,
        /// PCTs proved to be in it
        #[arg(long, value_name = "CODE", value_delimiter = ',')]
        member: Vec<OrganisationCode>,
        /// How many it is said to have
        #[arg(long, value_name = "N")]
        stated: Option<u32>,
        /// The members named are all there are
        #[arg(long)]
        complete: bool,
        #[command(flatten)]
        of: Of,
    },
    /// Lists waves
    #[command(after_help = "Example:
  precede wave list")]
    List {
        #[command(flatten)]
        of: Of,
    },
}

/// Does it.
pub async fn run(context: &Context, command: Command) -> Result<Answer, CliError> {
    match command {
        Command::Set {
            id,
            member,
            stated,
            complete,
            of,
        } => {
            let app = context.app().await?;
            for code in &member {
                if app.store().organisation(*code).await?.is_none() {
                    return Err(CliError::Usage(format!(
                        "`{code}` is not in the register: see `precede register show`"
                    )));
                }
            }
            let wave = Wave {
                id,
                stated_count: stated,
                complete,
                members: member,
            };
            let order = ProgrammeOrder::DefineWave(wave);
            let ordered = self::order(context, of, order, &[Role::ProgrammeLead]).await?;
            let text = format!(
                "wave {id}: recorded; campaigns whose directives it changes: {}",
                ordered.effect.campaigns.len()
            );
            Ok(Answer::done(
                text,
                json!({"wave": id, "seq": ordered.seq, "effect": ordered.effect}),
            ))
        }
        Command::List { of } => {
            let state = context.app().await?.programme_state(of.programme).await?;
            let mut text = String::new();
            for wave in &state.programme.waves {
                let members: Vec<String> = wave.members.iter().map(ToString::to_string).collect();
                let stated = wave
                    .stated_count
                    .map_or(String::new(), |all| format!(" of {all}"));
                let known = if wave.complete {
                    "all named"
                } else {
                    "known in part"
                };
                text.push_str(&format!(
                    "{}: {}{stated} ({known}): {}\n",
                    wave.id,
                    wave.members.len(),
                    members.join(" ")
                ));
            }
            if text.is_empty() {
                text = "no wave is named".to_owned();
            }
            Ok(Answer::done(text, json!({"waves": state.programme.waves})))
        }
    }
}

/// An order of a programme by the person who acts.
pub async fn order(
    context: &Context,
    of: Of,
    order: ProgrammeOrder,
    who: &[Role],
) -> Result<ProgrammeOrdered, CliError> {
    let app = context.app().await?;
    let command = silent(order, context.person()?);
    Ok(app.order_of_programme(of.programme, &command, who).await?)
}
