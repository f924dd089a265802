//! `task`: a checklist with a named owner establishes facts by name.

use chrono::NaiveDate;
use precede_model::{
    CaseKind, Command, FactName, Happening, Missing, Open, OptOutCounts, OrganisationCode,
    Progress, Reconciliation, Refusal, Role, Rule, Standing, StepId, StepState, Timestamp, Track,
    Unmet,
    definition::Kind,
    facts::{BatchState, Permit},
};

use super::{Found, allow, bad_evidence, find, is_live, stop, wrong_kind};
use crate::{
    apply::is_void,
    evidence::dated,
    reports,
    run::{Run, Subject},
};

/// Finishes a task.
pub(crate) fn finish(
    run: &mut Run<'_>,
    command: &Command,
    (step, practice): (StepId, Option<OrganisationCode>),
    counts: Option<OptOutCounts>,
) -> Result<(), Refusal> {
    let found = find_or_again(run, step, practice)?;
    let Kind::Task { establishes, .. } = &found.step.kind else {
        return Err(wrong_kind(practice, found.step.owner));
    };
    allow(command, &[found.step.owner], practice)?;
    let dated = dated(run.def, command, found.since(), run.now)?;
    let what = match special(establishes) {
        Some(Special::Readiness) => readiness(run, command)?,
        Some(Special::OptOuts) => opt_outs(run, counts, practice)?,
        Some(Special::Reconciled) => reconciled(run, practice, dated.happened)?,
        None => Happening::TaskDone {
            facts: establishes.clone(),
        },
    };
    let counted = matches!(what, Happening::OptOutsCoded { .. });
    run.tell(command, found.subject, what, dated);
    if let (true, Some(practice)) = (counted, practice) {
        look_at_count(run, step, practice);
    }
    Ok(())
}

/// A count is a new fact: a backlog opens its step again, permits are looked at anew, and a share far from the others'
/// goes to a person.
fn look_at_count(run: &mut Run<'_>, step: StepId, practice: OrganisationCode) {
    let counted = run
        .campaign
        .track(practice)
        .and_then(|track| track.facts.opt_outs);
    if counted.is_some_and(|count| count.coded < count.received)
        && let Some((ix, _)) = run.def.find(step)
    {
        stop::reopen_done(run, ix, practice);
    }
    let had_permit = has_permit(run, practice);
    stop::recheck(run, "opt-outs were counted anew");
    if had_permit && !has_permit(run, practice) {
        reports::cases::note(run, Some(practice), CaseKind::FactTakenBack);
    }
    reports::look_at_opt_outs(run, practice);
}

fn has_permit(run: &Run<'_>, practice: OrganisationCode) -> bool {
    let track = run.campaign.track(practice);
    track.is_some_and(|track| matches!(track.facts.permit, Permit::Issued { .. }))
}

/// The open task; or a count that was taken before and is taken again because it grew too old or changed.
fn find_or_again<'a>(
    run: &Run<'a>,
    step: StepId,
    practice: Option<OrganisationCode>,
) -> Result<Found<'a>, Refusal> {
    let refusal = match find(run, step, practice) {
        Ok(found) => return Ok(found),
        Err(refusal) => refusal,
    };
    let Some((ix, step)) = run.def.find(step) else {
        return Err(refusal);
    };
    let counted = matches!(&step.kind, Kind::Task { establishes, .. }
        if matches!(special(establishes), Some(Special::OptOuts | Special::Reconciled)));
    let place = practice.and_then(|code| run.campaign.track_ix(code));
    let is_here =
        place.is_none_or(|place| matches!(run.campaign.tracks[place].standing, Standing::Tranche));
    match run.def.state(run.campaign, place, ix) {
        Some(StepState::Done(done)) if counted && is_here && is_live(run).is_ok() => {
            let open = Open {
                occurrence: done.occurrence,
                since: done.at,
                progress: Progress::Fresh,
            };
            Ok(Found {
                step,
                open,
                subject: Subject::step(ix, practice),
            })
        }
        _ => Err(refusal),
    }
}

/// Facts that have an event of their own.
enum Special {
    Readiness,
    OptOuts,
    Reconciled,
}

fn special(establishes: &[FactName]) -> Option<Special> {
    match establishes.first()?.as_str() {
        "readiness" => Some(Special::Readiness),
        "opt-outs" => Some(Special::OptOuts),
        "reconciled" => Some(Special::Reconciled),
        _ => None,
    }
}

