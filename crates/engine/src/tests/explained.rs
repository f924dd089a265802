//! An act explained: verdicts with their evidence, the steps at which something can be done, what has become of it.

use precede_model::{
    Act, ClockEffect, HeldAct, Missing, Order, Role, Rule, Timestamp, facts,
    programme::{Coverage, Terms},
};

use super::world::{World, at, code, line};
use crate::{Course, Explained, Proof, Verdict, Who, explained, lacking};

const PRACTICE: &str = "A81001";
const OTHER: &str = "A81002";

fn ask(world: &World, act: impl Into<HeldAct>) -> Explained {
    ask_for(world, act, PRACTICE)
}

fn ask_for(world: &World, act: impl Into<HeldAct>, practice: &str) -> Explained {
    let act = act.into();
    let is_of_practice = !matches!(act, HeldAct::Publicity | HeldAct::Start);
    let practice = is_of_practice.then(|| code(practice));
    explained(&world.def, &world.campaign, (act, practice), world.now).unwrap()
}

fn of(told: &Explained, rule: Rule) -> (Verdict, Vec<Missing>) {
    let found = told.rules.iter().find(|one| one.rule == rule);
    let found = found.unwrap_or_else(|| panic!("{rule} speaks of {}", told.act));
    let missing = found.lacks.iter().map(|lack| lack.missing).collect();
    (found.verdict, missing)
}

fn step(id: &str) -> Missing {
    Missing::StepBefore(id.parse().unwrap())
}

fn stop(acts: &[HeldAct], from: Timestamp) -> facts::Directive {
    facts::Directive {
        directive: "stop".parse().unwrap(),
        amendment: 0,
        authority: "the programme's board".to_owned(),
        reference: "letter 7".to_owned(),
        acts: acts.to_vec(),
        from,
        clock: ClockEffect::Runs,
        coverage: Coverage::Covered,
        named: Vec::new(),
        conflict: false,
        lifted: None,
    }
}

fn bind(world: &mut World, acts: &[HeldAct], from: Timestamp) {
    let order = Order::Bind(Box::new(stop(acts, from)));
    let by = (Role::ProgrammeLead, "national");
    world.order(by.0, by.1, order).unwrap();
}

fn dispense(world: &mut World, acts: &[HeldAct], (from, until): (Timestamp, Timestamp)) {
    let granted = facts::Dispensation {
        dispensation: "east".parse().unwrap(),
        directive: "stop".parse().unwrap(),
        acts: acts.to_vec(),
        terms: Terms {
            from,
            until,
            conditions: Vec::new(),
        },
        coverage: Coverage::Covered,
        named: Vec::new(),
        ended: None,
    };
    let order = Order::Dispense(Box::new(granted));
    let by = (Role::ProgrammeLead, "national");
    world.order(by.0, by.1, order).unwrap();
}

#[test]
fn rules_that_do_not_speak_of_an_act_are_not_named() {
    let world = World::scr(&[PRACTICE]);
    let rules = |act: HeldAct| -> Vec<Rule> {
        let told = ask(&world, act);
        told.rules.iter().map(|rule| rule.rule).collect()
    };
    use Rule::{Order, R1, R2, R3, R4, R5, R6, R7, R8, R9, R10, R11, R12};
    assert_eq!(rules(HeldAct::Tell), [R11, R8, Order]);
    assert_eq!(rules(HeldAct::Publicity), [R2, R8, R9, Order]);
    assert_eq!(rules(HeldAct::Post), [R1, R3, R4, R8, R10, R12, Order]);
    assert_eq!(rules(HeldAct::Permit), [R1, R4, R5, R6, R7, R8, R12, Order]);
    assert_eq!(rules(HeldAct::Start), [R8, Order]);
    assert_eq!(rules(HeldAct::Updates), [R8, Order]);
}

