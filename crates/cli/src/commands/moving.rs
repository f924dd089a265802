//! `precede campaign move`: running campaigns go on under another published definition, or back under their own.

use clap::Args;
use precede_app::{Destination, Mode, MoveReport, Moved, Target};
use precede_model::{Digest, Evidence, ProgrammeCode};

use crate::{answer::Answer, context::Context, errors::CliError, parse};

/// Where to, and which.
#[derive(Args)]
pub struct Arguments {
    /// The campaign [default: all of the programme that run]
    campaign: Option<String>,
    /// The definition, by its digest as `precede programme list` shows it
    #[arg(long, value_name = "DIGEST", required_unless_present = "back")]
    to: Option<Digest>,
    /// Its variant
    #[arg(long, requires = "to")]
    variant: Option<String>,
    /// Takes the last move back: each campaign goes on under the definition it was on before
    #[arg(long, conflicts_with = "to")]
    back: bool,
    /// The programme
    #[arg(long, default_value = "scr", value_name = "CODE")]
    programme: ProgrammeCode,
    /// Shows what would move and what would not, without writing it
    #[arg(long)]
    dry_run: bool,
    /// Where the decision is written
    #[arg(long)]
    reference: Option<String>,
    /// Why
    #[arg(long)]
    reason: Option<String>,
}

/// Does it.
pub async fn run(context: &Context, arguments: Arguments) -> Result<Answer, CliError> {
    let app = context.app().await?;
    let campaign = match &arguments.campaign {
        None => None,
        Some(text) => Some(parse::campaign(&app, text).await?),
    };
    let destination = Destination {
        programme: campaign.map_or(arguments.programme, |id| id.programme),
        campaign,
        to: match arguments.to {
            Some(definition) => Target::Version(definition, arguments.variant),
            None => Target::Back,
        },
    };
    let evidence = Evidence {
        reference: arguments.reference,
        reason: arguments.reason,
        ..Evidence::default()
    };
    let mode = if arguments.dry_run {
        Mode::Preview
    } else {
        Mode::Record
    };
    let said = (context.person()?, evidence);
    let report = app.move_campaigns(&destination, said, mode).await?;
    let all_move = report.refused.is_empty();
    Ok(Answer::done(words(&report, mode), report).judged(all_move))
}

fn words(report: &MoveReport, mode: Mode) -> String {
    let done = match mode {
        Mode::Preview => "would move",
        Mode::Record => "moved",
    };
    let whither = report
        .definition
        .map_or_else(|| "back".to_owned(), |to| format!("to {to}"));
    let count = report.moved.len();
    format!("{done}: {count} campaigns {whither}\n{}", each(report))
}

/// A line a campaign, and every reason of those that stay.
pub(super) fn each(report: &MoveReport) -> String {
    let mut text = String::new();
    for one in &report.moved {
        text.push_str(&format!("  {}{}\n", one.campaign, consequences(one)));
    }
    for one in &report.refused {
        text.push_str(&format!("cannot move: {}\n", one.campaign));
        for why in &one.why {
            text.push_str(&format!("  {why}\n"));
        }
    }
    text
}

fn consequences(one: &Moved) -> String {
    let mut text = String::new();
    if !one.new_steps.is_empty() {
        text.push_str(&format!("; new: {}", one.new_steps.join(", ")));
    }
    if !one.gone_steps.is_empty() {
        text.push_str(&format!("; gone: {}", one.gone_steps.join(", ")));
    }
    let opens: Vec<String> = one
        .opens
        .iter()
        .map(|opens| match opens.practices {
            0 => opens.step.to_string(),
            practices => format!("{} for {practices}", opens.step),
        })
        .collect();
    if !opens.is_empty() {
        text.push_str(&format!("; opens at once: {}", opens.join(", ")));
    }
    if one.plans > 0 {
        text.push_str(&format!(
            "; mails, letters or permits planned at once: {}",
            one.plans
        ));
    }
    text
}
