//! What the register says of a day becomes orders to running campaigns: practices move, merge, close and join.
//!
//! Registers state no successions. A practice that merges is stated as a member of its successor from the day of the
//! merger on (a row of the condensed `memberships` table whose parent is a practice).

use std::collections::BTreeSet;

use chrono::NaiveDate;
use precede_model::{
    Answer, Campaign, CampaignId, Command, Order, OrganisationCode, OrganisationKind, Refusal,
    Standing, Timestamp, Track,
};
use precede_register::Register;
use precede_store::TimerChange;
use serde::{Deserialize, Serialize};

use crate::{
    App, AppError, DAEMON, Tick,
    day::{NEVER, register_day},
};

/// What one refresh did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Refreshed {
    /// Practices that left a campaign, and the PCT they went to.
    pub left: Vec<(CampaignId, OrganisationCode, Option<OrganisationCode>)>,
    /// Practices that closed.
    pub closed: Vec<(CampaignId, OrganisationCode)>,
    /// Practices that merged, and their successor.
    pub merged: Vec<(CampaignId, OrganisationCode, OrganisationCode)>,
    /// Practices that joined a campaign.
    pub joined: Vec<(CampaignId, OrganisationCode)>,
    /// Practices of a PCT whose campaigns take named groups only: somebody has to say which group.
    pub unplaced: Vec<(OrganisationCode, OrganisationCode)>,
    /// Orders the engine did not take, with its words.
    pub refused: Vec<(CampaignId, OrganisationCode, String)>,
}

/// What is kept from one night to the next, so that a quiet one costs two small reads.
#[derive(Debug, Serialize, Deserialize)]
struct Remembered {
    /// Version of the register's row when it was read.
    version: u64,
    /// The next day on which the register, as it is, changes anything; `None`: never.
    next: Option<NaiveDate>,
}

/// The timer row that holds it. It never fires.
const REMEMBERED: &str = "register-refreshed";

impl App {
    /// Brings live campaigns to what the register says of a day, in one commit.
    ///
    /// # Errors
    /// When the database is not available or a campaign moved meanwhile.
    pub async fn refresh_campaigns(&self, day: NaiveDate) -> Result<Refreshed, AppError> {
        let mut tick = self.tick(self.now().await?);
        let refreshed = tick.bring_up_to_date(day).await?;
        tick.commit().await?;
        Ok(refreshed)
    }

    /// The same for today.
    ///
    /// # Errors
    /// As [`App::refresh_campaigns`].
    pub async fn refresh_campaigns_today(&self) -> Result<Refreshed, AppError> {
        let day = register_day(self.now().await?);
        self.refresh_campaigns(day).await
    }
}

