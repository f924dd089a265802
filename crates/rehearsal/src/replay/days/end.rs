//! The account: what was unlawful, what contradicts itself, what is assumed, what nobody knows.

use std::collections::BTreeMap;

use precede_app::{AppError, export_line, head_of_heads};

use crate::replay::{
    outcome::Unlawful,
    play::Play,
    story::{count, list},
};

/// Tells it, and has the histories judged.
pub(super) async fn tell(
    play: &mut Play<'_>,
    check: &mut crate::Check<'_>,
) -> Result<(), AppError> {
    judge(play, check).await?;
    play.outcome.permits_at_end = play.permits().await?;
    play.story.chapter("The account");
    unlawful(play);
    open_ends(play);
    play.story.gap();
    play.story.say("Assumed, because no source tells it:");
    for (place, one) in play.outcome.assumed.iter().enumerate() {
        play.story.numbered(place + 1, one);
    }
    if !play.outcome.unknown.is_empty() {
        play.story.gap();
        play.story.say("Left open, because no source tells it:");
        for (place, one) in play.outcome.unknown.iter().enumerate() {
            play.story.numbered(place + 1, one);
        }
    }
    play.story.gap();
    let outcome = &play.outcome;
    play.story.say(&format!(
        "Go-live approvals: {} stood before the order that held uploads, {} after it, {} at the end.",
        outcome.permits_before, outcome.permits_after, outcome.permits_at_end
    ));
    let verdict = match outcome.violations {
        0 => "and found no act before its evidence".to_owned(),
        number => format!(
            "and found {} that broke a rule",
            count(number as usize, "entry", "entries")
        ),
    };
    play.story.say(&format!(
        "The history has {} entries. A check that shares nothing with the rules read all of them, {verdict}. Its head is \
         {}.",
        outcome.entries, outcome.head
    ));
    Ok(())
}

/// By rule and PCT.
fn unlawful(play: &mut Play<'_>) {
    let mut by_rule: BTreeMap<_, Vec<&Unlawful>> = BTreeMap::new();
    for one in &play.outcome.unlawful {
        by_rule.entry(one.rule).or_default().push(one);
    }
    if by_rule.is_empty() {
        play.story
            .say("Nothing that happened was against a rule, as far as the sources show.");
        return;
    }
    play.story
        .say("Against a rule, as far as the sources show:");
    let mut lines = Vec::new();
    for (rule, found) in by_rule {
        let mut places: Vec<String> = found
            .iter()
            .map(|one| match one.pct {
                Some(pct) => format!("{} ({})", play.named(pct), one.date),
                None => format!("a place no source names ({})", one.date),
            })
            .collect();
        places.dedup();
        lines.push(format!("{rule} ({}): {}.", rule.title(), list(places)));
    }
    for line in lines {
        play.story.item(&line);
    }
}

fn open_ends(play: &mut Play<'_>) {
    let conflicts = list(&play.outcome.conflicts);
    let held = list(&play.outcome.held_uploads);
    let unproved = play.outcome.unproved.len();
    play.story.gap();
    play.story
        .say(&format!("About to upload and held: {held}."));
    play.story.say(&format!(
        "Held and let off at once, and so held: {conflicts}."
    ));
    play.story.say(&format!(
        "Held because nobody can say whether they are meant: {}.",
        count(unproved, "PCT", "PCTs")
    ));
}

async fn judge(play: &mut Play<'_>, check: &mut crate::Check<'_>) -> Result<(), AppError> {
    let heads = play.app.heads().await?;
    for head in &heads {
        let mut export = String::new();
        let lines = play
            .app
            .read_ledger::<AppError>(&head.stream, |line| {
                export += &export_line(&line);
                export.push('\n');
                Ok(())
            })
            .await?;
        play.outcome.entries += lines;
        play.outcome.violations += check(&export)?;
    }
    play.outcome.head = head_of_heads(&heads).to_string();
    Ok(())
}
