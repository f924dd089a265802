//! `precede dispensation`: leave to go on under a directive.

use clap::Subcommand;
use precede_model::{
    Evidence, FactName, Role, Rule,
    programme::{DispensationState, ProgrammeCommand, ProgrammeOrder, Terms},
};
use serde_json::json;

use super::directive::{HeldWord, Of, ScopeArguments, acts, day, names};
use crate::{answer::Answer, context::Context, errors::CliError, parse};

/// Leave to go on under a directive. Only one that is granted and in date exempts.
#[derive(Subcommand)]
pub enum Command {
    /// Asks for a dispensation; it exempts nobody yet
    #[command(after_help = "Example:
  precede dispensation ask east-of-england --from-directive dh-2010-04-16 --applicant 'East of England SHA' \\
    --scope region:Q35 --acts permit --as rita")]
    Ask {
        /// Its id
        id: FactName,
        /// The directive it is asked from
        #[arg(long, value_name = "ID")]
        from_directive: FactName,
        /// Who asks, in words
        #[arg(long, default_value = "", hide_default_value = true)]
        applicant: String,
        #[command(flatten)]
        scope: ScopeArguments,
        /// For which acts [default: all the directive holds]
        #[arg(long, value_delimiter = ',')]
        acts: Vec<HeldWord>,
        #[command(flatten)]
        of: Of,
    },
    /// Takes a request up; it exempts nobody yet
    #[command(after_help = "Example:
  precede dispensation discuss east-of-england --as nina")]
    Discuss {
        /// Its id
        id: FactName,
        #[command(flatten)]
        of: Of,
    },
    /// Grants a request
    #[command(after_help = "Example:
  precede dispensation grant east-of-england --until 2010-07-01 --condition both-agree --as nina")]
    Grant {
        /// Its id
        id: FactName,
        /// From when it exempts [default: now]
        #[arg(long, value_name = "DATE")]
        from: Option<String>,
        /// Until when, exclusive
        #[arg(long, value_name = "DATE")]
        until: String,
        /// A rule that must hold for the practice: both-agree (R6), or R1 to R7
        #[arg(long, value_name = "RULE", value_parser = condition)]
        condition: Vec<Rule>,
        #[command(flatten)]
        of: Of,
    },
    /// Refuses a request, for good
    #[command(after_help = "Example:
  precede dispensation refuse east-of-england --as nina")]
    Refuse {
        /// Its id
        id: FactName,
        #[command(flatten)]
        of: Of,
    },
    /// Takes a request or a grant back
    #[command(after_help = "Example:
  precede dispensation withdraw east-of-england --as nina")]
    Withdraw {
        /// Its id
        id: FactName,
        #[command(flatten)]
        of: Of,
    },
    /// Lists dispensations with where they stand
    #[command(after_help = "Example:
  precede dispensation list")]
    List {
        #[command(flatten)]
        of: Of,
    },
}

/// A condition as people type it.
fn condition(text: &str) -> Result<Rule, String> {
    let rule = if text == "both-agree" { "R6" } else { text };
    let known = ["R1", "R2", "R3", "R4", "R5", "R6", "R7"];
    known
        .contains(&rule)
        .then(|| rule.parse().ok())
        .flatten()
        .ok_or_else(|| {
            format!("`{text}` is no condition that can be checked: write both-agree, or R1 to R7")
        })
}

/// Does it.
pub async fn run(context: &Context, command: Command) -> Result<Answer, CliError> {
    const GRANTORS: &[Role] = &[Role::ProgrammeLead];
    const ASKERS: &[Role] = &[
        Role::RegionLead,
        Role::PctLead,
        Role::Director,
        Role::ProgrammeLead,
    ];
    let (id, of, order, who) = match command {
        Command::Ask {
            id,
            from_directive,
            applicant,
            scope,
            acts: words,
            of,
        } => {
            let order = ProgrammeOrder::Ask {
                id,
                directive: from_directive,
                applicant,
                scope: scope.scope(),
                acts: acts(&words),
            };
            (id, of, order, ASKERS)
        }
        Command::Discuss { id, of } => (id, of, ProgrammeOrder::Discuss(id), GRANTORS),
        Command::Grant {
            id,
            from,
            until,
            condition,
            of,
        } => {
            let from = match from {
                None => context.app().await?.now().await?,
                Some(text) => parse::instant(&text).map_err(CliError::Usage)?,
            };
            let until = parse::instant(&until).map_err(CliError::Usage)?;
            let terms = Terms {
                from,
                until,
                conditions: condition,
            };
            (id, of, ProgrammeOrder::Grant { id, terms }, GRANTORS)
        }
        Command::Refuse { id, of } => (id, of, ProgrammeOrder::Refuse(id), GRANTORS),
        Command::Withdraw { id, of } => (id, of, ProgrammeOrder::TakeBack(id), ASKERS),
        Command::List { of } => return list(context, of).await,
    };
    let ordered = super::wave::order(context, of, order, who).await?;
    let stands = ordered
        .programme
        .dispensation(id)
        .map(|one| one.state.word());
    let revoked = &ordered.effect.permits_revoked;
    let text = format!(
        "dispensation {id}: {}; campaigns told: {}; go-live approvals revoked: {}",
        stands.unwrap_or_default(),
        ordered.effect.campaigns.len(),
        revoked.len()
    );
    Ok(Answer::done(
        text,
        json!({"dispensation": id, "state": stands, "seq": ordered.seq, "effect": ordered.effect}),
    ))
}

async fn list(context: &Context, of: Of) -> Result<Answer, CliError> {
    let app = context.app().await?;
    let (state, now) = (app.programme_state(of.programme).await?, app.now().await?);
    let mut text = String::new();
    let mut rows = Vec::new();
    for one in &state.programme.dispensations {
        let stands = one.as_at(now);
        let terms = match &stands {
            DispensationState::Granted(terms) => format!(
                " from {} until {}{}",
                day(terms.from),
                day(terms.until),
                terms
                    .conditions
                    .iter()
                    .map(|rule| format!(", if {rule} ({}) holds", rule.title()))
                    .collect::<String>()
            ),
            _ => String::new(),
        };
        text.push_str(&format!(
            "{}: {}{terms}; {} asks leave from {} to {}\n",
            one.id,
            stands.word(),
            one.applicant,
            one.directive,
            names(&one.acts)
        ));
        let mut row = serde_json::to_value(one).unwrap_or_default();
        row["state"] = json!(stands.word());
        row["terms"] = match &stands {
            DispensationState::Granted(terms) => json!(terms),
            _ => json!(null),
        };
        rows.push(row);
    }
    if text.is_empty() {
        text = "nobody has asked for a dispensation".to_owned();
    }
    Ok(Answer::done(text, json!({"dispensations": rows})))
}

/// An order of a programme that says why nothing.
pub fn silent(order: ProgrammeOrder, by: precede_model::PersonId) -> ProgrammeCommand {
    ProgrammeCommand {
        by,
        happened: None,
        evidence: Evidence::default(),
        order,
    }
}
