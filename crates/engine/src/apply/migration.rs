//! A running campaign moves to another definition: each step keeps its state under its id, new steps are pending. What the
//! new definition has no place for is set aside, and found again by a campaign that moves back.

use precede_model::{
    Migration, OrganisationCode, SetAside, SkipReason, StepId, StepState, definition::StepIx,
};

use super::Scene;

impl Scene<'_> {
    pub(super) fn moved(&mut self, migration: &Migration) {
        let def = self.def;
        let campaign = &mut *self.campaign;
        campaign.definition = migration.plan.definition;
        campaign.variant.clone_from(&migration.plan.variant);
        let id = |ix: &StepIx| def.step(*ix).id;
        let mut aside = std::mem::take(&mut campaign.set_aside);
        let new: Vec<StepId> = def.campaign_steps().iter().map(id).collect();
        let mut shelf = Shelf {
            aside: &mut aside,
            practice: None,
            goes_on: true,
        };
        let old = std::mem::take(&mut campaign.steps);
        campaign.steps = shelf.carry(&migration.campaign_steps, old, &new);
        let new: Vec<StepId> = def.track_steps().iter().map(id).collect();
        for track in &mut campaign.tracks {
            shelf.practice = Some(track.practice);
            shelf.goes_on = track.takes_part();
            let old = std::mem::take(&mut track.steps);
            track.steps = shelf.carry(&migration.track_steps, old, &new);
        }
        if migration.sets_aside {
            campaign.set_aside = aside;
        }
    }
}

/// Where the steps of one subject are set aside, and taken from.
struct Shelf<'a> {
    aside: &'a mut Vec<SetAside>,
    practice: Option<OrganisationCode>,
    /// Whether the subject still takes part: nothing stands open for one that does not.
    goes_on: bool,
}

impl Shelf<'_> {
    fn carry(&mut self, old: &[StepId], states: Vec<StepState>, new: &[StepId]) -> Vec<StepState> {
        let mut carried = vec![None; new.len()];
        for (step, state) in old.iter().zip(states) {
            match new.iter().position(|id| id == step) {
                Some(place) => carried[place] = Some(state),
                None => self.put(*step, state),
            }
        }
        let found = carried.into_iter().zip(new);
        found
            .map(|(state, step)| state.unwrap_or_else(|| self.take(*step)))
            .collect()
    }

    /// What a person has begun or passed over. What was pending, or passed over of itself, comes to the same again.
    fn put(&mut self, step: StepId, state: StepState) {
        let is_kept = match &state {
            StepState::Open(_) | StepState::Done(_) => true,
            StepState::Skipped(skipped) => skipped.why == SkipReason::Optional,
            StepState::Pending => false,
        };
        if is_kept {
            let practice = self.practice;
            self.aside.push(SetAside {
                step,
                practice,
                state,
            });
        }
    }

    fn take(&mut self, step: StepId) -> StepState {
        let is_it = |one: &SetAside| one.step == step && one.practice == self.practice;
        let Some(place) = self.aside.iter().position(is_it) else {
            return StepState::Pending;
        };
        match self.aside.remove(place).state {
            StepState::Open(_) if !self.goes_on => StepState::Pending,
            state => state,
        }
    }
}