#[test]
fn each_proof_is_an_event_of_the_chain() {
    let mut world = World::scr(&[PRACTICE, OTHER]);
    world.permit_planned();
    let mut proofs = 0;
    for act in Act::ALL {
        for rule in ask(&world, act).rules {
            for proof in &rule.evidence {
                assert!(is_in(&world, proof), "{act} {}: {proof:?}", rule.rule);
                proofs += 1;
            }
        }
    }
    assert!(proofs > 25, "{proofs}");
    let rests_on = |rule: Rule, act: Act| -> Vec<&str> {
        let told = ask(&world, act);
        let found = told.rules.iter().find(|one| one.rule == rule).unwrap();
        found.evidence.iter().map(|proof| proof.event).collect()
    };
    assert_eq!(rests_on(Rule::R1, Act::Permit), ["practice-informed"]);
    assert_eq!(
        rests_on(Rule::R6, Act::Permit),
        [
            "opt-outs-coded",
            "task-done",
            "task-done",
            "task-done",
            "practice-agreed",
            "pct-agreed"
        ]
    );
    let r7 = ["publicity-opened", "batch-posted", "reconciled"];
    assert_eq!(rests_on(Rule::R7, Act::Permit), r7);
}

/// A list's proof carries the days of its extract and of its check for deaths, which lie before it was brought.
fn is_in(world: &World, proof: &Proof) -> bool {
    world.events.iter().any(|event| {
        let kind = line(event).split(' ').next() == Some(proof.event);
        let day = proof.event == "list-accepted" || proof.at == Some(event.counts_from);
        let several = event.what.practices();
        let practice = event.practice == proof.practice
            || proof.practice.is_some_and(|code| several.contains(&code));
        let who = match &proof.who {
            Who::One(by) => by.person().is_none() || *by == event.actor,
            Who::Two(first, second) => {
                event.evidence.first == Some(*first) && event.actor.person() == Some(*second)
            }
            Who::Authority(_) => false,
        };
        kind && day && practice && who
    })
}

#[test]
fn a_lead_time_is_a_verdict_with_a_date() {
    let mut world = World::scr(&[PRACTICE, OTHER]);
    world.prepared().to(at("2010-01-05T10:00"));
    world.ready(PRACTICE).unwrap();
    let told = ask(&world, Act::Publicity);
    let (verdict, missing) = of(&told, Rule::R2);
    assert_eq!(verdict, Verdict::DoesNotHold);
    assert!(missing.contains(&Missing::PracticeReady), "{missing:?}");
    assert_eq!(told.earliest, None, "the other practice answers first");
    world.ready(OTHER).unwrap();
    world.materials();
    let told = ask(&world, Act::Publicity);
    let from = at("2010-01-18");
    assert_eq!(of(&told, Rule::R2).0, Verdict::NotYet { from });
    assert_eq!(of(&told, Rule::Order), (Verdict::Holds, Vec::new()));
    assert_eq!(told.earliest, Some(from));
    assert!(!told.is_lawful());
    world.to(from);
    assert!(ask(&world, Act::Publicity).is_lawful());
    world.publicity().unwrap();
    let on = Some(from);
    assert_eq!(ask(&world, Act::Publicity).course, Course::Done { on });
}

/// What stands between a practice and its approval is named where something can be done, and nowhere else.
#[test]
fn the_order_names_the_steps_at_which_something_can_be_done() {
    let mut world = World::scr(&[PRACTICE, OTHER]);
    let order = |world: &World| of(&ask(world, Act::Permit), Rule::Order);
    let (verdict, missing) = order(&world);
    assert_eq!(verdict, Verdict::DoesNotHold);
    assert_eq!(missing, [step("readiness")]);
    world.prepared().to(at("2010-01-05T10:00"));
    let (_, missing) = order(&world);
    let mut missing: Vec<String> = missing.iter().map(Missing::code).collect();
    missing.sort();
    assert_eq!(
        missing,
        [
            "step-before:helpline",
            "step-before:pack",
            // Its own, and the other's: publicity waits for both.
            "step-before:practice-ready",
            "step-before:practice-ready",
            "step-before:slot-booked",
        ]
    );
}

#[test]
fn a_time_to_choose_ends_alone_and_what_follows_it_does_not() {
    let mut world = World::scr(&[PRACTICE]);
    world.posted();
    let told = ask(&world, Act::Permit);
    let ends = at("2010-04-27T23:00");
    assert_eq!(of(&told, Rule::R5).0, Verdict::NotYet { from: ends });
    assert_eq!(told.earliest, None, "both have to agree after it");
    let order = told
        .rules
        .iter()
        .find(|one| one.rule == Rule::Order)
        .unwrap();
    let period = order
        .lacks
        .iter()
        .find(|lack| lack.missing == step("period"));
    assert_eq!(period.unwrap().from, Some(ends));
    assert_eq!(order.verdict, Verdict::DoesNotHold, "fitness is a person's");
}

