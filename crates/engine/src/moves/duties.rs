//! What the campaign asks of people now: an open step's own work, by who should do it. One function a kind.

use precede_model::{
    Actor, Answer, How, OrganisationCode, PersonId, Progress, Role, Side, Standing, StepState,
    Timestamp, Track,
    definition::{Approval, BudgetNeed, Kind, Scope, StepIx},
    facts::BatchState,
};

use super::{
    Deed, Fact, Move, Purse, Sort, Stage, Who, at_step, establishes, of_nobody,
    people::{candidates, other_than, signers},
};
use crate::rules::{self, FITNESS};

pub(super) fn moves(stage: Stage<'_>, found: &mut Vec<Move>) {
    let Stage { def, campaign, .. } = stage;
    if matches!(campaign.lifecycle, precede_model::Lifecycle::Planned) {
        let lead = Who::first(Role::PctLead);
        found.push(of_nobody(
            None,
            (Deed::Start, lead),
            (Sort::Duty, Fact::Running),
        ));
    }
    if campaign.has_ended() {
        return;
    }
    budget(stage, found);
    for ix in def.campaign_steps() {
        of_step(stage, (*ix, None), &campaign.steps[def.slot(*ix)], found);
    }
    for track in &campaign.tracks {
        mail_house(track, found);
        for ix in def.track_steps() {
            let state = &track.steps[def.slot(*ix)];
            if !matches!(state, StepState::Pending) {
                of_step(stage, (*ix, Some(track)), state, found);
            }
        }
    }
}

/// One step for its subject.
fn of_step(
    stage: Stage<'_>,
    (ix, track): (StepIx, Option<&Track>),
    state: &StepState,
    found: &mut Vec<Move>,
) {
    let step = stage.def.step(ix);
    let practice = track.map(|track| track.practice);
    if matches!(step.scope, Scope::Programme | Scope::Region) {
        // Done once for many campaigns: it comes from the programme's own chain.
        if state.open().is_some() {
            let lead = Who::first(Role::ProgrammeLead);
            let what = (Sort::Duty, establishes(stage.def, ix));
            found.push(at_step((ix, None), (Deed::Adopt, lead), what));
        }
        return;
    }
    let is_here = track.is_none_or(|track| track.standing == Standing::Tranche);
    match (&step.kind, state.open()) {
        (Kind::Notice { .. }, Some(open)) if open.progress == Progress::Failed => {
            let staff = Who::first(Role::PctStaff);
            found.push(at_step(
                (ix, practice),
                (Deed::Retry, staff),
                (Sort::Duty, Fact::Told),
            ));
        }
        (_, _) if !is_here => {}
        (Kind::Task { .. }, Some(_)) => task(stage, (ix, track), found),
        (Kind::Task { .. }, None) => count_again(stage, (ix, track), state, found),
        (Kind::Approval { .. }, Some(open)) => {
            approval(stage, (ix, practice), &open.progress, found)
        }
        (Kind::Consult { .. }, Some(_)) => {
            let who = Who::first(step.owner);
            let what = (Sort::Duty, establishes(stage.def, ix));
            found.push(at_step((ix, practice), (Deed::Position, who), what));
        }
        (Kind::Acknowledgement { .. }, Some(_)) => {
            let doctor = Who::first(Role::Practice);
            let what = (Sort::Duty, Fact::Informed);
            found.push(at_step(
                (ix, practice),
                (Deed::Acknowledge(How::Link), doctor),
                what,
            ));
        }
        (Kind::Answer, Some(_)) => {
            if track.is_some_and(|track| track.answer != Some(Answer::TakesPart)) {
                let doctor = Who::first(Role::Practice);
                let deed = Deed::Answer(Answer::TakesPart);
                found.push(at_step(
                    (ix, practice),
                    (deed, doctor),
                    (Sort::Duty, Fact::Answer),
                ));
            }
        }
        (Kind::Publicity { .. }, _) => publicity(stage, ix, state, found),
        (Kind::List, state) => list(stage, (ix, track), state.is_some(), found),
        (Kind::SignOff { .. }, Some(_)) => sign_off(stage, (ix, track), found),
        (Kind::SignOff { .. }, None) => sign_again(stage, (ix, track), found),
        (Kind::Batch { .. } | Kind::Notice { .. } | Kind::Period | Kind::Permit, _)
        | (Kind::Recurring { .. }, _)
        | (Kind::Approval { .. } | Kind::Consult { .. } | Kind::Acknowledgement { .. }, None)
        | (Kind::Answer, None) => {}
    }
}

