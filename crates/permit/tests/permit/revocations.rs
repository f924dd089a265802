//! What a list revokes, and which list can be believed.

use precede_model::Digest;
use precede_permit::{
    Flaw, KeyRing, Revocation, RevocationList, Revoked, SignError, Untrusted, Verdict, verify,
};

use crate::sample::{DAY, HOUR, claims, judged, list, nine, published, revocation, ring, token};

#[test]
fn a_permit_is_revoked_by_evidence_or_campaign_for_its_practice_alone() {
    let of = |practice: &str, what| Revocation {
        practice: practice.parse().unwrap(),
        what,
        at: nine(),
    };
    let evidence = Revoked::Evidence(claims().evidence);
    let campaign = Revoked::Campaign(claims().campaign);
    for (entry, status) in [
        (of("F81006", evidence), "revoked"),
        (of("F81006", campaign), "revoked"),
        (of("F81007", evidence), "valid"),
        (of("F81007", campaign), "valid"),
        (
            of("F81006", Revoked::Evidence(Digest::of("older"))),
            "valid",
        ),
        (
            of("F81006", Revoked::Campaign("scr/5PX/all".parse().unwrap())),
            "valid",
        ),
    ] {
        let list = list(vec![entry], nine());
        assert_eq!(
            judged(&token(), Some(&list), nine()).status(),
            status,
            "{entry:?}"
        );
    }
}

#[test]
fn a_token_signed_after_the_revocation_is_of_a_new_approval() {
    let before = list(vec![revocation(nine().plus_seconds(-1))], nine());
    assert_eq!(judged(&token(), Some(&before), nine()).status(), "valid");
    let (first, last) = (nine(), nine().plus_seconds(60));
    let twice = list(vec![revocation(first), revocation(last)], last);
    let Verdict::Revoked { at, .. } = judged(&token(), Some(&twice), last) else {
        panic!("it is revoked");
    };
    assert_eq!(at, last);
}

#[test]
fn an_old_list_vouches_for_nothing_but_what_it_revoked_stays_revoked() {
    let named = list(vec![revocation(nine())], nine());
    let later = nine().plus_seconds(2 * HOUR);
    assert_eq!(judged(&token(), Some(&named), later).status(), "revoked");
    let over = claims().expires_at.plus_seconds(HOUR);
    assert_eq!(judged(&token(), Some(&named), over).status(), "revoked");
}

#[test]
fn only_a_list_of_a_known_key_in_its_time_is_read() {
    let programme = claims().campaign.programme;
    let keys = published(&ring());
    let stranger = KeyRing::new([8; 32], nine());
    let kid = stranger.signing().id();
    let text = RevocationList::sign(programme, vec![], &stranger, nine()).unwrap();
    let error = RevocationList::read(&text, &keys).unwrap_err();
    assert_eq!(error, Untrusted::AnotherKey { kid });
    // The old key, after its time.
    let turned = ring().rotate([9; 32], nine()).unwrap();
    let text = RevocationList::sign(programme, vec![], &ring(), nine().plus_seconds(1)).unwrap();
    let error = RevocationList::read(&text, &published(&turned)).unwrap_err();
    let kid = ring().signing().id();
    assert_eq!(error, Untrusted::AnotherKey { kid });
    let error = RevocationList::read("nothing", &keys).unwrap_err();
    assert_eq!(
        error,
        Untrusted::Malformed {
            why: Flaw::NotThreeParts
        }
    );
}

#[test]
fn a_list_is_not_signed_before_its_key() {
    let ring = KeyRing::new([7; 32], nine().plus_seconds(1));
    let programme = claims().campaign.programme;
    let error = RevocationList::sign(programme, vec![], &ring, nine()).unwrap_err();
    assert!(matches!(error, SignError::KeyNotBegun { .. }), "{error}");
}

#[test]
fn a_list_of_a_whole_nation_is_read_whole() {
    let entries = (0..8_046).map(|ix| Revocation {
        practice: format!("P{ix:05}").parse().unwrap(),
        what: Revoked::Evidence(Digest::of(ix.to_string())),
        at: nine(),
    });
    let ring = ring();
    let text = RevocationList::sign(
        claims().campaign.programme,
        entries.collect(),
        &ring,
        nine(),
    );
    let list = RevocationList::read(&text.unwrap(), ring.keys()).unwrap();
    let last = precede_permit::Claims {
        practice: "P08045".parse().unwrap(),
        evidence: Digest::of("8045"),
        ..claims()
    };
    let text = ring.sign(&last, DAY, nine()).unwrap();
    assert_eq!(
        verify(&text, ring.keys(), Some(&list), nine()).status(),
        "revoked"
    );
    let spared = precede_permit::Claims {
        evidence: Digest::of("8044"),
        ..last
    };
    let text = ring.sign(&spared, DAY, nine()).unwrap();
    assert_eq!(
        verify(&text, ring.keys(), Some(&list), nine()).status(),
        "valid"
    );
}
