//! `permit`: go-live approval of a practice's first upload. Time plans it when the rules hold; the daemon issues it
//! under a warrant taken at that instant.

use precede_model::{
    Act, Digest, Effect, EffectKey, Happening, Missing, OrganisationCode, Outgoing, Progress,
    Refusal, Role, Rule, StepId, definition::StepIx, facts::Permit,
};

use crate::{
    advance::sole,
    apply::withheld,
    kinds::stop,
    rules,
    run::{Run, Subject, out_of_order},
};

/// Plans the permits that are lawful now.
pub(crate) fn over_time(run: &mut Run<'_>, ix: StepIx, tracks: &[usize]) {
    let mut practices = Vec::new();
    for place in tracks {
        let track = &run.campaign.tracks[*place];
        let Some(open) = track.steps[run.def.slot(ix)].open() else {
            continue;
        };
        if open.progress != Progress::Fresh {
            continue;
        }
        let (practice, occurrence) = (track.practice, open.occurrence);
        let unmet = rules::unmet(Act::Permit, &run.view(Some(*place), ix, 0));
        if unmet.is_empty() {
            let key = EffectKey {
                step: run.id(ix),
                subject: Some(practice),
                occurrence,
                number: 0,
            };
            run.plan(Effect {
                key,
                not_before: run.now,
                what: Outgoing::Permit,
            });
            practices.push(practice);
        } else if let Some(from) = rules::earliest(&unmet) {
            run.wake_at(from);
        }
    }
    if !practices.is_empty() {
        run.note(
            Subject::step(ix, sole(&practices)),
            Happening::PermitPlanned { practices },
        );
    }
}

/// The daemon's word that a permit its warrant allowed is issued. The event is the permit: one whose ground was taken
/// back, or over which an alarm was raised, between the claim and this word is not issued, and that is recorded (R12).
pub(crate) fn issued(
    run: &mut Run<'_>,
    (step, practice): (StepId, OrganisationCode),
    digest: Digest,
) -> Result<(), Refusal> {
    let unknown = || out_of_order(Missing::Unknown, Some(practice), Role::PctStaff);
    let (ix, _) = run.def.find(step).ok_or_else(unknown)?;
    let place = run.campaign.track_ix(practice).ok_or_else(unknown)?;
    let track = &run.campaign.tracks[place];
    let mut unmet = rules::unmet(Act::Permit, &run.view(Some(place), ix, 0)).into_iter();
    let alarm = unmet.find(|lack| matches!(lack.missing, Missing::AlarmCleared(_)));
    if let (Permit::Planned, Some(alarm)) = (track.facts.permit, alarm) {
        return stop::not_released(run, (step, practice), (Act::Permit, None), &alarm);
    }
    let what = if track.facts.permit == Permit::Planned {
        let withheld = withheld(&track.facts);
        Happening::PermitIssued { digest, withheld }
    } else {
        Happening::Refused {
            act: Act::Permit.to_string(),
            rule: Rule::R12,
            missing: Missing::WrittenFirst.code(),
        }
    };
    run.note(Subject::step(ix, Some(practice)), what);
    Ok(())
}
