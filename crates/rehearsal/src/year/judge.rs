//! After the end of a year: everything that must be so of one campaign, whatever went wrong on the way.

use precede_app::{AppError, export_line};
use precede_engine::{advance, apply, begin};
use precede_model::{Campaign, Digest, EffectKey, Event, Outgoing, StepState};
use precede_store::{EffectState, LedgerLine};

use super::{
    Check,
    book::{Book, Row},
    office::{Common, Office},
    oracle,
};

/// Everything wrong with a campaign. `check` reads its history alone, where it is asked to.
pub(super) fn judge(
    common: Common<'_>,
    office: &Office<'_>,
    check: Option<Check<'_>>,
) -> Result<Vec<String>, AppError> {
    let book = &office.book;
    let mut wrong = office.wrong.clone();
    wrong.extend(folds(common, book));
    wrong.extend(oracle::judge(
        &common.def.definition,
        &office.outside.mails,
        &book.events,
    ));
    wrong.extend(accounted(office));
    wrong.extend(has_waker(common, book));
    if let Some(check) = check {
        wrong.extend(check(&export(&book.campaign, &book.events))?);
    }
    Ok(wrong)
}

/// E18: the history folds to the state.
fn folds(common: Common<'_>, book: &Book) -> Option<String> {
    let mut events = book.events.iter();
    let mut folded = begin(common.def, book.campaign.id.pct, events.next()?)?;
    for event in events {
        apply(common.def, &mut folded, event);
    }
    (folded != book.campaign).then(|| "its history folds to another state".to_owned())
}

/// E13: nothing is under way or in doubt, and every manifest was written once.
fn accounted(office: &Office<'_>) -> Vec<String> {
    let is_left = |state| {
        matches!(
            state,
            EffectState::Sending | EffectState::InDoubt | EffectState::Quarantined
        )
    };
    let rows = office.book.rows();
    let mut wrong: Vec<String> = rows
        .filter(|(_, row)| is_left(row.state))
        .map(|(key, row)| format!("effect `{key}` is left {:?}", row.state))
        .collect();
    for ((practice, batch), times) in &office.outside.manifests {
        let is_theirs = |(key, row): &(&EffectKey, &Row)| {
            key.subject == Some(*practice)
                && matches!(row.what, Outgoing::Batch { batch: one, .. } if one == *batch)
        };
        let row = office.book.rows().find(is_theirs).map(|(_, row)| row.state);
        if *times != 1 || row != Some(EffectState::Done) {
            wrong.push(format!(
                "the manifest of batch {batch} of {practice} was written {times} times, and its effect is {row:?}"
            ));
        }
    }
    wrong
}

/// E10: a live campaign has something that wakes it, and its timer is the one its state asks for.
pub(super) fn has_waker(common: Common<'_>, book: &Book) -> Option<String> {
    let campaign = &book.campaign;
    if !campaign.is_running() {
        return None;
    }
    let wanted = advance(common.def, campaign, book.armed_at).next_wake;
    if wanted != book.wake {
        return Some(format!(
            "its timer stands at {:?} and not at {wanted:?}",
            book.wake
        ));
    }
    let is_open = |states: &[StepState]| states.iter().any(|state| state.open().is_some());
    let has_task =
        is_open(&campaign.steps) || campaign.tracks.iter().any(|track| is_open(&track.steps));
    let has_hold = campaign.holds.iter().any(|hold| hold.until.is_none());
    let is_orphan = book.next_due().is_none() && !has_task && !has_hold;
    is_orphan.then(|| "it runs, and nothing will ever wake it".to_owned())
}

/// Its history as the ledger exports it.
pub(super) fn export(campaign: &Campaign, events: &[Event]) -> String {
    let stream = campaign.id.stream();
    let mut export = String::new();
    let mut prev: Option<Digest> = None;
    for (place, event) in events.iter().enumerate() {
        let body =
            serde_json::to_string(event).expect("events are made of text, numbers and lists");
        let hash = Digest::chained(prev, &body);
        let line = LedgerLine {
            stream: stream.clone(),
            seq: place as u64 + 1,
            prev,
            hash,
            body,
        };
        export.push_str(&export_line(&line));
        export.push('\n');
        prev = Some(hash);
    }
    export
}
