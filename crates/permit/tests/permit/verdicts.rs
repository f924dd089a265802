//! Every verdict there is, and the edges between them.

use precede_permit::{Flaw, KeyRing, LONGEST_LIFE, SignError, Unknown, Verdict, verify};

use crate::sample::{DAY, HOUR, claims, judged, list, nine, published, revocation, ring, token};

#[test]
fn valid_with_a_fresh_list_that_does_not_name_it() {
    let verdict = judged(&token(), Some(&list(vec![], nine())), nine());
    let Verdict::Valid { token } = verdict else {
        panic!("{verdict}");
    };
    assert_eq!(token.claims, claims());
    assert_eq!(token.issued_at, nine());
    assert_eq!(token.key, ring().signing().id());
}

#[test]
fn without_a_list_that_can_vouch_revocation_is_unknown() {
    let at = nine().plus_seconds(HOUR);
    let why = |list| match judged(&token(), list, at) {
        Verdict::SignedRevocationUnknown { why, .. } => why,
        other => panic!("{other}"),
    };
    assert_eq!(why(None), Unknown::NoList);
    let issued_at = at.plus_seconds(-900);
    let too_old = list(vec![], issued_at);
    assert_eq!(why(Some(&too_old)), Unknown::ListTooOld { issued_at });
    let issued_at = at.plus_seconds(1);
    let early = list(vec![], issued_at);
    assert_eq!(why(Some(&early)), Unknown::ListFromTheFuture { issued_at });
    let programme = "shared-care-record".parse().unwrap();
    let ring = ring();
    let other = precede_permit::RevocationList::sign(programme, vec![], &ring, at).unwrap();
    let other = precede_permit::RevocationList::read(&other, ring.keys()).unwrap();
    assert_eq!(
        why(Some(&other)),
        Unknown::ListOfAnotherProgramme { programme }
    );
    let young_enough = list(vec![], at.plus_seconds(-899));
    assert_eq!(judged(&token(), Some(&young_enough), at).status(), "valid");
}

#[test]
fn revoked_expired_and_not_yet_valid() {
    let at = nine().plus_seconds(60);
    let named = list(vec![revocation(at)], at);
    let Verdict::Revoked { at: when, .. } = judged(&token(), Some(&named), at) else {
        panic!("it is revoked");
    };
    assert_eq!(when, at);
    let last = claims().expires_at.plus_seconds(-1);
    assert_eq!(
        judged(&token(), None, last).status(),
        "signed, revocation unknown"
    );
    assert_eq!(
        judged(&token(), None, claims().expires_at).status(),
        "expired"
    );
    let before = nine().plus_seconds(-1);
    assert_eq!(judged(&token(), None, before).status(), "not yet valid");
}

#[test]
fn a_stranger_with_the_same_claims_has_another_key() {
    let stranger = KeyRing::new([8; 32], nine());
    let text = stranger.sign(&claims(), DAY, nine()).unwrap();
    let kid = stranger.signing().id();
    assert_eq!(judged(&text, None, nine()), Verdict::AnotherKey { kid });
    let nobody = Default::default();
    let kid = ring().signing().id();
    assert_eq!(
        verify(&token(), &nobody, None, nine()),
        Verdict::AnotherKey { kid }
    );
}

#[test]
fn what_is_no_token_is_malformed_and_says_why() {
    let text = token();
    let (_, rest) = text.split_once('.').unwrap();
    // {"alg":"none"}, {"typ":"precede-permit+jwt","alg":"HS256"}, {"typ":"JWT","alg":"EdDSA"},
    // {"typ":"precede-permit+jwt","alg":"EdDSA"}
    for (text, why) in [
        (String::new(), Flaw::NotThreeParts),
        ("F81006".to_owned(), Flaw::NotThreeParts),
        (format!("{text}.e30"), Flaw::NotThreeParts),
        (text.replacen('.', "", 1), Flaw::NotThreeParts),
        ("e30.e30.e30".to_owned(), Flaw::Head),
        ("eyJhbGciOiJub25lIn0.e30.".to_owned(), Flaw::Head),
        (
            "eyJ0eXAiOiJwcmVjZWRlLXBlcm1pdCtqd3QiLCJhbGciOiJIUzI1NiJ9.e30.e30".to_owned(),
            Flaw::Algorithm,
        ),
        (
            "eyJ0eXAiOiJKV1QiLCJhbGciOiJFZERTQSJ9.e30.e30".to_owned(),
            Flaw::Purpose,
        ),
        (
            "eyJ0eXAiOiJwcmVjZWRlLXBlcm1pdCtqd3QiLCJhbGciOiJFZERTQSJ9.e30.e30".to_owned(),
            Flaw::NoKey,
        ),
        ("a".repeat(5_000), Flaw::TooLong),
    ] {
        let verdict = judged(&text, None, nine());
        assert_eq!(verdict, Verdict::Malformed { why }, "{text}");
    }
    // The rest under a head of another algorithm, of none, or of no purpose is the same token with its head altered.
    for head in [
        "eyJhbGciOiJub25lIn0",
        "eyJ0eXAiOiJKV1QiLCJhbGciOiJFZERTQSJ9",
        "",
    ] {
        assert_eq!(
            judged(&format!("{head}.{rest}"), None, nine()),
            Verdict::Altered
        );
    }
}

