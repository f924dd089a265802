//! What can be read, what cannot, and what the answer looks like.

use std::io::{self, BufReader, Read};

use precede_audit::{ReadError, check};
use serde_json::{Value, json};

use crate::{
    lawful::lawful,
    story::{PLAN, STREAM, Story, hash},
};

/// The first entry of a stream that has no laws of its own.
pub fn register_line() -> String {
    line(
        "register",
        r#"{"at":"2010-01-04T08:00:00Z","kind":"register-imported"}"#,
    )
}

fn line(stream: &str, body: &str) -> String {
    let hash = hash("", body);
    json!({"campaign": stream, "seq": 1, "prev": "", "hash": hash, "body": body}).to_string()
}

#[track_caller]
fn malformed_at(text: impl AsRef<[u8]>, expected: u64) {
    match check(text.as_ref()) {
        Err(ReadError::Malformed { line, .. }) => assert_eq!(line, expected),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_malformed_line_is_named() {
    malformed_at(format!("{}\n\nnonsense\n", register_line()), 3);
    malformed_at(r#"{"campaign":"register","seq":1}"#, 1);
    malformed_at(register_line().replace(r#""seq":1"#, r#""seq":-1"#), 1);
    malformed_at([register_line().as_bytes(), b"\n\"\xff\"\n"].concat(), 2);
    let cut = register_line();
    malformed_at(&cut[..cut.len() - 4], 1);
}

#[test]
fn a_malformed_body_is_named() {
    malformed_at(line("register", "not json"), 1);
    malformed_at(line("register", r#"{"at":"2010-01-04T08:00:00Z"}"#), 1);
    malformed_at(line("register", r#"{"at":"yesterday","kind":"x"}"#), 1);
    malformed_at(line("register", r#"{"kind":"x"}"#), 1);
    malformed_at(
        line(
            "register",
            r#"{"at":"2010-01-04T08:00:00Z","kind":"x","kind":"y"}"#,
        ),
        1,
    );
}

#[test]
fn a_field_of_the_wrong_type_or_given_twice_is_named() {
    let story = lawful().set(("batch-posted", "P1"), "items", json!("many"));
    let at = story.find(("batch-posted", "P1")) as u64 + 1;
    malformed_at(story.lines(STREAM).join("\n"), at);
    let body = r#"{"at":"2010-01-04T08:00:00Z","kind":"batch-released","batch":1,"batch":2}"#;
    malformed_at(line(STREAM, body), 1);
}

#[test]
fn the_error_says_which_line_in_words() {
    let error = check(&b"{}"[..]).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("line 1 of the export is not a ledger entry")
    );
}

#[test]
fn a_source_that_fails_is_an_error() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("gone"))
        }
    }
    let first = format!("{}\n", register_line());
    let source = BufReader::new(Read::chain(io::Cursor::new(first), Failing));
    assert!(matches!(check(source), Err(ReadError::Io { line: 2, .. })));
}

#[test]
fn an_empty_export_has_nothing_to_find() {
    let report = check(io::empty()).unwrap();
    assert_eq!((report.entries, report.violations.len()), (0, 0));
}

#[test]
fn the_answer_is_written_as_the_issue_fixed_it() {
    let mut story = lawful().without(("practice-informed", "P1"));
    story.0.truncate(story.find(("batch-released", "P1")) + 1);
    let answer: Value = serde_json::to_value(story.report()).unwrap();
    let entries = story.0.len();
    assert_eq!(answer["entries"], entries);
    let violation = answer["violations"].as_array().unwrap().last().unwrap();
    assert_eq!(violation["rule"], "R1");
    assert_eq!(violation["campaign"], STREAM);
    assert_eq!(violation["practice"], "P1");
    assert_eq!(violation["seq"], entries);
    assert!(
        violation["why"]
            .as_str()
            .unwrap()
            .contains("acknowledgement")
    );
    assert_eq!(answer["violations"][0]["rule"], "R2");
    assert_eq!(answer["violations"][0]["practice"], Value::Null);
    let unplanned = Story(vec![story.0[1].clone()]).report();
    assert_eq!(
        serde_json::to_value(unplanned).unwrap()["violations"][0]["rule"],
        "chain"
    );
    assert_eq!(story.find(PLAN), 0);
}

#[test]
fn findings_come_in_order_however_streams_are_interleaved() {
    let broken = lawful()
        .without(("lmc-consulted", ""))
        .without(("permit-planned", ""));
    let (first, second) = (
        broken.lines("campaign:scr/A/all"),
        broken.lines("campaign:scr/B/all"),
    );
    let one_by_one = check(
        [second.clone(), first.clone()]
            .concat()
            .join("\n")
            .as_bytes(),
    )
    .unwrap();
    let mixed: Vec<_> = first
        .into_iter()
        .zip(second)
        .flat_map(|(a, b)| [a, b])
        .collect();
    assert_eq!(check(mixed.join("\n").as_bytes()).unwrap(), one_by_one);
    let order: Vec<_> = one_by_one
        .violations
        .iter()
        .map(|v| (v.campaign.clone(), v.seq))
        .collect();
    assert!(order.is_sorted());
    assert_eq!(order.len(), 6);
}
