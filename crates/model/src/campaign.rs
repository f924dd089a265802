//! The state of one campaign: lifecycle, steps, practice tracks, and facts kept apart from step status.
//!
//! Only the engine's `apply` changes it. Folding a ledger gives the same value, byte for byte.

use serde::{Deserialize, Serialize};

use crate::{
    Actor, Answer, CampaignId, ClockEffect, Digest, FactName, OrganisationCode, PersonId,
    SkipReason, StepId, Timestamp, Tracks, facts,
};

/// One campaign, whole.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Campaign {
    /// Which one.
    pub id: CampaignId,
    /// The definition's digest.
    pub definition: Digest,
    /// The definition's variant.
    pub variant: Option<String>,
    /// Where it stands in its life.
    pub lifecycle: Lifecycle,
    /// Steps done once for the campaign, in the order of the definition.
    pub steps: Vec<StepState>,
    /// Facts of the campaign.
    pub facts: facts::CampaignFacts,
    /// Times it stood still.
    pub holds: Vec<Hold>,
    /// Steps of definitions it moved away from, as they stood then: it takes them along when it moves back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set_aside: Vec<SetAside>,
    /// Practices, sorted by code. Stored as child rows.
    #[serde(skip)]
    pub tracks: Tracks,
}

/// A step that the campaign's definition does not have any more, as it stood when it went. Never one that was done.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SetAside {
    /// The step.
    pub step: StepId,
    /// The practice whose it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practice: Option<OrganisationCode>,
    /// How it stood.
    pub state: StepState,
}

/// Where a campaign stands in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum Lifecycle {
    /// Planned, nothing opens. A person starts it. A crash here loses nothing.
    Planned,
    /// Running: time and people move it. After a crash the daemon goes on from the stored waker.
    Running {
        /// Since when.
        since: Timestamp,
    },
    /// Paused by a person: no act is planned or released. A person resumes it.
    Paused {
        /// Since when.
        since: Timestamp,
    },
    /// Ended before its time, for good.
    Withdrawn {
        /// When.
        at: Timestamp,
    },
    /// All required steps are done.
    Closed {
        /// When.
        at: Timestamp,
    },
}

/// A time the campaign stood still.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Hold {
    /// From.
    pub from: Timestamp,
    /// Until; `None` while it lasts.
    pub until: Option<Timestamp>,
    /// What it does to waits.
    pub clock: ClockEffect,
    /// The directive that holds it; `None`: a person paused it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub directive: Option<FactName>,
    /// The practices it holds; empty: everything.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub practices: Vec<OrganisationCode>,
}

impl Hold {
    /// Whether it holds the campaign's own steps (`None`) or a practice's.
    pub fn concerns(&self, practice: Option<OrganisationCode>) -> bool {
        self.practices.is_empty()
            || practice.is_some_and(|practice| self.practices.contains(&practice))
    }
}

/// The part of a campaign that belongs to one practice.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Track {
    /// The practice.
    pub practice: OrganisationCode,
    /// Its place in the campaign.
    pub standing: Standing,
    /// Its answer, if it gave one.
    pub answer: Option<Answer>,
    /// Steps done for it, in the order of the definition.
    pub steps: Vec<StepState>,
    /// Its facts.
    pub facts: facts::TrackFacts,
}

impl Track {
    /// Whether it is in the tranche, present, and has not declined.
    pub fn takes_part(&self) -> bool {
        self.standing == Standing::Tranche && self.answer != Some(Answer::Declines)
    }
}

/// A practice's place in a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum Standing {
    /// In the tranche.
    Tranche,
    /// Outside the tranche, but publicity touches its patients: it is told, nothing more.
    Reach,
    /// Silent after the chase, released by name: its track has ended.
    Released {
        /// When.
        at: Timestamp,
    },
    /// Moved to another PCT.
    Left {
        /// When.
        at: Timestamp,
    },
    /// Closed.
    Closed {
        /// When.
        at: Timestamp,
    },
    /// Merged into another practice.
    Merged {
        /// When.
        at: Timestamp,
        /// Its successor.
        into: OrganisationCode,
    },
}

/// Where one step stands for its subject.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum StepState {
    /// Its predecessors are not all done. Time or people move them. Nothing is lost by a crash.
    Pending,
    /// Somebody, or time, can finish it. The stored waker finds it again after a crash.
    Open(Open),
    /// Done.
    Done(Done),
    /// Passed over; satisfies `after`, never a rule.
    Skipped(Skipped),
}

/// A step passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Skipped {
    /// How often it had been opened.
    pub occurrence: u16,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Actor,
    /// Why.
    pub why: SkipReason,
}