#[test]
fn what_has_become_of_an_act_is_said() {
    let mut world = World::scr(&[PRACTICE]);
    let course = |world: &World, act: HeldAct| ask(world, act).course;
    assert_eq!(course(&world, HeldAct::Tell), Course::Ahead);
    let started = Some(at("2010-01-04T09:00"));
    assert_eq!(course(&world, HeldAct::Start), Course::Done { on: started });
    world.prepared();
    assert_eq!(course(&world, HeldAct::Tell), Course::Done { on: started });
    let mut world = World::scr(&[PRACTICE]);
    world.released();
    let on = at("2010-01-20T10:00");
    assert_eq!(course(&world, HeldAct::Post), Course::Begun { on });
    assert_eq!(
        of(&ask(&world, Act::Post), Rule::Order).1,
        [Missing::BatchAnswered]
    );
    world.to(at("2010-01-22T16:00"));
    world.posts(PRACTICE, 1, 1_000).unwrap();
    let on = Some(world.now);
    assert_eq!(course(&world, HeldAct::Post), Course::Done { on });
    let mut world = World::scr(&[PRACTICE]);
    world.permit_planned();
    assert_eq!(course(&world, HeldAct::Permit), Course::Planned);
    assert!(ask(&world, Act::Permit).is_lawful());
    assert_eq!(course(&world, HeldAct::Updates), Course::Ahead);
    world.daemon();
    let on = world.now;
    assert_eq!(
        course(&world, HeldAct::Permit),
        Course::Done { on: Some(on) }
    );
    assert_eq!(course(&world, HeldAct::Updates), Course::Begun { on });
}

/// A campaign that was paused does not keep the day of its start.
#[test]
fn a_day_that_is_not_kept_is_not_made_up() {
    let mut world = World::scr(&[PRACTICE]);
    let pause = Order::Pause(ClockEffect::Runs);
    world.order(Role::PctLead, "lead", pause).unwrap();
    let told = ask(&world, Act::Tell);
    assert_eq!(of(&told, Rule::Order).1[0], Missing::CampaignRunning);
    assert_eq!(told.earliest, None);
    world.order(Role::PctLead, "lead", Order::Resume).unwrap();
    let course = ask(&world, HeldAct::Start).course;
    assert_eq!(course, Course::Done { on: None });
}

#[test]
fn silence_of_the_lmc_is_a_date() {
    let mut world = World::scr(&[PRACTICE]);
    world.done(Role::RegionLead, "region", "readiness").unwrap();
    world.signed("plan", &[]).unwrap();
    assert_eq!(ask(&world, Act::Tell).earliest, None, "no papers were sent");
    let papers = Order::Consult {
        step: "consult-lmc".parse().unwrap(),
        practice: None,
        stage: precede_model::ConsultStage::Papers,
    };
    world.order(Role::PctLead, "lead", papers).unwrap();
    let told = ask(&world, Act::Tell);
    let from = at("2010-02-03");
    assert_eq!(told.earliest, Some(from));
    assert_eq!(
        of(&told, Rule::Order),
        (Verdict::NotYet { from }, vec![step("consult-lmc")])
    );
}

#[test]
fn updates_go_on_unless_a_directive_names_them() {
    let mut world = World::scr(&[PRACTICE]);
    world.permit_planned();
    world.daemon();
    let now = world.now;
    bind(&mut world, &[HeldAct::Permit, HeldAct::Post], now);
    assert!(ask(&world, HeldAct::Updates).is_lawful());
    let told = ask(&world, Act::Permit);
    let r8 = told.rules.iter().find(|one| one.rule == Rule::R8).unwrap();
    assert_eq!(r8.verdict, Verdict::DoesNotHold);
    assert_eq!(r8.evidence[0].event, "directive-recorded");
    assert_eq!(r8.evidence[0].who.to_string(), "the programme's board");
    bind(&mut world, &[HeldAct::Updates], now);
    let told = ask(&world, HeldAct::Updates);
    assert!(!told.is_lawful());
    assert_eq!(told.earliest, None, "somebody lifts it");
    let (from, until) = (at("2010-06-01"), at("2010-07-01"));
    dispense(&mut world, &[HeldAct::Updates], (from, until));
    let told = ask(&world, HeldAct::Updates);
    assert_eq!(of(&told, Rule::R8).0, Verdict::NotYet { from });
    assert_eq!(told.earliest, Some(from));
}

