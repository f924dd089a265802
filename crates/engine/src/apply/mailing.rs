//! Lists, batches, returns, reconciliation and the time to choose.

use std::collections::BTreeMap;

use precede_model::{
    Happening, Progress,
    definition::{Kind, StepIx},
    facts::{Batch, BatchState, ListFact, TrackFacts},
};

use super::Scene;
use crate::{Def, kinds::period, rules};

impl Scene<'_> {
    pub(super) fn mailing(&mut self) {
        let at = self.event.counts_from;
        let def = self.def;
        let event = self.event;
        let Some(track) = self.track() else { return };
        let facts = &mut track.facts;
        match event.what {
            Happening::ListAccepted(ref list) => {
                facts.list = Some(ListFact {
                    extracted: list.extracted,
                    deaths_checked: list.deaths_checked,
                    agreement_expires: list.agreement_expires,
                    is_named: !list.holder.trim().is_empty() && !list.agreement.trim().is_empty(),
                    rows: list.rows,
                    excluded: (list.excluded.values())
                        .fold(0, |sum, count| sum.saturating_add(*count)),
                    to_post: list.to_post,
                    still_to_tell: still_to_tell(&list.excluded),
                });
                self.finish();
                self.posted_in_full();
            }
            Happening::BatchPlanned {
                batch,
                items,
                class,
                post_by,
                cost,
            } => {
                let state = BatchState::Planned;
                facts.batches.push(Batch {
                    number: batch,
                    items,
                    class,
                    post_by,
                    cost,
                    recalled: false,
                    state,
                });
                self.own(|open| open.progress = Progress::Planned);
            }
            Happening::BatchReleased { batch } => {
                set_batch(facts, batch, |_| BatchState::Released { at });
                self.batch_moved();
            }
            Happening::BatchPosted {
                batch,
                items,
                spoiled,
                stopped,
                expected_receipt,
            } => {
                set_batch(facts, batch, |_| BatchState::Posted {
                    at,
                    posted: items,
                    spoiled,
                    stopped,
                    expected_receipt,
                    returned: 0,
                    period_ended: None,
                });
                self.batch_moved();
            }
            Happening::RecallAsked { batch } => {
                let known = facts.batches.iter_mut();
                for one in known.filter(|one| one.number == batch) {
                    one.recalled = true;
                }
            }
            Happening::BatchStopped { batch } => {
                set_batch(facts, batch, |_| BatchState::Stopped { at });
                self.batch_moved();
            }
            Happening::ItemReturned { batch, items, .. } => set_batch(facts, batch, |mut state| {
                if let BatchState::Posted { returned, .. } = &mut state {
                    *returned = returned.saturating_add(items);
                }
                state
            }),
            Happening::Reconciled(_) => {
                facts.reconciled = Some(at);
                self.finish();
            }
            Happening::PeriodEnded {
                batch: Some(batch), ..
            } => {
                set_batch(facts, batch, |mut state| {
                    if let BatchState::Posted { period_ended, .. } = &mut state {
                        *period_ended = Some(at);
                    }
                    state
                });
                self.period_moved(def);
            }
            Happening::PeriodEnded { batch: None, .. } => {
                facts.notice_period_ended = Some(at);
                self.period_moved(def);
            }
            _ => {}
        }
    }

    /// After a batch was posted or stopped: the step is done when nothing is in flight and nobody is left to write to.
    /// While a list that was taken back has no successor nobody can say so.
    fn batch_moved(&mut self) {
        let Some(track) = self.track() else { return };
        let in_flight = track
            .facts
            .batches
            .iter()
            .any(|batch| !rules::is_accounted_for(batch));
        if !in_flight && track.facts.list.is_some() && remaining(&track.facts) == 0 {
            return self.finish();
        }
        self.own(|open| {
            open.progress = if in_flight {
                Progress::Planned
            } else {
                Progress::Fresh
            }
        });
    }

    /// A newer list may name nobody who has not been written to: the letters are done then.
    fn posted_in_full(&mut self) {
        let def = self.def;
        let Some(track) = self.track() else { return };
        let facts = &track.facts;
        let is_done = !facts.batches.is_empty()
            && facts.batches.iter().all(rules::is_accounted_for)
            && remaining(facts) == 0;
        let is_open = |ix: &&StepIx| {
            matches!(def.step(**ix).kind, Kind::Batch { .. })
                && track.steps[def.slot(**ix)].open().is_some()
        };
        let step = def.track_steps().iter().find(is_open);
        if let Some(ix) = step.filter(|_| is_done) {
            self.finish_step(*ix);
        }
    }

    fn period_moved(&mut self, def: &Def) {
        let complete = self
            .event
            .practice
            .and_then(|practice| self.campaign.track_ix(practice))
            .is_some_and(|ix| period::is_complete(def, self.campaign, ix));
        if complete {
            self.finish();
        }
    }
}

