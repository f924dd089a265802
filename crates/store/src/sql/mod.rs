//! The store on SQLite and PostgreSQL: one implementation, told apart by its backend where the two must differ.

mod commit;
mod connect;
mod door;
mod due;
mod error;
mod fault;
mod lease;
mod ledger;
mod one_run;
mod register;
mod rows;
mod schema;
mod script;
mod sections;
mod streams;

use async_trait::async_trait;
use chrono::NaiveDate;
use precede_model::{
    CampaignId, Contact, Digest, EffectKey, Membership, Organisation, OrganisationCode,
    OrganisationKind, Person, PersonId, ProgrammeCode, Timestamp,
};
use sea_orm::{ConnectionTrait, DbBackend};

use crate::{
    CommitError, Committed, EffectState, Lease, LedgerLine, Loaded, OutboxRow, Store, StoreError,
    StoredDefinition, StreamHead, StreamRow, Timer, Write,
};

/// A store kept in a database.
#[derive(Debug, Clone)]
pub struct SqlStore {
    /// On SQLite the one writer; on PostgreSQL the pool that reads use too.
    write: door::Door,
    read: door::Door,
    faults: std::sync::Arc<fault::Faults>,
}

impl SqlStore {
    fn backend(&self) -> DbBackend {
        self.write.get_database_backend()
    }

    fn is_sqlite(&self) -> bool {
        self.backend() == DbBackend::Sqlite
    }
}

#[async_trait]
impl Store for SqlStore {
    async fn commit(&self, writes: &[Write<'_>], now: Timestamp) -> Result<Committed, CommitError> {
        commit::commit(self, writes, now).await
    }

    async fn now(&self) -> Result<Timestamp, StoreError> {
        lease::now(self).await
    }

    async fn simulated(&self) -> Result<Option<Timestamp>, StoreError> {
        lease::simulated(self).await
    }

    async fn campaign(&self, id: CampaignId) -> Result<Option<Loaded>, StoreError> {
        streams::campaign(self, id).await
    }

    async fn campaigns(&self) -> Result<Vec<CampaignId>, StoreError> {
        streams::campaigns(self).await
    }

    async fn stream(&self, stream: &str) -> Result<Option<StreamRow>, StoreError> {
        streams::row(self, stream).await
    }

    async fn heads(&self) -> Result<Vec<StreamHead>, StoreError> {
        streams::heads(self).await
    }

    async fn ledger(
        &self,
        stream: &str,
        from_seq: u64,
        limit: u64,
    ) -> Result<Vec<LedgerLine>, StoreError> {
        ledger::lines(self, stream, from_seq, limit).await
    }

    async fn due_timers(&self, now: Timestamp, limit: u64) -> Result<Vec<Timer>, StoreError> {
        due::timers(self, now, limit).await
    }

    async fn timer(&self, stream: &str, name: &str) -> Result<Option<Timer>, StoreError> {
        due::timer(self, stream, name).await
    }

    async fn due_effects(&self, now: Timestamp, limit: u64) -> Result<Vec<OutboxRow>, StoreError> {
        due::effects(self, now, limit).await
    }

    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError> {
        due::next(self).await
    }

    async fn effect(&self, stream: &str, key: EffectKey) -> Result<Option<OutboxRow>, StoreError> {
        due::effect(self, stream, key).await
    }

    async fn effects_in(&self, state: EffectState) -> Result<Vec<OutboxRow>, StoreError> {
        due::effects_in(self, state).await
    }

    async fn effect_counts(&self) -> Result<Vec<(EffectState, u64)>, StoreError> {
        due::counts(self).await
    }

    async fn begin_lease(&self, owner: String, now: Timestamp) -> Result<Lease, StoreError> {
        lease::begin(self, owner, now).await
    }

    async fn recover(
        &self,
        lease: &Lease,
        now: Timestamp,
        alone: bool,
    ) -> Result<Vec<OutboxRow>, StoreError> {
        lease::recover(self, lease, now, alone).await
    }

    async fn renew(
        &self,
        lease: &Lease,
        only: Option<(&str, EffectKey)>,
        seconds: u32,
    ) -> Result<u64, StoreError> {
        lease::renew(self, lease, only, seconds).await
    }

    async fn organisation(
        &self,
        code: OrganisationCode,
    ) -> Result<Option<Organisation>, StoreError> {
        register::organisation(self, code).await
    }

    async fn organisations(
        &self,
        kind: Option<OrganisationKind>,
    ) -> Result<Vec<Organisation>, StoreError> {
        register::organisations(self, kind).await
    }

    async fn memberships(&self) -> Result<Vec<Membership>, StoreError> {
        register::memberships(self).await
    }

    async fn members_on(
        &self,
        parent: OrganisationCode,
        day: NaiveDate,
    ) -> Result<Vec<Organisation>, StoreError> {
        register::members_on(self, parent, day).await
    }

    async fn parents_on(
        &self,
        child: OrganisationCode,
        day: NaiveDate,
    ) -> Result<Vec<Organisation>, StoreError> {
        register::parents_on(self, child, day).await
    }

    async fn contacts(
        &self,
        organisation: Option<OrganisationCode>,
    ) -> Result<Vec<Contact>, StoreError> {
        register::contacts(self, organisation).await
    }

    async fn person(&self, id: PersonId) -> Result<Option<Person>, StoreError> {
        register::person(self, id).await
    }

    async fn people(&self) -> Result<Vec<Person>, StoreError> {
        register::people(self).await
    }

    async fn definition(&self, digest: Digest) -> Result<Option<StoredDefinition>, StoreError> {
        register::definition(self, digest).await
    }

    async fn definitions(
        &self,
        programme: Option<ProgrammeCode>,
    ) -> Result<Vec<StoredDefinition>, StoreError> {
        register::definitions(self, programme).await
    }
}
