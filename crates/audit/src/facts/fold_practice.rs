//! How an entry of one practice changes its facts.

use chrono::NaiveDate;

use super::{AcceptedList, Agreement, Batch, Period, Place, Planned, Practice, Reconciled};
use crate::{
    calendar::Instant,
    event::{Event, What},
    length::Length,
    plan::Plan,
};

impl Practice {
    /// Adds an entry that names this practice.
    pub fn fold(&mut self, plan: &Plan, event: &Event) {
        match &event.what {
            What::PracticeJoined {
                told_at,
                informed_at,
                answer,
            } => {
                self.join(*told_at, *informed_at, answer.as_deref());
            }
            What::PracticeLeft | What::PracticeClosed | What::PracticeMerged => {
                self.place = Place::Gone
            }
            What::NoticeHandedOver { number: 0, .. } => self.tell(event.counts_from),
            What::FactAdopted { fact } if fact == "told" => self.tell(event.counts_from),
            What::FactAdopted { fact } => {
                self.established.insert(fact.clone());
            }
            What::TaskDone { facts } => self.established.extend(facts.iter().cloned()),
            What::PracticeInformed if event.is_acknowledgement() => {
                self.informed.begin(event.counts_from);
                // Who was spoken to has been told, though no notice could be handed over. The link came with one.
                if event.evidence("how") != Some("link") {
                    self.tell(event.counts_from);
                }
            }
            What::InformedWithdrawn => self.informed.end(event.counts_from),
            What::PracticeAnswered { answer } => self.answer(answer),
            What::SilentReleased => {
                self.released |= self.chase_ended && event.person().is_some();
            }
            What::OptOutsCoded(counts) => self.opt_outs = Some((event.counts_from, *counts)),
            What::PracticeAgreed => self.practice_agreed = Some(Agreement::of(event)),
            What::PctAgreed => self.pct_agreed = Some(Agreement::of(event)),
            What::AgreementWithdrawn { by } => self.withdraw_agreement(by.as_deref()),
            What::PermitIssued { withheld } => {
                self.permit_planned = false;
                self.has_permit = true;
                self.withheld = *withheld;
            }
            What::UploadReported { .. } => self.has_uploaded = true,
            What::NewcomersCounted { count } => {
                self.newcomers = self.newcomers.max(count.unwrap_or(0));
            }
            What::AlarmRaised { alarm, about } => self.alarms.raise(*alarm, about),
            What::AlarmCleared { alarm } if event.is_explained() => self.alarms.clear(*alarm),
            _ => self.fold_mailing(plan, event),
        }
    }

    /// One side's agreement is taken back; both, when it is not said whose.
    pub fn withdraw_agreement(&mut self, by: Option<&str>) {
        if by != Some("pct") {
            self.practice_agreed = None;
        }
        if by != Some("practice") {
            self.pct_agreed = None;
        }
    }

    fn fold_mailing(&mut self, plan: &Plan, event: &Event) {
        match &event.what {
            What::ListAccepted(list) => {
                self.list = Some(AcceptedList {
                    list: list.clone(),
                    at: event.at,
                });
            }
            What::BatchPlanned {
                batch,
                items,
                class,
                cost,
            } => {
                let ages = self.list.as_ref().map(AcceptedList::ages);
                let batch = self.batch(*batch);
                batch.ages = ages;
                batch.planned = Some(Planned {
                    items: *items,
                    class: class.clone(),
                    cost: *cost,
                });
            }
            What::BatchReleased { batch } => {
                let had_list = self.list.is_some();
                let batch = self.batch(*batch);
                batch.released = true;
                batch.had_list = had_list;
                // Stopped as it was on its way out: it is out.
                batch.stopped = false;
            }
            What::RecallAsked { batch } => {
                if let Some(batch) = self.batches.get_mut(batch) {
                    batch.recalled = true;
                }
            }
            What::BatchStopped { batch } => {
                if let Some(batch) = self.batches.get_mut(batch) {
                    batch.stopped = true;
                }
            }
            What::BatchPosted {
                batch,
                items,
                spoiled,
                expected_receipt,
            } => {
                let found = self.batch(*batch);
                found.answered = true;
                found.spoiled = found.spoiled.saturating_add(*spoiled);
                self.post(plan, event, (*batch, *items), *expected_receipt);
            }
            What::Reconciled(counts) => {
                let by_history = self.counted();
                self.reconciled = Some(Reconciled {
                    counts: counts.clone(),
                    by_history,
                });
            }
            What::PeriodEnded {
                batch,
                began,
                length,
            } => {
                let period = Period {
                    stated_end: plan.stated_end(*began, length.as_deref()),
                };
                match batch {
                    Some(batch) => self.batch(*batch).period = Some(period),
                    None => self.notice_period = Some(period),
                }
            }
            _ => {}
        }
    }

    /// Facts brought along count from their own time. Released by name was the track that ended.
    fn join(&mut self, told: Option<Instant>, informed: Option<Instant>, answer: Option<&str>) {
        self.place = Place::Tranche;
        self.released = false;
        if let Some(told) = told {
            self.tell(told);
        }
        if let Some(informed) = informed {
            self.informed.begin(informed);
        }
        if let Some(answer) = answer {
            self.answer(answer);
        }
    }

    fn answer(&mut self, answer: &str) {
        self.has_declined = answer == "declines";
        self.says_not_yet = answer == "not-yet";
    }

    fn batch(&mut self, number: u64) -> &mut Batch {
        self.batches.entry(number).or_default()
    }

    fn tell(&mut self, at: Instant) {
        self.told = Some(self.told.map_or(at, |told| told.min(at)));
    }

    /// The latest receipt is the one stated, or the one the postage class allows if that is later.
    fn post(&mut self, plan: &Plan, event: &Event, (number, items): (u64, u64), stated: NaiveDate) {
        let batch = self.batch(number);
        batch.posted = batch.posted.saturating_add(items);
        let posted_on = (items > 0).then(|| plan.calendar.day(event.happened));
        let class = batch.planned.as_ref().map(|planned| planned.class.as_str());
        let least = class.and_then(|class| {
            plan.policy
                .received_by(&plan.calendar, event.counts_from, class)
        });
        batch.receipt = batch.receipt.max(least).max(Some(stated));
        self.last_posted = self.last_posted.max(posted_on);
    }
}

impl Agreement {
    fn of(event: &Event) -> Self {
        Self {
            from: event.counts_from,
            person: event.person().map(str::to_owned),
        }
    }
}

impl Plan {
    /// When a declared period is over by its own beginning and length.
    pub fn stated_end(&self, began: Option<NaiveDate>, length: Option<&str>) -> Option<Instant> {
        Some(self.calendar.due_after_day(began?, Length::read(length?)?))
    }
}
