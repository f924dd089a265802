//! Facts of one practice.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;

use super::{Alarms, Batch, spells::Spells};
use crate::{
    calendar::Instant,
    event::{Counts, OptOuts, PatientList},
};

/// How a practice stands to the campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Place {
    /// Never named by plan or joining.
    #[default]
    Stranger,
    /// Outside the tranche, but publicity touches its patients.
    Reach,
    /// In the tranche.
    Tranche,
    /// Left, closed or merged: its track has ended.
    Gone,
}

/// Everything the laws ask about one practice.
#[derive(Debug, Clone, Default)]
pub(crate) struct Practice {
    pub place: Place,
    pub has_declined: bool,
    /// It takes part, and does not go live before it says so.
    pub says_not_yet: bool,
    /// Since when it is told: the first notice handed over, or brought along.
    pub told: Option<Instant>,
    /// Standing acknowledgement of a person there.
    pub informed: Spells,
    pub chase_ended: bool,
    /// Released by name after the end of the chase.
    pub released: bool,
    pub list: Option<AcceptedList>,
    pub batches: BTreeMap<u64, Batch>,
    /// The day on which the last letters were posted.
    pub last_posted: Option<NaiveDate>,
    /// Notices written down before they left: template and number.
    pub notices_planned: HashSet<(String, u64)>,
    pub reconciled: Option<Reconciled>,
    /// Stated end of the period of a means other than letters.
    pub notice_period: Option<Period>,
    pub opt_outs: Option<(Instant, OptOuts)>,
    pub practice_agreed: Option<Agreement>,
    pub pct_agreed: Option<Agreement>,
    /// Names of facts established at this practice.
    pub established: HashSet<String>,
    pub permit_planned: bool,
    /// A permit was issued and not revoked.
    pub has_permit: bool,
    /// People the last permit did not cover, where it says so.
    pub withheld: Option<u64>,
    /// The most people counted as registered since the extract.
    pub newcomers: u64,
    /// Records were uploaded, under a permit or not.
    pub has_uploaded: bool,
    /// Alarms nobody has cleared.
    pub alarms: Alarms,
}

/// The list letters are posted from.
#[derive(Debug, Clone)]
pub(crate) struct AcceptedList {
    pub list: PatientList,
    /// When it was recorded.
    pub at: Instant,
}

/// A period of choice that was declared over.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Period {
    /// When it was over by its own beginning and length; `None` when they are not stated.
    pub stated_end: Option<Instant>,
}

/// How fresh a list is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ages {
    pub extracted: Option<Instant>,
    pub deaths_checked: Option<Instant>,
    /// When the list was accepted.
    pub accepted: Instant,
}

impl AcceptedList {
    /// How fresh it is.
    pub fn ages(&self) -> Ages {
        Ages {
            extracted: self.list.extracted,
            deaths_checked: self.list.deaths_checked,
            accepted: self.at,
        }
    }
}

/// The last reconciliation, with what the history itself had counted by then.
#[derive(Debug, Clone)]
pub(crate) struct Reconciled {
    pub counts: Counts,
    pub by_history: Counted,
}

/// What the history knows of a mailing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counted {
    pub posted: u64,
    /// The day on which its last letters were posted.
    pub last_posted: Option<NaiveDate>,
    /// Rows of the list, and how many of them were left out.
    pub list: Option<(u64, u64)>,
}

/// One side's standing agreement.
#[derive(Debug, Clone)]
pub(crate) struct Agreement {
    pub from: Instant,
    pub person: Option<String>,
}

impl Practice {
    /// In the tranche and not declined.
    pub fn takes_part(&self) -> bool {
        self.place == Place::Tranche && !self.has_declined
    }

    /// What a reconciliation has to speak of.
    pub fn counted(&self) -> Counted {
        let list = self.list.as_ref().map(|accepted| &accepted.list);
        Counted {
            posted: self.posted(),
            last_posted: self.last_posted,
            list: list.and_then(|list| Some((list.rows?, list.left_out()))),
        }
    }

    /// The most records its permit covers: everybody of the list, and who came since, less those withheld; `None` where
    /// the history does not say. Those withheld may be among them or among those who came since.
    pub fn shared_at_most(&self) -> Option<u64> {
        let people = self
            .list
            .as_ref()?
            .list
            .rows?
            .saturating_add(self.newcomers);
        Some(people.saturating_sub(self.withheld?))
    }

    /// Items posted in all batches.
    pub fn posted(&self) -> u64 {
        self.batches
            .values()
            .fold(0, |sum, batch| sum.saturating_add(batch.posted))
    }

    /// Batches of which at least one item was posted.
    pub fn posted_batches(&self) -> impl Iterator<Item = (u64, &Batch)> {
        self.batches
            .iter()
            .filter(|(_, batch)| batch.posted > 0)
            .map(|(number, batch)| (*number, batch))
    }
}
