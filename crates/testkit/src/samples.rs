//! Made-up campaigns.

use precede_model::{
    Campaign, CampaignId, Digest, EffectKey, Lifecycle, OrganisationCode, Outgoing, Role, Standing,
    StepState, Timestamp, Track, facts,
};

/// Monday 4 January 2010, nine o'clock.
pub fn start() -> Timestamp {
    "2010-01-04T09:00:00Z"
        .parse()
        .expect("an instant as instants are written")
}

/// A planned campaign `scr/PCT/all` of these practices, with two steps pending on either side.
///
/// # Panics
/// When a code is no code.
pub fn campaign(pct: &str, practices: &[&str]) -> Campaign {
    let mut tracks: Vec<Track> = practices.iter().map(|code| track(code)).collect();
    tracks.sort_unstable_by_key(|track| track.practice);
    Campaign {
        id: format!("scr/{pct}/all")
            .parse::<CampaignId>()
            .expect("a usable PCT code"),
        definition: Digest::of("definition"),
        variant: Some("2010-01".to_owned()),
        lifecycle: Lifecycle::Planned,
        steps: vec![StepState::Pending, StepState::Pending],
        facts: facts::CampaignFacts::default(),
        holds: Vec::new(),
        set_aside: Vec::new(),
        tracks: tracks.into(),
    }
}

/// An effect key from its text, `tell-practice/F81006/1/0`.
///
/// # Panics
/// When it is none.
pub fn key(text: &str) -> EffectKey {
    text.parse().expect("a usable effect key")
}

/// A notice to a practice: may be repeated under its Message-ID.
pub fn notice() -> Outgoing {
    Outgoing::Notice {
        to: Role::Practice,
        template: "practice-notice".parse().expect("a usable template name"),
        number: 0,
    }
}

fn track(code: &str) -> Track {
    Track {
        practice: code
            .parse::<OrganisationCode>()
            .expect("a usable practice code"),
        standing: Standing::Tranche,
        answer: None,
        steps: vec![StepState::Pending, StepState::Pending],
        facts: facts::TrackFacts::default(),
    }
}
