//! The only room that knows a database. One door to write (`commit`), repositories that return model types, three
//! implementations (memory, SQLite, PostgreSQL) under one conformance suite.

mod entity;
mod memory;
mod order;
mod prepared;
mod recovery;
mod sql;
mod words;
mod write;

pub use memory::MemoryStore;
pub use recovery::{Crashed, after_crash};
pub use sql::SqlStore;
pub use write::{
    Claim, CommitError, Committed, EffectState, Expect, Finish, Guard, Landed, OutboxRow, OwnState,
    Record, StreamHead, StreamRow, Timer, TimerChange, Write,
};

use async_trait::async_trait;
use chrono::NaiveDate;
use precede_model::{
    Campaign, CampaignId, ClaimProof, Contact, Digest, EffectKey, Membership, Organisation,
    OrganisationCode, OrganisationKind, Person, PersonId, ProgrammeCode, Timestamp,
};

/// Why the store could not answer.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database cannot be reached or is out of room. Worth another try later.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// Written by a newer version of Precede, or not migrated.
    #[error("the database is at schema `{found}`, this program knows `{known}`: {remedy}")]
    Schema {
        /// What the database says.
        found: String,
        /// What this program knows.
        known: String,
        /// What to do.
        remedy: &'static str,
    },
    /// Stored text that cannot be read: a damaged database.
    #[error("stored {what} cannot be read: {why}")]
    Damaged {
        /// What.
        what: String,
        /// Why.
        why: String,
    },
}

/// A campaign as loaded, with the version its next write must name.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The row: version, ledger sequence and head.
    pub row: StreamRow,
    /// The campaign with its tracks.
    pub campaign: Campaign,
}

/// A published definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredDefinition {
    /// Digest of the text.
    pub digest: Digest,
    /// Programme.
    pub programme: ProgrammeCode,
    /// The TOML text.
    pub text: String,
    /// When it was published.
    pub published_at: Timestamp,
    /// By whom.
    pub published_by: PersonId,
}

/// A line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerLine {
    /// Stream.
    pub stream: String,
    /// Place in the stream, from 1.
    pub seq: u64,
    /// Hash of the line before; `None` for the first.
    pub prev: Option<Digest>,
    /// Hash of this line.
    pub hash: Digest,
    /// Exact stored text.
    pub body: String,
}

/// A daemon's life: a random owner drawn at its start and a fence that only grows (E4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// Random, never a host name.
    pub owner: String,
    /// Greater than that of every daemon before.
    pub fence: i64,
}

