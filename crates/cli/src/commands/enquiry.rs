//! `precede enquiry`: what patients ask at practices and of the helpline.

use clap::Subcommand;
use precede_app::{moment_words, words};
use precede_model::{EnquiryReason, Order, OrganisationCode, Report};
use serde_json::json;

use super::{said::SaidArguments, told, words::words};
use crate::{answer::Answer, context::Context, errors::CliError, parse};

/// Patients' questions. One about a letter at a practice that is not ready raises an alarm.
#[derive(Subcommand)]
pub enum Command {
    /// Writes an enquiry down; never who the patient is
    #[command(after_help = "Example:
  precede enquiry log 5PY F81006 --about letter --note 'has had a leaflet, reception knows of none' --as carol")]
    Log {
        /// The campaign
        campaign: String,
        /// The practice
        practice: OrganisationCode,
        /// About what
        #[arg(long)]
        about: AboutWord,
        #[command(flatten)]
        said: SaidArguments,
    },
    /// Lists enquiries
    #[command(after_help = "Example:
  precede enquiry list 5PY --practice F81006")]
    List {
        /// The campaign
        campaign: String,
        /// Only of this practice
        #[arg(long, value_name = "CODE")]
        practice: Option<OrganisationCode>,
    },
}

words! {
    /// What a patient asks about.
    AboutWord => EnquiryReason { Letter, OptOut, Programme, Format, Other }
}

/// Does it.
pub async fn run(context: &Context, command: Command) -> Result<Answer, CliError> {
    match command {
        Command::Log {
            campaign,
            practice,
            about,
            said,
        } => {
            let report = Report::Enquiry {
                practice,
                about: about.into(),
            };
            let told = told::order(context, &campaign, &said, Order::Report(report)).await?;
            Ok(told.recorded())
        }
        Command::List { campaign, practice } => {
            let app = context.app().await?;
            let id = parse::campaign(&app, &campaign).await?;
            let found = app.enquiries(id, practice).await?;
            let mut text = String::new();
            for one in &found {
                let of = one.practice.map_or(String::new(), |code| code.to_string());
                let note = one.note.as_deref().unwrap_or_default();
                text += &format!(
                    "{}  {of}  about {} ({}){}{note}\n",
                    moment_words(one.at),
                    words::enquiry(one.about),
                    one.by,
                    if note.is_empty() { "" } else { ": " }
                );
            }
            if found.is_empty() {
                text = "nobody has asked anything".to_owned();
            }
            Ok(Answer::done(
                text,
                json!({"campaign": id.to_string(), "enquiries": found}),
            ))
        }
    }
}
