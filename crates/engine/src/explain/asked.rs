//! What is asked about: an act's step for its subject, or one of the two things a directive may hold that are no act.

use precede_model::{
    Act, Campaign, HeldAct, Missing, OrganisationCode, Refusal, Role, Rule, StepState, Timestamp,
    Unmet, definition::StepIx, facts::BatchState,
};

use super::order;
use crate::{
    Def,
    kinds::batch,
    rules::{self, Proof, View},
    run::out_of_order,
};

/// One question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// An act: its step, and the place of its practice's track.
    Act(Act, StepIx, Option<usize>),
    /// The campaign's start.
    Start,
    /// Updates of records already shared, of a practice or of all.
    Updates(Option<usize>),
}

impl Asked {
    /// Finds the step of an act for its subject: the first that is not finished, else the last.
    pub fn find(
        def: &Def,
        campaign: &Campaign,
        what: HeldAct,
        practice: Option<OrganisationCode>,
    ) -> Result<Self, Refusal> {
        let unknown = || out_of_order(Missing::Unknown, practice, Role::PctStaff);
        let place = match practice {
            Some(code) => Some(campaign.track_ix(code).ok_or_else(unknown)?),
            None => None,
        };
        let Some(act) = what.act() else {
            return match what {
                HeldAct::Updates if !def.definition.contains(Act::Permit) => Err(unknown()),
                HeldAct::Updates => Ok(Self::Updates(place)),
                _ => Ok(Self::Start),
            };
        };
        let steps = || {
            let indexed = def.definition.indexed();
            indexed.filter(|(_, step)| step.act() == Some(act))
        };
        let (last, _) = steps().last().ok_or_else(unknown)?;
        let place = match (def.step(last).is_of_practice(), place) {
            (true, None) => return Err(unknown()),
            (true, place) => place,
            (false, _) => None,
        };
        let is_left = |ix: StepIx| {
            let state = def.state(campaign, place, ix);
            state.is_some_and(|state| !state.is_settled())
        };
        let first_left = steps().find(|(ix, _)| is_left(*ix));
        let ix = first_left.map_or(last, |(ix, _)| ix);
        Ok(Self::Act(act, ix, place))
    }

    /// The practice, for what is of one.
    pub fn practice(self, campaign: &Campaign) -> Option<OrganisationCode> {
        self.place().map(|place| campaign.tracks[place].practice)
    }

    /// The place of its track.
    pub fn place(self) -> Option<usize> {
        match self {
            Self::Act(_, _, place) | Self::Updates(place) => place,
            Self::Start => None,
        }
    }

    /// The state of its step.
    pub fn state(self, def: &Def, campaign: &Campaign) -> Option<StepState> {
        match self {
            Self::Act(_, ix, place) => def.state(campaign, place, ix).cloned(),
            Self::Start | Self::Updates(_) => None,
        }
    }

    /// What the guard may read about it.
    pub fn view<'a>(self, def: &'a Def, campaign: &'a Campaign, now: Timestamp) -> View<'a> {
        match self {
            Self::Act(Act::Post, ix, Some(place)) => {
                let track = &campaign.tracks[place];
                let mut batches = track.facts.batches.iter();
                let planned = batches.find(|batch| batch.state == BatchState::Planned);
                let next = batch::next(def, track, now).items();
                let items = planned.map_or(next, |planned| planned.items);
                View {
                    batch: planned.map(|planned| planned.number),
                    ..View::of(def, campaign, (Some(place), ix, items), now)
                }
            }
            Self::Act(_, ix, place) => View::of(def, campaign, (place, ix, 0), now),
            Self::Start | Self::Updates(_) => View {
                track: self.place().map(|place| &campaign.tracks[place]),
                ..View::of_campaign(def, campaign, now)
            },
        }
    }

    /// What the guard finds missing, the order of steps apart.
    pub fn unmet(self, def: &Def, campaign: &Campaign, now: Timestamp) -> Vec<Unmet> {
        let view = self.view(def, campaign, now);
        let held = |act| {
            let mut found = Vec::new();
            rules::held(&view, act, &mut found);
            found
        };
        match self {
            Self::Act(act, ..) => rules::unmet(act, &view),
            Self::Start => held(HeldAct::Start),
            Self::Updates(_) => held(HeldAct::Updates),
        }
    }

    /// All that is missing, the order of steps included.
    pub fn lacks(self, def: &Def, campaign: &Campaign, now: Timestamp) -> Vec<Unmet> {
        let mut lacks = self.unmet(def, campaign, now);
        lacks.extend(order::lacks(def, campaign, self, now));
        lacks
    }

    /// Each rule that speaks of it, with what it rests on.
    pub fn evidence(
        self,
        def: &Def,
        campaign: &Campaign,
        now: Timestamp,
    ) -> Vec<(Rule, Vec<Proof>)> {
        let view = self.view(def, campaign, now);
        let by_directive = |act| vec![(Rule::R8, rules::evidence_of_directives(&view, act))];
        match self {
            Self::Act(act, ..) => (rules::laws(act).iter())
                .map(|article| (article.rule, (article.evidence)(&view)))
                .collect(),
            Self::Start => by_directive(HeldAct::Start),
            Self::Updates(_) => by_directive(HeldAct::Updates),
        }
    }
}