/// An open step.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Open {
    /// 1 the first time; more after a fact was taken back.
    pub occurrence: u16,
    /// Since when; waits and reminders count from here.
    pub since: Timestamp,
    /// How far it has come.
    pub progress: Progress,
}

/// How far an open step has come.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "at")]
pub enum Progress {
    /// Nothing yet.
    Fresh,
    /// One of two signatures.
    Signed {
        /// Who signed.
        by: PersonId,
        /// What was signed.
        digest: Digest,
    },
    /// A consultation under way.
    Consulting {
        /// When papers went.
        papers: Option<Timestamp>,
        /// When the meeting was.
        meeting: Option<Timestamp>,
    },
    /// An acknowledgement is chased.
    Chasing {
        /// Reminders planned so far.
        reminders: u8,
        /// Given to PCT staff.
        escalated: bool,
        /// Chasing has ended.
        ended: bool,
        /// Reminders the daemon was not allowed to send: they are due again.
        #[serde(default, skip_serializing_if = "is_none_of_them")]
        refused: u8,
    },
    /// Its act is planned: an effect waits in the outbox or is on its way. The daemon finishes it; found half-done
    /// after a crash, a notice is repeated under its Message-ID, a batch asks a person.
    Planned,
    /// Its effect could not leave (no address, refused by the relay). A person puts it right and tries again.
    Failed,
    /// A recurring step has fired.
    Fired {
        /// How often.
        number: u32,
        /// Last time.
        last: Timestamp,
    },
}

fn is_none_of_them(number: &u8) -> bool {
    *number == 0
}

/// A finished step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Done {
    /// Which occurrence.
    pub occurrence: u16,
    /// When it counts from.
    pub at: Timestamp,
    /// By whom.
    pub by: Actor,
}

impl StepState {
    /// Whether successors may go on.
    pub fn is_settled(&self) -> bool {
        matches!(self, Self::Done(_) | Self::Skipped(_))
    }

    /// When it was done or passed over.
    pub fn settled_at(&self) -> Option<Timestamp> {
        match self {
            Self::Done(done) => Some(done.at),
            Self::Skipped(skipped) => Some(skipped.at),
            Self::Pending | Self::Open(_) => None,
        }
    }

    /// The open step, if it is open.
    pub fn open(&self) -> Option<&Open> {
        match self {
            Self::Open(open) => Some(open),
            Self::Pending | Self::Done(_) | Self::Skipped(_) => None,
        }
    }

    /// How often it has been opened.
    pub fn occurrence(&self) -> u16 {
        match self {
            Self::Pending => 0,
            Self::Open(open) => open.occurrence,
            Self::Done(done) => done.occurrence,
            Self::Skipped(skipped) => skipped.occurrence,
        }
    }
}

impl Campaign {
    /// The place of a practice's track.
    pub fn track_ix(&self, practice: OrganisationCode) -> Option<usize> {
        self.tracks
            .binary_search_by_key(&practice, |track| track.practice)
            .ok()
    }

    /// A practice's track.
    pub fn track(&self, practice: OrganisationCode) -> Option<&Track> {
        self.track_ix(practice).map(|ix| &self.tracks[ix])
    }

    /// Whose clock a practice goes by: its own where something holds single practices, else the campaign's (`None`).
    /// Dates reckoned for one clock serve all who go by it.
    pub fn clock_of(&self, practice: OrganisationCode) -> Option<OrganisationCode> {
        let is_apart = self.holds.iter().any(|hold| !hold.practices.is_empty());
        is_apart.then_some(practice)
    }

    /// Whether its clock, or a practice's, stands still at an instant.
    pub fn stands_still(&self, practice: Option<OrganisationCode>, now: Timestamp) -> bool {
        self.holds.iter().any(|hold| {
            hold.clock == ClockEffect::Stops
                && hold.concerns(practice)
                && hold.from <= now
                && hold.until.is_none_or(|until| now < until)
        })
    }

    /// Whether all but the tracks is the same.
    pub fn is_same_but_for_tracks(&self, other: &Self) -> bool {
        let Self {
            id,
            definition,
            variant,
            lifecycle,
            steps,
            facts,
            holds,
            set_aside,
            tracks: _,
        } = self;
        *id == other.id
            && *definition == other.definition
            && *variant == other.variant
            && *lifecycle == other.lifecycle
            && *steps == other.steps
            && *facts == other.facts
            && *holds == other.holds
            && *set_aside == other.set_aside
    }

    /// Whether it is running.
    pub fn is_running(&self) -> bool {
        matches!(self.lifecycle, Lifecycle::Running { .. })
    }

    /// Whether it has ended.
    pub fn has_ended(&self) -> bool {
        matches!(
            self.lifecycle,
            Lifecycle::Withdrawn { .. } | Lifecycle::Closed { .. }
        )
    }
}
