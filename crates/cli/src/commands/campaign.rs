//! `precede campaign`: plans, starts, explains, pauses and ends campaigns.

use clap::{Args, Subcommand};
use precede_app::{Planned, TrancheChoice};
use precede_model::{
    ClockEffect, Digest, HeldAct, Order, OrganisationCode, ProgrammeCode, Tranche,
};
use serde_json::json;

use super::{
    budget, explanation::explained, moving, said::SaidArguments, spending, standing, told,
};
use crate::{answer::Answer, context::Context, errors::CliError, parse};

/// Campaigns. CAMPAIGN is a PCT's code when it has one campaign only, else scr/5PY/all.
#[derive(Subcommand)]
pub enum Command {
    /// Plans a campaign
    #[command(after_help = "Example:
  precede campaign plan 5PY --programme scr --variant 2010-10 --as ann
  precede campaign plan 5PY --tranche first --practices F81006,F81010 --as ann")]
    Plan(Plan),
    /// Starts a planned one
    #[command(after_help = "Example:
  precede campaign start 5PY --as ann")]
    Start {
        /// The campaign
        campaign: String,
    },
    /// Shows where it stands; without a campaign, all of them
    #[command(after_help = "Example:
  precede campaign status 5PY --json")]
    Status {
        /// The campaign
        campaign: Option<String>,
        /// Also a line for each practice
        #[arg(long)]
        practices: bool,
    },
    /// Says what may happen and what is missing, rule by rule
    #[command(after_help = "Example:
  precede campaign explain 5PY --practice F81006 --act permit")]
    Explain {
        /// The campaign
        campaign: String,
        /// For this practice
        #[arg(long, value_name = "CODE")]
        practice: Option<OrganisationCode>,
        /// Only this act: tell, publicity, post or permit; or start (new campaigns) or updates (of records shared)
        #[arg(long)]
        act: Option<HeldAct>,
    },
    /// Pauses it: nothing is planned or released until it is resumed
    #[command(after_help = "Example:
  precede campaign pause 5PY --reason 'flooding' --clock stops --as ann")]
    Pause {
        /// The campaign
        campaign: String,
        /// Why
        #[arg(long)]
        reason: String,
        /// Whether running waits go on: runs or stops
        #[arg(long, default_value = "runs", value_parser = clock)]
        clock: ClockEffect,
    },
    /// Resumes a paused one
    #[command(after_help = "Example:
  precede campaign resume 5PY --as ann")]
    Resume {
        /// The campaign
        campaign: String,
    },
    /// Signs what may be spent on letters: one person signs, a second approves the same amounts
    #[command(after_help = "Example:
  precede campaign budget 5PY --amount 12000 --unit-cost bulk=25.7p --as ann
  precede campaign budget 5PY --amount 12000 --unit-cost bulk=25.7p --as bob")]
    Budget(budget::Arguments),
    /// Shows what was approved, committed and spent on letters, and what is left
    #[command(after_help = "Example:
  precede campaign spending 5PY --practices
  precede campaign spending --all --json          (amounts in whole hundredths of a penny)")]
    Spending(spending::Arguments),
    /// Moves running campaigns to another published definition; look first with --dry-run
    #[command(
        name = "move",
        after_help = "Example:
  precede campaign move --to 4f1c… --dry-run --as nina      (all of the programme that run)
  precede campaign move 5PY --to 4f1c… --variant 2010-10 --reference 'joint statement of 4 May 2010' --as nina
  precede campaign move 5PY --back --reason 'moved too early' --as nina      (takes the last move back)

`precede programme compare` looks at every state a campaign could be in, before any moves. Exit code 1 when a campaign cannot move: a finished step would vanish, or a rule would be broken."
    )]
    Move(moving::Arguments),
    /// Ends it for good; batches at the mail house are recalled
    #[command(
        visible_alias = "cancel",
        after_help = "Example:
  precede campaign withdraw 5PY --reason 'programme cancelled' --as ann"
    )]
    Withdraw {
        /// The campaign
        campaign: String,
        /// Why
        #[arg(long)]
        reason: String,
    },
}

/// What to plan.
#[derive(Args)]
pub struct Plan {
    /// The PCT
    pct: OrganisationCode,
    /// The programme
    #[arg(long, default_value = "scr")]
    programme: ProgrammeCode,
    /// A published version [default: the newest]
    #[arg(long, value_name = "DIGEST")]
    definition: Option<Digest>,
    /// A variant of the definition [default: its first]
    #[arg(long)]
    variant: Option<String>,
    /// Name of the group of practices, with --practices
    #[arg(long, requires = "practices")]
    tranche: Option<Tranche>,
    /// Only these practices
    #[arg(long, value_delimiter = ',', requires = "tranche")]
    practices: Vec<OrganisationCode>,
}

fn clock(word: &str) -> Result<ClockEffect, String> {
    match word {
        "runs" => Ok(ClockEffect::Runs),
        "stops" => Ok(ClockEffect::Stops),
        _ => Err("write runs or stops".to_owned()),
    }
}

