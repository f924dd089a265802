//! What one transaction may hold.

use precede_model::{
    Campaign, CampaignId, ClaimProof, Contact, Digest, EffectKey, Membership, Organisation,
    OrganisationCode, Outgoing, Person, Timestamp,
};

use crate::{Lease, StoreError, StoredDefinition};

/// A stream's row: the unit of concurrency (E1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamRow {
    /// `register`, `programme:CODE` or `campaign:PROGRAMME/PCT/TRANCHE`.
    pub stream: String,
    /// Grows by one with every write.
    pub version: u64,
    /// Last ledger sequence; 0 before the first.
    pub seq: u64,
    /// Hash of the last line.
    pub head: Option<Digest>,
}

/// A stream and its head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamHead {
    /// The stream.
    pub stream: String,
    /// Its last sequence.
    pub seq: u64,
    /// Its head.
    pub head: Digest,
}

/// What a write expects to find.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expect {
    /// No such stream yet.
    New,
    /// The row as it was loaded.
    Row(StreamRow),
}

/// A row that was read and must not have moved, without being written (E16). A row that is not there has moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guard {
    /// Its stream.
    pub stream: String,
    /// Its version when read.
    pub version: u64,
}

/// All that one transaction does to one stream. A commit writes a stream once.
#[derive(Debug, Clone)]
pub struct Write<'a> {
    /// The stream.
    pub stream: String,
    /// What it must look like.
    pub expect: Expect,
    /// Rows that must not have moved.
    pub guards: Vec<Guard>,
    /// Ledger bodies to append, in order; the store chains them.
    pub bodies: Vec<String>,
    /// The campaign's new state, for a campaign's stream.
    pub campaign: Option<&'a Campaign>,
    /// Whether its own part of that state, all but the tracks, is another than the stored one.
    pub own: OwnState,
    /// Tracks that changed; the others are not written. One the campaign no longer has is removed. A new stream's
    /// tracks are all written.
    pub changed: Vec<OrganisationCode>,
    /// Effects to plan. One planned before under the same key stays as it is (E14).
    pub plan: Vec<(EffectKey, Timestamp, Outgoing)>,
    /// Planned effects to store as `sending`.
    pub claims: Vec<Claim>,
    /// Effects whose outcome is known.
    pub finish: Vec<Finish>,
    /// Timers to set or remove.
    pub timers: Vec<TimerChange>,
    /// Register and other records to put.
    pub records: Vec<Record>,
}

impl Write<'_> {
    /// A write of a stream that changes nothing yet.
    pub fn to(stream: impl Into<String>, expect: Expect) -> Self {
        Self {
            stream: stream.into(),
            expect,
            guards: Vec::new(),
            bodies: Vec::new(),
            campaign: None,
            own: OwnState::Changed,
            changed: Vec::new(),
            plan: Vec::new(),
            claims: Vec::new(),
            finish: Vec::new(),
            timers: Vec::new(),
            records: Vec::new(),
        }
    }
}

/// The part of a campaign's state that is in the stream's row: all but its tracks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnState {
    /// Written. A new stream's always is.
    Changed,
    /// As it was when the row was loaded: not written again. Most events move one practice and nothing else.
    AsBefore,
}

/// `planned` → `sending`. Refused (`Conflict`) unless the row was planned before this commit and may leave by its `now`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The effect.
    pub key: EffectKey,
    /// The daemon.
    pub lease: Lease,
    /// When the claim runs out.
    pub until: Timestamp,
}

/// An effect's outcome. With a fence: refused (`Fenced`) unless the row is `sending` under it (E5). Without: refused
/// (`Conflict`) where something is under way or has left: it is withdrawn before it left, retried, or settled by a
/// person. An outcome ends the count of crashed claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finish {
    /// The effect.
    pub key: EffectKey,
    /// The fence it was claimed under.
    pub fence: Option<i64>,
    /// Its new state.
    pub state: EffectState,
    /// In words: the relay's answer, why it was refused.
    pub outcome: String,
}

/// Where an effect stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EffectState {
    /// Waits for the daemon. A crash leaves it so.
    Planned,
    /// Claimed by a daemon; found so after a crash it is taken back when the lease has run out.
    Sending,
    /// Left, and its outcome is recorded.
    Done,
    /// Could not leave; listed, can be retried.
    Failed,
    /// A rule refused it at the instant of release, or its cause was taken back.
    Refused,
    /// Its campaign stands still: it waits until a person resumes the campaign. A crash leaves it so.
    Held,
    /// Found half-done after a crash and not repeatable: a person decides (R11).
    InDoubt,
    /// Three claims crashed: a person looks at it (E7).
    Quarantined,
}

/// A row of the outbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxRow {
    /// The stream.
    pub stream: String,
    /// The campaign.
    pub campaign: CampaignId,
    /// Its key.
    pub key: EffectKey,
    /// What to do.
    pub what: Outgoing,
    /// Not before.
    pub not_before: Timestamp,
    /// Where it stands.
    pub state: EffectState,
    /// How often it was claimed. Claiming counts (E7).
    pub attempts: u32,
    /// Fence of the last claim.
    pub fence: Option<i64>,
    /// When that claim runs out.
    pub until: Option<Timestamp>,
    /// Outcome in words.
    pub outcome: Option<String>,
}

/// A timer. Campaigns have one, named `wake`, computed from their state; the daemon's own schedules are in stream
/// `daemon`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timer {
    /// The stream.
    pub stream: String,
    /// Its name within the stream.
    pub name: String,
    /// When it is due.
    pub due: Timestamp,
    /// What it carries, JSON text; for a schedule its cron expression, zone and late policy.
    pub carries: String,
}

/// Sets or removes a timer of the write's stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimerChange {
    /// Sets it, replacing one of the same name.
    Set {
        /// Name.
        name: String,
        /// Due.
        due: Timestamp,
        /// Payload.
        carries: String,
    },
    /// Removes it if it is there.
    Clear {
        /// Name.
        name: String,
    },
}

/// Something kept beside the streams. Putting replaces what has the same key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// By code.
    Organisation(Organisation),
    /// By (child, parent, from).
    Membership(Membership),
    /// Removes a membership (a register corrected itself).
    MembershipGone(Membership),
    /// By (organisation, role, email).
    Contact(Contact),
    /// By id.
    Person(Person),
    /// By digest; a stored one is never replaced.
    Definition(StoredDefinition),
    /// The simulated clock of this data folder. Never moves back: an earlier value is a `Conflict`.
    Simulated(Timestamp),
}

/// What a commit did, write by write.
#[derive(Debug, Default)]
pub struct Committed {
    /// In the order of the writes.
    pub landed: Vec<Landed>,
}

/// What became of one write.
#[derive(Debug)]
pub struct Landed {
    /// The row as it is now.
    pub row: StreamRow,
    /// A proof for each claim, in order.
    pub proofs: Vec<ClaimProof>,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// A row has moved since it was loaded.
    #[error("`{stream}` has moved since it was read")]
    Conflict {
        /// Its stream.
        stream: String,
    },
    /// Another daemon has taken the effect over.
    #[error("effect `{key}` of `{stream}` is no longer this daemon's")]
    Fenced {
        /// Its stream.
        stream: String,
        /// The effect.
        key: String,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
