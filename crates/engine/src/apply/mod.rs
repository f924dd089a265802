//! The only mutator: an event moves the campaign. It decides nothing and never fails; an event about something the
//! campaign does not have changes nothing.

mod campaign_facts;
mod lifecycle;
mod mailing;
mod membership;
mod migration;
mod orders;
mod practice_facts;
mod progress;
mod reports;
mod withdrawn;

use precede_model::{
    Campaign, CampaignId, Done, Event, Happening, Lifecycle, Open, OrganisationCode, Plan,
    SkipReason, Skipped, Standing, StepState, Track,
    definition::StepIx,
    facts::{Signed, TrackFacts},
};

use crate::Def;

pub use mailing::withheld;
pub(crate) use mailing::{is_void, remaining, written_to};

/// Moves the campaign by one event.
pub fn apply(def: &Def, campaign: &mut Campaign, event: &Event) {
    let mut scene = Scene {
        def,
        campaign,
        event,
    };
    match &event.what {
        Happening::CampaignPlanned(_)
        | Happening::CampaignStarted
        | Happening::CampaignPaused { .. }
        | Happening::CampaignResumed
        | Happening::CampaignReopened
        | Happening::CampaignWithdrawn
        | Happening::CampaignClosed => scene.lifecycle(),
        Happening::PracticeJoined { .. }
        | Happening::PracticeLeft { .. }
        | Happening::PracticeClosed
        | Happening::PracticeMerged { .. }
        | Happening::SilentReleased => scene.membership(),
        Happening::StepOpened { .. }
        | Happening::StepSkipped { .. }
        | Happening::NoticePlanned { .. }
        | Happening::NoticeHandedOver { .. }
        | Happening::NoticeFailed { .. }
        | Happening::ConsultBegun { .. }
        | Happening::ApprovalSigned { .. }
        | Happening::Escalated { .. }
        | Happening::ChaseEnded { .. }
        | Happening::RecurringFired { .. }
        | Happening::Refused { .. } => scene.progress(),
        Happening::TaskDone { .. }
        | Happening::ReadinessSigned
        | Happening::PlanApproved { .. }
        | Happening::PackApproved { .. }
        | Happening::SubjectApproved { .. }
        | Happening::LmcConsulted { .. }
        | Happening::BodyConsulted { .. }
        | Happening::PublicityOpened { .. }
        | Happening::PublicityClosed
        | Happening::MediaResumed { .. }
        | Happening::FactAdopted { .. } => scene.campaign_fact(),
        Happening::PracticeInformed { .. }
        | Happening::InformedWithdrawn
        | Happening::PracticeAnswered { .. }
        | Happening::OptOutsCoded { .. }
        | Happening::PracticeAgreed { .. }
        | Happening::PctAgreed { .. }
        | Happening::AgreementWithdrawn { .. }
        | Happening::PermitPlanned { .. }
        | Happening::PermitIssued { .. }
        | Happening::PermitRevoked { .. } => scene.practice_fact(),
        Happening::ListAccepted(_)
        | Happening::BatchPlanned { .. }
        | Happening::BatchReleased { .. }
        | Happening::BatchPosted { .. }
        | Happening::BatchStopped { .. }
        | Happening::RecallAsked { .. }
        | Happening::ItemReturned { .. }
        | Happening::Reconciled(_)
        | Happening::PeriodEnded { .. } => scene.mailing(),
        Happening::DirectiveRecorded(_)
        | Happening::DirectiveLifted { .. }
        | Happening::DispensationRecorded(_)
        | Happening::DispensationEnded { .. }
        | Happening::QuietTimeRecorded(_)
        | Happening::QuietTimeCancelled { .. }
        | Happening::BudgetProposed { .. }
        | Happening::BudgetApproved { .. } => scene.order_of_others(),
        Happening::EnquiryLogged { .. }
        | Happening::AlarmRaised { .. }
        | Happening::AlarmCleared { .. }
        | Happening::UploadReported { .. }
        | Happening::NewcomersCounted { .. }
        | Happening::DeathReported { .. }
        | Happening::CaseOpened { .. }
        | Happening::CaseClosed { .. } => scene.report(),
        Happening::FactWithdrawn { fact } => scene.withdrawn(*fact),
        Happening::DefinitionMoved(migration) => scene.moved(migration),
    }
}

