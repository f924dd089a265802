//! `precede calendar`: adds lengths of time to dates.

use chrono::NaiveDate;
use clap::Subcommand;
use precede_app::shipped;
use precede_engine::time::{due_date, due_warning};
use precede_model::{CalendarId, Length};
use serde_json::json;

use crate::{answer::Answer, errors::CliError};

/// Dates and working days.
#[derive(Subcommand)]
pub enum Command {
    /// The date a length of time later
    #[command(after_help = "Example:
  precede calendar add 2010-04-01 10wd --calendar england-and-wales

Lengths: 3d days, 12w weeks, 10wd working days, 36h hours. Calendars: england-and-wales, scotland, northern-ireland.")]
    Add {
        /// The date
        date: NaiveDate,
        /// How much later
        #[arg(allow_hyphen_values = true)]
        length: Length,
        /// Whose bank holidays
        #[arg(long, default_value = "england-and-wales")]
        calendar: CalendarId,
    },
}

/// Does it.
pub fn run(
    Command::Add {
        date,
        length,
        calendar,
    }: Command,
) -> Result<Answer, CliError> {
    let calendar = shipped::calendars().get(calendar);
    let due = due_date(date, length, calendar);
    let warning = due_warning(date, length, calendar).map(|beyond| beyond.to_string());
    let mut text = format!("{due}\n");
    let mut json = json!({"date": due});
    if let Some(warning) = warning {
        text += &format!("warning: {warning}\n");
        json["warning"] = warning.into();
    }
    Ok(Answer::done(text, json))
}
