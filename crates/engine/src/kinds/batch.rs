//! `batch`: letters of one practice, one class and one day. Time plans a batch when the rules hold; the daemon hands it
//! to the mail house; the mail house answers with counts.

use precede_model::{
    Act, Command, Effect, EffectKey, Happening, Length, Missing, OrganisationCode, Outgoing,
    Progress, Refusal, Role, Rule, Timestamp, Track,
    definition::{Kind, PostClass, StepIx},
    facts::{Batch, BatchState, ListFact},
};

use super::{allow, bad_evidence};
use crate::{
    Def,
    apply::remaining,
    evidence::dated,
    reports,
    rules::{self, fresh_until},
    run::{Run, Subject, out_of_order},
};

/// The next batch of a practice, the rules apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// No list says whom to write to.
    NoList,
    /// One at a time: what is planned or with the mail house is answered for first.
    InFlight,
    /// Nobody on the list is left to write to.
    NobodyLeft,
    /// One batch a practice and working day: this many letters, from that day on.
    From(u32, Timestamp),
    /// This many letters, now.
    Now(u32),
}

impl Next {
    /// Letters it would hold.
    pub fn items(self) -> u32 {
        match self {
            Self::Now(items) | Self::From(items, _) => items,
            Self::NoList | Self::InFlight | Self::NobodyLeft => 0,
        }
    }
}

/// What the next batch of a practice would be.
pub(crate) fn next(def: &Def, track: &Track, now: Timestamp) -> Next {
    if !track.facts.batches.iter().all(rules::is_accounted_for) {
        return Next::InFlight;
    }
    if track.facts.list.is_none() {
        return Next::NoList;
    }
    let left = remaining(&track.facts);
    let capacity = def.policy.batch_capacity;
    match capacity.map_or(left, |most| left.min(most)) {
        0 => Next::NobodyLeft,
        items => match next_free_day(def, track) {
            Some(day) if now < day => Next::From(items, day),
            _ => Next::Now(items),
        },
    }
}

/// Plans the next batch of a practice when it may leave; else waits until it may.
pub(crate) fn over_time(run: &mut Run<'_>, ix: StepIx, place: usize) {
    let track = &run.campaign.tracks[place];
    let Some(open) = track.steps[run.def.slot(ix)].open() else {
        return;
    };
    if open.progress != Progress::Fresh {
        return;
    }
    let (practice, occurrence) = (track.practice, open.occurrence);
    let Some(list) = track.facts.list else { return };
    let items = match next(run.def, track, run.now) {
        Next::NoList | Next::InFlight | Next::NobodyLeft => return,
        Next::From(_, day) => return run.wake_at(day),
        Next::Now(items) => items,
    };
    let unmet = rules::unmet(Act::Post, &run.view(Some(place), ix, items));
    if !unmet.is_empty() {
        if let Some(from) = rules::earliest(&unmet) {
            run.wake_at(from);
        }
        return;
    }
    // A batch without a number of its own would share its effect's key with another, and never leave.
    let Ok(batch) = u16::try_from(run.campaign.tracks[place].facts.batches.len() + 1) else {
        return;
    };
    let class = run.def.policy.post_class;
    let (list_until, deaths_until) = fresh_until(run.def, &list);
    let post_by = list_until
        .min(deaths_until)
        .min(agreed_until(run.def, &list));
    let key = EffectKey {
        step: run.id(ix),
        subject: Some(practice),
        occurrence,
        number: batch,
    };
    run.plan(Effect {
        key,
        not_before: run.now,
        what: Outgoing::Batch {
            batch,
            items,
            class,
            post_by,
        },
    });
    let each = rules::unit_cost(run.def, run.campaign);
    let what = Happening::BatchPlanned {
        batch,
        items,
        class,
        post_by,
        cost: each.map(|each| each.times(items)),
    };
    run.note(Subject::step(ix, Some(practice)), what);
}

