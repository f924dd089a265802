//! What people order of a campaign: those who mean well, the register at night, and those who order something contrary.

use std::collections::BTreeSet;

use precede_engine::moves;
use precede_model::{Command, Lifecycle, Order, Person, Timestamp};
use precede_store::EffectState;

use super::{Common, Office};
use crate::{
    people::{Act, QuarterHour},
    year::{book::Turned, draft::Draft, faults::Fault},
};

impl Office<'_> {
    /// What the people do in this quarter hour, as part of a draft.
    pub(super) fn people_act(&mut self, draft: &mut Draft<'_>) {
        let Common {
            land, def, diary, ..
        } = self.common;
        let now = draft.now;
        let people = (&land.world, diary, def);
        let seen = self.seen.take();
        if let Some(mut hour) = QuarterHour::begin(people, seen.as_ref(), &draft.campaign, now) {
            while let Some(act) = hour.next(&draft.campaign) {
                self.order(draft, act);
                hour.moved(&draft.campaign);
            }
        }
        self.seen = seen;
    }

    fn order(&mut self, draft: &mut Draft<'_>, act: Act) {
        let land = self.common.land;
        let person = Person {
            id: act.by,
            name: String::new(),
            role: act.role,
            organisation: act.organisation,
            from: None,
            until: None,
        };
        let pct = draft.campaign.id.pct;
        let day = self.common.def.day(draft.now);
        let is_of_region = |person: &Person| {
            let regions = land.register.memberships_of(pct).iter();
            regions
                .filter(|one| one.holds_on(day))
                .any(|one| one.parent == person.organisation)
        };
        let is_twice = self.strikes(Fault::OrderTwice, draft.now);
        let again = is_twice.then(|| (act.said.clone(), act.order.clone()));
        // A refusal is written down; they try again tomorrow, or think better of it.
        let _refused = draft.order(&person, act.said, act.order, is_of_region);
        if let Some((said, order)) = again {
            let _refused = draft.order(&person, said, order, is_of_region);
        }
    }

    /// What the register says of this night, in one commit with what time causes. The daemon asks it: away, it asks
    /// when it is back.
    pub fn night(&mut self, now: Timestamp, orders: Vec<Order>) {
        let mut draft = Draft::of(self.common.def, &self.book, now);
        if self.book.wake.is_some_and(|wake| wake <= now) {
            draft.advance();
        }
        for order in orders {
            // What the campaign does not take is reported in the log.
            let _refused = draft.command(&Command::by_precede(order));
        }
        self.commit(draft);
    }

    /// Somebody orders something that runs counter to what the campaign is about to do. A refusal is written down as well.
    pub(super) fn contrary(&mut self, now: Timestamp) {
        let mut draft = Draft::of(self.common.def, &self.book, now);
        self.contrary_in(&mut draft);
        self.commit(draft);
    }

    /// The same as part of a draft.
    pub(super) fn contrary_in(&mut self, draft: &mut Draft<'_>) {
        let Some(command) = self.contrary_command(draft) else {
            return;
        };
        let is_taken = draft.command(&command).is_ok();
        if is_taken && command.order == Order::Resume {
            draft.release_held(&self.book);
        }
    }

    fn contrary_command(&self, draft: &Draft<'_>) -> Option<Command> {
        let def = self.common.def;
        let chance = self.mischief.about("contrary");
        let mut all = moves::moves(def, &draft.campaign, draft.now);
        let is_restoring = |one: &moves::Move| one.sort == moves::Sort::Restore;
        // What stands still is mostly set going again, or the year would end there.
        let stands_still = matches!(draft.campaign.lifecycle, Lifecycle::Paused { .. });
        if stands_still || chance.about("restore").is_one_of(500) && all.iter().any(is_restoring) {
            all.retain(is_restoring);
        } else {
            all.retain(|one| one.sort != moves::Sort::Duty);
        }
        if chance.about("halting").is_one_of(300) {
            // What takes the ground from under every act at once.
            let halts = |one: &moves::Move| {
                use moves::Deed::{Bind, Close, Leave, Pause};
                matches!(one.deed, Bind(_) | Close | Leave | Pause)
            };
            if all.iter().any(halts) {
                all.retain(halts);
            }
        }
        if chance.about("aimed").is_one_of(700) {
            self.aim(&mut all);
        }
        let chosen = chance.about("which").pick(&all)?;
        Some(chosen.command(def, &draft.campaign, draft.now))
    }

    /// Leaves what is about a practice for which something is planned or under way, if anything is.
    fn aim(&self, all: &mut Vec<moves::Move>) {
        let is_open = |state| matches!(state, EffectState::Planned | EffectState::Sending);
        let open = self.book.rows().filter(|(_, row)| is_open(row.state));
        let subjects: BTreeSet<_> = open.filter_map(|(key, _)| key.subject).collect();
        let is_theirs =
            |one: &moves::Move| one.practice.is_some_and(|code| subjects.contains(&code));
        if all.iter().any(is_theirs) {
            all.retain(is_theirs);
        }
    }

    /// Writes a draft and looks at what it made.
    pub(super) fn commit(&mut self, draft: Draft<'_>) {
        let (now, is_touched) = (draft.now, draft.is_touched);
        if !is_touched {
            return;
        }
        if let Err(turned) = self.book.commit(draft) {
            self.turned_away(now, turned);
        }
        self.look(now);
    }

    pub(super) fn turned_away(&mut self, now: Timestamp, turned: Turned) {
        self.wrong.push(format!(
            "a commit nobody came before is turned away at {now}: {turned:?}"
        ));
    }
}