/// Does it.
pub async fn run(context: &Context, command: Command) -> Result<Answer, CliError> {
    match command {
        Command::Plan(plan) => planned(context, plan).await,
        Command::Start { campaign } => order(context, &campaign, None, Order::Start).await,
        Command::Status { campaign: None, .. } => all(context).await,
        Command::Status {
            campaign: Some(campaign),
            practices,
        } => status(context, &campaign, practices).await,
        Command::Explain {
            campaign,
            practice,
            act,
        } => explain(context, &campaign, practice, act).await,
        Command::Pause {
            campaign,
            reason,
            clock,
        } => order(context, &campaign, Some(reason), Order::Pause(clock)).await,
        Command::Budget(arguments) => budget::run(context, arguments).await,
        Command::Spending(arguments) => spending::run(context, arguments).await,
        Command::Move(arguments) => moving::run(context, arguments).await,
        Command::Resume { campaign } => order(context, &campaign, None, Order::Resume).await,
        Command::Withdraw { campaign, reason } => {
            order(context, &campaign, Some(reason), Order::Withdraw).await
        }
    }
}

async fn planned(context: &Context, plan: Plan) -> Result<Answer, CliError> {
    let app = context.app().await?;
    let tranche = match plan.tranche {
        None => TrancheChoice::All,
        Some(name) => TrancheChoice::Named {
            name,
            practices: plan.practices,
        },
    };
    let Plan {
        pct,
        programme,
        definition,
        variant,
        ..
    } = plan;
    let planned = Planned {
        pct,
        programme,
        definition,
        variant,
        tranche,
    };
    let mut tick = app.tick(app.now().await?);
    let id = tick.plan(planned, context.person()?).await?;
    // What was done for the region or the programme before serves this campaign too.
    tick.adopt_done_before(id).await?;
    let (campaign, _) = tick.campaign(id).await?;
    let practices = campaign.tracks.len();
    tick.commit().await?;
    let text = format!(
        "planned {id}: {practices} practices\nnext: precede campaign start {pct} --as PERSON"
    );
    Ok(Answer::done(
        text,
        json!({"campaign": id.to_string(), "practices": practices}),
    ))
}

/// One order about a campaign as a whole.
async fn order(
    context: &Context,
    campaign: &str,
    reason: Option<String>,
    order: Order,
) -> Result<Answer, CliError> {
    let said = SaidArguments {
        reason,
        ..SaidArguments::default()
    };
    let told = told::order(context, campaign, &said, order).await?;
    Ok(told.answer(told.word))
}

async fn all(context: &Context) -> Result<Answer, CliError> {
    let app = context.app().await?;
    let mut text = String::new();
    let mut json = Vec::new();
    for id in app.store().campaigns().await? {
        let status = app.status(id).await?;
        let phase = status
            .phase
            .as_ref()
            .map_or("", |phase| phase.title.as_str());
        let lifecycle = serde_json::to_value(status.lifecycle).unwrap_or_default();
        let word = lifecycle
            .get("is")
            .and_then(|word| word.as_str())
            .unwrap_or_default()
            .to_owned();
        text += &format!(
            "{:24} {:10} {:24} {}\n",
            status.campaign, word, phase, status.pct_name
        );
        json.push(json!({
            "campaign": status.campaign, "lifecycle": status.lifecycle, "phase": status.phase, "pct_name": status.pct_name,
        }));
    }
    Ok(Answer::done(text, json!({"campaigns": json})))
}

async fn status(context: &Context, campaign: &str, practices: bool) -> Result<Answer, CliError> {
    let app = context.app().await?;
    let id = parse::campaign(&app, campaign).await?;
    let status = app.status(id).await?;
    let lifecycle = serde_json::to_value(status.lifecycle).unwrap_or_default();
    let mut text = format!(
        "{} ({}): {}\n",
        status.campaign, status.pct_name, status.title
    );
    text += &format!(
        "  {}",
        lifecycle
            .get("is")
            .and_then(|word| word.as_str())
            .unwrap_or_default()
    );
    if let Some(phase) = &status.phase {
        text += &format!(", stage: {}", phase.title);
    }
    if let Some(wake) = status.next_wake {
        text += &format!(", time moves it next at {wake}");
    }
    text += "\n\n  step                                            pending  open  done  skipped\n";
    for step in &status.steps {
        text += &format!(
            "  {:46}  {:7} {:5} {:5} {:8}\n",
            step.title, step.pending, step.open, step.done, step.skipped
        );
    }
    text += &standing::in_words(&status);
    if practices {
        text += "\n";
        for line in &status.practices {
            let open: Vec<String> = line.open.iter().map(ToString::to_string).collect();
            text += &format!(
                "  {:8} {:20} open: {}\n",
                line.practice,
                line.standing,
                open.join(", ")
            );
        }
    }
    if let Some(warning) = &status.warning {
        text += &format!("warning: {warning}\n");
    }
    Ok(Answer::done(text, status))
}

async fn explain(
    context: &Context,
    campaign: &str,
    practice: Option<OrganisationCode>,
    act: Option<HeldAct>,
) -> Result<Answer, CliError> {
    let app = context.app().await?;
    let id = parse::campaign(&app, campaign).await?;
    let explanation = app.explain(id, practice, act).await?;
    Ok(Answer::done(explained(&explanation), explanation))
}
