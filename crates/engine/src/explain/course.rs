//! What has become of an act so far.

use precede_model::{
    Act, Campaign, Lifecycle, Progress, StepState, Timestamp, Track,
    definition::StepIx,
    facts::{BatchState, Permit},
};

use super::asked::Asked;
use crate::Def;

/// How far an act has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    /// Nothing has happened yet.
    Ahead,
    /// The engine has planned it: the daemon carries it out under a warrant.
    Planned,
    /// It has happened, and may or must happen again: more letters are to come, publicity has closed, records go on
    /// being shared.
    Begun {
        /// When it last did.
        on: Timestamp,
    },
    /// It has happened.
    Done {
        /// When; `None` where the campaign's state does not keep it.
        on: Option<Timestamp>,
    },
}

impl Asked {
    /// What has become of it.
    pub(super) fn course(self, def: &Def, campaign: &Campaign) -> Course {
        match self {
            Self::Act(act, ix, place) => {
                let track = place.map(|place| &campaign.tracks[place]);
                let state = self.state(def, campaign);
                match (act, track) {
                    (Act::Tell, Some(track)) => told(track, state.as_ref()),
                    (Act::Post, Some(track)) => posted(track, state.as_ref()),
                    (Act::Permit, Some(track)) => permitted(track),
                    (Act::Publicity, _) => public(def, campaign, ix),
                    (Act::Tell | Act::Post | Act::Permit, None) => Course::Ahead,
                }
            }
            Self::Start => started(campaign),
            Self::Updates(place) => {
                let shared = place.and_then(|place| shared(&campaign.tracks[place]));
                shared.map_or(Course::Ahead, |on| Course::Begun { on })
            }
        }
    }
}

fn told(track: &Track, state: Option<&StepState>) -> Course {
    match state {
        Some(StepState::Done(done)) => Course::Done { on: Some(done.at) },
        Some(StepState::Open(open)) if open.progress == Progress::Planned => Course::Planned,
        Some(StepState::Skipped(_)) if track.facts.told.is_some() => Course::Done {
            on: track.facts.told,
        },
        _ => Course::Ahead,
    }
}

fn posted(track: &Track, state: Option<&StepState>) -> Course {
    let batches = &track.facts.batches;
    let left = batches.iter().filter_map(|batch| match batch.state {
        BatchState::Released { at } => Some(at),
        BatchState::Posted { at, posted, .. } => (posted > 0).then_some(at),
        BatchState::Planned | BatchState::Stopped { .. } => None,
    });
    let last = left.max();
    let is_planned = (batches.iter()).any(|batch| batch.state == BatchState::Planned);
    match (state, last) {
        (Some(StepState::Done(_)), on) => Course::Done { on },
        _ if is_planned => Course::Planned,
        (_, Some(on)) => Course::Begun { on },
        (_, None) => Course::Ahead,
    }
}

fn permitted(track: &Track) -> Course {
    match track.facts.permit {
        Permit::None | Permit::Revoked { .. } => Course::Ahead,
        Permit::Planned => Course::Planned,
        Permit::Issued { at } => Course::Done { on: Some(at) },
    }
}

fn public(def: &Def, campaign: &Campaign, ix: StepIx) -> Course {
    let step = def.step(ix).id;
    let mut openings = campaign.facts.publicity.iter().rev();
    match openings.find(|one| one.step == step) {
        Some(live) if live.closed.is_none() => Course::Done {
            on: Some(live.since),
        },
        Some(over) => Course::Begun { on: over.since },
        None => Course::Ahead,
    }
}

/// A campaign keeps since when it runs, which is its start unless it was paused or opened again meanwhile.
fn started(campaign: &Campaign) -> Course {
    match campaign.lifecycle {
        Lifecycle::Planned => Course::Ahead,
        Lifecycle::Running { since } => {
            let was_paused = (campaign.holds.iter()).any(|hold| hold.directive.is_none());
            let was_reopened = (campaign.tracks.iter())
                .any(|track| track.facts.permit == Permit::Revoked { at: since });
            Course::Done {
                on: Some(since).filter(|_| !was_paused && !was_reopened),
            }
        }
        Lifecycle::Paused { .. } | Lifecycle::Closed { .. } => Course::Done { on: None },
        // It may have been withdrawn before it was started.
        Lifecycle::Withdrawn { .. } => Course::Ahead,
    }
}

fn shared(track: &Track) -> Option<Timestamp> {
    let permit = match track.facts.permit {
        Permit::Issued { at } => Some(at),
        Permit::None | Permit::Planned | Permit::Revoked { .. } => None,
    };
    track.facts.upload.or(permit)
}
