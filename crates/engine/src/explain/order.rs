//! The order of steps as a rule over an act: what its step waits for.
//!
//! Named are the steps at which somebody can do something now, not those that follow: before go-live approval stands
//! everything, and what a person wants to know is where to begin.

use std::collections::BTreeSet;

use precede_model::{
    Act, Campaign, Lifecycle, Missing, Progress, Role, Rule, SkipReason, StepState, Timestamp,
    Unmet,
    definition::{Kind, StepIx},
};

use super::{Proof, asked::Asked, course::Course};
use crate::{
    Def, Readiness,
    kinds::{batch, consult},
    order, readiness,
    rules::View,
};

/// What keeps the act's step from being at the point where the act is planned, or (publicity) may be done. Empty when
/// it is there, and when the act is done.
pub(super) fn lacks(def: &Def, campaign: &Campaign, asked: Asked, now: Timestamp) -> Vec<Unmet> {
    let mut scene = Scene {
        def,
        campaign,
        now,
        seen: BTreeSet::new(),
        found: Vec::new(),
    };
    match (asked, asked.course(def, campaign)) {
        (Asked::Updates(_), _) | (_, Course::Done { .. }) => {}
        (Asked::Start, _) if campaign.lifecycle == Lifecycle::Planned => {}
        (Asked::Start, _) => scene.lack(Missing::CampaignRunning, (None, Role::PctLead), None),
        (Asked::Act(act, ix, place), course) => {
            if !campaign.is_running() {
                scene.lack(Missing::CampaignRunning, (None, Role::PctLead), None);
            }
            if course != Course::Planned {
                scene.step(act, ix, place);
            }
        }
    }
    scene.found
}

/// That the act's step is open.
pub(super) fn evidence(def: &Def, campaign: &Campaign, asked: Asked) -> Vec<Proof> {
    let Asked::Act(_, ix, _) = asked else {
        return Vec::new();
    };
    let state = asked.state(def, campaign);
    let opened = state.as_ref().and_then(StepState::open).map(|open| {
        let opened = Proof::recorded("step-opened", open.since);
        opened.about(def.step(ix).id).of(asked.practice(campaign))
    });
    opened.into_iter().collect()
}

/// Whether time alone settles a step: a body's silence does, and the end of a time to choose.
pub(super) fn settles_alone(
    def: &Def,
    campaign: &Campaign,
    (ix, place): (StepIx, Option<usize>),
    now: Timestamp,
) -> bool {
    let Some(state) = def.state(campaign, place, ix) else {
        return false;
    };
    match (state, &def.step(ix).kind) {
        (StepState::Done(_) | StepState::Skipped(_), _) => true,
        (StepState::Open(_), _) => ends(def, campaign, (ix, place), now).is_some(),
        (StepState::Pending, Kind::Period) => before(def, campaign, (ix, place))
            .into_iter()
            .all(|step| settles_alone(def, campaign, step, now)),
        (StepState::Pending, _) => false,
    }
}

/// The steps a step comes after, each for its subjects: its own practice, or every practice it waits for.
pub(super) fn before(
    def: &Def,
    campaign: &Campaign,
    (ix, place): (StepIx, Option<usize>),
) -> Vec<(StepIx, Option<usize>)> {
    let mut steps = Vec::new();
    for after in &def.step(ix).after {
        match (def.step(after.step).is_of_practice(), place) {
            (false, _) => steps.push((after.step, None)),
            (true, Some(place)) => steps.push((after.step, Some(place))),
            (true, None) => {
                let tracks = campaign.tracks.iter().enumerate();
                let waited = tracks.filter(|(_, one)| order::is_waited_for(def, one, after.step));
                steps.extend(waited.map(|(place, _)| (after.step, Some(place))));
            }
        }
    }
    steps
}

/// When an open step ends by time alone; `None` when it needs somebody, or its clock stands still.
fn ends(
    def: &Def,
    campaign: &Campaign,
    (ix, place): (StepIx, Option<usize>),
    now: Timestamp,
) -> Option<Timestamp> {
    let practice = place.map(|place| campaign.tracks[place].practice);
    if campaign.stands_still(practice, now) {
        return None;
    }
    match def.step(ix).kind {
        Kind::Consult { .. } => consult::silent_from(def, campaign, (ix, place), now),
        Kind::Period => View::of(def, campaign, (place, ix, 0), now)
            .periods_end()
            .ok(),
        _ => None,
    }
}

/// What follows on a step that is found: whether it then goes on by itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    Alone,
    NeedsSomebody,
}

