//! Second thoughts: a fact turned out false, or a permit is taken back. What rested on it stops.

use precede_model::{
    CaseKind, Command, Happening, Missing, OrganisationCode, Refusal, Role, StepState,
    WithdrawnFact,
    definition::{Kind, StepIx},
    facts::Permit,
};

use crate::{
    evidence::dated,
    kinds::{allow, is_live, reason, sign_off, stop},
    reports::cases,
    run::{Run, Subject, out_of_order},
};

/// A fact is taken back, with a reason. Its step opens again; letters that rested on it stop, permits fall, and an
/// incident opens if anything had rested on it.
pub(crate) fn withdraw_fact(
    run: &mut Run<'_>,
    command: &Command,
    fact: WithdrawnFact,
    practice: Option<OrganisationCode>,
) -> Result<(), Refusal> {
    let step = step_of(run, fact);
    let owner = step.map_or(Role::PctStaff, |ix| run.def.step(ix).owner);
    allow(command, &[owner, Role::PctStaff], practice)?;
    // Ended campaigns keep their permits under watch too.
    if !run.campaign.has_ended() {
        is_live(run)?;
    }
    if !is_there(run, (fact, step), practice) {
        return Err(out_of_order(Missing::StepOpen, practice, owner));
    }
    reason(command, practice)?;
    let dated = dated(run.def, command, None, run.now)?;
    let subject = Subject { step, practice };
    run.tell(command, subject, Happening::FactWithdrawn { fact }, dated);
    let about = match fact {
        WithdrawnFact::List => CaseKind::ListWrong,
        WithdrawnFact::Publicity => CaseKind::PublicityNeverRan,
        WithdrawnFact::Readiness
        | WithdrawnFact::Plan
        | WithdrawnFact::Pack
        | WithdrawnFact::Lmc
        | WithdrawnFact::Helpline
        | WithdrawnFact::OptOuts
        | WithdrawnFact::Training
        | WithdrawnFact::System
        | WithdrawnFact::DataQuality => CaseKind::FactTakenBack,
    };
    if rested(run, (fact, step), practice) {
        cases::note(run, practice, about);
    }
    Ok(())
}

/// A death known before the extract shows that the list is wrong: it is taken back, for letters planned anew from it
/// would go to the dead. The case is the caller's to open.
pub(crate) fn list_is_wrong(run: &mut Run<'_>, practice: OrganisationCode) {
    let fact = WithdrawnFact::List;
    let step = step_of(run, fact);
    if is_there(run, (fact, step), Some(practice)) {
        let subject = Subject {
            step,
            practice: Some(practice),
        };
        run.note(subject, Happening::FactWithdrawn { fact });
        rested(run, (fact, step), Some(practice));
    }
}

/// What rested on a fact stops, and its step opens again. Says whether anything rested on it. The step comes last: a
/// campaign that had closed goes on when a permit falls.
fn rested(
    run: &mut Run<'_>,
    (fact, step): (WithdrawnFact, Option<StepIx>),
    practice: Option<OrganisationCode>,
) -> bool {
    let stopped = stop::recheck(run, &format!("{fact} was taken back"));
    if let Some(ix) = step {
        reopen(run, ix, practice);
    }
    let posted = run.campaign.tracks.iter().any(|track| {
        practice.is_none_or(|code| code == track.practice)
            && track.facts.batches.iter().any(stop::has_left)
    });
    stopped || posted
}

/// A standing permit is taken back by a person, with a reason. It rested on two agreements: that of the person's side
/// goes with it, for else the daemon would give the permit anew in the same breath.
pub(crate) fn revoke_permit(
    run: &mut Run<'_>,
    command: &Command,
    practice: OrganisationCode,
) -> Result<(), Refusal> {
    allow(
        command,
        &[
            Role::PctLead,
            Role::RegionLead,
            Role::ProgrammeLead,
            Role::Practice,
        ],
        Some(practice),
    )?;
    let unknown = || out_of_order(Missing::Unknown, Some(practice), Role::PctLead);
    let track = run.campaign.track(practice).ok_or_else(unknown)?;
    if !matches!(track.facts.permit, Permit::Issued { .. } | Permit::Planned) {
        return Err(unknown());
    }
    reason(command, Some(practice))?;
    sign_off::go_with_permit(run, command, practice);
    Ok(())
}

fn reopen(run: &mut Run<'_>, ix: StepIx, practice: Option<OrganisationCode>) {
    match practice {
        Some(practice) => stop::reopen_done(run, ix, practice),
        None if matches!(
            run.def.state(run.campaign, None, ix),
            Some(StepState::Done(_))
        ) =>
        {
            stop::reopen(run, ix, None);
        }
        None => {}
    }
}

/// The step that establishes a fact.
fn step_of(run: &Run<'_>, fact: WithdrawnFact) -> Option<StepIx> {
    let name = fact.to_string();
    let establishes = |kind: &Kind| match (kind, fact) {
        (Kind::Task { establishes, .. }, _) => establishes.iter().any(|one| one.as_str() == name),
        (Kind::Approval { subject, .. }, WithdrawnFact::Plan | WithdrawnFact::Pack) => {
            subject.word() == name
        }
        (Kind::Consult { of, .. }, WithdrawnFact::Lmc) => of.as_str() == "lmc",
        (Kind::Publicity { .. }, WithdrawnFact::Publicity) | (Kind::List, WithdrawnFact::List) => {
            true
        }
        _ => false,
    };
    let mut steps = run.def.definition.indexed();
    steps
        .find(|(_, step)| establishes(&step.kind))
        .map(|(ix, _)| ix)
}

/// Whether the fact is there to be taken back, of a practice or of the campaign as its step is.
fn is_there(
    run: &Run<'_>,
    (fact, step): (WithdrawnFact, Option<StepIx>),
    practice: Option<OrganisationCode>,
) -> bool {
    let is_of_practice = step.is_some_and(|ix| run.def.step(ix).is_of_practice());
    if step.is_some() && is_of_practice != practice.is_some() {
        return false;
    }
    let facts = &run.campaign.facts;
    let name = fact.to_string();
    let track = practice.and_then(|code| run.campaign.track(code));
    let of_practice = |there: fn(&precede_model::Track) -> bool| track.is_some_and(there);
    match fact {
        WithdrawnFact::Readiness => facts.readiness.is_some(),
        WithdrawnFact::Plan => facts.plan.is_some(),
        WithdrawnFact::Pack => facts.pack.is_some(),
        WithdrawnFact::Lmc => facts.lmc.is_some(),
        WithdrawnFact::Publicity => {
            let id = step.map(|ix| run.id(ix));
            facts.publicity.iter().any(|one| Some(one.step) == id)
        }
        WithdrawnFact::List => of_practice(|track| track.facts.list.is_some()),
        WithdrawnFact::OptOuts => of_practice(|track| track.facts.opt_outs.is_some()),
        WithdrawnFact::Helpline
        | WithdrawnFact::Training
        | WithdrawnFact::System
        | WithdrawnFact::DataQuality => {
            let of = track.map_or(&facts.established, |track| &track.facts.established);
            of.iter().any(|one| one.fact.as_str() == name)
        }
    }
}
