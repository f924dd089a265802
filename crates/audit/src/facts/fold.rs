//! How an entry of the campaign changes its facts.

use super::{Approval, Facts, Opening, Period, Place, Practice};
use crate::{
    calendar::Instant,
    event::{Event, What},
};

/// The one medium that can count as informing a patient.
const NOTICE: &str = "public-notice";

impl Facts {
    /// Adds an entry to the facts. What a law forbids still happened; what is no evidence establishes nothing.
    pub fn fold(&mut self, event: &Event) {
        match &event.what {
            What::ReadinessSigned if event.person().is_some() => {
                self.readiness = Some(event.person().map(str::to_owned));
            }
            What::ApprovalSigned { digest } => {
                if let Some(person) = event.person() {
                    self.first_signatures.sign(person, digest.clone());
                }
            }
            What::PlanApproved { digest } => {
                self.plan_approved = Some(self.approval(event, digest.as_deref(), &[]));
            }
            What::PackApproved { digest, contents } => {
                self.pack_approved = Some(self.approval(event, digest.as_deref(), contents));
            }
            What::ConsultBegun { of, stage } => {
                if of.as_deref() == Some("lmc") && stage.as_deref() == Some("papers") {
                    self.lmc_papers.get_or_insert(event.counts_from);
                }
            }
            What::LmcConsulted { position } => {
                self.lmc_consulted |= self.is_position(position.as_deref(), event.at);
            }
            What::NoticePlanned {
                practices,
                template,
                number,
            } => {
                self.notices_planned.insert((template.clone(), *number));
                for code in practices {
                    self.practice_mut(code)
                        .notices_planned
                        .insert((template.clone(), *number));
                }
            }
            What::ChaseEnded { practices } => {
                for code in practices {
                    self.practice_mut(code).chase_ended = true;
                }
            }
            What::PermitPlanned { practices } => {
                for code in practices {
                    self.practice_mut(code).permit_planned = true;
                }
            }
            What::PermitRevoked { practices } => {
                for code in event.practice.iter().chain(practices) {
                    let practice = self.practice_mut(code);
                    practice.permit_planned = false;
                    practice.has_permit = false;
                }
            }
            What::PublicityOpened {
                media,
                minimum_until,
            } => self.publicity.open(Opening {
                step: event.step.clone(),
                is_notice: media.iter().any(|medium| medium == NOTICE),
                from: event.counts_from,
                stated_minimum: *minimum_until,
                until: None,
            }),
            What::PublicityClosed => self
                .publicity
                .close(event.step.as_deref(), event.counts_from),
            _ => self.fold_orders(event),
        }
    }

    /// Entries that speak of one practice, or of all when they name none.
    pub(super) fn fold_by_subject(&mut self, event: &Event) {
        if let Some(code) = &event.practice {
            let practice = self.practices.entry(code.clone()).or_default();
            practice.fold(&self.plan, event);
            return;
        }
        match &event.what {
            What::TaskDone { facts } => self.established.extend(facts.iter().cloned()),
            What::FactAdopted { fact } => {
                if fact == "readiness" {
                    self.readiness = Some(event.person().map(str::to_owned));
                }
                self.established.insert(fact.clone());
            }
            What::PeriodEnded {
                batch: None,
                began,
                length,
            } => {
                let stated_end = self.plan.stated_end(*began, length.as_deref());
                self.notice_period = Some(Period { stated_end });
            }
            // Taken back for every practice at once. An agreement for none, on the other hand, covers none.
            What::AgreementWithdrawn { by } => {
                for practice in self.practices.values_mut() {
                    practice.withdraw_agreement(by.as_deref());
                }
            }
            _ => {}
        }
    }

    /// Silence is a position only when it has lasted.
    pub fn is_position(&self, position: Option<&str>, at: Instant) -> bool {
        position != Some("silent") || self.lmc_silent_from().is_some_and(|from| from <= at)
    }

    /// Two people signed if the first is named, had signed the same content before, and is not the second.
    fn approval(&self, event: &Event, digest: Option<&str>, contents: &[String]) -> Approval {
        let (first, second) = (event.evidence("first"), event.person());
        let by_two = match (first, second, digest) {
            (Some(first), Some(second), Some(digest)) => {
                first != second && self.first_signatures.has(first, digest)
            }
            _ => false,
        };
        Approval {
            signers: [first, second].map(|signer| signer.map(str::to_owned)),
            by_two,
            contents: contents.to_vec(),
        }
    }

    fn practice_mut(&mut self, code: &str) -> &mut Practice {
        if !self.practices.contains_key(code) {
            let stranger = Practice {
                place: Place::Stranger,
                ..Practice::default()
            };
            self.practices.insert(code.to_owned(), stranger);
        }
        self.practices
            .get_mut(code)
            .expect("inserted above when it was missing")
    }
}
