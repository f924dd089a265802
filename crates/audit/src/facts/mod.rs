//! Facts of a campaign, folded from its history: small, and blind to steps and their status.

mod approval;
mod batch;
mod fold;
mod fold_orders;
mod fold_practice;
mod orders;
mod practice;
mod publicity;
mod reports;
mod spells;
mod spending;
mod withdrawn;

use std::collections::{BTreeMap, HashSet};

use crate::{
    calendar::{Instant, next_day},
    event::Budget,
    length::Length,
    plan::Plan,
};
pub(crate) use approval::{Approval, FirstSignatures};
pub(crate) use batch::{Batch, Planned};
pub(crate) use orders::{Asked, Orders};
pub(crate) use practice::{AcceptedList, Ages, Agreement, Period, Place, Practice, Reconciled};
pub(crate) use publicity::{Opening, Publicity};
pub(crate) use reports::{Alarms, is_incident};
pub(crate) use spending::Spending;

/// Everything the laws ask about one campaign.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    pub plan: Plan,
    /// Ordered by code, so that what a finding lists does not depend on chance.
    pub practices: BTreeMap<String, Practice>,
    /// Stands for an entry that names no practice, or one never heard of: nothing is true of it.
    stranger: Practice,
    first_signatures: FirstSignatures,
    /// Who assured readiness; `Some(None)` when it was adopted from another stream without a person.
    pub readiness: Option<Option<String>>,
    pub plan_approved: Option<Approval>,
    pub pack_approved: Option<Approval>,
    pub lmc_consulted: bool,
    /// Since when the LMC has the papers it may be silent on.
    pub lmc_papers: Option<Instant>,
    pub publicity: Publicity,
    /// Notices written down before they left: template and number.
    notices_planned: HashSet<(String, u64)>,
    /// Names of facts established for the whole campaign.
    established: HashSet<String>,
    /// The campaign's period of a means other than letters.
    pub notice_period: Option<Period>,
    pub orders: Orders,
    pub spending: Spending,
    /// The campaign was ended for good.
    pub is_withdrawn: bool,
}

impl Facts {
    /// A campaign that was planned and nothing more.
    pub fn of(plan: Plan) -> Self {
        let places = [
            (&plan.reach, Place::Reach),
            (&plan.practices, Place::Tranche),
        ];
        let practices = places
            .into_iter()
            .flat_map(|(codes, place)| codes.iter().map(move |code| (code.clone(), place)))
            .map(|(code, place)| {
                (
                    code,
                    Practice {
                        place,
                        ..Practice::default()
                    },
                )
            })
            .collect();
        Self {
            plan,
            practices,
            stranger: Practice::default(),
            first_signatures: FirstSignatures::default(),
            readiness: None,
            plan_approved: None,
            pack_approved: None,
            lmc_consulted: false,
            lmc_papers: None,
            publicity: Publicity::default(),
            notices_planned: HashSet::new(),
            established: HashSet::new(),
            notice_period: None,
            orders: Orders::default(),
            spending: Spending::default(),
            is_withdrawn: false,
        }
    }

    /// The practice an entry names.
    pub fn practice(&self, code: Option<&str>) -> &Practice {
        code.and_then(|code| self.practices.get(code))
            .unwrap_or(&self.stranger)
    }

    /// When the LMC, saying nothing, has been silent for a whole cycle; `None` while nobody sent it papers. A chain that
    /// does not say how long a cycle is shows at least that it is no shorter than any can be: an hour, or up to midnight.
    pub fn lmc_silent_from(&self) -> Option<Instant> {
        let papers = self.lmc_papers?;
        let end = |length| self.plan.calendar.due(papers, length);
        let least = || end(Length::Hours(1)).min(end(Length::Days(1)));
        Some(self.plan.lmc_cycle.map_or_else(least, end))
    }

    /// Practices of the tranche and of publicity's reach, with their codes.
    pub fn present(&self) -> impl Iterator<Item = (&str, &Practice)> {
        let is_here = |practice: &Practice| matches!(practice.place, Place::Tranche | Place::Reach);
        let known = self.practices.iter();
        known
            .filter(move |(_, practice)| is_here(practice))
            .map(|(code, practice)| (code.as_str(), practice))
    }

    /// Practices whose permit was issued and not revoked. In a campaign that was ended for good one that has been used
    /// is asked about no more: records are shared, and go on being.
    pub fn permitted(&self) -> impl Iterator<Item = (&str, &Practice)> {
        let is_asked_about = |practice: &Practice| {
            practice.has_permit && !(self.is_withdrawn && practice.has_uploaded)
        };
        let known = self.practices.iter();
        known
            .filter(move |(_, practice)| is_asked_about(practice))
            .map(|(code, practice)| (code.as_str(), practice))
    }

    /// What all batches cost together as far as anybody has said, in hundredths of a penny.
    pub fn cost(&self, budget: &Budget) -> i128 {
        let batches = self.practices.values().flat_map(|one| one.batches.values());
        batches.map(|batch| batch.cost(budget)).sum()
    }

    /// Whether a fact was established, at the practice or for the whole campaign.
    pub fn has_established(&self, practice: &Practice, fact: &str) -> bool {
        self.established.contains(fact) || practice.established.contains(fact)
    }

    /// Whether a notice was written down before. One to an organisation that is no practice is planned without
    /// practices or beside theirs.
    pub fn has_planned_notice(&self, practice: Option<&str>, template: &str, number: u64) -> bool {
        let planned = match practice {
            Some(_) => &self.practice(practice).notices_planned,
            None => &self.notices_planned,
        };
        planned.contains(&(template.to_owned(), number))
    }

    /// When the least period of choice after a batch is over; `None` if it has no end that can be stated.
    pub fn choice_over(&self, batch: &Batch) -> Option<Instant> {
        let length = self.plan.policy.decision_period?;
        Some(
            self.plan
                .calendar
                .due_after_day(next_day(batch.receipt?), length),
        )
    }

    /// When the least period of choice after a public notice is over; it may be that no publicity ran.
    pub fn notice_choice_over(&self) -> Option<Instant> {
        let length = self.plan.policy.decision_period?;
        Some(
            self.plan
                .calendar
                .due(self.publicity.notice_over(&self.plan)?, length),
        )
    }

    /// When the last period that covers a practice is over, by law and by what was declared; `None` if any of them
    /// has no end.
    pub fn choice_over_for(&self, practice: &Practice) -> Option<Instant> {
        let mut batches = practice.posted_batches().peekable();
        if batches.peek().is_none() {
            let declared = practice.notice_period.or(self.notice_period);
            return self.notice_choice_over().map(|end| later_of(end, declared));
        }
        batches
            .map(|(_, batch)| {
                self.choice_over(batch)
                    .map(|end| later_of(end, batch.period))
            })
            .try_fold(Instant::MIN_UTC, |latest, end| {
                end.map(|end| latest.max(end))
            })
    }
}

fn later_of(end: Instant, declared: Option<Period>) -> Instant {
    declared
        .and_then(|period| period.stated_end)
        .map_or(end, |stated| stated.max(end))
}
