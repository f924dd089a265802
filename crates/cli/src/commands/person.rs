//! `precede person`: the people who act.

use clap::Subcommand;
use precede_app::App;
use precede_model::{OrganisationCode, OrganisationKind, Person, PersonId, Role};
use serde_json::json;

use crate::{answer::Answer, context::Context, errors::CliError};

/// The people who act.
#[derive(Subcommand)]
pub enum Command {
    /// Adds a person, or changes what they do
    #[command(after_help = "Example:
  precede person add ann --role pct-lead --organisation 5PY --name 'Ann Archer'

Roles: programme-lead, region-lead, pct-lead, pct-approver, pct-staff, director, practice, lmc,
caldicott-guardian, data-protection-officer, risk-owner, helpline, mail-house, auditor, administrator")]
    Add {
        /// A short id; it stands in the history
        id: PersonId,
        /// What they do
        #[arg(long)]
        role: Role,
        /// For whom
        #[arg(long, value_name = "CODE")]
        organisation: OrganisationCode,
        /// Their name; it stays in the table of people
        #[arg(long)]
        name: Option<String>,
        /// First day in the role
        #[arg(long)]
        from: Option<chrono::NaiveDate>,
        /// Last day in the role
        #[arg(long)]
        until: Option<chrono::NaiveDate>,
    },
    /// Lists them
    #[command(after_help = "Example:
  precede person list --json")]
    List,
}

/// Does it.
pub async fn run(context: &Context, command: Command) -> Result<Answer, CliError> {
    let app = context.app().await?;
    match command {
        Command::Add {
            id,
            role,
            organisation,
            name,
            from,
            until,
        } => {
            if id.as_str() == "precede" {
                return Err(CliError::Usage(
                    "`precede` stands for the daemon in the history: choose another id".to_owned(),
                ));
            }
            if let (Some(first), Some(last)) = (from, until)
                && last < first
            {
                return Err(CliError::Usage(format!(
                    "--until {last} lies before --from {first}"
                )));
            }
            fits(&app, role, organisation).await?;
            let name = name.unwrap_or_else(|| id.to_string());
            let person = Person {
                id,
                name,
                role,
                organisation,
                from,
                until,
            };
            app.add_people(vec![person.clone()]).await?;
            Ok(Answer::done(
                format!("{id}: {role} of {organisation}"),
                person,
            ))
        }
        Command::List => {
            let people = app.store().people().await?;
            let lines: Vec<String> = people
                .iter()
                .map(|person| {
                    format!(
                        "{:24} {:24} {:12} {}\n",
                        person.id, person.role, person.organisation, person.name
                    )
                })
                .collect();
            Ok(Answer::done(lines.concat(), json!({"people": people})))
        }
    }
}

/// A role of a practice, a PCT or a region belongs to an organisation of that kind. One the register does not hold yet
/// may come with its next import.
async fn fits(app: &App, role: Role, organisation: OrganisationCode) -> Result<(), CliError> {
    let needs = match role {
        Role::Practice => OrganisationKind::Practice,
        Role::RegionLead => OrganisationKind::Region,
        Role::PctLead | Role::PctApprover | Role::PctStaff => OrganisationKind::Pct,
        _ => return Ok(()),
    };
    match app.store().organisation(organisation).await? {
        Some(known) if known.kind != needs => Err(CliError::Usage(format!(
            "`{organisation}` ({}) is no organisation for the role {role}: it needs a {}",
            known.name, needs
        ))),
        _ => Ok(()),
    }
}
