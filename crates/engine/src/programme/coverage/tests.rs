use precede_model::{ClockEffect, HeldAct, programme::Wave};

use super::*;

fn code(text: &str) -> OrganisationCode {
    text.parse().unwrap()
}

fn areas(text: &str) -> Vec<Area> {
    text.split_whitespace()
        .map(|area| area.parse().unwrap())
        .collect()
}

/// Waves as in 2010: one complete, two known in part.
fn programme() -> Programme {
    let wave = |id: &str, stated, complete, members: &str| Wave {
        id: id.parse().unwrap(),
        stated_count: stated,
        complete,
        members: members.split_whitespace().map(code).collect(),
    };
    let mut programme = Programme::new("scr".parse().unwrap());
    programme.waves = vec![
        wave("early", Some(6), true, "5HQ 5PY"),
        wave("fast", Some(17), false, "5N9"),
        wave("accelerated", Some(70), false, "5PY 5GC"),
    ];
    programme
}

fn directive(scope: &str, except: &str) -> Directive {
    Directive {
        id: "dh-1".parse().unwrap(),
        amendment: 0,
        authority: "DH".to_owned(),
        reference: "letter".to_owned(),
        acts: vec![HeldAct::Permit],
        scope: Scope {
            areas: areas(scope),
            except: areas(except),
        },
        from: "2010-04-16T00:00:00Z".parse().unwrap(),
        clock: ClockEffect::Runs,
        lifted: None,
        settled: Vec::new(),
    }
}

fn place(pct: &str, practice: Option<&str>) -> Place {
    Place {
        pct: code(pct),
        region: Some(code("Q35")),
        practice: practice.map(code),
    }
}

fn answer(directive: &Directive, pct: &str, practice: Option<&str>) -> (Coverage, bool) {
    let judged = judge(&programme(), directive, place(pct, practice));
    (judged.coverage, judged.conflict)
}

#[test]
fn the_suspension_of_2010_has_three_answers_and_a_conflict() {
    let directive = directive("wave:accelerated", "wave:early wave:fast");
    for (pct, coverage, conflict) in [
        ("5GC", Coverage::Covered, false),
        ("5PY", Coverage::Covered, true),
        ("5HQ", Coverage::Exempt, false),
        ("5N9", Coverage::Exempt, false),
        ("5A3", Coverage::Unproved, false),
    ] {
        assert_eq!(answer(&directive, pct, None), (coverage, conflict), "{pct}");
    }
}

#[test]
fn a_named_person_settles_what_is_not_proved() {
    let mut directive = directive("wave:accelerated", "wave:early wave:fast");
    directive.settled.push(precede_model::programme::Settled {
        pct: code("5A3"),
        coverage: Coverage::Exempt,
        by: "nina".parse().unwrap(),
        at: directive.from,
    });
    assert_eq!(answer(&directive, "5A3", None).0, Coverage::Exempt);
    assert_eq!(answer(&directive, "5A4", None).0, Coverage::Unproved);
}

#[test]
fn an_exception_is_narrower_than_what_it_is_taken_from() {
    use Coverage::{Covered, Exempt};
    for (scope, except, expected) in [
        ("programme", "wave:early", Exempt),
        ("programme", "region:Q35", Exempt),
        ("region:Q35", "pct:5HQ", Exempt),
        ("wave:early", "region:Q35", Exempt),
        ("pct:5HQ", "region:Q35", Covered),
        ("region:Q31", "", Exempt),
        ("region:Q35", "", Covered),
    ] {
        let directive = directive(scope, except);
        assert_eq!(
            answer(&directive, "5HQ", None).0,
            expected,
            "{scope} / {except}"
        );
    }
}

#[test]
fn a_practice_named_has_its_own_answer() {
    let held = directive("practice:F81006", "");
    assert_eq!(answer(&held, "5HQ", None).0, Coverage::Exempt);
    assert_eq!(answer(&held, "5HQ", Some("F81006")).0, Coverage::Covered);
    let left_out = directive("pct:5HQ", "practice:F81006");
    assert_eq!(answer(&left_out, "5HQ", None).0, Coverage::Covered);
    assert_eq!(answer(&left_out, "5HQ", Some("F81006")).0, Coverage::Exempt);
    assert_eq!(
        answer(&left_out, "5HQ", Some("F81007")).0,
        Coverage::Covered
    );
}

#[test]
fn a_dispensation_reaches_only_those_proved_inside() {
    let scope = |areas_in: &str, except: &str| Scope {
        areas: areas(areas_in),
        except: areas(except),
    };
    let programme = programme();
    let lies = |scope: &Scope, pct| inside(&programme, scope, place(pct, None));
    let fast = scope("wave:fast", "");
    assert_eq!(lies(&fast, "5N9"), Coverage::Covered);
    assert_eq!(lies(&fast, "5A3"), Coverage::Unproved);
    let region = scope("region:Q35", "wave:early");
    assert_eq!(lies(&region, "5PY"), Coverage::Exempt);
    assert_eq!(lies(&region, "5A3"), Coverage::Covered);
}
