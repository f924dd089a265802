//! What a database would hold of one campaign: its row, its history, its outbox, its one timer. Written by whole commits
//! alone, each of which compares the row's version and the fences of what it settles, as the store does (E1, E5).

use std::collections::{BTreeMap, BTreeSet};

use precede_model::{Campaign, EffectKey, Event, Outgoing, Timestamp};
use precede_store::{EffectState, after_crash};

use super::draft::Draft;

/// One campaign as it is stored.
#[derive(Debug)]
pub(super) struct Book {
    /// Its state.
    pub campaign: Campaign,
    /// Grows by one with every commit.
    pub version: u64,
    /// Its history.
    pub events: Vec<Event>,
    /// Its one timer.
    pub wake: Option<Timestamp>,
    /// When the timer was computed last.
    pub armed_at: Timestamp,
    /// The fence drawn last.
    pub fence: i64,
    rows: BTreeMap<EffectKey, Row>,
    planned: BTreeSet<(Timestamp, EffectKey)>,
}

/// One effect.
#[derive(Debug, Clone)]
pub(super) struct Row {
    pub what: Outgoing,
    pub not_before: Timestamp,
    pub state: EffectState,
    /// The fence of its last claim.
    pub fence: i64,
    /// Claims that crashed since its last outcome.
    crashes: u32,
}

/// Why a commit wrote nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turned {
    /// The row has moved since it was read, or an effect is not where the commit expects it.
    Moved,
    /// An effect is another daemon's by now.
    Fenced,
}

impl Book {
    /// Of a campaign that was just planned.
    pub fn of(campaign: Campaign, first: Event) -> Self {
        Self {
            campaign,
            version: 1,
            armed_at: first.at,
            events: vec![first],
            wake: None,
            fence: 1,
            rows: BTreeMap::new(),
            planned: BTreeSet::new(),
        }
    }

    /// When something is due next: the timer, or an effect that may leave.
    pub fn next_due(&self) -> Option<Timestamp> {
        let effect = self.next_effect();
        match (self.wake, effect) {
            (Some(wake), Some(effect)) => Some(wake.min(effect)),
            (wake, effect) => wake.or(effect),
        }
    }

    /// When an effect may leave next.
    pub fn next_effect(&self) -> Option<Timestamp> {
        self.planned.first().map(|(at, _)| *at)
    }

    /// Effects that may leave by now, oldest first.
    pub fn due(&self, now: Timestamp) -> Vec<EffectKey> {
        let due = self.planned.iter().take_while(|(at, _)| *at <= now);
        due.map(|(_, key)| *key).collect()
    }

    /// One effect.
    pub fn row(&self, key: EffectKey) -> Option<&Row> {
        self.rows.get(&key)
    }

    /// All effects.
    pub fn rows(&self) -> impl Iterator<Item = (&EffectKey, &Row)> {
        self.rows.iter()
    }

    /// Effects in a state.
    pub fn in_state(&self, state: EffectState) -> Vec<EffectKey> {
        let found = self.rows.iter().filter(|(_, row)| row.state == state);
        found.map(|(key, _)| *key).collect()
    }

    /// All of a draft or none of it.
    pub fn commit(&mut self, draft: Draft<'_>) -> Result<(), Turned> {
        if draft.version != self.version {
            return Err(Turned::Moved);
        }
        self.check(&draft)?;
        self.version += 1;
        for effect in draft.plan {
            // Planned before under the same key: it stays as it is (E14).
            if !self.rows.contains_key(&effect.key) {
                self.planned.insert((effect.not_before, effect.key));
                let row = Row {
                    what: effect.what,
                    not_before: effect.not_before,
                    state: EffectState::Planned,
                    fence: 0,
                    crashes: 0,
                };
                self.rows.insert(effect.key, row);
            }
        }
        for (key, fence) in draft.claims {
            self.change(key, |row| {
                row.state = EffectState::Sending;
                row.fence = fence;
            });
        }
        for (key, _, state) in draft.finish {
            self.change(key, |row| {
                row.state = state;
                row.crashes = 0;
            });
        }
        if let Some(wake) = draft.wake {
            (self.wake, self.armed_at) = (wake, draft.now);
        }
        self.events.extend(draft.events);
        self.campaign = draft.campaign;
        Ok(())
    }

