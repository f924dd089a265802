//! A year in virtual time without a database is the demo's year: the same seed tells the same history, entry for entry.

use std::{collections::BTreeMap, sync::Mutex};

use precede_app::{AppError, compile};
use precede_model::definition;
use precede_rehearsal::{
    Chance, RegisterChanges, START,
    year::{Faults, Land, Played, Year, a_year_after, play},
};
use precede_render::programme_text;

use crate::scene::{Scene, judge, options};

/// Histories by stream, as the ledger holds them.
type Histories = BTreeMap<String, Vec<String>>;

/// What application, daemon and a store in memory record.
async fn in_earnest(seed: u64, programme: &str, pcts: &[&str]) -> Histories {
    let scene = Scene::new();
    scene.finish(&options(seed, programme, pcts)).await;
    let app = scene.app();
    let mut histories = Histories::new();
    for head in app.heads().await.expect("memory is there") {
        if head.stream.starts_with("campaign:") {
            let lines = histories.entry(head.stream.clone()).or_default();
            app.read_ledger::<AppError>(&head.stream, |line| {
                lines.push(line.body);
                Ok(())
            })
            .await
            .expect("memory is there");
        }
    }
    histories
}

/// What the direct loop makes of the same.
fn directly(seed: u64, programme: &str, pcts: &[&str]) -> Histories {
    let until = a_year_after(START);
    let land = Land::of(seed, START, until).expect("the shipped tables can be read");
    let text = programme_text(programme).expect("it ships");
    let definition = definition::parse(text, programme, &|_| true).expect("it has no faults");
    let def = compile(definition, None).expect("it has a first variant");
    let check = |export: &str| {
        judge(export).map(|violations| vec![violations.to_string(); violations as usize])
    };
    let year = Year {
        land: &land,
        def: &def,
        pcts: pcts
            .iter()
            .map(|code| code.parse().expect("a code"))
            .collect(),
        practices: None,
        until,
        faults: Faults::None,
        check: &check,
        checked_one_in: 1,
    };
    let histories = Mutex::new(Histories::new());
    let done = |played: Played| {
        assert_eq!(played.wrong, Vec::<String>::new());
        let body = |event| serde_json::to_string(event).expect("an event is JSON");
        let lines = played.events.iter().map(body).collect();
        let stream = played.campaign.id.stream();
        histories
            .lock()
            .expect("nobody panics with it")
            .insert(stream, lines);
    };
    play(&year, &done).expect("these PCTs are there");
    histories.into_inner().expect("nobody panics with it")
}

fn compare(earnest: &Histories, direct: &Histories) {
    assert_eq!(
        earnest.keys().collect::<Vec<_>>(),
        direct.keys().collect::<Vec<_>>()
    );
    for (stream, lines) in earnest {
        for (place, (line, other)) in lines.iter().zip(&direct[stream]).enumerate() {
            assert_eq!(line, other, "{stream}, entry {}", place + 1);
        }
        assert_eq!(lines.len(), direct[stream].len(), "{stream}");
        assert!(
            lines.len() > 20,
            "{stream}: {} entries tell little",
            lines.len()
        );
    }
}

#[tokio::test]
async fn one_pct_has_the_history_of_the_demo() {
    for (seed, programme, pct) in [
        (1, "scr", "5PY"),
        (2, "shared-care-record", "5QA"),
        (3, "announcement", "5GC"),
    ] {
        let pcts = [pct];
        compare(
            &in_earnest(seed, programme, &pcts).await,
            &directly(seed, programme, &pcts),
        );
    }
}

#[tokio::test]
async fn pcts_whose_practices_move_close_merge_and_open_have_too() {
    let seed = 1;
    let day = START.utc().date_naive();
    let changes = RegisterChanges::of(Chance::of_seed(seed), day).expect("2010 had practices");
    let codes = changes.pcts().map(|code| code.to_string());
    let pcts: Vec<&str> = codes.iter().map(String::as_str).collect();
    compare(
        &in_earnest(seed, "scr", &pcts).await,
        &directly(seed, "scr", &pcts),
    );
}