/// The last second at which the agreement allows letters of its list.
fn agreed_until(def: &Def, list: &ListFact) -> Timestamp {
    let morrow = list.agreement_expires.succ_opt();
    let end = |day| def.midnight(day).plus_seconds(-1);
    morrow.map_or(Timestamp::from_micros(i64::MAX), end)
}

/// 00:00 of the working day after the last batch left, where a capacity limits a day's letters.
fn next_free_day(def: &Def, track: &Track) -> Option<Timestamp> {
    def.policy.batch_capacity?;
    let left = track
        .facts
        .batches
        .iter()
        .filter_map(|batch| match batch.state {
            BatchState::Posted { at, .. } | BatchState::Released { at } => Some(at),
            BatchState::Planned | BatchState::Stopped { .. } => None,
        });
    Some(def.due(left.max()?, Length::WorkingDays(1)))
}

/// The daemon's word that the manifest is with the mail house. If the batch was stopped meanwhile it is recalled.
pub(crate) fn released(
    run: &mut Run<'_>,
    practice: OrganisationCode,
    batch: u16,
) -> Result<(), Refusal> {
    let (ix, found) = find(run, practice, batch)?;
    let was_stopped = match found.state {
        BatchState::Planned => false,
        BatchState::Stopped { .. } => true,
        BatchState::Released { .. } | BatchState::Posted { .. } => {
            return Err(out_of_order(
                Missing::WrittenFirst,
                Some(practice),
                Role::PctStaff,
            ));
        }
    };
    run.note(
        Subject::step(ix, Some(practice)),
        Happening::BatchReleased { batch },
    );
    if was_stopped {
        recall(run, ix, practice, batch);
    }
    Ok(())
}

/// Asks the mail house to stop a batch. Stopping is never held by a rule.
pub(crate) fn recall(run: &mut Run<'_>, ix: StepIx, practice: OrganisationCode, batch: u16) {
    let key = EffectKey {
        step: run.id(ix),
        subject: Some(practice),
        occurrence: RECALLS,
        number: batch,
    };
    run.plan(Effect {
        key,
        not_before: run.now,
        what: Outgoing::Recall { batch },
    });
    run.note(
        Subject::step(ix, Some(practice)),
        Happening::RecallAsked { batch },
    );
}

/// Recalls share the batch's step; this occurrence keeps their keys apart from the batches'.
const RECALLS: u16 = u16::MAX;

/// The mail house posted a batch.
pub(crate) fn posted(
    run: &mut Run<'_>,
    command: &Command,
    (practice, batch): (OrganisationCode, u16),
    (items, spoiled, stopped): (u32, u32, u32),
) -> Result<(), Refusal> {
    allow(command, &[Role::MailHouse], Some(practice))?;
    let (ix, found) = find(run, practice, batch)?;
    let BatchState::Released { at } = found.state else {
        return Err(out_of_order(
            Missing::StepOpen,
            Some(practice),
            Role::MailHouse,
        ));
    };
    if items
        .checked_add(spoiled)
        .and_then(|sum| sum.checked_add(stopped))
        != Some(found.items)
    {
        return Err(bad_evidence(
            Missing::Count,
            Some(practice),
            Role::MailHouse,
        ));
    }
    let dated = dated(run.def, command, Some(at), run.now)?;
    let delivery = match found.class {
        PostClass::DirectMessage => None,
        class => run.def.policy.delivery_days.get(&class).copied(),
    };
    let posted_on = run.def.day(dated.happened.max(dated.counts_from));
    let receipt = delivery.map_or(posted_on, |length| {
        run.def
            .day(run.def.due(run.def.midnight(posted_on), length))
    });
    let is_unlawful = items > 0 && has_law_against(run, (practice, ix), dated.happened);
    let what = Happening::BatchPosted {
        batch,
        items,
        spoiled,
        stopped,
        expected_receipt: receipt,
    };
    run.tell(command, Subject::step(ix, Some(practice)), what, dated);
    if is_unlawful {
        reports::posted_against_rule(run, practice);
    }
    Ok(())
}

