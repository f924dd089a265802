//! Letters that went out: entered as what happened, and judged by the rules as at that day.
//!
//! A campaign takes no letter that was posted outside it, so nothing is written into its history: the rules are asked
//! whether they could have left, and what they miss is listed.

use chrono::NaiveDate;
use precede_app::AppError;
use precede_model::Act;

use crate::replay::{
    facts::Event,
    outcome::Unlawful,
    play::{Play, lacks},
    stage::{OnStage, Part},
    timeline::named_pcts,
};

/// Asks for each PCT the event names.
pub(super) async fn judge(
    play: &mut Play<'_>,
    event: &Event,
    day: NaiveDate,
) -> Result<(), AppError> {
    let mut missing = Vec::new();
    for pct in named_pcts(event) {
        let Some(on_stage) = play.stage.of_pct(*pct).cloned() else {
            continue;
        };
        if on_stage.part == Part::Letters {
            missing.extend(judge_one(play, event, (&on_stage, day)).await?);
        } else {
            let words = format!(
                "{}: its letters are on the stage already, where they were lawful (assumed).",
                play.named(*pct)
            );
            play.story.item(&words);
        }
    }
    if !missing.is_empty() {
        play.story.say(
            "The letters left, so they are not refused here: they are recorded as happened. Nothing in the sources shows \
             what the rules ask before a letter leaves, so they are listed as unlawful, as far as the sources go.",
        );
        for words in missing {
            play.story.item(&words);
        }
    }
    Ok(())
}

async fn judge_one(
    play: &mut Play<'_>,
    event: &Event,
    (on_stage, day): (&OnStage, NaiveDate),
) -> Result<Option<String>, AppError> {
    let OnStage {
        campaign,
        practices,
        has_started,
        ..
    } = on_stage;
    let Some(practice) = practices.first().filter(|_| *has_started) else {
        return Ok(None);
    };
    let asked = play.ask(*campaign, *practice, Act::Post).await?;
    for lack in &asked.lacks {
        let words = lack.words.split(':').next().unwrap_or_default();
        let unlawful = Unlawful {
            date: event.date.to_string(),
            pct: Some(campaign.pct),
            rule: lack.rule,
            what: format!("letters were posted, and no source shows that it was lawful: {words}"),
            judged_on: day,
        };
        play.outcome.unlawful.push(unlawful);
    }
    let words = format!(
        "{}, asked for its practice {} {}: {}.",
        play.named(campaign.pct),
        play.practice_named(*practice),
        play.cite(*campaign, "campaign-started", None).await?,
        lacks(&asked)
    );
    Ok((!asked.lawful).then_some(words))
}
