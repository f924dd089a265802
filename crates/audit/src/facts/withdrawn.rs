//! A fact that turned out false is a fact no more.

use super::Facts;
use crate::event::Event;

impl Facts {
    /// Takes back what was established under a name: of the practice the entry names, else of the campaign.
    pub fn withdraw(&mut self, event: &Event, fact: &str) {
        let practice = event.practice.as_deref();
        match fact {
            "readiness" => self.readiness = None,
            "plan" => self.plan_approved = None,
            "pack" => self.pack_approved = None,
            "lmc" => {
                self.lmc_consulted = false;
                self.lmc_papers = None;
            }
            "publicity" => self.publicity.never_ran(event.step.as_deref()),
            _ => match practice.and_then(|code| self.practices.get_mut(code)) {
                Some(practice) => practice.withdraw(fact),
                None => {
                    self.established.remove(fact);
                }
            },
        }
    }
}

impl super::Practice {
    fn withdraw(&mut self, fact: &str) {
        match fact {
            "list" => self.list = None,
            "opt-outs" => self.opt_outs = None,
            _ => {
                self.established.remove(fact);
            }
        }
    }
}
