//! Facts of one practice: what it said, counted and agreed, and its permit.

use precede_model::{
    Answer, Happening, How, OrganisationCode, Progress, Side, SkipReason, Skipped, StepState,
    definition::Kind,
    facts::{OptOuts, Permit},
};

use super::{Scene, is_given_back, open_of};

impl Scene<'_> {
    pub(super) fn practice_fact(&mut self) {
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
        if let Happening::PermitRevoked { practices } = &self.event.what {
            return self.revoked(practices);
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
            _ => return,
        }
        self.finish();
    }

    /// One practice's permit, or those of all the practices named.
    fn revoked(&mut self, practices: &[OrganisationCode]) {
        let at = self.event.counts_from;
        let named = practices.iter().copied().chain(self.event.practice);
        for practice in named {
            if let Some(ix) = self.campaign.track_ix(practice) {
                self.campaign.tracks[ix].facts.permit = Permit::Revoked { at };
            }
        }
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
}
