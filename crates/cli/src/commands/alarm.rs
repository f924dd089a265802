//! `precede alarm`: what is to be looked into before a practice's next letters and its go-live.

use clap::Subcommand;
use precede_app::{AlarmLine, Listed, moment_words, words};
use precede_model::{AlarmKind, Order, OrganisationCode, Report};
use serde_json::json;

use super::{closed, said::SaidArguments, told, upload, words::words};
use crate::{answer::Answer, context::Context, errors::CliError, parse};

/// Alarms. One holds its practice's next letters and go-live until a named person has cleared it.
#[derive(Subcommand)]
pub enum Command {
    /// Lists alarms that stand, of one campaign or of all
    #[command(after_help = "Example:
  precede alarm list
  precede alarm list 5PY --all")]
    List {
        /// The campaign [default: all]
        campaign: Option<String>,
        /// Also those that were cleared, by whom and with what note
        #[arg(long)]
        all: bool,
    },
    /// Clears an alarm: a lead has looked into it and says what was found
    #[command(after_help = "Example:
  precede alarm clear 5PY F81006 1 --note 'a leaflet of another programme; reception knows now' --as ann")]
    Clear {
        /// The campaign
        campaign: String,
        /// The practice
        practice: OrganisationCode,
        /// Its number, as listed
        alarm: u16,
        #[command(flatten)]
        said: SaidArguments,
    },
    /// Raises an alarm that a person found
    #[command(after_help = "Example:
  precede alarm raise 5PY F81006 --about counts-do-not-reconcile --as carol")]
    Raise {
        /// The campaign
        campaign: String,
        /// The practice
        practice: OrganisationCode,
        /// What it is about
        #[arg(long)]
        about: AboutWord,
        #[command(flatten)]
        said: SaidArguments,
    },
}

words! {
    /// What an alarm is about.
    AboutWord => AlarmKind {
        LettersBeforeReady,
        UploadWithoutPermit,
        CountsDoNotReconcile,
        ReturnsFarFromNorm,
        OptOutsFarFromNorm,
        AcknowledgedByNoPerson,
        PostedAgainstRule,
    }
}

/// Does it.
pub async fn run(context: &Context, command: Command) -> Result<Answer, CliError> {
    let (campaign, said, report) = match command {
        Command::List { campaign, all } => return list(context, campaign, all).await,
        Command::Clear {
            campaign,
            practice,
            alarm,
            said,
        } => (campaign, said, Report::ClearAlarm { practice, alarm }),
        Command::Raise {
            campaign,
            practice,
            about,
            said,
        } => {
            let about = about.into();
            (campaign, said, Report::RaiseAlarm { practice, about })
        }
    };
    let told = told::order(context, &campaign, &said, Order::Report(report)).await?;
    Ok(told.recorded())
}

async fn list(context: &Context, campaign: Option<String>, all: bool) -> Result<Answer, CliError> {
    let app = context.app().await?;
    let id = match &campaign {
        None => None,
        Some(campaign) => Some(parse::campaign(&app, campaign).await?),
    };
    let listed = if all { Listed::All } else { Listed::Open };
    let alarms = app.alarms(id, listed).await?;
    // A practice in no campaign has its alarms in the programme's chain.
    let stray = match id {
        Some(_) => Vec::new(),
        None => upload::stray(&app).await?,
    };
    let mut text: String = alarms.iter().map(line).collect();
    for (programme, one) in &stray {
        text += &format!(
            "{programme} {}, in no campaign, since {}: {}; clear it with `precede upload clear {}`\n",
            one.practice,
            moment_words(one.at),
            words::alarm(AlarmKind::UploadWithoutPermit),
            one.practice
        );
    }
    if text.is_empty() {
        text = "no alarm stands".to_owned();
    }
    let stray: Vec<_> = stray
        .iter()
        .map(|(programme, one)| {
            json!({"programme": programme, "practice": one.practice, "at": one.at})
        })
        .collect();
    Ok(Answer::done(
        text,
        json!({"alarms": alarms, "uploads_in_no_campaign": stray}),
    ))
}

/// An alarm as people read it.
fn line(alarm: &AlarmLine) -> String {
    format!(
        "{} {} alarm {}, since {}: {}\n{}",
        alarm.campaign,
        alarm.practice,
        alarm.alarm,
        moment_words(alarm.since),
        words::alarm(alarm.about),
        closed::line("cleared", alarm.cleared.as_ref())
    )
}
