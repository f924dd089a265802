//! A fact that turned out false is a fact no more. What rested on it is stopped by events beside this one.

use precede_model::WithdrawnFact;

use super::Scene;

impl Scene<'_> {
    pub(super) fn withdrawn(&mut self, fact: WithdrawnFact) {
        let name = fact.to_string();
        let facts = &mut self.campaign.facts;
        match fact {
            WithdrawnFact::Readiness => facts.readiness = None,
            WithdrawnFact::Plan => facts.plan = None,
            WithdrawnFact::Pack => facts.pack = None,
            WithdrawnFact::Lmc => facts.lmc = None,
            WithdrawnFact::Publicity => {
                let step = self.event.step;
                facts.publicity.retain(|one| Some(one.step) != step);
                facts.waiting_media.retain(|one| Some(one.step) != step);
            }
            WithdrawnFact::List => {
                if let Some(track) = self.track() {
                    track.facts.list = None;
                }
            }
            WithdrawnFact::OptOuts => {
                if let Some(track) = self.track() {
                    track.facts.opt_outs = None;
                }
            }
            WithdrawnFact::Helpline
            | WithdrawnFact::Training
            | WithdrawnFact::System
            | WithdrawnFact::DataQuality => {
                self.facts_by_name().retain(|one| one.fact.as_str() != name);
            }
        }
    }
}
