//! `precede upload`: records were uploaded, wherever the practice is.

use clap::Subcommand;
use precede_app::{App, UploadReport};
use precede_model::{OrganisationCode, ProgrammeCode, programme::StrayUpload};
use serde_json::json;

use super::{said::SaidArguments, told};
use crate::{answer::Answer, context::Context, errors::CliError, parse};

/// Uploads of records. One without a go-live approval is an alarm and an incident.
#[derive(Subcommand)]
pub enum Command {
    /// Reports that a practice's records were uploaded
    #[command(after_help = "Example:
  precede upload report F81006 --records 5210 --as nina
  precede upload report 5PY F81006 --as carol

Without a campaign it is written down in those the practice is in; a practice that is in none stands in the programme's
own history and in `precede alarm list` until somebody clears it.")]
    Report {
        /// The practice; before it, if you like, the campaign
        #[arg(value_name = "[CAMPAIGN] PRACTICE", num_args = 1..=2, required = true)]
        place: Vec<String>,
        /// Records uploaded, if known
        #[arg(long, value_name = "N")]
        records: Option<u32>,
        /// The programme
        #[arg(long, default_value = "scr", value_name = "CODE")]
        programme: ProgrammeCode,
        #[command(flatten)]
        said: SaidArguments,
    },
    /// Clears uploads of a practice that is in no campaign: somebody has looked into it and says what was found
    #[command(after_help = "Example:
  precede upload clear F81006 --note 'a test system; no records were shared' --as nina")]
    Clear {
        /// The practice
        practice: OrganisationCode,
        /// The programme
        #[arg(long, default_value = "scr", value_name = "CODE")]
        programme: ProgrammeCode,
        #[command(flatten)]
        said: SaidArguments,
    },
}

/// Does it.
pub async fn run(context: &Context, command: Command) -> Result<Answer, CliError> {
    let app = context.app().await?;
    let person = context.person()?;
    match command {
        Command::Report {
            place,
            records,
            programme,
            said,
        } => {
            let (campaign, practice) = match place.as_slice() {
                [practice] => (None, practice),
                [campaign, practice, ..] => {
                    (Some(parse::campaign(&app, campaign).await?), practice)
                }
                [] => return Err(CliError::Usage("name the practice".to_owned())),
            };
            let practice = practice
                .parse()
                .map_err(|error| CliError::Usage(format!("`{practice}`: {error}")))?;
            let upload = UploadReport {
                programme,
                campaign,
                practice,
                records,
            };
            let done = app
                .report_upload(upload, person, said.said(&app).await?)
                .await?;
            let place = if done.campaigns.is_empty() {
                format!(
                    "{practice} is in no campaign of `{programme}`: recorded in the programme's history; \
                     it stands in `precede alarm list` until it is cleared"
                )
            } else {
                format!("{}: report-upload recorded", done.campaigns.join(", "))
            };
            let text = format!("{place}\n{}", told::in_words(&done.caused));
            Ok(Answer::done(text, done))
        }
        Command::Clear {
            practice,
            programme,
            said,
        } => {
            let evidence = said.said(&app).await?.evidence;
            app.clear_upload((programme, practice), person, evidence)
                .await?;
            Ok(Answer::done(
                format!("{practice}: upload cleared"),
                json!({"programme": programme, "practice": practice, "done": "clear-upload"}),
            ))
        }
    }
}

/// Uploads of practices in no campaign, of every programme that is published here.
pub async fn stray(app: &App) -> Result<Vec<(ProgrammeCode, StrayUpload)>, CliError> {
    let published = app.store().definitions(None).await?;
    let mut programmes: Vec<ProgrammeCode> = published.iter().map(|one| one.programme).collect();
    programmes.sort_unstable();
    programmes.dedup();
    let mut found = Vec::new();
    for programme in programmes {
        let uploads = app.stray_uploads(programme).await?;
        found.extend(uploads.into_iter().map(|one| (programme, one)));
    }
    Ok(found)
}
