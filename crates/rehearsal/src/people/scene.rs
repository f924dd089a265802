//! One campaign as its people see it, and one step of it.

use precede_engine::Def;
use precede_model::{
    Campaign, OrganisationCode, Role, StepState, Timestamp, Track,
    definition::{Kind, StepDef, StepIx},
};

use super::{Deed, Intent};
use crate::{
    Chance, World,
    diary::{DAY, Diary, Slot},
};

/// One campaign and all its people know.
pub(crate) struct Scene<'a> {
    pub world: &'a World,
    pub diary: &'a Diary,
    pub def: &'a Def,
    pub campaign: &'a Campaign,
    chance: Chance,
}

impl<'a> Scene<'a> {
    pub fn of(world: &'a World, diary: &'a Diary, def: &'a Def, campaign: &'a Campaign) -> Self {
        let id = campaign.id;
        let chance = world
            .chance
            .about(id.programme.as_str())
            .about(id.pct.as_str());
        Self {
            world,
            diary,
            def,
            campaign,
            chance: chance.about(id.tranche.as_str()),
        }
    }

    /// Chance about the campaign as a whole.
    pub fn chance(&self, purpose: &str) -> Chance {
        self.chance.about("-").about(purpose)
    }

    /// A step of the campaign, or of one of its tracks.
    pub fn spot(&'a self, ix: StepIx, track: Option<&'a Track>) -> Option<Spot<'a>> {
        let slot = self.def.slot(ix);
        let state = match track {
            Some(track) => track.steps.get(slot),
            None => self.campaign.steps.get(slot),
        }?;
        Some(Spot {
            scene: self,
            ix,
            step: self.def.step(ix),
            state,
            track,
        })
    }
}

/// One step, of the campaign or of one practice.
#[derive(Clone, Copy)]
pub(crate) struct Spot<'a> {
    pub scene: &'a Scene<'a>,
    pub ix: StepIx,
    pub step: &'a StepDef,
    pub state: &'a StepState,
    pub track: Option<&'a Track>,
}

impl Spot<'_> {
    /// Steps of the same practice of some kinds, with their states.
    pub fn states(&self, is_kind: fn(&Kind) -> bool) -> impl Iterator<Item = (StepIx, &StepState)> {
        let def = self.scene.def;
        let states = self.track.map(|track| track.steps.as_slice());
        let steps = def.track_steps().iter().copied();
        steps
            .filter(move |ix| is_kind(&def.step(*ix).kind))
            .filter_map(move |ix| Some((ix, states?.get(def.slot(ix))?)))
    }

    /// When the practice's patients have had their time to choose; `None` while it runs. The beginning of time where
    /// the definition gives none.
    pub fn choice_ended(&self) -> Option<Timestamp> {
        let mut periods = self.states(|kind| matches!(kind, Kind::Period));
        periods.try_fold(Timestamp::from_micros(i64::MIN), |last, (_, state)| {
            Some(last.max(state.settled_at()?))
        })
    }

    pub fn practice(&self) -> Option<OrganisationCode> {
        self.track.map(|track| track.practice)
    }

    /// Chance about this step of this subject in this occurrence (E17).
    pub fn chance(&self, purpose: &str) -> Chance {
        let practice = self.practice();
        let subject = practice.as_ref().map_or("-", |code| code.as_str());
        let step = self
            .scene
            .chance
            .about(subject)
            .about(self.step.id.as_str());
        step.number(self.state.occurrence().into()).about(purpose)
    }

    /// So many quarter hours of working time after an instant.
    pub fn quarters(&self, at: Timestamp, purpose: &str, least: u32, most: u32) -> Slot {
        self.scene
            .diary
            .after(at)
            .later(self.chance(purpose).between(least, most))
    }

    /// So many working days after an instant, at any time of day.
    pub fn days(&self, at: Timestamp, purpose: &str, least: u32, most: u32) -> Slot {
        self.quarters(at, purpose, least * DAY, most * DAY)
    }

    /// Somebody means to do something about this step.
    pub fn intent(&self, slot: Slot, by: Role, deed: Deed) -> Intent {
        Intent {
            slot,
            is_once: false,
            by,
            step: Some(self.ix),
            deed,
        }
    }
}
