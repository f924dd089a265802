//! `notice`: a mail to the practice. Time plans it; the daemon hands it over; a failure waits for a person.

use precede_model::{
    Act, Command, Effect, EffectKey, FactName, Happening, Missing, OrganisationCode, Outgoing,
    Progress, Refusal, Role, StepId, StepState,
    definition::{Kind, StepIx},
};

use super::{allow, is_live, wrong_kind};
use crate::{
    advance::sole,
    evidence::Dated,
    rules,
    run::{Run, Subject, out_of_order},
};

/// Plans the notices that may leave now.
pub(crate) fn over_time(run: &mut Run<'_>, ix: StepIx, tracks: &[usize]) {
    let Kind::Notice { to, template } = run.def.step(ix).kind else {
        return;
    };
    let mut fresh = Vec::new();
    for place in tracks {
        let track = &run.campaign.tracks[*place];
        let is_fresh = matches!(track.steps[run.def.slot(ix)].open(), Some(open) if open.progress == Progress::Fresh);
        if is_fresh && rules::unmet(Act::Tell, &run.view(Some(*place), ix, 0)).is_empty() {
            fresh.push(track.practice);
        }
    }
    plan(run, ix, fresh, (to, template, 0));
}

/// Plans one mail to each of these practices: the notice (number 0) or a reminder.
pub(crate) fn plan(
    run: &mut Run<'_>,
    ix: StepIx,
    practices: Vec<OrganisationCode>,
    (to, template, number): (Role, FactName, u16),
) {
    if practices.is_empty() {
        return;
    }
    for practice in &practices {
        let place = run.campaign.track_ix(*practice);
        let state = run.def.state(run.campaign, place, ix);
        let key = EffectKey {
            step: run.id(ix),
            subject: Some(*practice),
            occurrence: state.map_or(1, StepState::occurrence),
            number: number | tries(state) << u8::BITS,
        };
        let what = Outgoing::Notice {
            to,
            template,
            number,
        };
        run.plan(Effect {
            key,
            not_before: run.now,
            what,
        });
    }
    let subject = Subject::step(ix, sole(&practices));
    run.note(
        subject,
        Happening::NoticePlanned {
            practices,
            template,
            number,
        },
    );
}

/// How often reminders were refused at the claim. The next one's key tells them apart from those: reminders of one
/// chase are counted in a byte, and the tries stand above it.
fn tries(state: Option<&StepState>) -> u16 {
    match state.and_then(StepState::open).map(|open| &open.progress) {
        Some(Progress::Chasing { refused, .. }) => u16::from(*refused),
        _ => 0,
    }
}

/// The daemon's word that a mail was handed to the relay.
pub(crate) fn handed_over(
    run: &mut Run<'_>,
    (step, practice): (StepId, OrganisationCode),
    (template, number, message_id): (FactName, u16, String),
) -> Result<(), Refusal> {
    let subject = of_daemon(run, step, practice)?;
    let what = Happening::NoticeHandedOver {
        template,
        number,
        message_id,
    };
    run.note(subject, what);
    Ok(())
}

/// The daemon's word that it could not be.
pub(crate) fn not_handed_over(
    run: &mut Run<'_>,
    (step, practice): (StepId, OrganisationCode),
    (template, number, reason): (FactName, u16, String),
) -> Result<(), Refusal> {
    let subject = of_daemon(run, step, practice)?;
    run.note(
        subject,
        Happening::NoticeFailed {
            template,
            number,
            reason,
        },
    );
    Ok(())
}

/// A failed notice is tried again: its step opens as a new occurrence, for the effect that failed keeps its key. A
/// practice only in reach is told like any other.
pub(crate) fn retry(
    run: &mut Run<'_>,
    command: &Command,
    (step, practice): (StepId, OrganisationCode),
) -> Result<(), Refusal> {
    let unknown = || out_of_order(Missing::Unknown, Some(practice), Role::PctStaff);
    let (ix, step_def) = run.def.find(step).ok_or_else(unknown)?;
    if !matches!(step_def.kind, Kind::Notice { .. }) {
        return Err(wrong_kind(Some(practice), step_def.owner));
    }
    let track = run.campaign.track(practice).ok_or_else(unknown)?;
    allow(
        command,
        &[Role::PctStaff, Role::Administrator],
        Some(practice),
    )?;
    is_live(run)?;
    let failed = track.steps[run.def.slot(ix)]
        .open()
        .filter(|open| open.progress == Progress::Failed)
        .ok_or_else(|| out_of_order(Missing::StepOpen, Some(practice), Role::PctStaff))?;
    let what = Happening::StepOpened {
        practices: vec![practice],
        occurrence: failed.occurrence.saturating_add(1),
    };
    let now = Dated {
        happened: run.now,
        counts_from: run.now,
    };
    run.tell(command, Subject::step(ix, Some(practice)), what, now);
    Ok(())
}

fn of_daemon(run: &Run<'_>, step: StepId, practice: OrganisationCode) -> Result<Subject, Refusal> {
    let unknown = || out_of_order(Missing::Unknown, Some(practice), Role::PctStaff);
    let (ix, _) = run.def.find(step).ok_or_else(unknown)?;
    run.campaign.track(practice).ok_or_else(unknown)?;
    Ok(Subject::step(ix, Some(practice)))
}