/// A campaign as its first event makes it.
pub(crate) fn planned(def: &Def, id: CampaignId, plan: &Plan) -> Campaign {
    let track = |practice: &OrganisationCode, standing| fresh_track(def, *practice, standing);
    let mut tracks: Vec<Track> = plan
        .practices
        .iter()
        .map(|code| track(code, Standing::Tranche))
        .collect();
    tracks.extend(plan.reach.iter().map(|code| track(code, Standing::Reach)));
    tracks.sort_by_key(|track| track.practice);
    Campaign {
        id,
        definition: plan.definition,
        variant: plan.variant.clone(),
        lifecycle: Lifecycle::Planned,
        steps: vec![StepState::Pending; def.campaign_steps().len()],
        facts: Default::default(),
        holds: Vec::new(),
        set_aside: Vec::new(),
        tracks: tracks.into(),
    }
}

fn fresh_track(def: &Def, practice: OrganisationCode, standing: Standing) -> Track {
    Track {
        practice,
        standing,
        answer: None,
        steps: vec![StepState::Pending; def.track_steps().len()],
        facts: TrackFacts::default(),
    }
}

/// One event on its way into one campaign.
struct Scene<'a> {
    def: &'a Def,
    campaign: &'a mut Campaign,
    event: &'a Event,
}

impl Scene<'_> {
    fn signed(&self) -> Signed {
        Signed {
            at: self.event.counts_from,
            by: self.event.actor,
        }
    }

    fn track(&mut self) -> Option<&mut Track> {
        let ix = self.campaign.track_ix(self.event.practice?)?;
        Some(&mut self.campaign.tracks[ix])
    }

    /// The event's step in its definition.
    fn step(&self) -> Option<StepIx> {
        self.def.find(self.event.step?).map(|(ix, _)| ix)
    }

    fn state(&mut self, ix: StepIx, practice: Option<OrganisationCode>) -> Option<&mut StepState> {
        let slot = self.def.slot(ix);
        if self.def.step(ix).is_of_practice() {
            let track = self.campaign.track_ix(practice?)?;
            self.campaign.tracks[track].steps.get_mut(slot)
        } else {
            self.campaign.steps.get_mut(slot)
        }
    }

    /// Changes the event's step for each of these practices, or for the campaign when there are none.
    fn each(&mut self, practices: &[OrganisationCode], mut change: impl FnMut(&mut StepState)) {
        let Some(ix) = self.step() else { return };
        if practices.is_empty()
            && let Some(state) = self.state(ix, None)
        {
            change(state);
        }
        for practice in practices {
            if let Some(state) = self.state(ix, Some(*practice)) {
                change(state);
            }
        }
    }

    /// Changes the event's own step, if it is open.
    fn own(&mut self, change: impl FnOnce(&mut Open)) {
        let Some(ix) = self.step() else { return };
        if let Some(state) = self.state(ix, self.event.practice) {
            open_of(state, change);
        }
    }

    /// The event's own step is done.
    fn finish(&mut self) {
        let Some(ix) = self.step() else { return };
        self.finish_step(ix);
    }

    fn finish_step(&mut self, ix: StepIx) {
        let (at, by, practice) = (
            self.event.counts_from,
            self.event.actor,
            self.event.practice,
        );
        if let Some(state) = self.state(ix, practice) {
            *state = StepState::Done(Done {
                occurrence: state.occurrence().max(1),
                at,
                by,
            });
        }
    }
}

/// Passed over without ever having been open: it may open for the first time.
fn is_given_back(skipped: &Skipped) -> bool {
    skipped.occurrence == 0 && skipped.why != SkipReason::Optional
}

fn open_of(state: &mut StepState, change: impl FnOnce(&mut Open)) {
    if let StepState::Open(open) = state {
        change(open);
    }
}
