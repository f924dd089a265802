//! `list`: a patient list is accepted, by its counts and dates. R4 is asked at once, so that a stale list is refused
//! when it is brought and not on the day of posting.

use precede_model::{
    Command, Happening, Missing, OrganisationCode, PatientList, Refusal, Role, Rule, StepId,
    StepState, Unmet, definition::Kind, facts::ListFact,
};

use super::{allow, bad_evidence, is_live, wrong_kind};
use crate::{
    apply::written_to,
    evidence::dated,
    rules::fresh_until,
    run::{Run, Subject, out_of_order},
};

/// Accepts a list. A newer one may replace it as long as letters are still to be posted.
pub(crate) fn accept(
    run: &mut Run<'_>,
    command: &Command,
    (step, practice): (StepId, OrganisationCode),
    list: &PatientList,
) -> Result<(), Refusal> {
    let unknown = || out_of_order(Missing::Unknown, Some(practice), Role::PctStaff);
    let (ix, step_def) = run.def.find(step).ok_or_else(unknown)?;
    if !matches!(step_def.kind, Kind::List) {
        return Err(wrong_kind(Some(practice), step_def.owner));
    }
    let track = run
        .campaign
        .track(practice)
        .filter(|track| track.takes_part())
        .ok_or_else(unknown)?;
    allow(command, &[step_def.owner], Some(practice))?;
    let since = match &track.steps[run.def.slot(ix)] {
        StepState::Open(open) => open.since,
        StepState::Done(done) if is_posting(run, practice) => done.at,
        StepState::Pending | StepState::Done(_) | StepState::Skipped(_) => {
            return Err(out_of_order(
                Missing::StepOpen,
                Some(practice),
                step_def.owner,
            ));
        }
    };
    is_live(run)?;
    check(run, practice, list)?;
    let dated = dated(run.def, command, Some(since), run.now)?;
    let what = Happening::ListAccepted(Box::new(list.clone()));
    run.tell(command, Subject::step(ix, Some(practice)), what, dated);
    Ok(())
}

/// Whether a batch step of the practice still waits for a list it can use.
fn is_posting(run: &Run<'_>, practice: OrganisationCode) -> bool {
    let Some(track) = run.campaign.track(practice) else {
        return false;
    };
    run.def.track_steps().iter().any(|ix| {
        matches!(run.def.step(*ix).kind, Kind::Batch { .. })
            && !track.steps[run.def.slot(*ix)].is_settled()
    })
}

fn check(run: &Run<'_>, practice: OrganisationCode, list: &PatientList) -> Result<(), Refusal> {
    let r4 = |missing| {
        let practice = Some(practice);
        Err(Unmet {
            rule: Rule::R4,
            missing,
            practice,
            who: Role::PctStaff,
            from: None,
        }
        .into())
    };
    let excluded = list
        .excluded
        .values()
        .try_fold(0u32, |sum, count| sum.checked_add(*count));
    let adds_up = excluded.and_then(|sum| sum.checked_add(list.to_post)) == Some(list.rows);
    if !adds_up {
        return r4(Missing::ListCounts);
    }
    if list.holder.trim().is_empty() || list.agreement.trim().is_empty() {
        return r4(Missing::ListAgreement);
    }
    if list.agreement_expires < run.def.day(run.now) {
        return r4(Missing::ListAgreement);
    }
    // A list that leaves nobody to write to, or fewer than were written to, cannot be this mailing's.
    let written_to = (run.campaign.track(practice)).map_or(0, |track| written_to(&track.facts));
    if list.to_post < written_to.max(1) {
        return r4(Missing::ListCounts);
    }
    let bad = |missing| Err(bad_evidence(missing, Some(practice), Role::PctStaff));
    if list.extracted > run.now || list.deaths_checked > run.now {
        return bad(Missing::NotInFuture);
    }
    // Letters with the mail house rest on the list that stands: an older one would say less of them.
    let stands = (run.campaign.track(practice)).and_then(|track| track.facts.list);
    let is_older = stands.is_some_and(|stands| {
        list.extracted < stands.extracted || list.deaths_checked < stands.deaths_checked
    });
    if list.deaths_checked < list.extracted || is_older {
        return bad(Missing::NotBeforeCause);
    }
    let fact = ListFact {
        extracted: list.extracted,
        deaths_checked: list.deaths_checked,
        agreement_expires: list.agreement_expires,
        is_named: true,
        rows: list.rows,
        excluded: excluded.unwrap_or_default(),
        to_post: list.to_post,
        still_to_tell: 0,
    };
    let (list_until, deaths_until) = fresh_until(run.def, &fact);
    if run.now > list_until {
        return r4(Missing::ListAge);
    }
    if run.now > deaths_until {
        return r4(Missing::DeathCheck);
    }
    Ok(())
}