impl Tick<'_> {
    /// The nightly refresh: the same within a tick, for this tick's day, and nothing when neither the register nor
    /// the day brings a change.
    ///
    /// # Errors
    /// When the database is not available.
    pub async fn refresh_campaigns(&mut self) -> Result<(), AppError> {
        let day = register_day(self.now());
        let store = self.app().store();
        let version = self.app().register_version().await?;
        let kept = store.timer(DAEMON, REMEMBERED).await?;
        let kept = kept.and_then(|timer| serde_json::from_str::<Remembered>(&timer.carries).ok());
        let is_quiet =
            |kept: Remembered| kept.version == version && kept.next.is_none_or(|next| day < next);
        if kept.is_some_and(is_quiet) {
            return Ok(());
        }
        let refreshed = self.bring_up_to_date(day).await?;
        for (campaign, practice, why) in &refreshed.refused {
            tracing::warn!(%campaign, %practice, why, "the register's change was not taken by the campaign");
        }
        for (pct, practice) in &refreshed.unplaced {
            tracing::warn!(%pct, %practice, "a practice joined a PCT whose campaigns take named groups only");
        }
        Ok(())
    }

    async fn bring_up_to_date(&mut self, day: NaiveDate) -> Result<Refreshed, AppError> {
        let version = self.app().register_version().await?;
        let register = self.app().register().await?;
        let mut refreshed = Refreshed::default();
        let live = self.live_campaigns().await?;
        // First everybody who goes, then everybody who comes: who moves brings what the old campaign knows by then.
        for id in &live {
            self.send_away(*id, &register, day, &mut refreshed).await?;
        }
        let pcts: BTreeSet<_> = live.iter().map(|id| (id.programme, id.pct)).collect();
        for (programme, pct) in pcts {
            let here: Vec<_> = live
                .iter()
                .filter(|id| (id.programme, id.pct) == (programme, pct))
                .copied()
                .collect();
            self.welcome(&here, &register.practices_of(pct, day), &mut refreshed)
                .await?;
        }
        let remembered = Remembered {
            version,
            next: next_change(&register, day),
        };
        let carries = serde_json::to_string(&remembered).expect("a number and a day are JSON");
        self.daemon_timer(TimerChange::Set {
            name: REMEMBERED.to_owned(),
            due: NEVER,
            carries,
        });
        Ok(refreshed)
    }

    /// Campaigns that have not ended, in the order of their streams.
    pub(crate) async fn live_campaigns(&mut self) -> Result<Vec<CampaignId>, AppError> {
        let mut live = Vec::new();
        for id in self.app().store().campaigns().await? {
            if !self.campaign(id).await?.0.has_ended() {
                live.push(id);
            }
        }
        Ok(live)
    }

    /// Practices that no longer belong to the campaign's PCT.
    async fn send_away(
        &mut self,
        id: CampaignId,
        register: &Register,
        day: NaiveDate,
        refreshed: &mut Refreshed,
    ) -> Result<(), AppError> {
        let campaign = self.campaign(id).await?.0;
        for order in departures(campaign, register, day) {
            let (practice, done) = match order {
                Order::Merge { practice, into } => (practice, Departed::Merged(into)),
                Order::Leave { practice, to } => (practice, Departed::Left(to)),
                Order::Close { practice } => (practice, Departed::Closed),
                _ => continue,
            };
            if !self.ask(id, practice, order, refreshed).await? {
                continue;
            }
            match done {
                Departed::Merged(into) => refreshed.merged.push((id, practice, into)),
                Departed::Left(to) => refreshed.left.push((id, practice, to)),
                Departed::Closed => refreshed.closed.push((id, practice)),
            }
        }
        Ok(())
    }

    /// Practices that belong to the PCT now and are in none of its campaigns of one programme.
    async fn welcome(
        &mut self,
        campaigns: &[CampaignId],
        members: &[OrganisationCode],
        refreshed: &mut Refreshed,
    ) -> Result<(), AppError> {
        let mut known = BTreeSet::new();
        let mut open_to_all = None;
        for id in campaigns {
            if id.tranche == precede_engine::whole_pct() {
                open_to_all = Some(*id);
            }
            let (campaign, _) = self.campaign(*id).await?;
            let known_here = members
                .iter()
                .filter(|practice| is_known(campaign, **practice));
            known.extend(known_here.copied());
        }
        for practice in members.iter().copied().filter(|code| !known.contains(code)) {
            let Some(id) = open_to_all else {
                refreshed
                    .unplaced
                    .extend(campaigns.first().map(|id| (id.pct, practice)));
                continue;
            };
            let order = self.joining(id, practice).await?;
            if self.ask(id, practice, order, refreshed).await? {
                self.hold_for_stray_uploads(id, &[practice]).await?;
                refreshed.joined.push((id, practice));
            }
        }
        Ok(())
    }

    /// A practice joins, with what it brings from the programme's other campaigns.
    async fn joining(
        &mut self,
        to: CampaignId,
        practice: OrganisationCode,
    ) -> Result<Order, AppError> {
        let mut brought = Brought::of(practice);
        for id in self.app().store().campaigns().await? {
            if id.programme == to.programme {
                brought.look_at(self.campaign(id).await?.0);
            }
        }
        Ok(brought.order())
    }

    /// Asks the engine; what it does not take is reported, not lost.
    async fn ask(
        &mut self,
        id: CampaignId,
        practice: OrganisationCode,
        order: Order,
        refreshed: &mut Refreshed,
    ) -> Result<bool, AppError> {
        let answer: Result<(), Refusal> = self.command(id, &Command::by_precede(order)).await?;
        match answer {
            Ok(()) => Ok(true),
            Err(refusal) => {
                refreshed.refused.push((id, practice, refusal.to_string()));
                Ok(false)
            }
        }
    }
}

