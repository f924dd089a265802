//! One permit, one ring, one day.

use std::time::Duration;

use precede_model::{Digest, Timestamp};
use precede_permit::{
    Claims, KeyRing, Revocation, RevocationList, Revoked, Verdict, VerificationKeys, verify,
};

pub const DAY: Duration = Duration::from_secs(24 * 3_600);
pub const HOUR: i64 = 3_600;

/// 1 July 2010, nine o'clock in London.
pub fn nine() -> Timestamp {
    "2010-07-01T08:00:00Z".parse().expect("an instant")
}

/// The ring in force since the day before.
pub fn ring() -> KeyRing {
    KeyRing::new([7; 32], nine().plus_seconds(-24 * HOUR))
}

/// Its keys as a practice fetches them.
pub fn published(ring: &KeyRing) -> VerificationKeys {
    VerificationKeys::from_jwks(&ring.keys().to_jwks()).expect("our own set")
}

/// F81006's permit, with a token until noon.
pub fn claims() -> Claims {
    Claims {
        campaign: "scr/5PY/all".parse().expect("a campaign"),
        pct: "5PY".parse().expect("a code"),
        practice: "F81006".parse().expect("a code"),
        evidence: Digest::of("what both agreed on"),
        withheld: 12,
        approved_at: nine().plus_seconds(-HOUR),
        expires_at: nine().plus_seconds(3 * HOUR),
        id: "t-0001".parse().expect("an id"),
    }
}

/// The token of that permit, signed at nine.
pub fn token() -> String {
    ring().sign(&claims(), DAY, nine()).expect("it is in order")
}

/// A list of scr signed at an instant.
pub fn list(entries: Vec<Revocation>, at: Timestamp) -> RevocationList {
    let ring = ring();
    let text = RevocationList::sign(claims().campaign.programme, entries, &ring, at);
    RevocationList::read(&text.expect("it is in order"), &published(&ring)).expect("our own")
}

/// F81006's evidence revoked.
pub fn revocation(at: Timestamp) -> Revocation {
    Revocation {
        practice: claims().practice,
        what: Revoked::Evidence(claims().evidence),
        at,
    }
}

/// The verdict at an instant, by the published keys.
pub fn judged(text: &str, list: Option<&RevocationList>, at: Timestamp) -> Verdict {
    verify(text, &published(&ring()), list, at)
}