fn task(stage: Stage<'_>, (ix, track): (StepIx, Option<&Track>), found: &mut Vec<Move>) {
    let step = stage.def.step(ix);
    let fact = establishes(stage.def, ix);
    let practice = track.map(|track| track.practice);
    if fact == Fact::Reconciled && track.is_some_and(|track| !adds_up(stage, track)) {
        return;
    }
    let barred = match fact {
        Fact::Readiness => signers(stage.campaign)[1..].to_vec(),
        _ => Vec::new(),
    };
    if let Some(who) = other_than(candidates(&[step.owner]), practice, &barred) {
        found.push(at_step(
            (ix, practice),
            (Deed::Finish, who),
            (Sort::Duty, fact),
        ));
    }
}

/// Whether the mailing of a practice can be added up: nothing is on its way and nobody is left to write to.
fn adds_up(stage: Stage<'_>, track: &Track) -> bool {
    let def = stage.def;
    let all_settled = def.track_steps().iter().all(|ix| {
        !matches!(def.step(*ix).kind, Kind::Batch { .. }) || track.steps[def.slot(*ix)].is_settled()
    });
    all_settled && track.facts.batches.iter().all(rules::is_accounted_for)
}

/// A count that was taken before the time to choose had run, or has grown too old for the permit, is taken again.
fn count_again(
    stage: Stage<'_>,
    (ix, track): (StepIx, Option<&Track>),
    state: &StepState,
    found: &mut Vec<Move>,
) {
    let (Some(track), StepState::Done(_)) = (track, state) else {
        return;
    };
    if establishes(stage.def, ix) != Fact::OptOuts {
        return;
    }
    let Some(count) = track.facts.opt_outs.filter(|_| awaits_permit(stage, track)) else {
        return;
    };
    let Stage { def, now, .. } = stage;
    let age = def.policy.opt_out_count_max_age;
    let is_old = age.is_some_and(|age| now > def.due(count.at, age));
    if is_old || is_early(stage, track, count.at) || count.coded < count.received {
        let who = Who::first(def.step(ix).owner);
        let what = (Sort::Duty, Fact::OptOuts);
        found.push(at_step(
            (ix, Some(track.practice)),
            (Deed::Finish, who),
            what,
        ));
    }
}

/// The first signature, or a second by another person. Who signed readiness does not sign the plan.
fn approval(
    stage: Stage<'_>,
    (ix, practice): (StepIx, Option<OrganisationCode>),
    progress: &Progress,
    found: &mut Vec<Move>,
) {
    let Kind::Approval { subject, by } = &stage.def.step(ix).kind else {
        return;
    };
    let mut barred: Vec<Option<PersonId>> = Vec::new();
    if *subject == Approval::Plan {
        barred.extend(&signers(stage.campaign)[..1]);
    }
    let people = candidates(by);
    let signer = match progress {
        Progress::Signed { by: first, .. } => {
            barred.push(Some(*first));
            // Another role first, where the approval names several.
            other_than(people.clone().skip(1), practice, &barred)
                .or_else(|| other_than(people, practice, &barred))
        }
        _ => other_than(people, practice, &barred),
    };
    if let Some(who) = signer {
        let what = (Sort::Duty, establishes(stage.def, ix));
        found.push(at_step((ix, practice), (Deed::Sign, who), what));
    }
}

/// Publicity is opened when the rules let it; opened again where it is over and letters still need it live.
fn publicity(stage: Stage<'_>, ix: StepIx, state: &StepState, found: &mut Vec<Move>) {
    let Stage { def, campaign, .. } = stage;
    let step = def.step(ix);
    let is_live = campaign
        .facts
        .publicity
        .iter()
        .any(|one| one.step == step.id && one.closed.is_none());
    let is_due = match state {
        StepState::Open(_) => true,
        StepState::Done(_) => !is_live && letters_are_left(stage),
        StepState::Pending | StepState::Skipped(_) => false,
    };
    if is_due
        && campaign.is_running()
        && super::lacks(def, campaign, (ix, None), stage.now).is_empty()
    {
        let who = Who::first(step.owner);
        found.push(at_step(
            (ix, None),
            (Deed::OpenPublicity, who),
            (Sort::Duty, Fact::Publicity),
        ));
    }
}

/// Whether some practice's letters are open and not posted.
fn letters_are_left(stage: Stage<'_>) -> bool {
    let def = stage.def;
    stage
        .campaign
        .tracks
        .iter()
        .filter(|track| track.takes_part())
        .any(|track| {
            def.track_steps().iter().any(|ix| {
                matches!(def.step(*ix).kind, Kind::Batch { .. })
                    && !track.steps[def.slot(*ix)].is_settled()
            })
        })
}

