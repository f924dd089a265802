//! A running campaign moves to another definition: each step keeps its state under its id, new steps are pending.

use precede_model::{Migration, StepId, StepState, definition::StepIx};

use super::Scene;

impl Scene<'_> {
    pub(super) fn moved(&mut self, migration: &Migration) {
        let def = self.def;
        let campaign = &mut *self.campaign;
        campaign.definition = migration.plan.definition;
        campaign.variant.clone_from(&migration.plan.variant);
        let id = |ix: &StepIx| def.step(*ix).id;
        let new: Vec<StepId> = def.campaign_steps().iter().map(id).collect();
        campaign.steps = carried(&migration.campaign_steps, &campaign.steps, &new);
        let new: Vec<StepId> = def.track_steps().iter().map(id).collect();
        for track in &mut campaign.tracks {
            track.steps = carried(&migration.track_steps, &track.steps, &new);
        }
    }
}

fn carried(old: &[StepId], states: &[StepState], new: &[StepId]) -> Vec<StepState> {
    let state = |id: &StepId| {
        let place = old.iter().position(|other| other == id)?;
        states.get(place).cloned()
    };
    new.iter()
        .map(|id| state(id).unwrap_or(StepState::Pending))
        .collect()
}
