//! R12: what rests on a fact falls with it, in the same breath. Under an alarm nothing leaves for a practice.

use precede_model::{Act, Answer, HeldAct, Rule, Timestamp};

use super::{Breach, History, Leaving, Place, Practice, Stage, history::FIT};

pub(super) fn broken(leaving: &Leaving<'_>) -> Option<&'static str> {
    let is_act = matches!(leaving.act, Act::Post | Act::Permit);
    (is_act && leaving.practice?.alarms > 0).then_some("an alarm stands at the practice")
}

/// What still stands after a move though its ground has gone.
pub(super) fn standing(history: &History, now: Timestamp) -> Option<Breach> {
    history.practices.iter().find_map(|practice| {
        let although =
            permit(history, practice, now).or_else(|| letters(history, practice, now))?;
        Some(Breach {
            rule: Rule::R12,
            practice: Some(practice.code),
            although,
        })
    })
}

/// A permit that stands, or is about to be given.
fn permit(history: &History, practice: &Practice, now: Timestamp) -> Option<&'static str> {
    if !matches!(practice.permit, Stage::Planned | Stage::Left) || has_moved(practice) {
        return None;
    }
    if practice.informed.is_none() {
        return Some("the acknowledgement its permit rests on was taken back");
    }
    if practice.agreed.is_none() || practice.pct_agreed.is_none() {
        return Some("an agreement its permit rests on was taken back");
    }
    if practice.fit != FIT || practice.counted.is_none_or(|(_, all_coded)| !all_coded) {
        return Some("a fact its permit rests on turned out false");
    }
    if practice.list.is_none() && !practice.letters.is_empty() {
        return Some("the list its permit rests on was taken back");
    }
    if matches!(practice.answer, Some(Answer::Declines | Answer::NotYet)) {
        return Some("the practice no longer takes part and its permit stands");
    }
    let is_held = history.is_held(HeldAct::Permit, Some(practice.code), now);
    is_held.then_some("a directive holds permits and this one stands")
}

/// A practice that has moved took its permit along: it is judged where it is now.
fn has_moved(practice: &Practice) -> bool {
    practice.place == Place::Gone && practice.permit == Stage::Left
}

/// Letters that are planned and have not left.
fn letters(history: &History, practice: &Practice, now: Timestamp) -> Option<&'static str> {
    if !practice
        .letters
        .iter()
        .any(|one| one.stage == Stage::Planned)
    {
        return None;
    }
    if practice.informed.is_none() {
        return Some("the acknowledgement its letters rest on was taken back");
    }
    if practice.list.is_none() {
        return Some("the list its letters rest on was taken back");
    }
    if history.pack.is_none() || !history.helpline {
        return Some("a fact its letters rest on turned out false");
    }
    if history.publicity.iter().all(|one| one.until.is_some()) {
        return Some("the publicity its letters rest on is over");
    }
    if !practice.takes_part() {
        return Some("the practice no longer takes part and its letters are on their way");
    }
    let is_held = history.is_held(HeldAct::Post, Some(practice.code), now);
    is_held.then_some("a directive holds letters and these are on their way")
}
