//! Facts of the campaign as a whole.

use precede_model::{
    Digest, Event, Happening,
    definition::PackPart,
    facts::{Approved, Established, Publicity, WaitingMedia},
};

use super::Scene;
use crate::def::is_notice;

impl Scene<'_> {
    pub(super) fn campaign_fact(&mut self) {
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
                waiting,
            } => {
                let Some(step) = self.event.step else { return };
                if !waiting.is_empty() {
                    facts.waiting_media.push(WaitingMedia {
                        step,
                        media: waiting.clone(),
                    });
                }
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
                return facts.waiting_media.retain(|one| Some(one.step) != step);
            }
            Happening::MediaResumed { .. } => {
                let step = self.event.step;
                return facts.waiting_media.retain(|one| Some(one.step) != step);
            }
            Happening::SubjectApproved { .. } | Happening::BodyConsulted { .. } => {}
            _ => return,
        }
        self.finish();
    }

    /// Where a fact by name belongs: to the event's practice, else to the campaign.
    pub(super) fn facts_by_name(&mut self) -> &mut Vec<Established> {
        let ix = self
            .event
            .practice
            .and_then(|practice| self.campaign.track_ix(practice));
        match ix {
            Some(ix) => &mut self.campaign.tracks[ix].facts.established,
            None => &mut self.campaign.facts.established,
        }
    }
}

fn approved(event: &Event, digest: Digest, contents: &[PackPart]) -> Option<Approved> {
    Some(Approved {
        at: event.counts_from,
        first: event.evidence.first?,
        second: event.actor.person()?,
        digest,
        contents: contents.to_vec(),
    })
}
