//! `precede request`: complaints and requests, answered within their time; apologies that are owed.

use clap::Subcommand;
use precede_app::{CaseGroup, Listed};
use precede_model::{CaseKind, Order, OrganisationCode, Report};

use super::{cases, said::SaidArguments, told, words::words};
use crate::{answer::Answer, context::Context, errors::CliError};

/// Complaints and requests. Each has an owner and a clock that runs from when it came.
#[derive(Subcommand)]
pub enum Command {
    /// Writes a complaint or a request down; never who the person is
    #[command(after_help = "Example:
  precede request log 5PY --about freedom-of-information --reference FOI/2010/17 --happened 2010-03-01 --as carol")]
    Log {
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
    /// Records that it was answered, with a note on how
    #[command(after_help = "Example:
  precede request answer 5PY 2 --note 'figures sent on 12 March' --as ann")]
    Answer {
        /// The campaign
        campaign: String,
        /// Its number, as listed
        number: u16,
        #[command(flatten)]
        said: SaidArguments,
    },
    /// Lists requests, of one campaign or of all
    #[command(after_help = "Example:
  precede request list
  precede request list 5PY --all --json")]
    List {
        /// The campaign [default: all]
        campaign: Option<String>,
        /// Also those that were answered
        #[arg(long)]
        all: bool,
    },
}

words! {
    /// What is asked.
    AboutWord => CaseKind { Complaint, FreedomOfInformation, SubjectAccess }
}

/// Does it.
pub async fn run(context: &Context, command: Command) -> Result<Answer, CliError> {
    match command {
        Command::Log {
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
        Command::Answer {
            campaign,
            number,
            said,
        } => cases::close(context, &campaign, (CaseGroup::Requests, number), &said).await,
        Command::List { campaign, all } => {
            let listed = if all { Listed::All } else { Listed::Open };
            cases::list(context, campaign, (CaseGroup::Requests, listed)).await
        }
    }
}
