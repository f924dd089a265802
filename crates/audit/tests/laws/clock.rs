//! The ledger orders by recording: `at` does not run back, in any stream, whatever the entry says.

use precede_audit::check;
use serde_json::json;

use crate::{
    lawful::lawful,
    story::{Name, Story, hash},
};

const FIRED: Name = ("recurring-fired", "");
const ASKED: Name = ("enquiry-logged", "P1");

/// Something harmless that claims an instant, written behind an entry of 10:00 on 1 April.
fn claims(name: Name, actor: &str, at: &str) -> Story {
    lawful()
        .before(("publicity-closed", ""), name, actor, json!({"number": 1}))
        .claimed(name, at)
}

#[test]
fn it_does_not_run_back() {
    claims(FIRED, "precede", "2010-04-01T10:00:00Z").is_lawful();
    claims(FIRED, "precede", "2010-03-31T10:00:00Z").breaks_because("chain", FIRED, "runs back");
    claims(ASKED, "pct.anna", "2010-03-31T10:00:00Z").breaks_because("chain", ASKED, "runs back");
}

#[test]
fn an_outcome_may_be_some_minutes_late_and_a_command_one() {
    claims(FIRED, "precede", "2010-04-01T09:50:00Z").is_lawful();
    claims(FIRED, "precede", "2010-04-01T09:49:59.999999Z").breaks(&[("chain", FIRED)]);
    claims(ASKED, "pct.anna", "2010-04-01T09:59:00Z").is_lawful();
    claims(ASKED, "pct.anna", "2010-04-01T09:58:59.999999Z").breaks(&[("chain", ASKED)]);
}

#[test]
fn minutes_do_not_add_up() {
    let step_by_step = claims(FIRED, "precede", "2010-04-01T09:52:00Z")
        .before(("publicity-closed", ""), ASKED, "precede", json!({}))
        .claimed(ASKED, "2010-04-01T09:44:00Z");
    step_by_step.breaks(&[("chain", ASKED)]);
}

#[test]
fn one_leap_is_named_where_the_clock_comes_back() {
    // An entry of the future is a leap at the entry behind it, and only there.
    let ahead = claims(FIRED, "precede", "2011-01-01T00:00:00Z");
    ahead.breaks(&[("chain", ("publicity-closed", ""))]);
    // Two that stand together in the past are one leap.
    let back = claims(FIRED, "precede", "2010-03-20T12:00:00Z")
        .before(("publicity-closed", ""), ASKED, "precede", json!({}))
        .claimed(ASKED, "2010-03-20T12:00:00Z");
    back.breaks(&[("chain", FIRED)]);
}

#[test]
fn a_stream_without_laws_has_a_clock_all_the_same() {
    let line = |seq: u64, prev: &str, at: &str| {
        let body = json!({"at": at, "kind": "register-imported", "actor": "administrator"});
        let body = body.to_string();
        let hash = hash(prev, &body);
        let line =
            json!({"campaign": "register", "seq": seq, "prev": prev, "hash": hash, "body": body});
        (line.to_string(), hash)
    };
    let found = |second: &str| {
        let (one, head) = line(1, "", "2010-01-04T08:00:00Z");
        let (two, _) = line(2, &head, second);
        let report = check(format!("{one}\n{two}").as_bytes()).unwrap();
        let chain = report
            .violations
            .iter()
            .map(|one| (one.rule.to_string(), one.seq));
        chain.collect::<Vec<_>>()
    };
    assert_eq!(found("2010-01-04T08:00:00Z"), []);
    assert_eq!(found("2010-01-04T07:00:00Z"), [("chain".to_owned(), 2)]);
}
