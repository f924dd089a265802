//! `precede effect`: what was found half-done after a crash, and a person's word about it (R11).

use clap::{Args, Subcommand};
use precede_model::{EffectKey, Order, Outgoing};
use precede_store::{EffectState, OutboxRow};
use serde_json::{Value, json};

use crate::{answer::Answer, context::Context, errors::CliError, parse};

/// Effects.
#[derive(Subcommand)]
pub enum Command {
    /// Lists effects in doubt, quarantined or failed
    #[command(after_help = "Example:
  precede effect list")]
    List,
    /// Says whether an effect in doubt left
    #[command(after_help = "Example:
  precede effect settle 5PY batch/F81006/1/1 --left --as carol

A batch or permit found half-done after a crash is never repeated by itself: look whether it left, then say so.")]
    Settle(Settle),
}

/// Which, and whether it left.
#[derive(Args)]
pub struct Settle {
    /// The campaign
    campaign: String,
    /// The effect, as listed
    effect: EffectKey,
    #[command(flatten)]
    word: Word,
}

/// Whether it left.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub struct Word {
    /// It left: its outcome is recorded
    #[arg(long)]
    left: bool,
    /// It did not leave: it is tried again under a new warrant
    #[arg(long)]
    stayed: bool,
}

/// Does it.
pub async fn run(context: &Context, command: Command) -> Result<Answer, CliError> {
    let app = context.app().await?;
    let Command::Settle(settle) = command else {
        let mut rows = Vec::new();
        for state in [
            EffectState::InDoubt,
            EffectState::Quarantined,
            EffectState::Failed,
        ] {
            rows.extend(app.store().effects_in(state).await?);
        }
        let text: String = rows.iter().map(line).collect();
        let json: Vec<Value> = rows.iter().map(described).collect();
        return Ok(Answer::done(text, json!({"effects": json})));
    };
    let person = context.person()?;
    app.require_role(
        person,
        &[
            precede_model::Role::PctStaff,
            precede_model::Role::PctLead,
            precede_model::Role::Administrator,
        ],
    )
    .await?;
    let id = parse::campaign(&app, &settle.campaign).await?;
    let row = app
        .store()
        .effect(&id.stream(), settle.effect)
        .await?
        .filter(|row| matches!(row.state, EffectState::InDoubt | EffectState::Quarantined))
        .ok_or_else(|| {
            CliError::Usage(format!(
                "`{}` of `{id}` is not in doubt: see `precede effect list`",
                settle.effect
            ))
        })?;
    let (state, order) = if settle.word.left {
        let from = &context.settings.mail.from;
        (EffectState::Done, outcome(&row, from))
    } else {
        (EffectState::Planned, None)
    };
    let words = format!("settled by {person}");
    let mut tick = app.tick(app.now().await?);
    tick.settle(&row, (state, &words), order).await?;
    tick.commit().await?;
    Ok(Answer::done(
        words,
        json!({"effect": settle.effect.to_string(), "left": settle.word.left}),
    ))
}

/// What the campaign records when a person says that an effect left, a mail under the Message-ID it left under.
fn outcome(row: &OutboxRow, from: &str) -> Option<Order> {
    let practice = row.key.subject?;
    match &row.what {
        Outgoing::Batch { batch, .. } => Some(Order::Released {
            practice,
            batch: *batch,
        }),
        Outgoing::Notice {
            template, number, ..
        } => Some(Order::HandedOver {
            step: row.key.step,
            practice,
            template: *template,
            number: *number,
            message_id: precede_daemon::reference(row.campaign, row.key, from),
        }),
        // Nothing outside this database holds a permit: one in doubt is tried again.
        Outgoing::Permit | Outgoing::Recall { .. } | Outgoing::Digest { .. } => None,
    }
}

fn line(row: &OutboxRow) -> String {
    format!(
        "{:?} {} {} {}\n",
        row.state,
        row.stream,
        row.key,
        row.outcome.as_deref().unwrap_or_default()
    )
}

fn described(row: &OutboxRow) -> Value {
    json!({
        "state": format!("{:?}", row.state), "campaign": row.campaign.to_string(), "effect": row.key.to_string(),
        "attempts": row.attempts, "outcome": row.outcome,
    })
}

#[cfg(test)]
mod tests {
    use precede_model::{Role, Timestamp};

    use super::*;

    #[test]
    fn a_mail_that_left_is_recorded_under_its_message_id() {
        let campaign = "scr/5PY/all".parse().unwrap();
        let key: EffectKey = "tell-practice/F81006/1/0".parse().unwrap();
        let row = OutboxRow {
            stream: String::new(),
            campaign,
            key,
            what: Outgoing::Notice {
                to: Role::Practice,
                template: "tell-practice".parse().unwrap(),
                number: 0,
            },
            not_before: Timestamp::from_micros(0),
            state: EffectState::Quarantined,
            attempts: 3,
            fence: None,
            until: None,
            outcome: None,
        };
        let Some(Order::HandedOver { message_id, .. }) = outcome(&row, "desk@pct.example") else {
            panic!("a mail is handed over");
        };
        assert!(message_id.ends_with("@pct.example>"), "{message_id}");
        let other = EffectKey { number: 1, ..key };
        let other = precede_daemon::reference(campaign, other, "desk@pct.example");
        assert_ne!(message_id, other);
    }
}
