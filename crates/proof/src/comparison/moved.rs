//! One state of the old version, moved to the new one by the engine; and what must hold of that, stated apart from it.

use precede_engine::{
    Def, Obstacle, migrate,
    moves::{self, Who},
};
use precede_model::{
    Campaign, Event, Evidence, Lifecycle, OrganisationCode, Role, Rule, StepId, StepState,
};

use crate::{
    check::Model,
    laws::{self, Breach, Practice},
    sound::{self, Fault},
    state::State,
};

/// A state after its move.
pub(super) struct Moved {
    pub state: State,
    pub events: Vec<Event>,
    /// What the move itself breaks.
    pub fault: Option<Fault>,
}

/// Moves a state.
///
/// # Errors
/// What is in the way.
pub(super) fn moved(
    before: &Model,
    after: &Model,
    state: &State,
    is_prompt: bool,
) -> Result<Moved, Vec<Obstacle>> {
    let mut next = state.clone();
    let by = moves::person(Who::first(Role::ProgrammeLead), None);
    let said = (by, Evidence::default());
    let decision = migrate(
        (&before.def, &after.def),
        &mut next.campaign,
        said,
        next.now,
    )?;
    let events = next.take(decision);
    let mut fault = broken((before, after), state, &next);
    let breach = laws::follow(&mut next.history, &events, &after.numbers);
    fault = fault.or(breach.map(Fault::Law));
    if !next.is_disturbed {
        fault = fault
            .or_else(|| sound::opened(&after.def, &next, &events, is_prompt))
            .or_else(|| {
                let was_unlawful = sound::stands(&before.def, state, is_prompt).is_some();
                let found = sound::stands(&after.def, &next, is_prompt);
                found.filter(|_| !was_unlawful)
            });
    }
    Ok(Moved {
        state: next,
        events,
        fault,
    })
}

/// What E11 asks of every move: nothing that was done is gone, and no promise of time is cut.
fn broken((before, after): (&Model, &Model), state: &State, next: &State) -> Option<Fault> {
    let law = |rule, practice, although| {
        Fault::Law(Breach {
            rule,
            practice,
            although,
        })
    };
    let there = done(&after.def, &next.campaign);
    let mut was = done(&before.def, &state.campaign).into_iter();
    if let Some((_, practice)) = was.find(|one| !there.contains(one)) {
        return Some(law(Rule::Order, practice, "a step that was done is gone"));
    }
    let is_written_to = |one: &&std::sync::Arc<Practice>| {
        let mut letters = one.letters.iter();
        letters.any(|letters| letters.posted.is_some())
    };
    let written_to = state.history.practices.iter().find(is_written_to)?;
    is_cut((before, after), &state.campaign).then(|| {
        law(
            Rule::R5,
            Some(written_to.code),
            "less time to choose was promised",
        )
    })
}

/// Whether the time to choose is shorter, reckoned from the start of the campaign.
fn is_cut((before, after): (&Model, &Model), campaign: &Campaign) -> bool {
    let (Lifecycle::Running { since } | Lifecycle::Paused { since }) = campaign.lifecycle else {
        return false;
    };
    let ends = |model: &Model| model.numbers.time_to_choose(since);
    match (ends(before), ends(after)) {
        (Some(before), Some(after)) => after < before,
        (Some(_), None) => true,
        (None, _) => false,
    }
}

/// Every step that is done, by its id and practice.
fn done(def: &Def, campaign: &Campaign) -> Vec<(StepId, Option<OrganisationCode>)> {
    let is_done = |state: &StepState| matches!(state, StepState::Done(_));
    let own = def.campaign_steps().iter().zip(&campaign.steps);
    let mut found: Vec<_> = own
        .filter(|(_, state)| is_done(state))
        .map(|(ix, _)| (def.step(*ix).id, None))
        .collect();
    for track in &campaign.tracks {
        let steps = def.track_steps().iter().zip(&track.steps);
        let steps = steps.filter(|(_, state)| is_done(state));
        found.extend(steps.map(|(ix, _)| (def.step(*ix).id, Some(track.practice))));
    }
    found
}
