//! Reports: alarms raised and cleared, uploads, newcomers, and cases.

use precede_model::{Alarm, Case, Happening};

use super::Scene;

impl Scene<'_> {
    pub(super) fn report(&mut self) {
        let at = self.event.counts_from;
        match &self.event.what {
            Happening::AlarmRaised { alarm, about } => {
                self.campaign.facts.alarms_raised = *alarm;
                let raised = Alarm {
                    alarm: *alarm,
                    about: *about,
                    since: at,
                    cleared: None,
                };
                if let Some(track) = self.track() {
                    track.facts.alarms.push(raised);
                }
            }
            Happening::AlarmCleared { alarm } => {
                if let Some(track) = self.track() {
                    let known = track.facts.alarms.iter_mut();
                    for one in known.filter(|one| one.alarm == *alarm) {
                        one.cleared.get_or_insert(at);
                    }
                }
            }
            Happening::UploadReported { .. } => {
                if let Some(track) = self.track() {
                    track.facts.upload.get_or_insert(at);
                }
            }
            Happening::NewcomersCounted { count } => {
                if let Some(track) = self.track() {
                    track.facts.newcomers = *count;
                }
            }
            Happening::CaseOpened {
                case,
                about,
                owner,
                tell,
                due,
            } => {
                let opened = Case {
                    case: *case,
                    about: *about,
                    practice: self.event.practice,
                    owner: *owner,
                    tell: tell.clone(),
                    since: self.event.happened,
                    recorded: self.event.at,
                    due: *due,
                    closed: None,
                };
                self.campaign.facts.cases.push(opened);
            }
            Happening::CaseClosed { case } => {
                let known = self.campaign.facts.cases.iter_mut();
                for one in known.filter(|one| one.case == *case) {
                    one.closed.get_or_insert(at);
                }
            }
            // An enquiry or a death is counted in the ledger; what follows from it is an event beside it.
            _ => {}
        }
    }
}
