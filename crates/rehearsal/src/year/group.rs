//! Campaigns whose practices move among them, side by side through the year.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use precede_app::{Brought, departures, is_known};
use precede_daemon::next_minute;
use precede_model::{CampaignId, Order, OrganisationCode, Timestamp};

use super::{
    land::Group,
    office::{Common, Office},
};

/// Plays a group from when its first campaign is planned to an instant.
pub(super) fn play<'a>(common: Common<'a>, group: &Group, until: Timestamp) -> Vec<Office<'a>> {
    let mut offices = Offices {
        common,
        all: Vec::new(),
        queue: BTreeSet::new(),
    };
    let mut to_plan = group.0.iter().peekable();
    // With some practices alone, the register would bring the others in.
    let nights = &common.land.nights[..];
    let nights = if common.practices.is_some() {
        &[]
    } else {
        nights
    };
    let mut nights = nights.iter().peekable();
    let mut now = Timestamp::from_micros(i64::MIN);
    loop {
        let plan = to_plan.peek().map(|one| one.at);
        let night = nights.peek().map(|(at, _)| *at);
        let due = offices.next().map(next_minute);
        let next = [plan, night, due].into_iter().flatten().min();
        // A step that is due still, as a mail the relay did not take, comes a minute later.
        let Some(next) = next.map(|next| next.max(now.plus_seconds(60))) else {
            break;
        };
        if next > until {
            break;
        }
        now = next;
        if let Some((_, day)) = nights.next_if(|(at, _)| *at <= now) {
            offices.night(now, *day);
        }
        offices.turn(now);
        while let Some(one) = to_plan.next_if(|one| one.at <= now) {
            offices.plan(one.pct, now);
        }
    }
    for office in &mut offices.all {
        office.end(until);
    }
    offices.all
}

struct Offices<'a> {
    common: Common<'a>,
    all: Vec<Office<'a>>,
    /// When each is due next, by place.
    queue: BTreeSet<(Timestamp, usize)>,
}

impl Offices<'_> {
    fn next(&self) -> Option<Timestamp> {
        self.queue.first().map(|(at, _)| *at)
    }

    fn plan(&mut self, pct: OrganisationCode, now: Timestamp) {
        if let Some(office) = Office::plan(self.common, pct, now) {
            self.all.push(office);
            self.enqueue(self.all.len() - 1);
        }
    }

    fn enqueue(&mut self, place: usize) {
        let next = self.all[place].next();
        self.queue.extend(next.map(|next| (next, place)));
    }

    /// Everybody for whom something is due.
    fn turn(&mut self, now: Timestamp) {
        let due: Vec<usize> = (self.queue.iter())
            .take_while(|(at, _)| *at <= now)
            .map(|(_, place)| *place)
            .collect();
        self.queue = self.queue.split_off(&(now, usize::MAX));
        for place in due {
            self.all[place].turn(now);
            self.enqueue(place);
        }
    }

    /// The register is another from this night on: first everybody who goes, then everybody who comes.
    fn night(&mut self, now: Timestamp, day: NaiveDate) {
        let register = &self.common.land.register;
        let live: Vec<usize> = (0..self.all.len())
            .filter(|place| !self.all[*place].book.campaign.has_ended())
            .collect();
        for place in &live {
            let office = &mut self.all[*place];
            let orders = departures(&office.book.campaign, register, day);
            if !orders.is_empty() {
                office.night(now, orders);
            }
        }
        for place in &live {
            let id = self.all[*place].id();
            let members = register.practices_of(id.pct, day);
            let campaign = &self.all[*place].book.campaign;
            let new: Vec<_> = (members.iter().copied())
                .filter(|practice| !is_known(campaign, *practice))
                .collect();
            if !new.is_empty() {
                let orders = new.into_iter().map(|practice| self.joining(id, practice));
                let orders = orders.collect();
                self.all[*place].night(now, orders);
            }
        }
        self.queue.clear();
        for place in 0..self.all.len() {
            self.enqueue(place);
        }
    }

    /// A practice joins, with what it brings from the programme's other campaigns.
    fn joining(&self, to: CampaignId, practice: OrganisationCode) -> Order {
        let mut brought = Brought::of(practice);
        let mut others: Vec<_> = self
            .all
            .iter()
            .map(|office| &office.book.campaign)
            .collect();
        others.sort_unstable_by_key(|campaign| campaign.id);
        for campaign in others {
            if campaign.id.programme == to.programme {
                brought.look_at(campaign);
            }
        }
        brought.order()
    }
}