struct Scene<'a> {
    def: &'a Def,
    campaign: &'a Campaign,
    now: Timestamp,
    seen: BTreeSet<(StepIx, Option<usize>)>,
    found: Vec<Unmet>,
}

impl Scene<'_> {
    fn lack(
        &mut self,
        missing: Missing,
        (place, who): (Option<usize>, Role),
        from: Option<Timestamp>,
    ) {
        self.found.push(Unmet {
            rule: Rule::Order,
            missing,
            practice: place.map(|place| self.campaign.tracks[place].practice),
            who,
            from,
        });
    }

    /// The act's own step.
    fn step(&mut self, act: Act, ix: StepIx, place: Option<usize>) {
        let owner = self.def.step(ix).owner;
        match (self.def.state(self.campaign, place, ix), act) {
            (Some(StepState::Open(open)), Act::Tell) if open.progress == Progress::Failed => {
                self.lack(Missing::PracticeTold, (place, Role::PctStaff), None);
            }
            (Some(StepState::Open(_)), Act::Post) => self.batch(place),
            (Some(StepState::Pending), _) => self.pending(ix, place),
            // Of a practice that takes no part the rules say so themselves.
            (Some(StepState::Skipped(skipped)), _) if skipped.why == SkipReason::Optional => {
                self.lack(Missing::StepOpen, (place, owner), None);
            }
            (Some(StepState::Skipped(_)), Act::Tell) => {
                self.lack(Missing::TakesPart, (place, Role::PctStaff), None);
            }
            // Publicity that is over may open again.
            (Some(StepState::Open(_) | StepState::Skipped(_) | StepState::Done(_)) | None, _) => {}
        }
    }

    fn pending(&mut self, ix: StepIx, place: Option<usize>) {
        let owner = self.def.step(ix).owner;
        let track = place.map(|place| &self.campaign.tracks[place]);
        match readiness(self.def, self.campaign, track, ix, self.now) {
            // It opens when time next looks.
            Readiness::Now if self.campaign.is_running() => {
                self.lack(Missing::StepOpen, (place, owner), Some(self.now));
            }
            Readiness::Now => {}
            Readiness::From(at) => {
                let practice = track.map(|track| track.practice);
                let stands_still = self.campaign.stands_still(practice, self.now);
                self.lack(
                    Missing::Wait,
                    (place, owner),
                    Some(at).filter(|_| !stands_still),
                );
            }
            Readiness::Waits(_) => {
                self.walk(ix, place, Then::Alone);
                if self.found.is_empty() {
                    self.lack(Missing::AnyPractice, (None, Role::PctLead), None);
                }
            }
        }
    }

    /// Goes back to the steps at which something can be done.
    fn walk(&mut self, ix: StepIx, place: Option<usize>, then: Then) {
        for (before, place) in before(self.def, self.campaign, (ix, place)) {
            let Some(state) = self.def.state(self.campaign, place, before) else {
                continue;
            };
            if state.is_settled() || !self.seen.insert((before, place)) {
                continue;
            }
            let track = place.map(|place| &self.campaign.tracks[place]);
            let waits = *state == StepState::Pending
                && matches!(
                    readiness(self.def, self.campaign, track, before, self.now),
                    Readiness::Waits(_)
                );
            if waits {
                let alone = settles_alone(self.def, self.campaign, (before, place), self.now);
                let then = if alone { then } else { Then::NeedsSomebody };
                self.walk(before, place, then);
                continue;
            }
            let ends = ends(self.def, self.campaign, (before, place), self.now);
            let step = self.def.step(before);
            self.lack(
                Missing::StepBefore(step.id),
                (place, step.owner),
                ends.filter(|_| then == Then::Alone && *state != StepState::Pending),
            );
        }
    }

    /// The next letters of a practice.
    fn batch(&mut self, place: Option<usize>) {
        let Some(place) = place else { return };
        let whom = (Some(place), Role::PctStaff);
        match batch::next(self.def, &self.campaign.tracks[place], self.now) {
            // That there is no list is for R4 to say.
            batch::Next::Now(_) | batch::Next::NoList => {}
            batch::Next::InFlight => {
                self.lack(Missing::BatchAnswered, (Some(place), Role::MailHouse), None);
            }
            batch::Next::NobodyLeft => self.lack(Missing::ListAccepted, whom, None),
            batch::Next::From(_, day) => self.lack(Missing::Wait, whom, Some(day)),
        }
    }
}