/// A list is brought; a newer one where the letters wait and the list has grown too old.
fn list(
    stage: Stage<'_>,
    (ix, track): (StepIx, Option<&Track>),
    is_open: bool,
    found: &mut Vec<Move>,
) {
    let Some(track) = track.filter(|track| track.takes_part()) else {
        return;
    };
    let def = stage.def;
    let is_old = || {
        let Some(list) = &track.facts.list else {
            return false;
        };
        let (list_until, deaths_until) = rules::fresh_until(def, list);
        let waits = def.track_steps().iter().any(|step| {
            let open = track.steps[def.slot(*step)].open();
            matches!(def.step(*step).kind, Kind::Batch { .. })
                && open.is_some_and(|open| open.progress == Progress::Fresh)
        });
        waits && stage.now > list_until.min(deaths_until)
    };
    let is_done = || matches!(track.steps[def.slot(ix)], StepState::Done(_));
    if is_open || is_done() && is_old() {
        let who = Who::first(def.step(ix).owner);
        let what = (Sort::Duty, Fact::List);
        found.push(at_step(
            (ix, Some(track.practice)),
            (Deed::AcceptList, who),
            what,
        ));
    }
}

/// A side signs, by somebody who neither signed for the other side nor prepared what is signed.
fn sign_off(stage: Stage<'_>, (ix, track): (StepIx, Option<&Track>), found: &mut Vec<Move>) {
    let Kind::SignOff { by, .. } = stage.def.step(ix).kind else {
        return;
    };
    let Some(track) = track else { return };
    let facts = &track.facts;
    let person = |by: Actor| by.person();
    let mut barred = Vec::new();
    if by.is_of_practice() {
        barred.extend(facts.pct_agreed.map(|signed| person(signed.by)));
    } else {
        barred.extend(facts.practice_agreed.map(|signed| person(signed.by)));
        let shown = facts.established.iter();
        let fit = shown.filter(|one| FITNESS.contains(&one.fact.as_str()));
        barred.extend(fit.map(|one| person(one.signed.by)));
    }
    if let Some(who) = other_than(candidates(&[by]), Some(track.practice), &barred) {
        let what = (Sort::Duty, establishes(stage.def, ix));
        found.push(at_step(
            (ix, Some(track.practice)),
            (Deed::SignOff, who),
            what,
        ));
    }
}

/// What was signed before the time to choose had run does not count: it is taken back, and signed anew.
fn sign_again(stage: Stage<'_>, (ix, track): (StepIx, Option<&Track>), found: &mut Vec<Move>) {
    let (Kind::SignOff { by, .. }, Some(track)) = (&stage.def.step(ix).kind, track) else {
        return;
    };
    let (signed, side, role, fact) = if by.is_of_practice() {
        let who = Role::Practice;
        (
            track.facts.practice_agreed,
            Side::Practice,
            who,
            Fact::PracticeAgreed,
        )
    } else {
        (
            track.facts.pct_agreed,
            Side::Pct,
            Role::PctLead,
            Fact::PctAgreed,
        )
    };
    let Some(signed) = signed.filter(|_| awaits_permit(stage, track)) else {
        return;
    };
    if is_early(stage, track, signed.at) {
        let deed = Deed::TakeBackAgreement(side);
        let who = Who::first(role);
        found.push(of_nobody(
            Some(track.practice),
            (deed, who),
            (Sort::Duty, fact),
        ));
    }
}

/// Whether an instant lies before the end of a time to choose that has run.
fn is_early(stage: Stage<'_>, track: &Track, at: Timestamp) -> bool {
    let Stage { def, campaign, now } = stage;
    let place = campaign.track_ix(track.practice);
    let view = rules::View {
        track: place.map(|place| &campaign.tracks[place]),
        ..rules::View::of_campaign(def, campaign, now)
    };
    view.periods_end().is_ok_and(|end| at < end && end <= now)
}

/// Whether a practice's permit stands open and is not lawful yet.
fn awaits_permit(stage: Stage<'_>, track: &Track) -> bool {
    let def = stage.def;
    def.track_steps().iter().any(|step| {
        let open = track.steps[def.slot(*step)].open();
        matches!(def.step(*step).kind, Kind::Permit)
            && open.is_some_and(|open| open.progress == Progress::Fresh)
    })
}

/// The mail house posts what was released, and sends back what was recalled.
fn mail_house(track: &Track, found: &mut Vec<Move>) {
    for batch in &track.facts.batches {
        if !matches!(batch.state, BatchState::Released { .. }) {
            continue;
        }
        let deed = if batch.recalled {
            Deed::Stop(batch.number)
        } else {
            Deed::Post(batch.number)
        };
        let house = Who::first(Role::MailHouse);
        found.push(of_nobody(
            Some(track.practice),
            (deed, house),
            (Sort::Duty, Fact::Letters),
        ));
    }
}

/// Where the programme asks for a budget before any letter, two people approve one.
fn budget(stage: Stage<'_>, found: &mut Vec<Move>) {
    let spending = &stage.campaign.facts.spending;
    if stage.def.policy.budget != BudgetNeed::Required || spending.approved.is_some() {
        return;
    }
    let role = match spending.proposed {
        None => Role::PctLead,
        Some(_) => Role::PctApprover,
    };
    let deed = Deed::SignBudget(Purse::Full);
    found.push(of_nobody(
        None,
        (deed, Who::first(role)),
        (Sort::Duty, Fact::Budget),
    ));
}
