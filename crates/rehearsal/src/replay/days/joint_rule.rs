//! A rule that all agree on arrives: a new version of the programme plan, and running campaigns move to it. Looked at
//! first, then done.

use precede_app::{AppError, Destination, Mode, MoveReport, Target};

use crate::replay::play::{Play, board, reasoned};
use crate::replay::story::{count, list};

/// The step the rule adds, before both sides sign.
const STEP: &str = r#"
[[phase.step]]
id = "informed-and-enabled"
title = "Practice and PCT find patients adequately informed and properly enabled to opt out"
for = "practice"
kind = "task"
owner = "pct-staff"
after = ["period"]
checklist = [
  "The practice says so, and has had full support",
  "The PCT says so",
  "Data are of a quality fit for sharing",
]
"#;
/// What the PCT's signature waits for, without it and with it.
const SIGNS_AFTER: &str = r#"after = ["practice-agrees", "reconciled"]"#;
const SIGNS_AFTER_IT: &str = r#"after = ["practice-agrees", "reconciled", "informed-and-enabled"]"#;

/// Publishes the new version and moves what runs.
pub(super) async fn tell(play: &mut Play<'_>) -> Result<(), AppError> {
    let text = with_joint_rule(&play.definition.0)?;
    let by = board()?;
    let published = play.app.publish(&text, "the joint rule", by).await?;
    let seq = play.last_published().await?;
    play.assume(
        "The joint rule is entered as a step of its own in a new version of the programme plan, which PCT staff finish \
         once both sides say so.",
    );
    let words = format!(
        "It becomes a new version of the programme plan {}: one more step before the PCT signs, \"Practice and PCT find \
         patients adequately informed and properly enabled to opt out\". That practice and PCT both sign was a rule \
         already (R6).",
        play.in_programme(seq)
    );
    play.story.say(&words);
    let destination = Destination {
        programme: play.stage.programme,
        campaign: None,
        to: Target::Version(published.digest, None),
    };
    let said = || (by, reasoned("the joint rule"));
    let looked = play
        .app
        .move_campaigns(&destination, said(), Mode::Preview)
        .await?;
    let words = format!(
        "A dry run first: {} would move, {} would stay. Nothing is recorded.",
        programmes(looked.moved.len()),
        looked.refused.len()
    );
    play.story.say(&words);
    let moved = play
        .app
        .move_campaigns(&destination, said(), Mode::Record)
        .await?;
    play.definition = (text, published.digest);
    tell_moved(play, &moved).await
}

async fn tell_moved(play: &mut Play<'_>, report: &MoveReport) -> Result<(), AppError> {
    let first = match report
        .moved
        .first()
        .and_then(|one| one.campaign.parse().ok())
    {
        Some(id) => format!(
            ", the first {}",
            play.cite(id, "definition-moved", None).await?
        ),
        None => String::new(),
    };
    let permits = play.permits().await?;
    let words = format!(
        "Then {} moved{first}. Those that had ended stay on the version they ran under. Nobody loses a finished step, and {} \
         as before.",
        match report.moved.len() {
            1 => "one information programme is".to_owned(),
            number => format!("{number} information programmes are"),
        },
        match permits {
            1 => "one go-live approval stands".to_owned(),
            number => format!(
                "{} stand",
                count(number, "go-live approval", "go-live approvals")
            ),
        }
    );
    play.story.say(&words);
    for one in &report.refused {
        let words = format!("{} stays: {}.", one.campaign, list(&one.why));
        play.story.item(&words);
    }
    Ok(())
}

fn programmes(number: usize) -> String {
    count(number, "information programme", "information programmes")
}

/// The programme plan with one more step before the PCT signs.
fn with_joint_rule(text: &str) -> Result<String, AppError> {
    if !text.contains(SIGNS_AFTER) {
        return Err(AppError::bad(
            "the programme plan has no step in which the PCT signs after the practice: the joint rule has no place in it",
        ));
    }
    let text = text.replacen(SIGNS_AFTER, SIGNS_AFTER_IT, 1);
    Ok(format!("{}\n{STEP}", text.trim_end()))
}

#[cfg(test)]
mod tests {
    use precede_model::definition;

    use super::*;

    #[test]
    fn the_new_version_can_be_read_and_has_one_step_more() {
        let before = crate::world::tests::text("scr");
        let after = with_joint_rule(before).unwrap();
        let read = |text: &str| definition::parse(text, "scr", &|_| true).unwrap();
        let (before, after) = (read(before), read(&after));
        assert_eq!(after.steps.len(), before.steps.len() + 1);
        let added = after.steps.last().unwrap();
        assert_eq!(added.id.to_string(), "informed-and-enabled");
        assert!(added.is_required());
        assert!(with_joint_rule("code = \"other\"").is_err());
    }
}