#[test]
fn a_start_waits_for_a_dispensation() {
    let mut world = World::planned("scr", &[PRACTICE], &[]);
    assert!(ask(&world, HeldAct::Start).is_lawful());
    let now = world.now;
    bind(&mut world, &[HeldAct::Start], now);
    assert_eq!(ask(&world, HeldAct::Start).earliest, None);
    let (from, until) = (at("2010-02-01"), at("2010-07-01"));
    dispense(&mut world, &[HeldAct::Start], (from, until));
    assert_eq!(ask(&world, HeldAct::Start).earliest, Some(from));
    world.to(at("2010-01-31T23:59:59Z"));
    let start = |world: &mut World| world.order(Role::PctLead, "lead", Order::Start);
    start(&mut world).unwrap_err();
    world.to(from);
    start(&mut world).unwrap();
    assert!(matches!(
        ask(&world, HeldAct::Start).course,
        Course::Done { .. }
    ));
}

/// Letters that wait for the day after under a directive dated ahead: the guard's own date, past the directive.
#[test]
fn a_directive_dated_ahead_is_seen() {
    let few = |text: String| text.replace("[policy]\n", "[policy]\nbatch_capacity = 600\n");
    let mut world = World::of(super::world::def("scr", few), &[PRACTICE], &[]);
    world.start();
    world.publicised().to(at("2010-01-20T10:00"));
    world.list(PRACTICE, 1_000).unwrap();
    world.daemon();
    world.posts(PRACTICE, 1, 600).unwrap();
    assert_eq!(ask(&world, Act::Post).earliest, Some(at("2010-01-21")));
    bind(&mut world, &[HeldAct::Post], at("2010-01-20T20:00"));
    let told = ask(&world, Act::Post);
    assert_eq!(
        of(&told, Rule::R8).0,
        Verdict::Holds,
        "it is not in force yet"
    );
    assert_eq!(told.earliest, None, "then it is, and somebody lifts it");
    let (from, until) = (at("2010-01-22T12:00"), at("2010-07-01"));
    dispense(&mut world, &[HeldAct::Post], (from, until));
    assert_eq!(ask(&world, Act::Post).earliest, Some(from));
}

#[test]
fn what_is_not_there_is_refused() {
    let world = World::scr(&[PRACTICE]);
    let refused = |act: HeldAct, practice: Option<&str>| {
        let asked = (act, practice.map(code));
        let refusal = explained(&world.def, &world.campaign, asked, world.now);
        refusal.unwrap_err().unmet.missing
    };
    assert_eq!(refused(HeldAct::Post, None), Missing::Unknown);
    assert_eq!(refused(HeldAct::Post, Some("Z99999")), Missing::Unknown);
    let world = World::planned("announcement", &[PRACTICE], &[]);
    for act in [HeldAct::Permit, HeldAct::Updates] {
        let asked = (act, Some(code(PRACTICE)));
        let refusal = explained(&world.def, &world.campaign, asked, world.now).unwrap_err();
        assert_eq!(refusal.unmet.missing, Missing::Unknown);
    }
}

#[test]
fn counting_and_explaining_agree() {
    let mut world = World::scr(&[PRACTICE, OTHER]);
    world.posted();
    for act in [Act::Tell, Act::Post, Act::Permit] {
        let told = ask_for(&world, act, OTHER);
        let asked = (act.into(), Some(code(OTHER)));
        let (course, lacks) = lacking(&world.def, &world.campaign, asked, world.now).unwrap();
        assert_eq!(course, told.course);
        let under_rules: usize = told.rules.iter().map(|rule| rule.lacks.len()).sum();
        assert_eq!(lacks.len(), under_rules);
        assert!(told.unmet.iter().all(|lack| lacks.contains(lack)));
    }
}
