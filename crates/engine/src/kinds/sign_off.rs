//! `sign-off`: one side signs for one practice. The practice is never given a deadline and nobody signs for it.

use precede_model::{
    CaseKind, Command, Happening, Missing, OrganisationCode, Refusal, Role, Rule, Side, StepId,
    StepState, Unmet,
    definition::{Asks, Kind, StepIx},
    facts::Permit,
};

use super::{allow, bad_evidence, find, reason, stop, wrong_kind};
use crate::{
    evidence::{Dated, dated},
    reports::cases,
    rules::FITNESS,
    run::{Run, Subject, out_of_order},
};

/// A side signs.
pub(crate) fn sign(
    run: &mut Run<'_>,
    command: &Command,
    (step, practice): (StepId, OrganisationCode),
    instrument: Option<String>,
) -> Result<(), Refusal> {
    let found = find(run, step, Some(practice))?;
    let Kind::SignOff { by, asks } = found.step.kind else {
        return Err(wrong_kind(Some(practice), found.step.owner));
    };
    allow(command, &[by], Some(practice))?;
    let named = |text: &String| !text.trim().is_empty();
    if asks == Asks::Confirms && !instrument.as_ref().is_some_and(named) {
        return Err(bad_evidence(Missing::Instrument, Some(practice), by));
    }
    let side = side_of(by);
    different_people(run, command, practice, side)?;
    let dated = dated(run.def, command, found.since(), run.now)?;
    let what = match side {
        Side::Practice => Happening::PracticeAgreed { instrument },
        Side::Pct => Happening::PctAgreed { instrument },
    };
    run.tell(command, found.subject, what, dated);
    Ok(())
}

/// A side takes its signature back: the permit falls (R12) and its own step opens again.
pub(crate) fn withdraw(
    run: &mut Run<'_>,
    command: &Command,
    (practice, side): (OrganisationCode, Side),
) -> Result<(), Refusal> {
    let who = match side {
        Side::Practice => Role::Practice,
        Side::Pct => Role::PctLead,
    };
    allow(command, &[who], Some(practice))?;
    let track = run.campaign.track(practice);
    let signed = track.and_then(|track| match side {
        Side::Practice => track.facts.practice_agreed,
        Side::Pct => track.facts.pct_agreed,
    });
    let Some(signed) = signed else {
        return Err(out_of_order(Missing::StepOpen, Some(practice), who));
    };
    reason(command, Some(practice))?;
    let dated = dated(run.def, command, Some(signed.at), run.now)?;
    take_back(run, command, (practice, side), dated, |run| {
        stop::revoke_permit(run, practice, "an agreement was taken back");
    });
    Ok(())
}

/// A person takes a permit back, and with it what that person's side had agreed to: the practice's own, or the PCT's
/// where the region or the programme steps in. Its step opens again.
pub(crate) fn go_with_permit(run: &mut Run<'_>, command: &Command, practice: OrganisationCode) {
    let side = side_of(command.role);
    let now = at_once(run);
    take_back(run, command, (practice, side), now, |run| {
        stop::revoke_by(run, command, practice);
    });
}

/// A practice that no longer takes part agrees no longer: should it take part again, it signs again. Its permit falls
/// with the answer.
pub(crate) fn go_with_answer(run: &mut Run<'_>, command: &Command, practice: OrganisationCode) {
    let track = run.campaign.track(practice);
    if track.is_some_and(|track| track.facts.practice_agreed.is_some()) {
        let now = at_once(run);
        take_back(run, command, (practice, Side::Practice), now, |_| {});
    }
}

/// A signature is one no more: an incident where a permit stood on it, what falls with it, and its own step again.
fn take_back(
    run: &mut Run<'_>,
    command: &Command,
    (practice, side): (OrganisationCode, Side),
    dated: Dated,
    falls: impl FnOnce(&mut Run<'_>),
) {
    let step = step_of(run, side);
    let subject = Subject {
        step,
        practice: Some(practice),
    };
    let what = Happening::AgreementWithdrawn { by: side };
    run.tell(command, subject, what, dated);
    let track = run.campaign.track(practice);
    if track.is_some_and(|track| matches!(track.facts.permit, Permit::Issued { .. })) {
        cases::note(run, Some(practice), CaseKind::AgreementTakenBack);
    }
    falls(run);
    if let Some(ix) = step {
        stop::reopen_done(run, ix, practice);
    }
}

fn at_once(run: &Run<'_>) -> Dated {
    Dated {
        happened: run.now,
        counts_from: run.now,
    }
}

/// The step where a side signs.
fn step_of(run: &Run<'_>, side: Side) -> Option<StepIx> {
    let mut steps = run.def.track_steps().iter().copied();
    steps.find(
        |ix| matches!(run.def.step(*ix).kind, Kind::SignOff { by, .. } if side_of(by) == side),
    )
}

fn side_of(by: Role) -> Side {
    if by.is_of_practice() {
        Side::Practice
    } else {
        Side::Pct
    }
}

/// Whether a person finished the practice's reconciliation. Who did a step is no fact of a rule, but whose hand it was
/// is enough to ask for another.
fn has_reconciled(run: &Run<'_>, command: &Command, practice: OrganisationCode) -> bool {
    let Some(track) = run.campaign.track(practice) else {
        return false;
    };
    let reconciles = |kind: &Kind| {
        matches!(kind, Kind::Task { establishes, .. }
            if establishes.iter().any(|fact| fact.as_str() == "reconciled"))
    };
    let mut steps = run.def.track_steps().iter();
    steps.any(|ix| {
        let state = &track.steps[run.def.slot(*ix)];
        reconciles(&run.def.step(*ix).kind)
            && matches!(state, StepState::Done(done) if done.by == command.by)
    })
}

/// R6 asks for two people; it is better said when the second signs than when the permit is refused. Nor does the PCT's
/// signature come from who prepared it: who showed training, system or data fit, or reconciled the letters. A single-handed GP may code and sign,
/// for the second person there is the PCT's.
fn different_people(
    run: &Run<'_>,
    command: &Command,
    practice: OrganisationCode,
    side: Side,
) -> Result<(), Refusal> {
    let facts = run.campaign.track(practice).map(|track| &track.facts);
    let other = facts.and_then(|facts| match side {
        Side::Practice => facts.pct_agreed,
        Side::Pct => facts.practice_agreed,
    });
    let mut shown = facts.into_iter().flat_map(|facts| &facts.established);
    let has_shown =
        shown.any(|one| FITNESS.contains(&one.fact.as_str()) && one.signed.by == command.by);
    let has_prepared = has_shown || has_reconciled(run, command, practice);
    if (side == Side::Pct && has_prepared) || other.is_some_and(|other| other.by == command.by) {
        let missing = Missing::DifferentPeople;
        let who = Role::PctApprover;
        return Err(Unmet {
            rule: Rule::R6,
            missing,
            practice: Some(practice),
            who,
            from: None,
        }
        .into());
    }
    Ok(())
}
