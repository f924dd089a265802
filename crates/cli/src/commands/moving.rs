//! `precede campaign move`: running campaigns go on under another published definition.

use clap::Args;
use precede_app::{Destination, Mode, MoveReport};
use precede_model::{Digest, Evidence, ProgrammeCode};

use crate::{answer::Answer, context::Context, errors::CliError, parse};

/// Where to, and which.
#[derive(Args)]
pub struct Arguments {
    /// The campaign [default: all of the programme that run]
    campaign: Option<String>,
    /// The definition, by its digest as `precede programme list` shows it
    #[arg(long, value_name = "DIGEST")]
    to: Digest,
    /// Its variant
    #[arg(long)]
    variant: Option<String>,
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
        definition: arguments.to,
        variant: arguments.variant,
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
    let mut text = format!(
        "{done}: {} campaigns to {}\n",
        report.moved.len(),
        report.definition
    );
    for one in &report.moved {
        text.push_str(&format!("  {}", one.campaign));
        if !one.new_steps.is_empty() {
            text.push_str(&format!("; new: {}", one.new_steps.join(", ")));
        }
        if !one.gone_steps.is_empty() {
            text.push_str(&format!("; gone: {}", one.gone_steps.join(", ")));
        }
        text.push('\n');
    }
    for one in &report.refused {
        text.push_str(&format!("cannot move: {}\n", one.campaign));
        for why in &one.why {
            text.push_str(&format!("  {why}\n"));
        }
    }
    text
}