/// R2 asks that readiness and plan are signed by different people; it is better said here than to those who publish.
fn readiness(run: &Run<'_>, command: &Command) -> Result<Happening, Refusal> {
    let by = command.by.person();
    let plan = run.campaign.facts.plan.as_ref();
    if plan.is_some_and(|plan| [Some(plan.first), Some(plan.second)].contains(&by)) {
        return Err(Unmet {
            rule: Rule::R2,
            missing: Missing::DifferentPeople,
            practice: None,
            who: Role::RegionLead,
            from: None,
        }
        .into());
    }
    Ok(Happening::ReadinessSigned)
}

/// Opt-outs in any form of words, wherever received: none may be left on the way when they are first counted. Later a
/// backlog is a fact like any other, and takes the ground from what rested on the count before.
fn opt_outs(
    run: &Run<'_>,
    counts: Option<OptOutCounts>,
    practice: Option<OrganisationCode>,
) -> Result<Happening, Refusal> {
    let Some(OptOutCounts {
        coded,
        received,
        passed_on,
    }) = counts
    else {
        return Err(bad_evidence(Missing::Count, practice, Role::Practice));
    };
    if passed_on > received || coded > passed_on {
        return Err(bad_evidence(Missing::Count, practice, Role::Practice));
    }
    let track = practice.and_then(|code| run.campaign.track(code));
    let was_counted = track.is_some_and(|track| track.facts.opt_outs.is_some());
    if coded < received && !was_counted {
        return Err(bad_evidence(
            Missing::OptOutsBacklog,
            practice,
            Role::Practice,
        ));
    }
    Ok(Happening::OptOutsCoded {
        count: coded,
        received,
        passed_on,
    })
}

/// Adds a practice's mailing up. Any difference is refused: somebody has to find the letters.
fn reconciled(
    run: &Run<'_>,
    practice: Option<OrganisationCode>,
    as_at: Timestamp,
) -> Result<Happening, Refusal> {
    let refusal = || bad_evidence(Missing::Reconciled, practice, Role::PctStaff);
    let track = practice
        .and_then(|code| run.campaign.track(code))
        .ok_or_else(refusal)?;
    // Who is still to be written to is no letter that failed.
    let is_posting = run.def.track_steps().iter().any(|ix| {
        matches!(run.def.step(*ix).kind, Kind::Batch { .. })
            && !track.steps[run.def.slot(*ix)].is_settled()
    });
    if is_posting {
        return Err(refusal());
    }
    let sums = sum_up(track, run.def.day(as_at)).ok_or_else(refusal)?;
    let sum = |parts: &[u32]| parts.iter().copied().map(u64::from).sum::<u64>();
    let adds_up = u64::from(sums.rows) == sum(&[sums.excluded, sums.composed, sums.failed])
        && u64::from(sums.composed) == sum(&[sums.posted, sums.spoiled, sums.stopped]);
    if !adds_up {
        return Err(refusal());
    }
    Ok(Happening::Reconciled(Box::new(sums)))
}

/// The counts of one practice; `None` while a batch is still on its way or there is no list.
fn sum_up(track: &Track, as_at: NaiveDate) -> Option<Reconciliation> {
    let Some(list) = track.facts.list else {
        // Nobody was written to: a mailing of nothing adds up.
        return track
            .facts
            .batches
            .is_empty()
            .then(|| nothing_posted(as_at));
    };
    let mut sums = Reconciliation {
        rows: list.rows,
        excluded: list.excluded,
        ..nothing_posted(as_at)
    };
    // A batch recalled or spoiled whole never left; its people are in a later one.
    for batch in track.facts.batches.iter().filter(|batch| !is_void(batch)) {
        match batch.state {
            BatchState::Planned | BatchState::Released { .. } => return None,
            BatchState::Stopped { .. } => {}
            BatchState::Posted {
                posted,
                spoiled,
                stopped,
                returned,
                ..
            } => {
                sums.composed = sums.composed.checked_add(batch.items)?;
                sums.posted = sums.posted.checked_add(posted)?;
                sums.spoiled = sums.spoiled.checked_add(spoiled)?;
                sums.stopped = sums.stopped.checked_add(stopped)?;
                sums.returned = sums.returned.checked_add(returned)?;
            }
        }
    }
    sums.delivered = sums.posted.checked_sub(sums.returned)?;
    sums.failed = list.to_post.checked_sub(sums.composed)?;
    Some(sums)
}

fn nothing_posted(as_at: NaiveDate) -> Reconciliation {
    Reconciliation {
        as_at,
        rows: 0,
        excluded: 0,
        composed: 0,
        failed: 0,
        posted: 0,
        spoiled: 0,
        stopped: 0,
        returned: 0,
        delivered: 0,
    }
}
