//! One PCT with three practices, from plan to closed.

use precede_model::{Answer, Lifecycle, Position, Role};

use super::world::{World, at};

#[test]
fn from_plan_to_permit_and_closed() {
    let mut world = World::planned("scr", &["A81001", "A81002", "A81003"], &[]);
    let all = "A81001,A81002,A81003";

    world.start();
    assert_eq!(world.news(), ["campaign-started", "step-opened readiness"]);
    world.done(Role::RegionLead, "region", "readiness").unwrap();
    world.signed("plan", &[]).unwrap();
    assert_eq!(
        world.news(),
        [
            "readiness-signed",
            "step-opened plan",
            "approval-signed",
            "plan-approved",
            "step-opened consult-lmc",
            "step-opened slot-booked",
            "step-opened pack",
            "step-opened helpline",
        ]
    );
    world.lmc(Position::Supports).unwrap();
    world.daemon();
    assert_eq!(
        world.news(),
        [
            "lmc-consulted".to_owned(),
            format!("step-opened {all} tell-practice"),
            format!("notice-planned {all}"),
            "notice-handed-over A81001".to_owned(),
            "step-opened A81001 practice-ready".to_owned(),
            "notice-handed-over A81002".to_owned(),
            "step-opened A81002 practice-ready".to_owned(),
            "notice-handed-over A81003".to_owned(),
            "step-opened A81003 practice-ready".to_owned(),
        ]
    );

    world.to(at("2010-01-05T10:00"));
    for practice in ["A81001", "A81002", "A81003"] {
        world.ready(practice).unwrap();
        world.answers(practice, Answer::TakesPart).unwrap();
    }
    world.materials();
    assert_eq!(
        world.news(),
        [
            "practice-informed A81001",
            "step-opened A81001 practice-answer",
            "practice-answered A81001",
            "step-opened A81001 fitness",
            "practice-informed A81002",
            "step-opened A81002 practice-answer",
            "practice-answered A81002",
            "step-opened A81002 fitness",
            "practice-informed A81003",
            "step-opened A81003 practice-answer",
            "practice-answered A81003",
            "step-opened A81003 fitness",
            "approval-signed",
            "pack-approved",
            "task-done slot-booked",
            "task-done helpline",
            "step-opened publicity",
        ]
    );

    world.to(at("2010-01-19T10:00"));
    world.publicity().unwrap();
    assert_eq!(
        world.news(),
        [
            "publicity-opened".to_owned(),
            "step-opened new-registrants".to_owned(),
            format!("step-opened {all} list"),
        ]
    );
    world.to(at("2010-01-20T10:00"));
    for practice in ["A81001", "A81002", "A81003"] {
        world.list(practice, 1_000).unwrap();
    }
    world.daemon();
    world.to(at("2010-01-22T16:00"));
    for practice in ["A81001", "A81002", "A81003"] {
        world.posts(practice, 1, 1_000).unwrap();
    }
    assert_eq!(
        world.news(),
        [
            "list-accepted A81001",
            "step-opened A81001 batch",
            "batch-planned A81001 1 of 1000",
            "list-accepted A81002",
            "step-opened A81002 batch",
            "batch-planned A81002 1 of 1000",
            "list-accepted A81003",
            "step-opened A81003 batch",
            "batch-planned A81003 1 of 1000",
            "batch-released A81001 1",
            "batch-released A81002 1",
            "batch-released A81003 1",
            "batch-posted A81001 1",
            "step-opened A81001 period",
            "batch-posted A81002 1",
            "step-opened A81002 period",
            "batch-posted A81003 1",
            "step-opened A81003 period",
        ]
    );

    world.to(at("2010-04-28T09:00"));
    let fired = "recurring-fired new-registrants";
    assert_eq!(
        world.news(),
        [
            fired.to_owned(),
            fired.to_owned(),
            fired.to_owned(),
            "period-ended A81001".to_owned(),
            "period-ended A81002".to_owned(),
            "period-ended A81003".to_owned(),
            format!("step-opened {all} opt-outs-coded"),
            format!("step-opened {all} reconciled"),
        ]
    );
    for practice in ["A81001", "A81002", "A81003"] {
        world.fit(practice).unwrap();
        world.reconciled(practice).unwrap();
        world.opt_outs(practice, 12).unwrap();
        world.practice_agrees(practice).unwrap();
        world.pct_agrees(practice).unwrap();
    }
    assert_eq!(world.daemon().left, 3);
    let mut last: Vec<String> = Vec::new();
    for practice in ["A81001", "A81002", "A81003"] {
        last.extend([
            format!("task-done {practice} fitness"),
            format!("reconciled {practice}"),
            format!("opt-outs-coded {practice}"),
            format!("step-opened {practice} practice-agrees"),
            format!("practice-agreed {practice}"),
            format!("step-opened {practice} pct-agrees"),
            format!("pct-agreed {practice}"),
            format!("step-opened {practice} permit"),
            format!("permit-planned {practice}"),
        ]);
    }
    for practice in ["A81001", "A81002", "A81003"] {
        last.push(format!("permit-issued {practice}"));
    }
    last.push("campaign-closed".to_owned());
    assert_eq!(world.news(), last);
    assert!(matches!(world.campaign.lifecycle, Lifecycle::Closed { .. }));
    assert_eq!(world.wake, None);
    world.check();
}
