//! Everything people do is seen within a few PCTs, and none of it breaks a rule.

use std::collections::BTreeMap;

use precede_app::AppError;
use precede_rehearsal::{Chance, RegisterChanges, START};
use serde_json::Value;

use crate::scene::{Scene, options};

/// How often each kind of event is in the ledger, with the word that tells its sorts apart.
async fn history(scene: &Scene) -> BTreeMap<String, u64> {
    let app = scene.app();
    let mut counts = BTreeMap::new();
    for head in app.heads().await.expect("memory is there") {
        app.read_ledger::<AppError>(&head.stream, |line| {
            let body: Value = serde_json::from_str(&line.body).expect("a body is JSON");
            *counts.entry(label(&body)).or_default() += 1;
            Ok(())
        })
        .await
        .expect("memory is there");
    }
    counts
}

fn label(body: &Value) -> String {
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let kind = word(&body["kind"]);
    let sort = match kind.as_str() {
        "practice-informed" => word(&body["evidence"]["how"]),
        "practice-answered" => word(&body["answer"]),
        "lmc-consulted" => word(&body["position"]),
        "agreement-withdrawn" => word(&body["by"]),
        "refused" => word(&body["rule"]),
        _ => String::new(),
    };
    if sort.is_empty() {
        kind
    } else {
        format!("{kind} {sort}")
    }
}

#[tokio::test]
async fn everything_people_do_is_seen_within_a_few_pcts() {
    let scene = Scene::new();
    let seed = 1;
    let day = START.utc().date_naive();
    let changes = RegisterChanges::of(Chance::of_seed(seed), day).expect("2010 had practices");
    let codes = changes.pcts().map(|code| code.to_string());
    let mut pcts: Vec<&str> = codes.iter().map(String::as_str).collect();
    pcts.push("5QV");
    let finished = scene.finish(&options(seed, "scr", &pcts)).await;
    let history = history(&scene).await;
    println!("{history:#?}\n{}", finished.table);
    assert_eq!(finished.summary.violations, 0);
    let seen = |label: &str| history.get(label).copied().unwrap_or_default();
    for label in [
        "readiness-signed",
        "plan-approved",
        "pack-approved",
        "consult-begun",
        "lmc-consulted supports",
        "lmc-consulted silent",
        "notice-failed",
        "practice-informed link",
        "practice-informed phone",
        "practice-informed visit",
        "informed-withdrawn",
        "escalated",
        "chase-ended",
        "silent-released",
        "practice-answered takes-part",
        "practice-answered not-yet",
        "practice-answered declines",
        "publicity-opened",
        "publicity-closed",
        "list-accepted",
        "batch-posted",
        "batch-stopped",
        "item-returned",
        "opt-outs-coded",
        "reconciled",
        "practice-agreed",
        "agreement-withdrawn practice",
        "pct-agreed",
        "permit-issued",
        "permit-revoked",
        "practice-joined",
        "practice-left",
        "practice-merged",
        "practice-closed",
        "campaign-closed",
        "refused R2",
    ] {
        assert!(seen(label) > 0, "never seen: {label}");
    }
    // Counts grow too old and are taken again.
    assert!(
        seen("opt-outs-coded") > seen("practice-agreed") - seen("agreement-withdrawn practice")
    );
    // People are refused now and then, not day after day.
    assert!(
        finished.summary.refusals.values().sum::<u64>() < 20,
        "{:?}",
        finished.summary.refusals
    );
}

#[tokio::test]
async fn people_know_no_programme_by_name() {
    for programme in ["announcement", "shared-care-record"] {
        let scene = Scene::new();
        let finished = scene.finish(&options(3, programme, &["5PY", "5PX"])).await;
        assert_eq!(finished.summary.violations, 0, "{programme}");
        assert!(finished.summary.batches > 0, "{programme}");
        let done: u64 = finished.table.regions.iter().map(|row| row.done).sum();
        let all = finished.summary.practices;
        assert!(done * 10 > all * 8, "{programme}: {done} of {all}");
        let refusals = finished.summary.refusals.values().sum::<u64>();
        assert!(
            refusals < 20,
            "{programme}: {:?}",
            finished.summary.refusals
        );
    }
}
