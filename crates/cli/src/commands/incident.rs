//! `precede incident`: what went wrong, who sees to it, who must be told, and by when.

use clap::Subcommand;
use precede_app::{CaseGroup, Listed};
use precede_model::{CaseKind, Order, OrganisationCode, Report};

use super::{cases, said::SaidArguments, told, words::words};
use crate::{answer::Answer, context::Context, errors::CliError};

/// Incidents. Each has an owner, people who must be told, and a clock that runs from when it happened.
#[derive(Subcommand)]
pub enum Command {
    /// Opens an incident that a person found; what rules find opens by itself
    #[command(after_help = "Example:
  precede incident open 5PY --about personal-data-breach --practice F81006 --happened 2010-03-04T15:00 \\
    --note 'a batch was left in a van' --as carol")]
    Open {
        /// The campaign
        campaign: String,
        /// What it is about
        #[arg(long)]
        about: AboutWord,
        /// The practice, if it is about one
        #[arg(long, value_name = "CODE")]
        practice: Option<OrganisationCode>,
        #[command(flatten)]
        said: SaidArguments,
    },
    /// Closes an incident, with a note on what was done
    #[command(after_help = "Example:
  precede incident close 5PY 1 --note 'found unopened; the regulator was told' --as dpo")]
    Close {
        /// The campaign
        campaign: String,
        /// Its number, as listed
        number: u16,
        #[command(flatten)]
        said: SaidArguments,
    },
    /// Lists incidents, of one campaign or of all
    #[command(after_help = "Example:
  precede incident list
  precede incident list 5PY --all --json")]
    List {
        /// The campaign [default: all]
        campaign: Option<String>,
        /// Also those that are closed
        #[arg(long)]
        all: bool,
    },
}

words! {
    /// What an incident is about.
    AboutWord => CaseKind {
        PersonalDataBreach,
        UploadWithoutPermit,
        AcknowledgementTakenBack,
        AgreementTakenBack,
        ListWrong,
        PublicityNeverRan,
        DeathBeforeExtract,
        FactTakenBack,
    }
}

/// Does it.
pub async fn run(context: &Context, command: Command) -> Result<Answer, CliError> {
    match command {
        Command::Open {
            campaign,
            about,
            practice,
            said,
        } => {
            let report = Report::OpenCase {
                practice,
                about: about.into(),
            };
            let told = told::order(context, &campaign, &said, Order::Report(report)).await?;
            Ok(told.recorded())
        }
        Command::Close {
            campaign,
            number,
            said,
        } => cases::close(context, &campaign, (CaseGroup::Incidents, number), &said).await,
        Command::List { campaign, all } => {
            let listed = if all { Listed::All } else { Listed::Open };
            cases::list(context, campaign, (CaseGroup::Incidents, listed)).await
        }
    }
}
