//! The store in memory: for rehearsal, proof and tests. The same promises as the databases, but for durability.

mod apply;
mod check;
mod outbox;
mod register;
mod streams;
mod timers;

use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use chrono::NaiveDate;
use precede_model::{
    CampaignId, Contact, Digest, EffectKey, Membership, Organisation, OrganisationCode,
    OrganisationKind, Person, PersonId, ProgrammeCode, Timestamp,
};

use crate::{
    CommitError, Committed, EffectState, Lease, LedgerLine, Loaded, OutboxRow, Store, StoreError,
    StoredDefinition, StreamHead, StreamRow, Timer, Write, prepared::Batch,
};

/// A store that forgets everything when it is dropped.
#[derive(Debug)]
pub struct MemoryStore {
    held: Mutex<Held>,
}

/// All that is stored.
#[derive(Debug)]
struct Held {
    streams: streams::Streams,
    timers: timers::Timers,
    outbox: outbox::Outbox,
    register: register::Register,
    now: Timestamp,
    fence: i64,
}

impl MemoryStore {
    /// An empty store whose simulated clock stands at `start`; only `Record::Simulated` moves it.
    pub fn new(start: Timestamp) -> Self {
        Self {
            held: Mutex::new(Held {
                streams: streams::Streams::default(),
                timers: timers::Timers::default(),
                outbox: outbox::Outbox::default(),
                register: register::Register::default(),
                now: start,
                fence: 0,
            }),
        }
    }

    /// A commit checks everything before it changes anything, so a poisoned lock still guards whole commits.
    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Store for MemoryStore {
    async fn commit(&self, writes: &[Write<'_>], now: Timestamp) -> Result<Committed, CommitError> {
        let batch = Batch::of(writes)?;
        let mut held = self.held();
        check::check(&held, &batch, now)?;
        apply::apply(&mut held, &batch);
        Ok(batch.committed())
    }

    async fn now(&self) -> Result<Timestamp, StoreError> {
        Ok(self.held().now)
    }

    async fn simulated(&self) -> Result<Option<Timestamp>, StoreError> {
        Ok(Some(self.held().now))
    }

    async fn campaign(&self, id: CampaignId) -> Result<Option<Loaded>, StoreError> {
        Ok(self.held().streams.campaign(&id.stream()))
    }

    async fn campaigns(&self) -> Result<Vec<CampaignId>, StoreError> {
        Ok(self.held().streams.campaigns())
    }

    async fn stream(&self, stream: &str) -> Result<Option<StreamRow>, StoreError> {
        Ok(self.held().streams.row(stream).cloned())
    }

    async fn heads(&self) -> Result<Vec<StreamHead>, StoreError> {
        Ok(self.held().streams.heads())
    }

    async fn ledger(
        &self,
        stream: &str,
        from_seq: u64,
        limit: u64,
    ) -> Result<Vec<LedgerLine>, StoreError> {
        Ok(self.held().streams.ledger(stream, from_seq, limit))
    }

    async fn due_timers(&self, now: Timestamp, limit: u64) -> Result<Vec<Timer>, StoreError> {
        Ok(self.held().timers.due(now, limit))
    }

    async fn timer(&self, stream: &str, name: &str) -> Result<Option<Timer>, StoreError> {
        Ok(self.held().timers.get(stream, name))
    }

    async fn due_effects(&self, now: Timestamp, limit: u64) -> Result<Vec<OutboxRow>, StoreError> {
        Ok(self.held().outbox.due(now, limit))
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        let held = self.held();
        let next = [held.timers.next(), held.outbox.next()];
        Ok(next.into_iter().flatten().min())
    }

    async fn effect(&self, stream: &str, key: EffectKey) -> Result<Option<OutboxRow>, StoreError> {
        Ok(self.held().outbox.get(stream, key).cloned())
    }

    async fn effects_in(&self, state: EffectState) -> Result<Vec<OutboxRow>, StoreError> {
        Ok(self.held().outbox.of_state(state))
    }

    async fn effect_counts(&self) -> Result<Vec<(EffectState, u64)>, StoreError> {
        Ok(self.held().outbox.counts())
    }

    async fn begin_lease(&self, owner: String, _now: Timestamp) -> Result<Lease, StoreError> {
        let mut held = self.held();
        held.fence += 1;
        Ok(Lease {
            owner,
            fence: held.fence,
        })
    }

    async fn recover(
        &self,
        lease: &Lease,
        now: Timestamp,
        alone: bool,
    ) -> Result<Vec<OutboxRow>, StoreError> {
        Ok(self.held().outbox.recover(lease, now, alone))
    }

    async fn renew(
        &self,
        lease: &Lease,
        only: Option<(&str, EffectKey)>,
        seconds: u32,
    ) -> Result<u64, StoreError> {
        let until = self.now().await?.plus_seconds(i64::from(seconds));
        Ok(self.held().outbox.renew(lease, only, until))
    }

    async fn organisation(
        &self,
        code: OrganisationCode,
    ) -> Result<Option<Organisation>, StoreError> {
        Ok(self.held().register.organisations.get(&code).cloned())
    }

    async fn organisations(
        &self,
        kind: Option<OrganisationKind>,
    ) -> Result<Vec<Organisation>, StoreError> {
        Ok(self.held().register.organisations_of(kind))
    }

    async fn memberships(&self) -> Result<Vec<Membership>, StoreError> {
        Ok(self.held().register.memberships())
    }

    async fn members_on(
        &self,
        parent: OrganisationCode,
        day: NaiveDate,
    ) -> Result<Vec<Organisation>, StoreError> {
        Ok(self.held().register.members_on(parent, day))
    }

    async fn parents_on(
        &self,
        child: OrganisationCode,
        day: NaiveDate,
    ) -> Result<Vec<Organisation>, StoreError> {
        Ok(self.held().register.parents_on(child, day))
    }

    async fn contacts(
        &self,
        organisation: Option<OrganisationCode>,
    ) -> Result<Vec<Contact>, StoreError> {
        Ok(self.held().register.contacts_of(organisation))
    }

    async fn person(&self, id: PersonId) -> Result<Option<Person>, StoreError> {
        Ok(self.held().register.people.get(&id).cloned())
    }

    async fn people(&self) -> Result<Vec<Person>, StoreError> {
        Ok(self.held().register.people.values().cloned().collect())
    }

    async fn definition(&self, digest: Digest) -> Result<Option<StoredDefinition>, StoreError> {
        Ok(self.held().register.definitions.get(&digest).cloned())
    }

    async fn definitions(
        &self,
        programme: Option<ProgrammeCode>,
    ) -> Result<Vec<StoredDefinition>, StoreError> {
        Ok(self.held().register.definitions_of(programme))
    }
}
