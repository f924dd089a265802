//! Soundness: when the step of an act opens, the engine's own guard is asked, and what it lacks must be the outside's to
//! give. A definition that opens an act and relies on the guard to stop it is refused.

use precede_engine::{Def, moves};
use precede_model::{
    Event, Happening, Missing, OrganisationCode, Rule, SkipReason, StepId, StepState, Unmet,
    definition::{Kind, StepIx},
};

use crate::{laws::Breach, slice::Ending, state::State};

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The engine let an act leave that a law forbids.
    Law(Breach),
    /// The definition opens an act that the guard refuses.
    Opened {
        /// The act's step.
        step: StepId,
        /// For whom.
        practice: Option<OrganisationCode>,
        /// What the guard lacks.
        unmet: Unmet,
    },
    /// No way leads on.
    Stuck(Ending),
    /// A step of people that nobody notices, or nobody may do.
    Unowned {
        /// The step.
        step: StepId,
        /// The key to add.
        key: &'static str,
    },
}

/// The first act that a move's events opened and the guard refuses for want of what the definition should order.
pub(crate) fn opened(def: &Def, state: &State, events: &[Event], is_prompt: bool) -> Option<Fault> {
    events.iter().find_map(|event| {
        let Happening::StepOpened { practices, .. } = &event.what else {
            return None;
        };
        let step = event.step?;
        let (ix, found) = def.find(step)?;
        found.act()?;
        let subjects: Vec<Option<OrganisationCode>> = if practices.is_empty() {
            vec![None]
        } else {
            practices.iter().copied().map(Some).collect()
        };
        subjects.into_iter().find_map(|practice| {
            let unmet = unlawful(def, state, (ix, practice), is_prompt)?;
            Some(Fault::Opened {
                step,
                practice,
                unmet,
            })
        })
    })
}

/// The first act that stands open and lacks what the definition should order.
pub(crate) fn stands(def: &Def, state: &State, is_prompt: bool) -> Option<Fault> {
    let campaign = def.campaign_steps().iter().map(|ix| (*ix, None));
    let tracks = state
        .campaign
        .tracks
        .iter()
        .map(|track| Some(track.practice));
    let of_tracks = tracks.flat_map(|one| def.track_steps().iter().map(move |ix| (*ix, one)));
    let acts = campaign
        .chain(of_tracks)
        .filter(|(ix, _)| def.step(*ix).act().is_some());
    acts.into_iter().find_map(|(ix, practice)| {
        let unmet = unlawful(def, state, (ix, practice), is_prompt)?;
        Some(Fault::Opened {
            step: def.step(ix).id,
            practice,
            unmet,
        })
    })
}

/// What an open act lacks that the definition should have ordered.
fn unlawful(
    def: &Def,
    state: &State,
    (ix, practice): (StepIx, Option<OrganisationCode>),
    is_prompt: bool,
) -> Option<Unmet> {
    let place = practice.and_then(|code| state.campaign.track_ix(code));
    let is_open = matches!(
        def.state(&state.campaign, place, ix),
        Some(StepState::Open(_))
    );
    if !is_open {
        return None;
    }
    let lacks = moves::lacks(def, &state.campaign, (ix, practice), state.now);
    lacks.into_iter().find(|lack| {
        !is_of_outside(lack, is_prompt) && !is_passed_over(def, state, (ix, place), lack)
    })
}

/// What is not the definition's to order: time that runs, what people let grow old, and what comes from outside. What is
/// too old though nobody was late was asked for too early, and that is the definition's doing.
fn is_of_outside(lack: &Unmet, is_prompt: bool) -> bool {
    if lack.from.is_some() {
        return true;
    }
    match lack.rule {
        Rule::R8 | Rule::R9 | Rule::R10 | Rule::R11 | Rule::R12 => return true,
        // Whether it takes part is the practice's own word, at any time.
        Rule::Order | Rule::Rights | Rule::Evidence => return true,
        Rule::R1 | Rule::R2 | Rule::R3 | Rule::R4 | Rule::R5 | Rule::R6 | Rule::R7 => {}
    }
    !is_prompt
        && matches!(
            lack.missing,
            Missing::ListAge | Missing::DeathCheck | Missing::ListAgreement | Missing::OptOutsAge
        )
}

/// A list that a named person passed over leaves nobody to write to: where the letters too may be passed over, that they
/// stand open asks the same person to say so.
fn is_passed_over(
    def: &Def,
    state: &State,
    (ix, place): (StepIx, Option<usize>),
    lack: &Unmet,
) -> bool {
    if lack.missing != Missing::ListAccepted || !def.step(ix).optional {
        return false;
    }
    def.track_steps().iter().any(|step| {
        let is_list = matches!(def.step(*step).kind, Kind::List);
        let skipped = def.state(&state.campaign, place, *step);
        let is_skipped =
            matches!(skipped, Some(StepState::Skipped(one)) if one.why == SkipReason::Optional);
        is_list && is_skipped
    })
}
