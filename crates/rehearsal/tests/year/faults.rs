//! Years in which things go wrong: some of them on each push, and every case a soak has ever kept.

use std::{collections::BTreeMap, sync::Mutex};

use precede_app::{AppError, compile};
use precede_engine::Def;
use precede_model::{OrganisationCode, definition};
use precede_rehearsal::{
    START,
    year::{
        Case, Fault, Faults, Ground, Land, Played, Rehearsal, Rehearsed, Year, a_year_after, play,
        rehearse,
    },
};
use precede_render::programme_text;

/// Cases that `cargo xtask soak years` has kept, a line each: plan, seed, PCTs, practices, end, faults.
const KEPT: &str = include_str!("seeds.txt");

fn check(export: &str) -> Result<Vec<String>, AppError> {
    let report = precede_audit::check(export.as_bytes())
        .map_err(|error| AppError::bad(error.to_string()))?;
    let words = |violation| format!("{violation:?}");
    Ok(report.violations.iter().map(words).collect())
}

/// A shipped plan, with its variant after a `:`.
fn plan(name: &str) -> Def {
    let (code, variant) = match name.split_once(':') {
        Some((code, variant)) => (code, Some(variant)),
        None => (name, None),
    };
    let text = programme_text(code).expect("it ships");
    let definition = definition::parse(text, code, &|_| true).expect("it has no faults");
    compile(definition, variant).expect("it has this variant")
}

fn codes(codes: &[&str]) -> Vec<OrganisationCode> {
    codes
        .iter()
        .map(|code| code.parse().expect("a code"))
        .collect()
}

#[test]
fn every_case_that_was_kept_goes_well() {
    let cases = KEPT
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty());
    for line in cases {
        let case: Case = line.parse().expect("a kept case can be read");
        let land = Land::of(case.seed, START, a_year_after(START)).expect("the tables can be read");
        let ground = Ground {
            land: &land,
            def: &plan(&case.plan),
            check: &check,
        };
        let wrong = case.play(ground).expect("its PCTs are there");
        assert_eq!(wrong, Vec::<String>::new(), "{line}");
    }
}

#[test]
fn years_with_faults_go_well() {
    let until = a_year_after(START);
    let struck: Mutex<BTreeMap<Fault, u64>> = Mutex::new(BTreeMap::new());
    let acts = Mutex::new(0);
    for (seed, name) in [
        (1, "scr"),
        (2, "shared-care-record"),
        (3, "announcement"),
        (4, "scr:2010-10"),
    ] {
        let land = Land::of(seed, START, until).expect("the tables can be read");
        let def = plan(name);
        let year = Year {
            land: &land,
            def: &def,
            pcts: codes(&["5PY", "5QA", "5GC", "5QV", "5N8", "5PW"]),
            practices: None,
            until,
            faults: Faults::Drawn,
            check: &check,
            checked_one_in: 3,
        };
        let take = |played: Played| {
            let id = played.campaign.id;
            assert_eq!(
                played.wrong,
                Vec::<String>::new(),
                "seed {seed}, {id}: {:?}",
                played.struck
            );
            for one in played.struck {
                *struck
                    .lock()
                    .expect("nobody panics with it")
                    .entry(one.fault)
                    .or_default() += 1;
            }
            *acts.lock().expect("nobody panics with it") += played.events.len();
        };
        play(&year, &take).expect("these PCTs are there");
    }
    let struck = struck.into_inner().expect("nobody panics with it");
    for (fault, word, _) in Fault::ALL {
        assert!(struck.contains_key(&fault), "{word} never struck");
    }
    assert!(acts.into_inner().expect("nobody panics with it") > 5_000);
}

fn rehearsed(seed: u64, pcts: &[&str], faults: Faults) -> Rehearsed {
    let def = plan("scr");
    let rehearsal = Rehearsal {
        seed,
        def: &def,
        pcts: codes(pcts),
        opened: START,
        until: a_year_after(START),
        faults,
        check: &check,
    };
    rehearse(&rehearsal, &|_| ()).expect("these PCTs are there")
}

#[test]
fn the_same_seed_gives_the_same_diary() {
    let words = |rehearsed: &Rehearsed| serde_json::to_string(rehearsed).expect("it is JSON");
    let few = ["5PY", "5QA", "5GC"];
    for faults in [Faults::None, Faults::Drawn] {
        let first = rehearsed(7, &few, faults.clone());
        assert_eq!(words(&first), words(&rehearsed(7, &few, faults.clone())));
        assert_ne!(words(&first), words(&rehearsed(8, &few, faults)));
    }
}

#[test]
fn a_few_pcts_are_told_by_day_and_more_by_month() {
    let few = rehearsed(1, &["5PY"], Faults::None);
    assert!(few.diary.len() > 30, "{} days", few.diary.len());
    assert!(
        few.diary
            .iter()
            .any(|day| day.lines.iter().any(|line| line.contains("is told")))
    );
    let many = rehearsed(1, &["5PY", "5QA", "5GC", "5QV"], Faults::None);
    assert!(many.diary.len() <= 13, "{} months", many.diary.len());
    assert_eq!(many.diary[0].heading, "January 2010");
    assert!(many.counts.told > few.counts.told && few.counts.permits > 0);
    assert_eq!(many.wrong, Vec::<String>::new());
}
