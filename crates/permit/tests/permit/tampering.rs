//! No letter of a token or list can be changed.

use precede_permit::{RevocationList, Untrusted, Verdict};
use proptest::prelude::*;

use crate::sample::{DAY, claims, judged, nine, published, revocation, ring, token};

fn list_text() -> String {
    let programme = claims().campaign.programme;
    RevocationList::sign(programme, vec![revocation(nine())], &ring(), nine()).expect("in order")
}

/// Each bit of each letter, not only by chance.
#[test]
fn every_single_bit_flipped_is_refused() {
    let text = token();
    let mut altered = 0;
    for ix in 0..text.len() {
        for bit in 0..7 {
            let mut bytes = text.clone().into_bytes();
            bytes[ix] ^= 1 << bit;
            let changed = String::from_utf8(bytes).expect("seven bits are ASCII");
            let verdict = judged(&changed, None, nine());
            assert_eq!(verdict.token(), None, "{ix} {bit}: {verdict}");
            altered += usize::from(verdict == Verdict::Altered);
        }
    }
    // All but those that destroy or add a dot are told as what they are.
    assert!(altered > text.len() * 7 - 100, "{altered}");
}

#[test]
fn every_single_bit_flipped_of_a_list_is_refused() {
    let (text, keys) = (list_text(), published(&ring()));
    for ix in 0..text.len() {
        for bit in 0..7 {
            let mut bytes = text.clone().into_bytes();
            bytes[ix] ^= 1 << bit;
            let changed = String::from_utf8(bytes).expect("seven bits are ASCII");
            assert!(RevocationList::read(&changed, &keys).is_err(), "{ix} {bit}");
        }
    }
}

#[test]
fn a_token_and_a_list_cannot_be_swapped() {
    let keys = published(&ring());
    let as_token = judged(&list_text(), None, nine());
    assert!(
        as_token.to_string().contains("it is a list of revocations"),
        "{as_token}"
    );
    let as_list = RevocationList::read(&token(), &keys).unwrap_err();
    assert_eq!(as_list.to_string(), "it is a go-live token");
    // Nor by putting the other's head on it.
    let (token, list) = (token(), list_text());
    let (token_head, token_rest) = token.split_once('.').unwrap();
    let (list_head, list_rest) = list.split_once('.').unwrap();
    assert_eq!(
        judged(&format!("{token_head}.{list_rest}"), None, nine()),
        Verdict::Altered
    );
    let forged = format!("{list_head}.{token_rest}");
    assert_eq!(
        RevocationList::read(&forged, &keys).unwrap_err(),
        Untrusted::Altered
    );
}

/// The same bytes may be written in base64 in one way only, or two texts would be one token.
#[test]
fn other_spellings_of_the_same_bytes_are_refused() {
    let text = token();
    let parts: Vec<&str> = text.split('.').collect();
    for part in 0..3 {
        let written = parts[part];
        let last = written.chars().next_back().unwrap();
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        let mut spellings = vec![
            format!("{written}="),
            format!("{written}=="),
            format!(" {written}"),
            format!("{written}\n"),
            format!("{written}A"),
            written.replacen(['-', '_'], "+", 1),
        ];
        let others = alphabet.chars().filter(|letter| *letter != last);
        spellings.extend(others.map(|letter| format!("{}{letter}", &written[..written.len() - 1])));
        for spelling in spellings.into_iter().filter(|spelling| spelling != written) {
            let mut parts = parts.clone();
            parts[part] = &spelling;
            let verdict = judged(&parts.join("."), None, nine());
            assert_eq!(verdict, Verdict::Altered, "{spelling}");
        }
    }
}

proptest! {
    #[test]
    fn whatever_was_not_signed_is_refused_and_nothing_panics(text in "[A-Za-z0-9_.-]{0,400}|\\PC{0,80}") {
        prop_assert!(judged(&text, None, nine()).token().is_none());
    }

    #[test]
    fn parts_of_two_tokens_never_fit(first in 0u32..1_000, second in 0u32..1_000, part in 0usize..3) {
        prop_assume!(first != second && part > 0);
        let signed = |withheld| {
            let claims = precede_permit::Claims { withheld, ..claims() };
            ring().sign(&claims, DAY, nine()).expect("in order")
        };
        let (one, other) = (signed(first), signed(second));
        let mut parts: Vec<&str> = one.split('.').collect();
        parts[part] = other.split('.').nth(part).expect("three parts");
        prop_assert_eq!(judged(&parts.join("."), None, nine()), Verdict::Altered);
    }

    #[test]
    fn what_is_signed_is_what_is_read(
        withheld: u32,
        life in 1i64..=86_400,
        age in 0i64..100_000_000,
        evidence: [u8; 32],
        seed: [u8; 32],
    ) {
        let claims = precede_permit::Claims {
            withheld,
            evidence: precede_model::Digest::of(evidence),
            approved_at: nine().plus_seconds(-age),
            expires_at: nine().plus_seconds(life),
            ..claims()
        };
        let ring = precede_permit::KeyRing::new(seed, nine());
        let text = ring.sign(&claims, DAY, nine()).expect("in order");
        let verdict = precede_permit::verify(&text, &published(&ring), None, nine());
        prop_assert_eq!(verdict.token().map(|token| token.claims), Some(claims));
    }

    #[test]
    fn a_ring_turned_keeps_every_token_for_its_time(turns in 1u8..6, later in 0i64..10_799) {
        let text = token();
        let mut ring = ring();
        for turn in 0..turns {
            ring = ring.rotate([turn; 32], nine().plus_seconds(i64::from(turn))).expect("a new key");
        }
        let at = nine().plus_seconds(later);
        let verdict = precede_permit::verify(&text, &published(&ring), None, at);
        prop_assert_eq!(verdict.status(), "signed, revocation unknown");
    }
}
