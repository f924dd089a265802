//! The only mutator: an event moves the campaign. It decides nothing and never fails; an event about something the
//! campaign does not have changes nothing.

use precede_model::{
    Answer, Campaign, CampaignId, ClockEffect, Done, Event, Happening, Hold, How, Lifecycle, Open,
    OrganisationCode, Plan, Progress, Side, SkipReason, Skipped, Standing, StepId, StepState,
    Track,
    definition::{Kind, StepIx},
    facts::{
        Approved, Batch, BatchState, Established, ListFact, OptOuts, Permit, Publicity, Signed,
        TrackFacts,
    },
};

use crate::{Def, def::is_notice, kinds::period, rules};

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
        | Happening::PermitRevoked => scene.practice_fact(),
        Happening::ListAccepted(_)
        | Happening::BatchPlanned { .. }
        | Happening::BatchReleased { .. }
        | Happening::BatchPosted { .. }
        | Happening::BatchStopped { .. }
        | Happening::ItemReturned { .. }
        | Happening::Reconciled(_)
        | Happening::PeriodEnded { .. } => scene.mailing(),
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
    fn lifecycle(&mut self) {
        let at = self.event.at;
        self.campaign.lifecycle = match &self.event.what {
            Happening::CampaignStarted => Lifecycle::Running { since: at },
            Happening::CampaignPaused { clock } => {
                self.hold(*clock);
                Lifecycle::Paused { since: at }
            }
            Happening::CampaignResumed => {
                if let Some(hold) = self
                    .campaign
                    .holds
                    .iter_mut()
                    .rev()
                    .find(|hold| hold.until.is_none())
                {
                    hold.until = Some(at);
                }
                Lifecycle::Running { since: at }
            }
            Happening::CampaignWithdrawn => Lifecycle::Withdrawn { at },
            Happening::CampaignClosed => Lifecycle::Closed { at },
            _ => return,
        };
    }

    fn hold(&mut self, clock: ClockEffect) {
        self.campaign.holds.push(Hold {
            from: self.event.at,
            until: None,
            clock,
        });
    }

    fn membership(&mut self) {
        let Some(practice) = self.event.practice else {
            return;
        };
        let at = self.event.at;
        let standing = match &self.event.what {
            Happening::PracticeJoined {
                told_at,
                informed_at,
                answer,
                ..
            } => {
                return self.join(practice, (*told_at, *informed_at, *answer));
            }
            Happening::PracticeLeft { .. } => Standing::Left { at },
            Happening::PracticeClosed => Standing::Closed { at },
            Happening::PracticeMerged { into } => Standing::Merged { at, into: *into },
            Happening::SilentReleased => Standing::Released { at },
            _ => return,
        };
        if let Some(track) = self.track() {
            track.standing = standing;
        }
    }

    /// A practice that joins is not told a second time: what it brings finishes the steps it answers.
    fn join(
        &mut self,
        practice: OrganisationCode,
        (told, informed, answer): (
            Option<precede_model::Timestamp>,
            Option<precede_model::Timestamp>,
            Option<Answer>,
        ),
    ) {
        let place = match self.place_of(practice) {
            Ok(place) => place,
            Err(place) => {
                let fresh = fresh_track(self.def, practice, Standing::Tranche);
                self.campaign.tracks.insert(place, fresh);
                place
            }
        };
        let track = &mut self.campaign.tracks[place];
        track.standing = Standing::Tranche;
        track.answer = answer.or(track.answer);
        let facts = &mut track.facts;
        // A practice that comes back, or was only in reach, keeps what is true of it.
        facts.told = [facts.told, told].into_iter().flatten().min();
        facts.informed = informed
            .map(|at| Signed {
                at,
                by: self.event.actor,
            })
            .or(facts.informed);
        facts.chase_ended = None;
        for ix in self.def.track_steps() {
            let brought = match self.def.step(*ix).kind {
                Kind::Notice { .. } => told.or(informed),
                Kind::Acknowledgement { .. } => informed,
                Kind::Answer => answer
                    .filter(|answer| *answer != Answer::NotYet)
                    .map(|_| self.event.at),
                _ => None,
            };
            let state = &mut track.steps[self.def.slot(*ix)];
            match (brought, &state) {
                (_, StepState::Done(_)) => {}
                (Some(at), _) => {
                    *state = StepState::Done(Done {
                        occurrence: state.occurrence().max(1),
                        at,
                        by: self.event.actor,
                    });
                }
                (None, StepState::Skipped(skipped)) if is_given_back(skipped) => {
                    *state = StepState::Pending;
                }
                (None, _) => {}
            }
        }
    }

    fn place_of(&self, practice: OrganisationCode) -> Result<usize, usize> {
        self.campaign
            .tracks
            .binary_search_by_key(&practice, |track| track.practice)
    }

    fn progress(&mut self) {
        match &self.event.what {
            Happening::StepOpened {
                practices,
                occurrence,
            } => {
                let open = Open {
                    occurrence: *occurrence,
                    since: self.event.at,
                    progress: Progress::Fresh,
                };
                self.each(practices, |state| *state = StepState::Open(open.clone()));
                self.unplan_permits(practices);
            }
            Happening::StepSkipped {
                steps,
                practices,
                why,
            } => self.skip(steps, practices, *why),
            Happening::NoticePlanned {
                practices, number, ..
            } => {
                self.each(practices, |state| planned_notice(state, *number));
            }
            Happening::NoticeHandedOver { number, .. } => self.handed_over(*number),
            Happening::NoticeFailed { number: 0, .. } => {
                self.own(|open| open.progress = Progress::Failed)
            }
            Happening::NoticeFailed { .. } => {}
            Happening::ConsultBegun { stage, .. } => {
                let at = self.event.counts_from;
                self.own(|open| consulted(open, *stage, at));
            }
            Happening::ApprovalSigned { digest, .. } => {
                if let Some(by) = self.event.actor.person() {
                    self.own(|open| {
                        open.progress = Progress::Signed {
                            by,
                            digest: *digest,
                        }
                    });
                }
            }
            Happening::Escalated { practices, .. } => {
                self.each(practices, |state| {
                    chasing(state, |_, escalated, _| *escalated = true)
                });
            }
            Happening::ChaseEnded { practices } => {
                self.each(practices, |state| {
                    chasing(state, |_, _, ended| *ended = true)
                });
                let at = self.event.counts_from;
                for practice in practices {
                    if let Some(ix) = self.campaign.track_ix(*practice) {
                        self.campaign.tracks[ix].facts.chase_ended = Some(at);
                    }
                }
            }
            Happening::RecurringFired { number } => {
                let last = self.event.at;
                self.own(|open| {
                    open.progress = Progress::Fired {
                        number: *number,
                        last,
                    }
                });
            }
            // A refusal changes nothing else: what follows from the daemon's own is an event beside it.
            _ => {}
        }
    }

    /// A permit's step that opens again holds no planned permit.
    fn unplan_permits(&mut self, practices: &[OrganisationCode]) {
        let is_permit = |ix| matches!(self.def.step(ix).kind, Kind::Permit);
        if !self.step().is_some_and(is_permit) {
            return;
        }
        for practice in practices {
            if let Some(ix) = self.campaign.track_ix(*practice) {
                let permit = &mut self.campaign.tracks[ix].facts.permit;
                if *permit == Permit::Planned {
                    *permit = Permit::None;
                }
            }
        }
    }

    fn handed_over(&mut self, number: u16) {
        let at = self.event.counts_from;
        if number > 0 {
            return;
        }
        if let Some(track) = self.track() {
            track.facts.told.get_or_insert(at);
        }
        // Told by telephone meanwhile: the step was done then.
        let Some(ix) = self.step() else { return };
        if !matches!(
            self.state(ix, self.event.practice),
            Some(StepState::Done(_))
        ) {
            self.finish_step(ix);
        }
    }

    fn campaign_fact(&mut self) {
        let signed = self.signed();
        let facts = &mut self.campaign.facts;
        match &self.event.what {
            Happening::ReadinessSigned => facts.readiness = Some(signed),
            Happening::PlanApproved { digest } => facts.plan = approved(self.event, *digest, &[]),
            Happening::PackApproved { digest, contents } => {
                facts.pack = approved(self.event, *digest, contents);
            }
            Happening::LmcConsulted { .. } => facts.lmc = Some(signed),
            Happening::TaskDone { facts: names } => {
                let list = self.facts_by_name();
                list.extend(names.iter().map(|fact| Established {
                    fact: *fact,
                    signed,
                }));
            }
            Happening::FactAdopted { fact, .. } => {
                if fact.as_str() == "readiness" {
                    facts.readiness = Some(signed);
                }
                self.facts_by_name().push(Established {
                    fact: *fact,
                    signed,
                });
            }
            Happening::PublicityOpened {
                media,
                minimum_until,
            } => {
                let Some(step) = self.event.step else { return };
                facts.publicity.push(Publicity {
                    step,
                    since: signed.at,
                    minimum_until: *minimum_until,
                    closed: None,
                    is_notice: is_notice(media),
                });
            }
            Happening::PublicityClosed => {
                let step = self.event.step;
                if let Some(publicity) = facts
                    .publicity
                    .iter_mut()
                    .rev()
                    .find(|publicity| Some(publicity.step) == step)
                {
                    publicity.closed = Some(signed.at);
                }
                return;
            }
            Happening::SubjectApproved { .. } | Happening::BodyConsulted { .. } => {}
            _ => return,
        }
        self.finish();
    }

    fn practice_fact(&mut self) {
        let signed = self.signed();
        if let Happening::PermitPlanned { practices } = &self.event.what {
            self.each(practices, |state| {
                open_of(state, |open| open.progress = Progress::Planned)
            });
            for practice in practices {
                if let Some(ix) = self.campaign.track_ix(*practice) {
                    self.campaign.tracks[ix].facts.permit = Permit::Planned;
                }
            }
            return;
        }
        let event = self.event;
        let is_spoken = event.evidence.how != Some(How::Link);
        let Some(track) = self.track() else { return };
        let facts = &mut track.facts;
        match event.what {
            Happening::PracticeInformed { .. } => {
                // Spoken to is told: a practice without an address is informed by telephone. A link came with a notice.
                if is_spoken {
                    facts.told.get_or_insert(signed.at);
                }
                facts.informed = Some(signed);
                self.finish_notice();
            }
            Happening::InformedWithdrawn => {
                facts.informed = None;
                facts.chase_ended = None;
                return;
            }
            Happening::PracticeAnswered { answer } => return self.answered(answer),
            Happening::OptOutsCoded {
                count,
                received,
                passed_on,
            } => {
                facts.opt_outs = Some(OptOuts {
                    at: signed.at,
                    coded: count,
                    received,
                    passed_on,
                });
            }
            Happening::PracticeAgreed { .. } => facts.practice_agreed = Some(signed),
            Happening::PctAgreed { .. } => facts.pct_agreed = Some(signed),
            Happening::AgreementWithdrawn { by: Side::Practice } => {
                return facts.practice_agreed = None;
            }
            Happening::AgreementWithdrawn { by: Side::Pct } => return facts.pct_agreed = None,
            Happening::PermitIssued { .. } => facts.permit = Permit::Issued { at: signed.at },
            Happening::PermitRevoked => return facts.permit = Permit::Revoked { at: signed.at },
            _ => return,
        }
        self.finish();
    }

    /// Declining ends nothing by itself here: the steps passed over are an event of their own. Taking part after all
    /// gives back those that were never open; those that were are opened again, an event of their own.
    fn answered(&mut self, answer: Answer) {
        let Some(track) = self.track() else { return };
        let before = track.answer.replace(answer);
        if before == Some(Answer::Declines) && answer != Answer::Declines {
            for state in &mut track.steps {
                let declined = |skipped: &Skipped| skipped.why == SkipReason::Declined;
                if matches!(state, StepState::Skipped(skipped) if declined(skipped) && is_given_back(skipped))
                {
                    *state = StepState::Pending;
                }
            }
        }
        if answer != Answer::NotYet {
            self.finish();
        }
    }

    fn mailing(&mut self) {
        let at = self.event.counts_from;
        let def = self.def;
        let event = self.event;
        let Some(track) = self.track() else { return };
        let facts = &mut track.facts;
        match event.what {
            Happening::ListAccepted(ref list) => {
                facts.list = Some(ListFact {
                    extracted: list.extracted,
                    deaths_checked: list.deaths_checked,
                    agreement_expires: list.agreement_expires,
                    is_named: !list.holder.trim().is_empty() && !list.agreement.trim().is_empty(),
                    rows: list.rows,
                    excluded: (list.excluded.values())
                        .fold(0, |sum, count| sum.saturating_add(*count)),
                    to_post: list.to_post,
                });
                self.finish();
                self.posted_in_full();
            }
            Happening::BatchPlanned {
                batch,
                items,
                class,
                post_by,
            } => {
                let state = BatchState::Planned;
                facts.batches.push(Batch {
                    number: batch,
                    items,
                    class,
                    post_by,
                    state,
                });
                self.own(|open| open.progress = Progress::Planned);
            }
            Happening::BatchReleased { batch } => {
                set_batch(facts, batch, |_| BatchState::Released { at });
                self.batch_moved();
            }
            Happening::BatchPosted {
                batch,
                items,
                spoiled,
                stopped,
                expected_receipt,
            } => {
                set_batch(facts, batch, |_| BatchState::Posted {
                    at,
                    posted: items,
                    spoiled,
                    stopped,
                    expected_receipt,
                    returned: 0,
                    period_ended: None,
                });
                self.batch_moved();
            }
            Happening::BatchStopped { batch } => {
                set_batch(facts, batch, |_| BatchState::Stopped { at });
                self.batch_moved();
            }
            Happening::ItemReturned { batch, items, .. } => set_batch(facts, batch, |mut state| {
                if let BatchState::Posted { returned, .. } = &mut state {
                    *returned = returned.saturating_add(items);
                }
                state
            }),
            Happening::Reconciled(_) => {
                facts.reconciled = Some(at);
                self.finish();
            }
            Happening::PeriodEnded {
                batch: Some(batch), ..
            } => {
                set_batch(facts, batch, |mut state| {
                    if let BatchState::Posted { period_ended, .. } = &mut state {
                        *period_ended = Some(at);
                    }
                    state
                });
                self.period_moved(def);
            }
            Happening::PeriodEnded { batch: None, .. } => {
                facts.notice_period_ended = Some(at);
                self.period_moved(def);
            }
            _ => {}
        }
    }

    /// After a batch was posted or stopped: the step is done when nothing is in flight and nobody is left to write to.
    fn batch_moved(&mut self) {
        let Some(track) = self.track() else { return };
        let in_flight = track
            .facts
            .batches
            .iter()
            .any(|batch| !rules::is_accounted_for(batch));
        if !in_flight && remaining(&track.facts) == 0 {
            return self.finish();
        }
        self.own(|open| {
            open.progress = if in_flight {
                Progress::Planned
            } else {
                Progress::Fresh
            }
        });
    }

    /// A newer list may name nobody who has not been written to: the letters are done then.
    fn posted_in_full(&mut self) {
        let def = self.def;
        let Some(track) = self.track() else { return };
        let facts = &track.facts;
        let is_done = !facts.batches.is_empty()
            && facts.batches.iter().all(rules::is_accounted_for)
            && remaining(facts) == 0;
        let is_open = |ix: &&StepIx| {
            matches!(def.step(**ix).kind, Kind::Batch { .. })
                && track.steps[def.slot(**ix)].open().is_some()
        };
        let step = def.track_steps().iter().find(is_open);
        if let Some(ix) = step.filter(|_| is_done) {
            self.finish_step(*ix);
        }
    }

    fn period_moved(&mut self, def: &Def) {
        let complete = self
            .event
            .practice
            .and_then(|practice| self.campaign.track_ix(practice))
            .is_some_and(|ix| period::is_complete(def, self.campaign, ix));
        if complete {
            self.finish();
        }
    }

    fn signed(&self) -> Signed {
        Signed {
            at: self.event.counts_from,
            by: self.event.actor,
        }
    }

    /// Where a fact by name belongs: to the event's practice, else to the campaign.
    fn facts_by_name(&mut self) -> &mut Vec<Established> {
        let ix = self
            .event
            .practice
            .and_then(|practice| self.campaign.track_ix(practice));
        match ix {
            Some(ix) => &mut self.campaign.tracks[ix].facts.established,
            None => &mut self.campaign.facts.established,
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

    /// An acknowledgement answers its notice, sent or not.
    fn finish_notice(&mut self) {
        let Some(ix) = self.step() else { return };
        let Kind::Acknowledgement { of, .. } = self.def.step(ix).kind else {
            return;
        };
        let practice = self.event.practice;
        if self
            .state(of, practice)
            .is_some_and(|state| !state.is_settled())
        {
            self.finish_step(of);
        }
    }

    fn skip(&mut self, steps: &[StepId], practices: &[OrganisationCode], why: SkipReason) {
        let (at, by) = (self.event.at, self.event.actor);
        let subjects: Vec<_> = if practices.is_empty() {
            vec![None]
        } else {
            practices.iter().copied().map(Some).collect()
        };
        for step in steps {
            let Some((ix, _)) = self.def.find(*step) else {
                continue;
            };
            for practice in &subjects {
                if let Some(state) = self.state(ix, *practice) {
                    *state = StepState::Skipped(Skipped {
                        occurrence: state.occurrence(),
                        at,
                        by,
                        why,
                    });
                }
            }
        }
    }
}

/// People of the list who are in no batch that was or may yet be posted.
pub(crate) fn remaining(facts: &TrackFacts) -> u32 {
    let taken = (facts.batches.iter())
        .filter(|batch| !is_void(batch))
        .fold(0_u32, |sum, batch| sum.saturating_add(batch.items));
    facts
        .list
        .map_or(0, |list| list.to_post)
        .saturating_sub(taken)
}

/// A batch of which no letter left: its people are still to be written to, in a later one.
pub(crate) fn is_void(batch: &Batch) -> bool {
    match batch.state {
        BatchState::Planned | BatchState::Released { .. } => false,
        BatchState::Posted { posted, .. } => posted == 0,
        BatchState::Stopped { .. } => true,
    }
}

/// Passed over without ever having been open: it may open for the first time.
fn is_given_back(skipped: &Skipped) -> bool {
    skipped.occurrence == 0 && skipped.why != SkipReason::Optional
}

fn approved(
    event: &Event,
    digest: precede_model::Digest,
    contents: &[precede_model::definition::PackPart],
) -> Option<Approved> {
    Some(Approved {
        at: event.counts_from,
        first: event.evidence.first?,
        second: event.actor.person()?,
        digest,
        contents: contents.to_vec(),
    })
}

fn open_of(state: &mut StepState, change: impl FnOnce(&mut Open)) {
    if let StepState::Open(open) = state {
        change(open);
    }
}

fn planned_notice(state: &mut StepState, number: u16) {
    if number == 0 {
        open_of(state, |open| open.progress = Progress::Planned);
    } else {
        chasing(state, |reminders, _, _| {
            *reminders = number.try_into().unwrap_or(u8::MAX)
        });
    }
}

fn chasing(state: &mut StepState, change: impl FnOnce(&mut u8, &mut bool, &mut bool)) {
    open_of(state, |open| {
        let (mut reminders, mut escalated, mut ended) = match open.progress {
            Progress::Chasing {
                reminders,
                escalated,
                ended,
            } => (reminders, escalated, ended),
            _ => (0, false, false),
        };
        change(&mut reminders, &mut escalated, &mut ended);
        open.progress = Progress::Chasing {
            reminders,
            escalated,
            ended,
        };
    });
}

fn consulted(open: &mut Open, stage: precede_model::ConsultStage, at: precede_model::Timestamp) {
    let (mut papers, mut meeting) = match open.progress {
        Progress::Consulting { papers, meeting } => (papers, meeting),
        _ => (None, None),
    };
    match stage {
        precede_model::ConsultStage::Papers => papers = Some(at),
        precede_model::ConsultStage::Meeting => meeting = Some(at),
    }
    open.progress = Progress::Consulting { papers, meeting };
}

fn set_batch(facts: &mut TrackFacts, number: u16, change: impl FnOnce(BatchState) -> BatchState) {
    if let Some(batch) = facts
        .batches
        .iter_mut()
        .find(|batch| batch.number == number)
    {
        batch.state = change(batch.state);
    }
}