/// Reasons to leave somebody out who is still to be told by another route (R4). Any other reason says that the person
/// need not be told.
const STILL_TO_TELL: [&str; 6] = [
    "outside-age-range",
    "restricted-address",
    "no-fixed-abode",
    "undeliverable",
    "overseas",
    "format-wanted",
];

/// Reasons that say so: dead, off the list, a duplicate.
const NEED_NOT_BE_TOLD: [&str; 4] = ["deceased", "off-the-list", "duplicate", "opted-out"];

/// Those left out who are still to be told. A reason nobody knows withholds: it is on the safe side.
fn still_to_tell(excluded: &BTreeMap<String, u32>) -> u32 {
    let counts = excluded.iter().filter(|(reason, _)| {
        STILL_TO_TELL.contains(&reason.as_str()) || !NEED_NOT_BE_TOLD.contains(&reason.as_str())
    });
    counts.fold(0, |sum, (_, count)| sum.saturating_add(*count))
}

/// People whom a permit does not cover: left out but still to be told, in a letter that came back, was spoiled or
/// stopped, not written to yet, or registered since the extract.
pub fn withheld(facts: &TrackFacts) -> u32 {
    let lost = facts.batches.iter().map(|batch| match batch.state {
        BatchState::Posted {
            posted,
            spoiled,
            stopped,
            returned,
            ..
        } if posted > 0 => [spoiled, stopped, returned]
            .iter()
            .fold(0_u32, |sum, n| sum.saturating_add(*n)),
        BatchState::Planned
        | BatchState::Released { .. }
        | BatchState::Posted { .. }
        | BatchState::Stopped { .. } => 0,
    });
    let left_out = facts.list.map_or(0, |list| list.still_to_tell);
    lost.chain([left_out, remaining(facts), facts.newcomers])
        .fold(0, u32::saturating_add)
}

/// People of the list who are in no batch that was or may yet be posted.
pub(crate) fn remaining(facts: &TrackFacts) -> u32 {
    facts
        .list
        .map_or(0, |list| list.to_post)
        .saturating_sub(written_to(facts))
}

/// People in batches that were or may yet be posted, whatever list they were composed from.
pub(crate) fn written_to(facts: &TrackFacts) -> u32 {
    (facts.batches.iter())
        .filter(|batch| !is_void(batch))
        .fold(0_u32, |sum, batch| sum.saturating_add(batch.items))
}

/// A batch of which no letter left: its people are still to be written to, in a later one.
pub(crate) fn is_void(batch: &Batch) -> bool {
    match batch.state {
        BatchState::Planned | BatchState::Released { .. } => false,
        BatchState::Posted { posted, .. } => posted == 0,
        BatchState::Stopped { .. } => true,
    }
}

fn set_batch(facts: &mut TrackFacts, number: u16, change: impl FnOnce(BatchState) -> BatchState) {
    if let Some(batch) = facts
        .batches
        .iter_mut()
        .find(|batch| batch.number == number)
    {
        batch.state = change(batch.state);
    }
}
