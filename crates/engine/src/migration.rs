//! A running campaign moves to another definition of its programme: what that causes, or why it cannot be (E11). Each step
//! keeps its state under its id; nothing that was done may vanish, no promise to patients may be cut.

use precede_model::{
    Act, Actor, Campaign, Evidence, Happening, Lifecycle, Migration, Missing, OrganisationCode,
    PersonId, Progress, Rule, Standing, StepId, StepState, Timestamp, Track, Unmet,
    definition::StepDef,
    facts::{BatchState, Permit},
};

use crate::{
    Decision, Def, advance,
    evidence::Dated,
    rules::{self, View},
    run::{Run, Subject},
    twins::{self, Twin},
};

/// Why a campaign cannot move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// It has ended, or was never started.
    NotRunning,
    /// The definition is of another programme.
    AnotherProgramme,
    /// It is on this definition already.
    AlreadyThere,
    /// A step that was done, or whose effect is under way, is not in the new definition.
    StepVanishes(StepId, Option<OrganisationCode>),
    /// A step is of another kind or for another scope there.
    StepDiffers(StepId),
    /// Letters have been posted, and the time to choose would be shorter.
    PeriodCut,
    /// A standing go-live approval would lose its ground.
    PermitFalls(OrganisationCode),
    /// Letters planned or at the mail house would break a rule.
    LettersUnlawful(OrganisationCode),
}

/// What moving a campaign causes, together with what time causes right after it. The campaign given is moved.
///
/// # Errors
/// Every obstacle; the campaign given may then be half moved.
pub fn migrate(
    (old, new): (&Def, &Def),
    campaign: &mut Campaign,
    (by, evidence): (PersonId, Evidence),
    now: Timestamp,
) -> Result<Decision, Vec<Obstacle>> {
    let mut obstacles = standing(old, new, campaign);
    obstacles.extend(vanishing(old, new, campaign));
    if !obstacles.is_empty() {
        return Err(obstacles);
    }
    let ids = |def: &Def, steps: &[precede_model::definition::StepIx]| {
        steps.iter().map(|ix| def.step(*ix).id).collect()
    };
    let of = |standing: Standing| {
        let tracks = campaign.tracks.iter();
        let there = tracks.filter(move |track| track.standing == standing);
        there.map(|track| track.practice).collect()
    };
    let migration = Migration {
        plan: new.plan(campaign.id, of(Standing::Tranche), of(Standing::Reach)),
        campaign_steps: ids(old, old.campaign_steps()),
        track_steps: ids(old, old.track_steps()),
        sets_aside: true,
    };
    let withheld = lacking(old, campaign, now);
    let mut run = Run::new(new, campaign, now);
    let today = Dated {
        happened: now,
        counts_from: now,
    };
    let what = Happening::DefinitionMoved(Box::new(migration));
    run.record(
        Subject::CAMPAIGN,
        what,
        (Actor::Person(by), evidence),
        today,
    );
    let broken = newly(&withheld, lacking(new, run.campaign, now));
    if !broken.is_empty() {
        return Err(broken);
    }
    advance::settle(&mut run);
    if twins::is(Twin::LostTimer) {
        run.decision.next_wake = None;
    }
    Ok(run.decision)
}

fn standing(old: &Def, new: &Def, campaign: &Campaign) -> Vec<Obstacle> {
    let mut found = Vec::new();
    match campaign.lifecycle {
        Lifecycle::Running { .. } | Lifecycle::Paused { .. } | Lifecycle::Planned => {}
        Lifecycle::Withdrawn { .. } | Lifecycle::Closed { .. } => found.push(Obstacle::NotRunning),
    }
    if old.definition.code != new.definition.code {
        found.push(Obstacle::AnotherProgramme);
    }
    if old.definition.digest == new.definition.digest && old.variant == new.variant {
        found.push(Obstacle::AlreadyThere);
    }
    let has_posted = campaign.tracks.iter().any(|track| {
        let mut batches = track.facts.batches.iter();
        batches.any(|batch| matches!(batch.state, BatchState::Posted { .. }))
    });
    if has_posted && !twins::is(Twin::CutChoice) && is_shorter(old, new, campaign) {
        found.push(Obstacle::PeriodCut);
    }
    found
}

