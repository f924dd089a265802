//! When each subject's people act next, as a campaign was last seen: what has not moved since is not looked at again.
//!
//! Nothing here is an answer of its own. A subject's answer holds while what it was found from is the same, by value:
//! a practice's rests on its track and on the campaign's own steps and facts, the campaign's on all of it.

use std::sync::Arc;

use precede_model::{Campaign, Timestamp};

use super::{Scene, turn::next_of};

/// A campaign as it was seen, and when each subject is next.
#[derive(Debug)]
pub(crate) struct Outlook {
    /// Shares its tracks with the campaign in use until that moves.
    campaign: Campaign,
    seen_at: Timestamp,
    of_campaign: Option<Timestamp>,
    of_tracks: Vec<Option<Timestamp>>,
}

impl Outlook {
    /// Looks at a campaign; of one seen before only at what has moved, or has come.
    pub fn of(scene: &Scene<'_>, now: Timestamp, before: Option<&Self>) -> Self {
        let campaign = scene.campaign;
        let standing = before.map(|before| Standing::of(before, campaign));
        let next = |place| {
            let known = before
                .zip(standing.as_ref())
                .and_then(|(before, standing)| {
                    let next = standing.next(before, campaign, place)?;
                    // What has come by now was when they acted last; when they act after it is another question.
                    (before.seen_at <= now && next.is_none_or(|next| next > now)).then_some(next)
                });
            known.unwrap_or_else(|| next_of(scene, place, now))
        };
        Self {
            of_campaign: next(None),
            of_tracks: (0..campaign.tracks.len())
                .map(|place| next(Some(place)))
                .collect(),
            campaign: campaign.clone(),
            seen_at: now,
        }
    }

    /// When anybody acts next.
    pub fn next(&self) -> Option<Timestamp> {
        let tracks = self.of_tracks.iter().copied();
        tracks.chain([self.of_campaign]).flatten().min()
    }
}

/// What of a campaign is still as it was seen.
pub(super) struct Standing {
    /// Its own steps and facts.
    is_own_same: bool,
    is_all_same: bool,
}

impl Standing {
    pub fn of(seen: &Outlook, campaign: &Campaign) -> Self {
        let before = &seen.campaign;
        let is_own_same = before.is_same_but_for_tracks(campaign);
        Self {
            is_own_same,
            // Tracks that are shared are equal at a glance.
            is_all_same: is_own_same && before.tracks == campaign.tracks,
        }
    }

    /// When a subject was seen to be next, if that still holds.
    fn next(
        &self,
        seen: &Outlook,
        campaign: &Campaign,
        place: Option<usize>,
    ) -> Option<Option<Timestamp>> {
        let Some(place) = place else {
            return self.is_all_same.then_some(seen.of_campaign);
        };
        let before = seen.campaign.tracks.shared().get(place)?;
        let track = campaign.tracks.shared().get(place)?;
        (self.is_own_same && Arc::ptr_eq(before, track)).then_some(seen.of_tracks[place])
    }

    /// Whether nobody does anything for a subject at an instant after the campaign was seen.
    pub fn is_idle(
        &self,
        seen: &Outlook,
        campaign: &Campaign,
        (place, now): (Option<usize>, Timestamp),
    ) -> bool {
        seen.seen_at < now
            && self
                .next(seen, campaign, place)
                .is_some_and(|next| next.is_none_or(|next| next > now))
    }
}