#[test]
fn every_verdict_has_its_own_sentence_of_what_to_do() {
    let at = nine().plus_seconds(HOUR);
    let named = list(vec![revocation(at)], at);
    let fresh = list(vec![], at);
    let late = claims().expires_at;
    let mut damaged = token();
    damaged.truncate(damaged.len() - 4);
    let stranger = KeyRing::new([8; 32], nine())
        .sign(&claims(), DAY, nine())
        .unwrap();
    let told = [
        judged(&token(), Some(&fresh), at),
        judged(&token(), None, at),
        judged(&token(), Some(&named), at),
        judged(&token(), None, late),
        judged(&token(), None, nine().plus_seconds(-1)),
        judged(&damaged, None, at),
        judged(&stranger, None, at),
        judged("", None, at),
    ];
    let statuses: Vec<&str> = told.iter().map(Verdict::status).collect();
    assert_eq!(
        statuses,
        [
            "valid",
            "signed, revocation unknown",
            "revoked",
            "expired",
            "not yet valid",
            "altered",
            "another key",
            "malformed"
        ]
    );
    let doing = ["upload", "clock"];
    for verdict in told {
        let words = verdict.to_string();
        assert!(words.ends_with('.'), "{words}");
        assert!(doing.iter().any(|what| words.contains(what)), "{words}");
    }
}

#[test]
fn a_life_too_long_or_none_is_not_signed() {
    let with = |seconds: i64, life_max| {
        let expires_at = nine().plus_seconds(seconds);
        ring().sign(
            &precede_permit::Claims {
                expires_at,
                ..claims()
            },
            life_max,
            nine(),
        )
    };
    let four_hours = std::time::Duration::from_secs(4 * 3_600);
    assert!(with(4 * HOUR, four_hours).is_ok());
    assert!(matches!(
        with(4 * HOUR + 1, four_hours),
        Err(SignError::LivesTooLong { latest, .. }) if latest == nine().plus_seconds(4 * HOUR)
    ));
    for none in [0, -1] {
        assert!(
            matches!(with(none, DAY), Err(SignError::NoLife { .. })),
            "{none}"
        );
    }
    // No definition can allow more than a day.
    assert!(with(24 * HOUR, LONGEST_LIFE * 2).is_ok());
    assert!(with(24 * HOUR + 1, LONGEST_LIFE * 2).is_err());
}

#[test]
fn nothing_is_signed_before_its_time() {
    let early = precede_permit::Claims {
        approved_at: nine().plus_seconds(1),
        ..claims()
    };
    let error = ring().sign(&early, DAY, nine()).unwrap_err();
    assert!(matches!(error, SignError::NotApprovedYet { .. }), "{error}");
    let ring = KeyRing::new([7; 32], nine().plus_seconds(1));
    let error = ring.sign(&claims(), DAY, nine()).unwrap_err();
    assert!(matches!(error, SignError::KeyNotBegun { .. }), "{error}");
    assert_eq!(published(&ring).iter().count(), 1);
}

#[test]
fn a_token_signed_within_a_second_is_valid_at_once_and_ends_no_later_than_asked() {
    let now = precede_model::Timestamp::from_micros(nine().micros() + 700_000);
    let expires_at = precede_model::Timestamp::from_micros(nine().micros() + 60_900_000);
    let claims = precede_permit::Claims {
        expires_at,
        ..claims()
    };
    let text = ring().sign(&claims, DAY, now).unwrap();
    let Verdict::SignedRevocationUnknown { token, .. } = judged(&text, None, now) else {
        panic!("it is in time");
    };
    assert!(token.issued_at <= now && token.claims.expires_at <= expires_at);
}