/// Whether the new time to choose would end before the old one, reckoned from the start of the campaign.
fn is_shorter(old: &Def, new: &Def, campaign: &Campaign) -> bool {
    let from = match campaign.lifecycle {
        Lifecycle::Running { since } | Lifecycle::Paused { since } => since,
        Lifecycle::Planned | Lifecycle::Withdrawn { .. } | Lifecycle::Closed { .. } => {
            return false;
        }
    };
    match (old.policy.decision_period, new.policy.decision_period) {
        (Some(old_length), Some(new_length)) => {
            new.due(from, new_length) < old.due(from, old_length)
        }
        (Some(_), None) => true,
        (None, _) => false,
    }
}

/// Steps that were done, or are under way, and have no place in the new definition.
fn vanishing(old: &Def, new: &Def, campaign: &Campaign) -> Vec<Obstacle> {
    let mut found = Vec::new();
    for ix in old.campaign_steps() {
        let state = &campaign.steps[old.slot(*ix)];
        found.extend(lost((old.step(*ix), new), state, None));
    }
    for ix in old.track_steps() {
        for track in &campaign.tracks {
            let state = &track.steps[old.slot(*ix)];
            found.extend(lost((old.step(*ix), new), state, Some(track.practice)));
        }
    }
    found.dedup();
    found
}

fn lost(
    (step, new): (&StepDef, &Def),
    state: &StepState,
    practice: Option<OrganisationCode>,
) -> Option<Obstacle> {
    let is_begun = match state {
        StepState::Done(_) => true,
        StepState::Open(open) => open.progress == Progress::Planned,
        StepState::Pending | StepState::Skipped(_) => false,
    };
    match new.find(step.id) {
        None if twins::is(Twin::Forgetful) => None,
        None => is_begun.then_some(Obstacle::StepVanishes(step.id, practice)),
        Some((_, there)) => {
            let same = there.is_of_practice() == step.is_of_practice()
                && std::mem::discriminant(&there.kind) == std::mem::discriminant(&step.kind);
            (!same).then_some(Obstacle::StepDiffers(step.id))
        }
    }
}

/// What a standing permit, or letters under way, lack for one practice, and what that is to a move.
struct Lacks {
    obstacle: Obstacle,
    what: Vec<(Rule, Missing)>,
}

/// What the rules refuse of that which stands or is under way.
fn lacking(def: &Def, campaign: &Campaign, now: Timestamp) -> Vec<Lacks> {
    let mut found = Vec::new();
    let step_of = |act| {
        let mut steps = def.definition.indexed();
        let found = steps.find(|(_, step)| step.act() == Some(act));
        found.map(|(ix, _)| ix)
    };
    let (permit, post) = (step_of(Act::Permit), step_of(Act::Post));
    for (place, track) in campaign.tracks.iter().enumerate() {
        let view = |ix| View::of(def, campaign, (Some(place), ix, 0), now);
        let mut note = |obstacle, lacks: Vec<Unmet>| {
            let what = lacks.into_iter().map(|lack| (lack.rule, lack.missing));
            let what: Vec<_> = what.collect();
            if !what.is_empty() {
                found.push(Lacks { obstacle, what });
            }
        };
        if let Some(ix) = permit.filter(|_| has_permit(track)) {
            let lacks = rules::lost_ground(&view(ix));
            note(Obstacle::PermitFalls(track.practice), lacks);
        }
        if let Some(ix) = post.filter(|_| has_letters_under_way(track)) {
            // What time alone supplies, the daemon waits for.
            let mut lacks = rules::unmet(Act::Post, &view(ix));
            lacks.retain(|lack| lack.from.is_none());
            note(Obstacle::LettersUnlawful(track.practice), lacks);
        }
    }
    found
}

fn has_permit(track: &Track) -> bool {
    matches!(track.facts.permit, Permit::Issued { .. } | Permit::Planned)
}

fn has_letters_under_way(track: &Track) -> bool {
    let mut batches = track.facts.batches.iter();
    batches.any(|batch| {
        matches!(
            batch.state,
            BatchState::Planned | BatchState::Released { .. }
        )
    })
}

/// What lacks under the new definition and did not under the old one: what a directive holds already moves with it.
fn newly(before: &[Lacks], after: Vec<Lacks>) -> Vec<Obstacle> {
    let is_new = |lack: &Lacks| {
        let mut alike = before.iter().filter(|one| one.obstacle == lack.obstacle);
        !alike.any(|one| lack.what.iter().all(|what| one.what.contains(what)))
    };
    let new = after.into_iter().filter(is_new);
    new.map(|lack| lack.obstacle).collect()
}
