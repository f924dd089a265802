//! `precede bench-directive`: a directive over the whole programme looked at, recorded and lifted, and practices explained,
//! timed within the process, for `cargo xtask bench`. It works on the campaigns a data folder holds.

use std::time::Instant;

use clap::Args;
use precede_app::{App, Mode};
use precede_model::{
    ClockEffect, Evidence, FactName, HeldAct, PersonId, ProgrammeCode, Standing,
    programme::{Area, ProgrammeCommand, ProgrammeOrder, Scope},
};
use serde_json::{Value, json};

use crate::{answer::Answer, context::Context, errors::CliError};

/// How.
#[derive(Args)]
#[command(after_help = "Example:
  precede --data-dir demo bench-directive --rounds 5 --as programme-lead --json")]
pub struct Arguments {
    /// The programme
    #[arg(long, default_value = "scr")]
    programme: ProgrammeCode,
    /// How often each is done
    #[arg(long, default_value_t = 5)]
    rounds: u32,
}

/// Most practices explained a round.
const EXPLAINED_MAX: usize = 1_000;

/// Does it. Each round reads all campaigns from the database anew, once to look and once to record.
pub async fn run(context: &Context, arguments: Arguments) -> Result<Answer, CliError> {
    let by = context.person()?;
    let code = arguments.programme;
    let (mut preview, mut issue, mut lift) = (Vec::new(), Vec::new(), Vec::new());
    let mut campaigns = 0;
    for round in 0..arguments.rounds {
        let app = context.app().await?;
        let id: FactName = format!("bench-{round}").parse().map_err(failed)?;
        let now = app.now().await?;
        let order = ProgrammeOrder::Issue {
            id,
            authority: "Bench".to_owned(),
            reference: "measurement".to_owned(),
            acts: vec![HeldAct::Post, HeldAct::Permit],
            scope: Scope {
                areas: vec![Area::Programme],
                except: Vec::new(),
            },
            from: now,
            clock: ClockEffect::Runs,
        };
        let issued = command(by, order);
        let lifted = command(
            by,
            ProgrammeOrder::Lift {
                id,
                authority: "Bench".to_owned(),
                reference: "measurement".to_owned(),
            },
        );
        for (mode, command, times) in [
            (Mode::Preview, &issued, &mut preview),
            (Mode::Record, &issued, &mut issue),
            (Mode::Record, &lifted, &mut lift),
        ] {
            let started = Instant::now();
            let report = app.order_directive(code, (id, command), (mode, 28)).await?;
            times.push(started.elapsed().as_secs_f64());
            campaigns = report.effect.campaigns.len();
        }
    }
    let explain = explain(&*context.app().await?).await?;
    let text = format!(
        "{campaigns} campaigns; preview {:.3} s, issue {:.3} s, lift {:.3} s; explain {:.4} s",
        median(&mut preview.clone()),
        median(&mut issue.clone()),
        median(&mut lift.clone()),
        median(&mut explain.clone()),
    );
    Ok(Answer::done(
        text,
        json!({
            "campaigns": campaigns,
            "preview": figures(preview),
            "issue": figures(issue),
            "lift": figures(lift),
            "explain": figures(explain),
        }),
    ))
}

/// Seconds each practice took to explain, all its acts and steps, its campaign seen before.
async fn explain(app: &App) -> Result<Vec<f64>, CliError> {
    let mut times = Vec::new();
    for campaign in app.store().campaigns().await.map_err(failed)? {
        let practices: Vec<_> = {
            let now = app.now().await?;
            let mut tick = app.tick(now);
            let (campaign, _) = tick.campaign(campaign).await?;
            let here = |standing: &Standing| matches!(standing, Standing::Tranche);
            let here = campaign.tracks.iter().filter(|one| here(&one.standing));
            let practices = here.map(|one| one.practice).collect();
            tick.commit().await?;
            practices
        };
        for practice in practices {
            if times.len() == EXPLAINED_MAX {
                return Ok(times);
            }
            let started = Instant::now();
            app.explain(campaign, Some(practice), None).await?;
            times.push(started.elapsed().as_secs_f64());
        }
    }
    Ok(times)
}

fn command(by: PersonId, order: ProgrammeOrder) -> ProgrammeCommand {
    ProgrammeCommand {
        by,
        happened: None,
        evidence: Evidence::default(),
        order,
    }
}

fn figures(mut times: Vec<f64>) -> Value {
    let most = times.iter().copied().fold(0.0, f64::max);
    json!({"count": times.len(), "median_seconds": median(&mut times), "most_seconds": most})
}

/// The one in the middle; 0 of none.
fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn failed(why: impl ToString) -> CliError {
    CliError::Unavailable(why.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_in_the_middle() {
        assert_eq!(median(&mut [3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&mut []), 0.0);
    }
}
