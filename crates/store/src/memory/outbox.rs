//! The outbox, found by key, by state and by when an effect may leave.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use precede_model::{CampaignId, EffectKey, Outgoing, Timestamp};

use crate::{
    Claim, EffectState, Finish, Lease, OutboxRow,
    recovery::{self, Crashed},
};

#[derive(Debug, Default)]
pub(super) struct Outbox {
    rows: BTreeMap<Arc<str>, BTreeMap<EffectKey, Held>>,
    by_state: BTreeMap<EffectState, BTreeSet<(Arc<str>, EffectKey)>>,
    planned: BTreeSet<(Timestamp, Arc<str>, EffectKey)>,
}

#[derive(Debug)]
struct Held {
    row: OutboxRow,
    owner: Option<String>,
    crashes: u32,
}

impl Outbox {
    pub fn get(&self, stream: &str, key: EffectKey) -> Option<&OutboxRow> {
        Some(&self.rows.get(stream)?.get(&key)?.row)
    }

    pub fn due(&self, now: Timestamp, limit: u64) -> Vec<OutboxRow> {
        self.planned
            .iter()
            .take_while(|(not_before, ..)| *not_before <= now)
            .take(usize::try_from(limit).unwrap_or(usize::MAX))
            .filter_map(|(_, stream, key)| self.get(stream, *key).cloned())
            .collect()
    }

    pub fn next(&self) -> Option<Timestamp> {
        self.planned.first().map(|(not_before, ..)| *not_before)
    }

    pub fn of_state(&self, state: EffectState) -> Vec<OutboxRow> {
        self.by_state
            .get(&state)
            .into_iter()
            .flatten()
            .filter_map(|(stream, key)| self.get(stream, *key).cloned())
            .collect()
    }

    pub fn counts(&self) -> Vec<(EffectState, u64)> {
        self.by_state
            .iter()
            .filter(|(_, rows)| !rows.is_empty())
            .map(|(state, rows)| (*state, rows.len() as u64))
            .collect()
    }

    pub fn plan(
        &mut self,
        stream: &str,
        campaign: CampaignId,
        key: EffectKey,
        not_before: Timestamp,
        what: Outgoing,
    ) {
        if self.get(stream, key).is_some() {
            return;
        }
        let name = match self.rows.get_key_value(stream) {
            Some((name, _)) => Arc::clone(name),
            None => Arc::from(stream),
        };
        let row = OutboxRow {
            stream: stream.to_owned(),
            campaign,
            key,
            what,
            not_before,
            state: EffectState::Planned,
            attempts: 0,
            fence: None,
            until: None,
            outcome: None,
        };
        self.index(&name, &row);
        let held = Held {
            row,
            owner: None,
            crashes: 0,
        };
        self.rows.entry(name).or_default().insert(key, held);
    }

    pub fn claim(&mut self, stream: &str, claim: &Claim) {
        self.change(stream, claim.key, |held| {
            held.row.state = EffectState::Sending;
            held.row.attempts += 1;
            held.row.fence = Some(claim.lease.fence);
            held.row.until = Some(claim.until);
            held.owner = Some(claim.lease.owner.clone());
        });
    }

    pub fn finish(&mut self, stream: &str, finish: &Finish) {
        self.change(stream, finish.key, |held| {
            held.row.state = finish.state;
            held.row.until = None;
            held.row.outcome = Some(finish.outcome.clone());
            held.crashes = 0;
        });
    }

    pub fn recover(&mut self, lease: &Lease, now: Timestamp, alone: bool) -> Vec<OutboxRow> {
        let sending = self.by_state.get(&EffectState::Sending);
        let lost: Vec<_> = sending
            .into_iter()
            .flatten()
            .filter(|(stream, key)| {
                let held = &self.rows[stream][key];
                held.row.until.is_some_and(|until| until <= now)
                    || (alone && held.owner.as_ref() != Some(&lease.owner))
            })
            .cloned()
            .collect();
        for (stream, key) in &lost {
            self.change(stream, *key, |held| {
                let Crashed { state, outcome } =
                    recovery::after_crash(held.row.what.is_repeatable(), held.crashes);
                held.row.state = state;
                held.row.until = None;
                held.row.outcome = Some(outcome.to_owned());
                held.crashes += 1;
            });
        }
        lost.iter()
            .filter_map(|(stream, key)| self.get(stream, *key).cloned())
            .collect()
    }

    pub fn renew(
        &mut self,
        lease: &Lease,
        only: Option<(&str, EffectKey)>,
        until: Timestamp,
    ) -> u64 {
        let sending = self.by_state.get(&EffectState::Sending);
        let standing: Vec<_> = sending
            .into_iter()
            .flatten()
            .filter(|(stream, key)| {
                let row = &self.rows[stream][key].row;
                let is_meant = match only {
                    Some(only) => only == (stream, *key),
                    None => row.until.is_some_and(|ends| ends < until),
                };
                is_meant && row.fence == Some(lease.fence)
            })
            .cloned()
            .collect();
        for (stream, key) in &standing {
            self.change(stream, *key, |held| held.row.until = Some(until));
        }
        standing.len() as u64
    }

    fn change(&mut self, stream: &str, key: EffectKey, change: impl FnOnce(&mut Held)) {
        let Some((name, _)) = self.rows.get_key_value(stream) else {
            return;
        };
        let name = Arc::clone(name);
        let Some(mut held) = self.rows.get_mut(stream).and_then(|rows| rows.remove(&key)) else {
            return;
        };
        self.forget(&name, &held.row);
        change(&mut held);
        self.index(&name, &held.row);
        self.rows.entry(name).or_default().insert(key, held);
    }

    fn index(&mut self, stream: &Arc<str>, row: &OutboxRow) {
        self.by_state
            .entry(row.state)
            .or_default()
            .insert((Arc::clone(stream), row.key));
        if row.state == EffectState::Planned {
            self.planned
                .insert((row.not_before, Arc::clone(stream), row.key));
        }
    }

    fn forget(&mut self, stream: &Arc<str>, row: &OutboxRow) {
        if let Some(rows) = self.by_state.get_mut(&row.state) {
            rows.remove(&(Arc::clone(stream), row.key));
        }
        if row.state == EffectState::Planned {
            self.planned
                .remove(&(row.not_before, Arc::clone(stream), row.key));
        }
    }
}