    fn check(&self, draft: &Draft<'_>) -> Result<(), Turned> {
        for (key, _) in &draft.claims {
            if self.rows.get(key).map(|row| row.state) != Some(EffectState::Planned) {
                return Err(Turned::Moved);
            }
        }
        for (key, fence, _) in &draft.finish {
            let row = self.rows.get(key).ok_or(Turned::Moved)?;
            let is_sending = row.state == EffectState::Sending;
            match fence {
                Some(fence) if !is_sending || row.fence != *fence => return Err(Turned::Fenced),
                None if is_sending || row.state == EffectState::Done => return Err(Turned::Moved),
                _ => {}
            }
        }
        Ok(())
    }

    /// A new daemon has begun: what is found `sending` was a dead one's (R11, E7).
    pub fn recover(&mut self) {
        self.fence += 1;
        for key in self.in_state(EffectState::Sending) {
            self.change(key, |row| {
                row.state = after_crash(row.what.is_repeatable(), row.crashes).state;
                row.crashes += 1;
            });
        }
    }

    fn change(&mut self, key: EffectKey, change: impl FnOnce(&mut Row)) {
        let Some(row) = self.rows.get_mut(&key) else {
            return;
        };
        if row.state == EffectState::Planned {
            self.planned.remove(&(row.not_before, key));
        }
        change(row);
        if row.state == EffectState::Planned {
            self.planned.insert((row.not_before, key));
        }
    }
}

#[cfg(test)]
mod tests {
    use precede_engine::advance;
    use precede_model::{Actor, Command, Evidence, Order, Role};

    use super::*;
    use crate::{people::turn::tests::planned_by, world::tests::def};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// A campaign with one effect planned that asks no rule.
    fn book(def: &precede_engine::Def) -> (Book, EffectKey) {
        let now = at("2010-01-04T09:00:00Z");
        let (campaign, first) = planned_by(def, now);
        let mut book = Book::of(campaign, first);
        let key: EffectKey = "batch/F81006/65535/1".parse().unwrap();
        let mut draft = Draft::of(def, &book, now);
        draft.plan.push(precede_model::Effect {
            key,
            not_before: now,
            what: Outgoing::Recall { batch: 1 },
        });
        assert_eq!(book.commit(draft), Ok(()));
        (book, key)
    }

    #[test]
    fn a_draft_of_a_campaign_that_has_moved_writes_nothing() {
        let def = def("scr");
        let (mut book, _) = book(&def);
        let now = at("2010-01-05T09:00:00Z");
        let mut late = Draft::of(&def, &book, now);
        late.advance();
        let mut start = Draft::of(&def, &book, now);
        let command = Command {
            by: Actor::Person("5PY-lead".parse().unwrap()),
            role: Role::PctLead,
            happened: None,
            confirmed_by: None,
            evidence: Evidence::default(),
            order: Order::Start,
        };
        start.command(&command).unwrap();
        assert_eq!(book.commit(start), Ok(()));
        let before = (book.version, book.events.len(), book.campaign.clone());
        assert_eq!(book.commit(late), Err(Turned::Moved));
        assert_eq!(
            before,
            (book.version, book.events.len(), book.campaign.clone())
        );
        assert_eq!(book.wake, advance(&def, &book.campaign, now).next_wake);
    }

    #[test]
    fn the_word_of_a_daemon_that_died_is_not_taken() {
        let def = def("scr");
        let (mut book, key) = book(&def);
        let now = at("2010-01-05T09:00:00Z");
        let mut claim = Draft::of(&def, &book, now);
        claim.claims.push((key, book.fence));
        let dead = book.fence;
        assert_eq!(book.commit(claim), Ok(()));
        assert!(book.due(now).is_empty());
        book.recover();
        assert_eq!(book.due(now), [key]);
        let mut word = Draft::of(&def, &book, now);
        word.finish.push((key, Some(dead), EffectState::Done));
        assert_eq!(book.commit(word), Err(Turned::Fenced));
        assert_eq!(
            book.row(key).map(|row| row.state),
            Some(EffectState::Planned)
        );
    }
}