/// Whether letters left at an instant at which no rule let them: under a directive, from a list grown too old, or with a
/// fact gone on which they rested. That they left is recorded all the same, for it happened.
fn has_law_against(
    run: &Run<'_>,
    (practice, ix): (OrganisationCode, StepIx),
    happened: Timestamp,
) -> bool {
    // Its letters count among those that left; the money for them is spent.
    let mut view = run.view(run.campaign.track_ix(practice), ix, 0);
    view.now = happened;
    let lacks = rules::unmet(Act::Post, &view);
    lacks.iter().any(|lack| {
        // An alarm holds the next letters, not those that are with the mail house.
        !matches!(lack.missing, Missing::AlarmCleared(_)) && lack.rule != Rule::R10
    })
}

/// A recalled batch was stopped before posting.
pub(crate) fn stopped(
    run: &mut Run<'_>,
    command: &Command,
    (practice, batch): (OrganisationCode, u16),
) -> Result<(), Refusal> {
    allow(command, &[Role::MailHouse], Some(practice))?;
    let (ix, found) = find(run, practice, batch)?;
    let at = match found.state {
        BatchState::Released { at } => Some(at),
        BatchState::Planned => None,
        BatchState::Posted { .. } | BatchState::Stopped { .. } => {
            return Err(out_of_order(
                Missing::StepOpen,
                Some(practice),
                Role::MailHouse,
            ));
        }
    };
    let dated = dated(run.def, command, at, run.now)?;
    run.tell(
        command,
        Subject::step(ix, Some(practice)),
        Happening::BatchStopped { batch },
        dated,
    );
    Ok(())
}

/// Letters came back.
pub(crate) fn returned(
    run: &mut Run<'_>,
    command: &Command,
    (practice, batch): (OrganisationCode, u16),
    (items, reason): (u32, &str),
) -> Result<(), Refusal> {
    allow(command, &[Role::MailHouse, Role::Practice], Some(practice))?;
    let (ix, found) = find(run, practice, batch)?;
    let BatchState::Posted {
        at,
        posted,
        returned,
        ..
    } = found.state
    else {
        return Err(out_of_order(
            Missing::StepOpen,
            Some(practice),
            Role::MailHouse,
        ));
    };
    if items == 0 || returned.checked_add(items).is_none_or(|sum| sum > posted) {
        return Err(bad_evidence(
            Missing::Count,
            Some(practice),
            Role::MailHouse,
        ));
    }
    let dated = dated(run.def, command, Some(at), run.now)?;
    let what = Happening::ItemReturned {
        batch,
        items,
        reason: reason.to_owned(),
    };
    run.tell(command, Subject::step(ix, Some(practice)), what, dated);
    reports::look_at_returns(run, practice, batch);
    Ok(())
}

fn find(
    run: &Run<'_>,
    practice: OrganisationCode,
    number: u16,
) -> Result<(StepIx, Batch), Refusal> {
    let unknown = || out_of_order(Missing::Unknown, Some(practice), Role::PctStaff);
    let track = run.campaign.track(practice).ok_or_else(unknown)?;
    let batch = track
        .facts
        .batches
        .iter()
        .find(|batch| batch.number == number)
        .ok_or_else(unknown)?;
    let ix = step(run, practice).ok_or_else(unknown)?;
    Ok((ix, *batch))
}

/// The practice's batch step: the open one, else the last.
pub(crate) fn step(run: &Run<'_>, practice: OrganisationCode) -> Option<StepIx> {
    let track = run.campaign.track(practice)?;
    let mut steps = run
        .def
        .track_steps()
        .iter()
        .copied()
        .filter(|ix| matches!(run.def.step(*ix).kind, Kind::Batch { .. }));
    let open = steps
        .clone()
        .find(|ix| track.steps[run.def.slot(*ix)].open().is_some());
    open.or_else(|| steps.next_back())
}
