//! What a list of writes comes to, worked out before any database is asked: the new rows, the chained lines, and what
//! no database needs to be asked to refuse.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use precede_model::{Campaign, CampaignId, ClaimProof, Digest, OrganisationCode, Timestamp, Track};

use crate::{
    CommitError, Committed, Expect, Landed, LedgerLine, OwnState, Record, StoreError, StreamRow,
    TimerChange, Write,
};

/// One write with its new row and its lines.
pub(crate) struct Prepared<'a> {
    pub write: &'a Write<'a>,
    /// The row as it was; `None` for a new stream.
    pub before: Option<&'a StreamRow>,
    /// The row as it will be.
    pub row: StreamRow,
    pub lines: Vec<LedgerLine>,
    /// The campaign whose effects it plans, if it plans any.
    pub plans_for: Option<CampaignId>,
}

/// All writes of one commit.
pub(crate) struct Batch<'a> {
    pub writes: Vec<Prepared<'a>>,
    /// Guards on rows that this commit does not write, by stream.
    pub guards: BTreeMap<&'a str, u64>,
    /// Timers by (stream, name); of two changes of one timer the later stands.
    pub timers: BTreeMap<(&'a str, &'a str), &'a TimerChange>,
    /// Records in the order given.
    pub records: Vec<&'a Record>,
    /// The latest simulated time asked for, and the stream that asked.
    pub simulated: Option<(Timestamp, &'a str)>,
}

impl<'a> Batch<'a> {
    /// Chains the lines and settles what concerns this commit alone.
    ///
    /// # Errors
    /// `Conflict` when two writes name one stream, an effect is claimed or finished twice, or guards contradict each
    /// other or a write; `Damaged` when a stream that is no campaign's plans effects.
    pub fn of(writes: &'a [Write<'a>]) -> Result<Self, CommitError> {
        let mut streams = BTreeMap::new();
        for write in writes {
            let version = match &write.expect {
                Expect::New => 0,
                Expect::Row(row) if row.stream == write.stream => row.version,
                Expect::Row(_) => return Err(moved(&write.stream)),
            };
            if streams.insert(write.stream.as_str(), version).is_some() {
                return Err(moved(&write.stream));
            }
        }
        let mut simulated = None;
        for (at, stream) in writes.iter().flat_map(clock_changes) {
            if simulated.is_some_and(|(latest, _)| at < latest) {
                return Err(moved(stream));
            }
            simulated = Some((at, stream));
        }
        Ok(Self {
            guards: guards(writes, &streams)?,
            timers: timers(writes),
            records: writes.iter().flat_map(|write| &write.records).collect(),
            simulated,
            writes: writes.iter().map(Prepared::of).collect::<Result<_, _>>()?,
        })
    }

    /// What to answer once all of it is committed. Only then may proofs be made.
    pub fn committed(self) -> Committed {
        let landed = |prepared: Prepared<'_>| Landed {
            proofs: prepared
                .write
                .claims
                .iter()
                .map(|claim| {
                    ClaimProof::committed(
                        prepared.row.stream.clone(),
                        claim.key,
                        claim.lease.fence,
                        claim.until,
                    )
                })
                .collect(),
            row: prepared.row,
        };
        Committed {
            landed: self.writes.into_iter().map(landed).collect(),
        }
    }
}

impl<'a> Prepared<'a> {
    fn of(write: &'a Write<'a>) -> Result<Self, CommitError> {
        let mut named = BTreeSet::new();
        let claims = write.claims.iter().map(|claim| claim.key);
        let finish = write.finish.iter().map(|finish| finish.key);
        if !claims.chain(finish).all(|key| named.insert(key)) {
            return Err(moved(&write.stream));
        }
        let plans_for = if write.plan.is_empty() {
            None
        } else {
            let id = write.stream.parse::<CampaignId>();
            Some(id.map_err(|fault| damaged("campaign's stream", fault))?)
        };
        let before = match &write.expect {
            Expect::New => None,
            Expect::Row(row) => Some(row),
        };
        let first = before.map_or(0, |row| row.seq);
        let mut head = before.and_then(|row| row.head);
        let lines: Vec<_> = (first + 1..)
            .zip(&write.bodies)
            .map(|(seq, body)| {
                let prev = head;
                let hash = Digest::chained(prev, body);
                head = Some(hash);
                LedgerLine {
                    stream: write.stream.clone(),
                    seq,
                    prev,
                    hash,
                    body: body.clone(),
                }
            })
            .collect();
        let row = StreamRow {
            stream: write.stream.clone(),
            version: before.map_or(0, |row| row.version) + 1,
            seq: first + lines.len() as u64,
            head,
        };
        Ok(Self {
            write,
            before,
            row,
            lines,
            plans_for,
        })
    }

    /// The campaign whose own state is to be stored.
    pub fn own_state(&self) -> Option<&'a Campaign> {
        match (self.write.own, self.before) {
            (OwnState::AsBefore, Some(_)) => None,
            (OwnState::AsBefore, None) | (OwnState::Changed, _) => self.write.campaign,
        }
    }

    /// Tracks to store (`None`: gone), each once.
    pub fn tracks(&self) -> Vec<(OrganisationCode, Option<&'a Arc<Track>>)> {
        let Some(campaign) = self.write.campaign else {
            return Vec::new();
        };
        if self.before.is_none() {
            return campaign
                .tracks
                .shared()
                .iter()
                .map(|track| (track.practice, Some(track)))
                .collect();
        }
        let changed: BTreeSet<_> = self.write.changed.iter().copied().collect();
        changed
            .into_iter()
            .map(|practice| {
                let place = campaign.track_ix(practice);
                (
                    practice,
                    place.map(|place| &campaign.tracks.shared()[place]),
                )
            })
            .collect()
    }
}

/// The refusal that names the stream which moved.
pub(crate) fn moved(stream: &str) -> CommitError {
    CommitError::Conflict {
        stream: stream.to_owned(),
    }
}

/// What cannot be written down, or read back, as JSON.
pub(crate) fn damaged(what: &str, why: impl std::fmt::Display) -> StoreError {
    StoreError::Damaged {
        what: what.to_owned(),
        why: why.to_string(),
    }
}

fn clock_changes<'a>(write: &'a Write<'a>) -> impl Iterator<Item = (Timestamp, &'a str)> {
    write.records.iter().filter_map(|record| match record {
        Record::Simulated(at) => Some((*at, write.stream.as_str())),
        _ => None,
    })
}

fn guards<'a>(
    writes: &'a [Write<'a>],
    written: &BTreeMap<&str, u64>,
) -> Result<BTreeMap<&'a str, u64>, CommitError> {
    let mut guards = BTreeMap::new();
    for guard in writes.iter().flat_map(|write| &write.guards) {
        let known = written
            .get(guard.stream.as_str())
            .or_else(|| guards.get(guard.stream.as_str()));
        match known {
            Some(version) if *version != guard.version => return Err(moved(&guard.stream)),
            Some(_) => {}
            None => {
                guards.insert(guard.stream.as_str(), guard.version);
            }
        }
    }
    Ok(guards)
}

fn timers<'a>(writes: &'a [Write<'a>]) -> BTreeMap<(&'a str, &'a str), &'a TimerChange> {
    let mut timers = BTreeMap::new();
    for write in writes {
        for change in &write.timers {
            let (TimerChange::Set { name, .. } | TimerChange::Clear { name }) = change;
            timers.insert((write.stream.as_str(), name.as_str()), change);
        }
    }
    timers
}