/// What the register's change was called.
enum Departed {
    Merged(OrganisationCode),
    Left(Option<OrganisationCode>),
    Closed,
}

/// What a practice takes along: the facts of the campaign of the programme that told it last.
#[derive(Debug, Clone)]
pub struct Brought {
    practice: OrganisationCode,
    from: Option<String>,
    told_at: Option<Timestamp>,
    informed_at: Option<Timestamp>,
    answer: Option<Answer>,
}

impl Brought {
    /// Nothing yet.
    pub fn of(practice: OrganisationCode) -> Self {
        Self {
            practice,
            from: None,
            told_at: None,
            informed_at: None,
            answer: None,
        }
    }

    /// Looks whether another campaign of the programme has told the practice, and later than those before.
    pub fn look_at(&mut self, campaign: &Campaign) {
        let Some(track) = campaign.track(self.practice) else {
            return;
        };
        let informed_at = track.facts.informed.map(|signed| signed.at);
        let told_at = track.facts.told.or(informed_at);
        if told_at.is_some() && told_at >= self.told_at {
            *self = Self {
                practice: self.practice,
                from: Some(campaign.id.stream()),
                told_at,
                informed_at,
                answer: track.answer,
            };
        }
    }

    /// The practice joins and brings it.
    pub fn order(self) -> Order {
        let Self {
            practice,
            from,
            told_at,
            informed_at,
            answer,
        } = self;
        Order::Join {
            practice,
            from,
            told_at,
            informed_at,
            answer,
        }
    }
}

/// Practices of a campaign that no longer belong to its PCT on a day, as orders to it.
pub fn departures(campaign: &Campaign, register: &Register, day: NaiveDate) -> Vec<Order> {
    let here: BTreeSet<_> = register
        .practices_of(campaign.id.pct, day)
        .into_iter()
        .collect();
    let gone = campaign
        .tracks
        .iter()
        .filter(|track| is_present(track) && !here.contains(&track.practice));
    gone.map(|track| {
        let practice = track.practice;
        match whereabouts(register, practice, day) {
            Whereabouts::Merged(into) => Order::Merge { practice, into },
            Whereabouts::Closed => Order::Close { practice },
            Whereabouts::Elsewhere(to) => Order::Leave { practice, to },
        }
    })
    .collect()
}

/// Whether a practice has a place in a campaign from which it has not left.
pub fn is_known(campaign: &Campaign, practice: OrganisationCode) -> bool {
    let track = campaign.track(practice);
    track.is_some_and(|track| !matches!(track.standing, Standing::Left { .. }))
}

enum Whereabouts {
    Merged(OrganisationCode),
    Closed,
    Elsewhere(Option<OrganisationCode>),
}

/// Where a practice is that is no longer in its PCT.
fn whereabouts(register: &Register, practice: OrganisationCode, day: NaiveDate) -> Whereabouts {
    let parent = register.parent_on(practice, day);
    let kind = parent
        .and_then(|code| register.organisation(code))
        .map(|one| one.kind);
    if let (Some(into), Some(OrganisationKind::Practice)) = (parent, kind) {
        return Whereabouts::Merged(into);
    }
    let closed = register.organisation(practice).and_then(|one| one.closed);
    if closed.is_some_and(|last| last < day) {
        return Whereabouts::Closed;
    }
    Whereabouts::Elsewhere(parent)
}

fn is_present(track: &Track) -> bool {
    match track.standing {
        Standing::Tranche | Standing::Reach | Standing::Released { .. } => true,
        Standing::Left { .. } | Standing::Closed { .. } | Standing::Merged { .. } => false,
    }
}

/// The first day after `day` on which a membership or an organisation begins, or has ended the day before.
pub fn next_change(register: &Register, day: NaiveDate) -> Option<NaiveDate> {
    let morrow = |last: Option<NaiveDate>| last.and_then(|last| last.succ_opt());
    let memberships = register
        .memberships()
        .iter()
        .flat_map(|one| [Some(one.from), morrow(one.until)]);
    let organisations = register
        .organisations()
        .values()
        .flat_map(|one| [one.opened, morrow(one.closed)]);
    memberships
        .chain(organisations)
        .flatten()
        .filter(|changed| *changed > day)
        .min()
}

#[cfg(test)]
mod tests;
