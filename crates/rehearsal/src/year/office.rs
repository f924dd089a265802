//! One campaign with its people, its daemon and its outside, led from instant to instant. The daemon's turn is the real
//! one in small: time and people in one commit; effects claimed under warrants in one, performed, recorded in another.

mod daemon;
mod desk;

use precede_app::first_event;
use precede_engine::{Def, begin, whole_pct};
use precede_model::{CampaignId, OrganisationCode, Role, Timestamp};

use self::daemon::Died;
use super::{
    book::Book,
    faults::{Fault, Faults, Mischief},
    judge,
    land::Land,
    outside::Outside,
};
use crate::{
    diary::Diary,
    national::person,
    people::{Outlook, Scene},
};

/// More rounds than this at one instant would mean that people or time answer themselves.
const ROUNDS_MAX: u32 = 1_000;

/// What all campaigns of a year have in common.
#[derive(Clone, Copy)]
pub(super) struct Common<'a> {
    pub land: &'a Land,
    pub def: &'a Def,
    pub diary: &'a Diary,
    pub faults: &'a Faults,
    /// So many practices of each PCT; `None`: all.
    pub practices: Option<usize>,
}

/// One campaign on its way through the year.
pub(super) struct Office<'a> {
    common: Common<'a>,
    pub book: Book,
    pub outside: Outside,
    seen: Option<Outlook>,
    /// When its people act next.
    people_at: Option<Timestamp>,
    /// The daemon is dead or away until then.
    daemon_back: Option<Timestamp>,
    /// The clock has leapt: nothing happens before.
    leapt_to: Option<Timestamp>,
    mischief: Mischief,
    /// What went wrong that must not.
    pub wrong: Vec<String>,
}

impl<'a> Office<'a> {
    /// A campaign is planned for all practices of a PCT. `None` where it has none on the day.
    pub fn plan(common: Common<'a>, pct: OrganisationCode, now: Timestamp) -> Option<Self> {
        let Common {
            land, def, faults, ..
        } = common;
        let mut practices: Vec<_> = land.practices(pct, def.day(now)).into_iter().collect();
        practices.truncate(common.practices.unwrap_or(usize::MAX));
        if practices.is_empty() {
            return None;
        }
        let id = CampaignId {
            programme: def.definition.code,
            pct,
            tranche: whole_pct(),
        };
        let lead = person(Role::ProgrammeLead).ok()?;
        let plan = def.plan(id, practices, Vec::new());
        let event = first_event(now, id, lead, plan);
        let campaign = begin(def, pct, &event)?;
        let mut office = Self {
            common,
            book: Book::of(campaign, event),
            outside: Outside::default(),
            seen: None,
            people_at: None,
            daemon_back: None,
            leapt_to: None,
            mischief: Mischief::of(faults.clone(), land.world.chance, id),
            wrong: Vec::new(),
        };
        office.look(now);
        Some(office)
    }

    /// The campaign's id.
    pub fn id(&self) -> CampaignId {
        self.book.campaign.id
    }

    /// The faults that struck it.
    pub fn struck(&self) -> &[super::Struck] {
        &self.mischief.struck
    }

    /// When something is due next. What fell due while the daemon was away is due when it is back.
    pub fn next(&self) -> Option<Timestamp> {
        let due = self.book.next_due();
        let due = match self.daemon_back {
            Some(back) => Some(due.map_or(back, |due| due.max(back))),
            None => due,
        };
        let next = match (due, self.people_at) {
            (Some(due), Some(people)) => due.min(people),
            (due, people) => due.or(people)?,
        };
        Some(self.leapt_to.map_or(next, |leapt| next.max(leapt)))
    }

    /// Everything that is due at an instant.
    pub fn turn(&mut self, now: Timestamp) {
        if self.leapt_to.is_some_and(|leapt| leapt > now) {
            return;
        }
        if self.leapt_to.take().is_some() {
            self.self_check();
        }
        if self.strikes(Fault::ClockLeaps, now) {
            self.leapt_to = Some(self.some_days_after(now));
            return;
        }
        if self.strikes(Fault::DaemonAway, now) {
            self.daemon_back = Some(self.some_days_after(now));
        }
        for _ in 0..ROUNDS_MAX {
            let is_up = self.is_up(now);
            let is_due = is_up && self.book.next_due().is_some_and(|due| due <= now);
            let is_visited = self.people_at.is_some_and(|next| next <= now);
            if !is_due && !is_visited {
                return;
            }
            match self.round(now, is_up) {
                Ok(true) => {}
                Ok(false) => return,
                Err(Died) => self.die(now),
            }
        }
        self.wrong.push(format!("work stays due at {now}"));
    }

    /// Time and people, then effects. Says whether there may be more to do at this instant.
    fn round(&mut self, now: Timestamp, is_up: bool) -> Result<bool, Died> {
        self.time_and_people(now, is_up)?;
        if !is_up || self.book.next_due().is_none_or(|due| due > now) {
            return Ok(true);
        }
        self.effects(now)
    }

    /// Sees the campaign as it is, and when its people act next.
    fn look(&mut self, now: Timestamp) {
        let Common {
            land, def, diary, ..
        } = self.common;
        let scene = Scene::of(&land.world, diary, def, &self.book.campaign);
        let outlook = Outlook::of(&scene, now, self.seen.as_ref());
        self.people_at = outlook.next();
        self.seen = Some(outlook);
    }

    /// The year is over: everything that strikes has struck, and what is left is done in peace.
    pub fn end(&mut self, now: Timestamp) {
        self.mischief.rest();
        (self.daemon_back, self.leapt_to) = (self.daemon_back.map(|_| now), None);
        self.turn(now);
        // A mail that the relay did not take is due still.
        self.turn(now.plus_seconds(60));
    }

    /// E10: what the daemon looks at every minute, here after something went wrong.
    fn self_check(&mut self) {
        let orphaned = judge::has_waker(self.common, &self.book);
        self.wrong.extend(orphaned);
    }

    fn some_days_after(&self, now: Timestamp) -> Timestamp {
        let hours = self.mischief.about("days").between(12, 9 * 24);
        now.plus_seconds(3_600 * i64::from(hours))
    }

    fn strikes(&mut self, fault: Fault, now: Timestamp) -> bool {
        self.mischief.strikes(fault, now)
    }
}
