//! Keys come and go; what they signed in their time stays good.

use precede_model::Timestamp;
use precede_permit::{Key, KeyRing, RingError, Verdict, VerificationKeys, verify};

use crate::sample::{DAY, HOUR, claims, nine, published, ring, token};

#[test]
fn a_new_key_signs_from_now_on_and_the_old_one_no_more() {
    let (old, at) = (ring(), nine().plus_seconds(HOUR));
    let new = old.rotate([9; 32], at).unwrap();
    let keys: Vec<_> = new
        .keys()
        .iter()
        .map(|key| (key.from(), key.until()))
        .collect();
    assert_eq!(
        keys,
        [(nine().plus_seconds(-24 * HOUR), Some(at)), (at, None)]
    );
    assert_eq!(new.signing().id(), Key::from_seed([9; 32]).id());
    let later = at.plus_seconds(60);
    let by_old = old.sign(&claims(), DAY, later).unwrap();
    let by_new = new.sign(&claims(), DAY, later).unwrap();
    let status = |text: &str| verify(text, &published(&new), None, later).status();
    assert_eq!(status(&by_new), "signed, revocation unknown");
    assert_eq!(status(&by_old), "another key", "signed after its time");
    assert_eq!(
        status(&token()),
        "signed, revocation unknown",
        "signed in its time"
    );
}

#[test]
fn the_second_of_the_turn_belongs_to_both_keys() {
    let at = Timestamp::from_micros(nine().micros() + 300_000);
    let old = ring();
    let new = old.rotate([9; 32], at).unwrap();
    for ring in [&old, &new] {
        let text = ring.sign(&claims(), DAY, at).unwrap();
        let verdict = verify(&text, &published(&new), None, at);
        assert_eq!(verdict.status(), "signed, revocation unknown");
        assert_eq!(
            verify(&text, new.keys(), None, at),
            verdict,
            "published or not"
        );
    }
}

#[test]
fn a_turn_that_makes_no_sense_is_refused() {
    let id = ring().signing().id();
    assert_eq!(
        ring().rotate([7; 32], nine()).unwrap_err(),
        RingError::UsedBefore(id)
    );
    let from = nine().plus_seconds(-24 * HOUR);
    let error = ring().rotate([9; 32], from.plus_seconds(-1)).unwrap_err();
    assert_eq!(error, RingError::NotBegun { from });
}

#[test]
fn a_ring_opens_only_with_its_own_signing_key() {
    let turned = ring().rotate([9; 32], nine()).unwrap();
    let pem = turned.signing().to_pem();
    let key = Key::from_pem(pem.as_ref()).unwrap();
    let opened = KeyRing::open(key, published(&turned)).unwrap();
    assert_eq!(opened.signing().id(), turned.signing().id());
    let old = Key::from_seed([7; 32]);
    let id = old.id();
    let error = KeyRing::open(old, published(&turned)).unwrap_err();
    assert_eq!(error, RingError::NotTheSigningKey(id));
}

#[test]
fn keys_from_before_the_turn_do_not_know_the_new_key() {
    let before: VerificationKeys = published(&ring());
    let turned = ring().rotate([9; 32], nine()).unwrap();
    let text = turned.sign(&claims(), DAY, nine()).unwrap();
    let kid = turned.signing().id();
    assert_eq!(
        verify(&text, &before, None, nine()),
        Verdict::AnotherKey { kid }
    );
}
