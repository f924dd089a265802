//! Go-lives asked for under an order: those about to upload, those that go on, and one of whom nobody can say.

use precede_app::{AppError, DirectiveReport};
use precede_model::{Act, Rule};

use crate::replay::{
    play::{Play, laws},
    stage::{OnStage, Part, going_on},
    story::list,
};

/// Those about to upload, by name: each is asked for its go-live.
pub(super) async fn about_uploads(play: &mut Play<'_>, is_first: bool) -> Result<(), AppError> {
    let Some(planned) = &play.facts.planned_uploads else {
        return Ok(());
    };
    let stated = planned.stated_count.map_or_else(String::new, |stated| {
        format!(
            ", {stated} by the source and {} by name",
            planned.members.len()
        )
    });
    play.story.say(&format!(
        "About to upload were the following{stated} [{}]. Each is asked for its go-live now:",
        list(&planned.sources)
    ));
    for pct in &planned.members {
        let Some(on_stage) = play.stage.of_pct(*pct).cloned() else {
            continue;
        };
        let answer = ask(play, &on_stage, 0).await?;
        let words = match &answer {
            Some(Answer::Held { why, cited }) => {
                format!("{}: refused, {why} {cited}.", play.named(*pct))
            }
            Some(Answer::GoesOn { why }) => format!("{}: not held. {why}", play.named(*pct)),
            None => format!("{}: its programme has not begun.", play.named(*pct)),
        };
        play.story.item(&words);
        if is_first {
            match answer {
                Some(Answer::Held { .. }) => play.outcome.held_uploads.push(*pct),
                Some(Answer::GoesOn { .. }) => play.outcome.uploads_going_on.push(*pct),
                None => {}
            }
        }
    }
    Ok(())
}

/// What asking for a go-live brought.
pub(super) enum Answer {
    /// A directive holds it.
    Held {
        /// The rule and the directive.
        why: String,
        /// Where the directive entered the campaign's history.
        cited: String,
    },
    /// No directive holds it.
    GoesOn {
        /// What stands, or what is waited for.
        why: String,
    },
}

/// Asks for the go-live of one of a campaign's practices; `None` when it has not begun.
pub(super) async fn ask(
    play: &Play<'_>,
    on_stage: &OnStage,
    number: usize,
) -> Result<Option<Answer>, AppError> {
    let id = on_stage.campaign;
    let Some(practice) = on_stage
        .practices
        .get(number)
        .filter(|_| on_stage.has_started)
    else {
        return Ok(None);
    };
    let asked = play.ask(id, *practice, Act::Permit).await?;
    let held = asked.lacks.iter().find(|lack| lack.rule == Rule::R8);
    if let Some(held) = held {
        let words = held.words.split(':').next().unwrap_or_default();
        return Ok(Some(Answer::Held {
            why: format!("R8 ({}): {words}", held.law),
            cited: play.cite(id, "directive-recorded", None).await?,
        }));
    }
    let why = if play.has_permit(id, *practice).await? {
        format!(
            "Its go-live stands {}.",
            play.cite(id, "permit-issued", Some(*practice)).await?
        )
    } else if asked.lawful {
        "Every rule holds.".to_owned()
    } else {
        format!(
            "R8 (directives bind) lets it go on. It waits for {} {}.",
            laws(&asked),
            play.cite(id, "batch-posted", Some(*practice)).await?
        )
    };
    Ok(Some(Answer::GoesOn { why }))
}

/// One PCT of each wave that is let off.
pub(super) async fn who_goes_on(
    play: &mut Play<'_>,
    report: &DirectiveReport,
) -> Result<(), AppError> {
    let mut is_told = false;
    for wave in going_on(play.facts, &play.window) {
        let members = wave.members.iter();
        let mut free = members.filter(|pct| report.pcts.exempt.contains(pct));
        let Some(on_stage) = free.find_map(|pct| play.stage.of_pct(*pct).cloned()) else {
            continue;
        };
        if !is_told {
            play.story
                .say("Those that are let off go on. One of each wave is asked:");
            is_told = true;
        }
        for number in 0..on_stage.practices.len() {
            if let Some(answer) = ask(play, &on_stage, number).await? {
                let words = match answer {
                    Answer::Held { why, cited } => format!("refused, {why} {cited}."),
                    Answer::GoesOn { why } => why,
                };
                let words = format!(
                    "{}, {}, practice {}: {words}",
                    wave.id,
                    play.named(on_stage.campaign.pct),
                    on_stage.practices[number]
                );
                play.story.item(&words);
            }
        }
    }
    Ok(())
}

/// One PCT of which nobody can say.
pub(super) async fn unproved(
    play: &mut Play<'_>,
    report: &DirectiveReport,
) -> Result<(), AppError> {
    let campaigns = play.stage.campaigns.iter();
    let unproved =
        campaigns.filter(|one| one.has_started && report.pcts.unproved.contains(&one.campaign.pct));
    // One that only sent letters, if there is one: nobody has said anything else about it.
    let Some(on_stage) = unproved
        .max_by_key(|one| one.part == Part::Letters)
        .cloned()
    else {
        return Ok(());
    };
    if let Some(Answer::Held { why, cited }) = ask(play, &on_stage, 0).await? {
        let words = format!(
            "{} is one of those of whom nobody can say. Asked for a go-live there, the answer is no: {why} {cited}. A \
             named person is to settle whether it is held.",
            play.named(on_stage.campaign.pct)
        );
        play.story.say(&words);
    }
    Ok(())
}
