//! `precede quiet-time`: before an election, proactive local media do not open.

use clap::Subcommand;
use precede_model::{
    FactName, Role,
    programme::{ProgrammeOrder, QuietTime},
};
use serde_json::json;

use super::directive::{Of, ScopeArguments, day};
use crate::{answer::Answer, context::Context, errors::CliError, parse};

/// Times in which press, radio, adverts and events do not open; posters, web, helpline and letters go on.
#[derive(Subcommand)]
pub enum Command {
    /// Sets a quiet time over an area
    #[command(after_help = "Example:
  precede quiet-time set election-2010 --scope programme --from 2010-04-06 --until 2010-05-07 \\
    --reference 'Cabinet Office guidance, 2010' --as nina")]
    Set {
        /// Its id
        id: FactName,
        #[command(flatten)]
        scope: ScopeArguments,
        /// From when
        #[arg(long, value_name = "DATE")]
        from: String,
        /// Until when, exclusive
        #[arg(long, value_name = "DATE")]
        until: String,
        /// Who ordered it, and where that is written
        #[arg(long, default_value = "", hide_default_value = true)]
        reference: String,
        #[command(flatten)]
        of: Of,
    },
    /// Calls a quiet time off
    #[command(after_help = "Example:
  precede quiet-time cancel election-2010 --as nina")]
    Cancel {
        /// Its id
        id: FactName,
        #[command(flatten)]
        of: Of,
    },
    /// Lists quiet times
    #[command(after_help = "Example:
  precede quiet-time list")]
    List {
        #[command(flatten)]
        of: Of,
    },
}

/// Does it.
pub async fn run(context: &Context, command: Command) -> Result<Answer, CliError> {
    const WHO: &[Role] = &[Role::ProgrammeLead, Role::RegionLead];
    let (id, of, order, word) = match command {
        Command::Set {
            id,
            scope,
            from,
            until,
            reference,
            of,
        } => {
            let quiet = QuietTime {
                id,
                scope: scope.scope(),
                from: parse::instant(&from).map_err(CliError::Usage)?,
                until: parse::instant(&until).map_err(CliError::Usage)?,
                reference,
                cancelled: false,
            };
            (id, of, ProgrammeOrder::SetQuietTime(quiet), "set")
        }
        Command::Cancel { id, of } => (id, of, ProgrammeOrder::CancelQuietTime(id), "called off"),
        Command::List { of } => {
            let state = context.app().await?.programme_state(of.programme).await?;
            let known = &state.programme.quiet_times;
            let mut text = String::new();
            for one in known {
                let off = if one.cancelled { " (called off)" } else { "" };
                text.push_str(&format!(
                    "{} from {} until {}{off}: {}\n",
                    one.id,
                    day(one.from),
                    day(one.until),
                    one.reference
                ));
            }
            if text.is_empty() {
                text = "no quiet time is set".to_owned();
            }
            return Ok(Answer::done(text, json!({"quiet_times": known})));
        }
    };
    let ordered = super::wave::order(context, of, order, WHO).await?;
    let text = format!(
        "quiet time {id} {word}; campaigns told: {}",
        ordered.effect.campaigns.len()
    );
    Ok(Answer::done(
        text,
        json!({"quiet_time": id, "seq": ordered.seq, "effect": ordered.effect}),
    ))
}