/// What every database offers. Methods that read return a consistent view of one transaction.
#[async_trait]
pub trait Store: Send + Sync {
    /// The one door to write: every step in one transaction, or none.
    ///
    /// # Errors
    /// `Conflict` when a row moved since it was loaded, `Fenced` when another daemon took over: reload and think again.
    async fn commit(&self, writes: &[Write<'_>], now: Timestamp) -> Result<Committed, CommitError>;

    /// The simulated clock if this data folder has one, else the database's clock (E3).
    async fn now(&self) -> Result<Timestamp, StoreError>;
    /// The simulated clock, if this data folder has one.
    async fn simulated(&self) -> Result<Option<Timestamp>, StoreError>;

    /// One campaign.
    async fn campaign(&self, id: CampaignId) -> Result<Option<Loaded>, StoreError>;
    /// Ids of all campaigns, ascending by stream text.
    async fn campaigns(&self) -> Result<Vec<CampaignId>, StoreError>;
    /// A stream's row, campaign or not.
    async fn stream(&self, stream: &str) -> Result<Option<StreamRow>, StoreError>;
    /// Every stream with its head, ascending by stream text.
    async fn heads(&self) -> Result<Vec<StreamHead>, StoreError>;
    /// Lines of one stream from `from_seq` on, at most `limit`, ascending.
    async fn ledger(
        &self,
        stream: &str,
        from_seq: u64,
        limit: u64,
    ) -> Result<Vec<LedgerLine>, StoreError>;

    /// Timers due by `now`, ascending by (due, stream, name), at most `limit`.
    async fn due_timers(&self, now: Timestamp, limit: u64) -> Result<Vec<Timer>, StoreError>;
    /// One timer.
    async fn timer(&self, stream: &str, name: &str) -> Result<Option<Timer>, StoreError>;
    /// Planned effects that may leave by `now`, ascending by (not before, stream, key), at most `limit`.
    async fn due_effects(&self, now: Timestamp, limit: u64) -> Result<Vec<OutboxRow>, StoreError>;
    /// The earliest instant at which a timer or a planned effect is due.
    async fn next_due(&self) -> Result<Option<Timestamp>, StoreError>;
    /// One effect.
    async fn effect(&self, stream: &str, key: EffectKey) -> Result<Option<OutboxRow>, StoreError>;
    /// Effects in a state, ascending by (stream, key).
    async fn effects_in(&self, state: EffectState) -> Result<Vec<OutboxRow>, StoreError>;
    /// Effects per state.
    async fn effect_counts(&self) -> Result<Vec<(EffectState, u64)>, StoreError>;

    /// Begins a daemon's life.
    async fn begin_lease(&self, owner: String, now: Timestamp) -> Result<Lease, StoreError>;
    /// Takes back effects found `sending` whose lease ran out (or whose owner is not among the living, when the caller
    /// knows it is the only daemon: `alone`). Repeatable ones become planned again, the others `in-doubt`; after three
    /// crashed claims the row is `quarantined` (E7). Returns what was taken back, in its new state.
    async fn recover(
        &self,
        lease: &Lease,
        now: Timestamp,
        alone: bool,
    ) -> Result<Vec<OutboxRow>, StoreError>;

    /// Lets claims under a lease outlast so many seconds from now, by the database's clock: one effect's, or those of
    /// every effect still under way under it that would end sooner. Returns how many still stand and were renewed: of
    /// one that another daemon has taken over, none (E6).
    async fn renew(
        &self,
        lease: &Lease,
        only: Option<(&str, EffectKey)>,
        seconds: u32,
    ) -> Result<u64, StoreError>;

    /// One organisation.
    async fn organisation(
        &self,
        code: OrganisationCode,
    ) -> Result<Option<Organisation>, StoreError>;
    /// Organisations of a kind (all kinds for `None`), ascending by code.
    async fn organisations(
        &self,
        kind: Option<OrganisationKind>,
    ) -> Result<Vec<Organisation>, StoreError>;
    /// All memberships, ascending by (child, from).
    async fn memberships(&self) -> Result<Vec<Membership>, StoreError>;
    /// Children of a parent on a day, ascending by code.
    async fn members_on(
        &self,
        parent: OrganisationCode,
        day: NaiveDate,
    ) -> Result<Vec<Organisation>, StoreError>;
    /// The parents of a child on a day, ascending by code.
    async fn parents_on(
        &self,
        child: OrganisationCode,
        day: NaiveDate,
    ) -> Result<Vec<Organisation>, StoreError>;
    /// Contacts of an organisation (of all for `None`), ascending by (organisation, role, email).
    async fn contacts(
        &self,
        organisation: Option<OrganisationCode>,
    ) -> Result<Vec<Contact>, StoreError>;
    /// One person.
    async fn person(&self, id: PersonId) -> Result<Option<Person>, StoreError>;
    /// All people, ascending by id.
    async fn people(&self) -> Result<Vec<Person>, StoreError>;
    /// One definition.
    async fn definition(&self, digest: Digest) -> Result<Option<StoredDefinition>, StoreError>;
    /// Published definitions of a programme (of all for `None`), oldest first.
    async fn definitions(
        &self,
        programme: Option<ProgrammeCode>,
    ) -> Result<Vec<StoredDefinition>, StoreError>;
}

/// The proofs of a commit, taken out one by one.
pub type Proofs = Vec<ClaimProof>;
