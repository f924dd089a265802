//! What happened in a year, counted from the histories of its campaigns.

use std::collections::{BTreeMap, BTreeSet};

use precede_model::{Answer, Event, Happening, OrganisationCode};
use serde::Serialize;

/// Counts of a year, or of a part of one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Entries of the histories.
    pub entries: u64,
    /// Campaigns that were planned.
    pub planned: u64,
    /// Campaigns that started.
    pub started: u64,
    /// Campaigns of which every step was done.
    pub closed: u64,
    /// Practices told.
    pub told: u64,
    /// Reminders.
    pub reminders: u64,
    /// Mails that could not be handed over.
    pub failed: u64,
    /// Practices that confirmed that they are ready.
    pub ready: u64,
    /// Confirmations taken back.
    pub taken_back: u64,
    /// Practices silent to the end of the chase.
    pub silent: u64,
    /// Silent practices released by name.
    pub released: u64,
    /// Practices that declined.
    pub declined: u64,
    /// Publicity that went live.
    pub publicity: u64,
    /// Letters posted.
    pub letters: u64,
    /// Letters that came back.
    pub returned: u64,
    /// Go-live approvals issued.
    pub permits: u64,
    /// Go-live approvals taken back.
    pub revoked: u64,
    /// Practices that joined, moved away, closed or merged.
    pub register: u64,
    /// Alarms raised.
    pub alarms: u64,
    /// Directives and quiet times that began to bind.
    pub bound: u64,
    /// Refusals, by rule.
    pub refusals: BTreeMap<String, u64>,
}

impl Counts {
    /// Counts one entry.
    pub fn take(&mut self, event: &Event) {
        self.entries += 1;
        let many = |codes: &[OrganisationCode]| codes.len() as u64;
        match &event.what {
            Happening::CampaignPlanned(_) => self.planned += 1,
            Happening::CampaignStarted => self.started += 1,
            Happening::CampaignClosed => self.closed += 1,
            Happening::NoticeHandedOver { number: 0, .. } => self.told += 1,
            Happening::NoticeHandedOver { .. } => self.reminders += 1,
            Happening::NoticeFailed { .. } => self.failed += 1,
            Happening::PracticeInformed { .. } => self.ready += 1,
            Happening::InformedWithdrawn => self.taken_back += 1,
            Happening::ChaseEnded { practices } => self.silent += many(practices),
            Happening::SilentReleased => self.released += 1,
            Happening::PracticeAnswered {
                answer: Answer::Declines,
            } => self.declined += 1,
            Happening::PublicityOpened { .. } => self.publicity += 1,
            Happening::BatchPosted { items, .. } => self.letters += u64::from(*items),
            Happening::ItemReturned { items, .. } => self.returned += u64::from(*items),
            Happening::PermitIssued { .. } => self.permits += 1,
            Happening::PermitRevoked { practices } => self.revoked += many(practices).max(1),
            Happening::PracticeJoined { .. }
            | Happening::PracticeLeft { .. }
            | Happening::PracticeClosed
            | Happening::PracticeMerged { .. } => self.register += 1,
            Happening::AlarmRaised { .. } => self.alarms += 1,
            Happening::DirectiveRecorded(_) | Happening::QuietTimeRecorded(_) => self.bound += 1,
            Happening::Refused { rule, .. } => {
                *self.refusals.entry(rule.to_string()).or_default() += 1;
            }
            _ => {}
        }
    }

    /// What there is to tell, in people's words.
    pub fn sentences(&self) -> Vec<String> {
        let known: [(u64, &str, &str); 20] = [
            (self.planned, "campaign is planned", "campaigns are planned"),
            (self.started, "campaign starts", "campaigns start"),
            (self.told, "practice is told", "practices are told"),
            (
                self.failed,
                "mail does not reach its practice",
                "mails do not reach their practices",
            ),
            (self.reminders, "reminder goes out", "reminders go out"),
            (
                self.ready,
                "practice confirms that it is ready",
                "practices confirm that they are ready",
            ),
            (
                self.taken_back,
                "practice takes that back",
                "practices take that back",
            ),
            (
                self.silent,
                "practice has stayed silent to the end of the chase",
                "practices have stayed silent to the end of the chase",
            ),
            (
                self.released,
                "silent practice is released by name",
                "silent practices are released by name",
            ),
            (self.declined, "practice declines", "practices decline"),
            (self.publicity, "publicity goes live", "publicities go live"),
            (self.letters, "letter is posted", "letters are posted"),
            (self.returned, "letter comes back", "letters come back"),
            (
                self.permits,
                "go-live approval is issued",
                "go-live approvals are issued",
            ),
            (
                self.revoked,
                "go-live approval is taken back",
                "go-live approvals are taken back",
            ),
            (
                self.register,
                "practice joins, moves, closes or merges",
                "practices join, move, close or merge",
            ),
            (self.alarms, "alarm is raised", "alarms are raised"),
            (
                self.bound,
                "campaign is bound by a directive or a quiet time",
                "campaigns are bound by directives or quiet times",
            ),
            (
                self.closed,
                "campaign closes, all done",
                "campaigns close, all done",
            ),
            (
                self.refusals.values().sum(),
                "thing is refused",
                "things are refused",
            ),
        ];
        let told = known.into_iter().filter(|(count, ..)| *count > 0);
        told.map(|(count, one, many)| format!("{count} {}", if count == 1 { one } else { many }))
            .collect()
    }
}

/// Practices that were in a campaign at any time.
pub(super) fn practices(events: &[Event]) -> BTreeSet<OrganisationCode> {
    let mut all = BTreeSet::new();
    for event in events {
        match &event.what {
            Happening::CampaignPlanned(plan) => all.extend(plan.practices.iter().copied()),
            Happening::PracticeJoined { .. } => all.extend(event.practice),
            _ => {}
        }
    }
    all
}
