//! The chain, and the plan it has to begin with.

use precede_audit::check;
use serde_json::{Value, json};

use crate::{
    input::register_line,
    lawful::lawful,
    story::{PLAN, STREAM, Story},
};

fn lines() -> Vec<Value> {
    lawful()
        .lines(STREAM)
        .iter()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Sequence numbers at which the chain alone is found broken.
fn broken_at(lines: &[Value]) -> Vec<u64> {
    let text: Vec<_> = lines.iter().map(Value::to_string).collect();
    let violations = check(text.join("\n").as_bytes()).unwrap().violations;
    let chain = violations
        .iter()
        .filter(|violation| violation.rule.to_string() == "chain");
    chain.map(|violation| violation.seq).collect()
}

#[test]
fn a_changed_body_breaks_the_chain_there() {
    let mut lines = lines();
    let body = lines[5]["body"]
        .as_str()
        .unwrap()
        .replace("pct.ben", "pct.eve");
    lines[5]["body"] = json!(body);
    assert_eq!(broken_at(&lines), [6]);
}

#[test]
fn a_body_written_otherwise_is_another_body() {
    let mut lines = lines();
    lines[4]["body"] = json!(format!("{} ", lines[4]["body"].as_str().unwrap()));
    assert_eq!(broken_at(&lines), [5]);
}

#[test]
fn an_entry_bound_anew_alone_breaks_the_chain_behind_it() {
    let mut lines = lines();
    let body = lines[5]["body"]
        .as_str()
        .unwrap()
        .replace("pct.ben", "pct.bob");
    let prev = lines[5]["prev"].as_str().unwrap();
    lines[5]["hash"] = json!(crate::story::hash(prev, &body));
    lines[5]["body"] = json!(body);
    assert_eq!(broken_at(&lines), [7]);
}

#[test]
fn a_missing_doubled_or_swapped_entry_breaks_the_chain() {
    let mut missing = lines();
    missing.remove(6);
    assert_eq!(broken_at(&missing), [8]);
    let mut doubled = lines();
    doubled.insert(6, doubled[6].clone());
    assert_eq!(broken_at(&doubled), [7]);
    let mut swapped = lines();
    swapped.swap(6, 7);
    assert_eq!(broken_at(&swapped), [7, 8, 9]);
}

#[test]
fn numbers_have_no_gap_even_when_hashes_fit() {
    let mut lines = lines();
    for line in &mut lines[6..] {
        line["seq"] = json!(line["seq"].as_u64().unwrap() + 1);
    }
    assert_eq!(broken_at(&lines), [8]);
    let mut from_zero = self::lines();
    for line in &mut from_zero {
        line["seq"] = json!(line["seq"].as_u64().unwrap() - 1);
    }
    assert_eq!(broken_at(&from_zero), [0]);
}

#[test]
fn the_first_entry_follows_nothing() {
    let line = register_line().replace(r#""prev":"""#, r#""prev":"00""#);
    let line = serde_json::from_str::<Value>(&line).unwrap();
    assert_eq!(broken_at(&[line]), [1]);
}

#[test]
fn a_stream_without_laws_is_a_chain_all_the_same() {
    let line = register_line().replace("08:00", "07:00");
    assert_eq!(broken_at(&[serde_json::from_str(&line).unwrap()]), [1]);
    assert!(
        check(register_line().as_bytes())
            .unwrap()
            .violations
            .is_empty()
    );
}

#[test]
fn a_campaign_begins_with_its_plan() {
    lawful()
        .without(PLAN)
        .breaks(&[("chain", ("campaign-started", ""))]);
    lawful()
        .set(PLAN, "kind", json!("campaign-imagined"))
        .breaks(&[("chain", ("campaign-imagined", ""))]);
}

#[test]
fn a_plan_comes_once() {
    let mut story = lawful();
    let plan = story.0[0].clone();
    story.0.push(plan);
    story.breaks(&[("chain", ("campaign-planned#2", ""))]);
}

#[test]
fn a_second_plan_changes_nothing() {
    let mut story = lawful().policy("practice_lead", json!("11wd"));
    let mut plan = story.0[0].clone();
    plan["policy"]["practice_lead"] = json!("1wd");
    story.0.insert(1, plan);
    let rules: Vec<_> = story
        .report()
        .violations
        .iter()
        .map(|v| v.rule.to_string())
        .collect();
    assert_eq!(rules, ["chain", "R2", "R1", "R1", "R1"]);
}

#[test]
fn a_plan_that_cannot_be_read_is_a_finding() {
    let doctor = |field: &str, value: Value| lawful().set(PLAN, field, value);
    let unreadable: [Story; 5] = [
        doctor("zone", json!("Europe/Atlantis")),
        doctor("holidays", json!(["Easter"])),
        lawful().policy("practice_lead", json!("10x")),
        lawful().policy("decision_period", json!("-12w")),
        lawful().unset(PLAN, "practices"),
    ];
    for story in unreadable {
        story.breaks(&[("chain", PLAN)]);
    }
}
