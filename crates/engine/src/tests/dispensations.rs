//! Dispensations: only one that is granted, in date, for the act and proved for the subject exempts from a directive.

use precede_model::{
    Act, HeldAct, Missing, Role, Rule, Unmet,
    facts::{Directive, Dispensation, Permit},
    programme::Coverage,
};

use super::{
    others::{directive, dispensation, dispensation_if, dispensation_of, name, named},
    world::{World, at, code},
};
use crate::{earliest, explain};

const PRACTICE: &str = "A81001";
const OTHER: &str = "A81002";

/// Lists for both practices under a directive that holds letters.
fn held_letters(order: &Directive) -> World {
    let mut world = World::scr(&[PRACTICE, OTHER]);
    world.publicised().to(at("2010-01-20T10:00"));
    world.binds(order.clone()).unwrap();
    for practice in [PRACTICE, OTHER] {
        world.list(practice, 1_000).unwrap();
    }
    assert_eq!(world.outbox, []);
    world
}

/// Both agreed under a directive that holds permits.
fn held_permit(order: &Directive) -> World {
    let mut world = World::scr(&[PRACTICE]);
    world.chosen();
    world.binds(order.clone()).unwrap();
    world.practice_agrees(PRACTICE).unwrap();
    world.pct_agrees(PRACTICE).unwrap();
    assert_eq!(world.outbox, []);
    world
}

fn lacks(world: &World, act: Act) -> Vec<Unmet> {
    let practice = (act != Act::Publicity).then(|| code(PRACTICE));
    explain(&world.def, &world.campaign, act, practice, world.now).unwrap()
}

#[test]
fn one_in_date_exempts_those_it_is_proved_for_from_the_acts_it_names() {
    let order = directive("dh", &[HeldAct::Post, HeldAct::Tell]);
    let whole = dispensation("east", &order);
    let cases: [(&str, Dispensation, usize); 8] = [
        ("the whole PCT", whole.clone(), 2),
        (
            "nobody proved",
            Dispensation {
                coverage: Coverage::Unproved,
                ..whole.clone()
            },
            0,
        ),
        (
            "nobody here",
            Dispensation {
                coverage: Coverage::Exempt,
                ..whole.clone()
            },
            0,
        ),
        (
            "one practice by name",
            Dispensation {
                coverage: Coverage::Exempt,
                named: named(OTHER, Coverage::Covered),
                ..whole.clone()
            },
            1,
        ),
        (
            "all but one",
            Dispensation {
                named: named(OTHER, Coverage::Exempt),
                ..whole.clone()
            },
            1,
        ),
        (
            "another act",
            Dispensation {
                acts: vec![HeldAct::Tell],
                ..whole.clone()
            },
            0,
        ),
        (
            "another directive",
            Dispensation {
                directive: name("sha"),
                ..whole.clone()
            },
            0,
        ),
        (
            "lapsed before it came",
            dispensation_of("east", &order, ("2010-01-01", "2010-01-20T10:00")),
            0,
        ),
    ];
    for (what, granted, free) in cases {
        let mut world = held_letters(&order);
        world.grants(granted).unwrap();
        assert_eq!(world.daemon().left, free, "{what}");
        world.check();
    }
}

#[test]
fn one_that_begins_later_gives_the_earliest_date_and_exempts_from_then() {
    let order = directive("dh", &[HeldAct::Post]);
    let mut world = held_letters(&order);
    let from = at("2010-01-21T09:00");
    let later = dispensation_of("later", &order, ("2010-01-22", "2010-01-23"));
    let granted = dispensation_of("east", &order, ("2010-01-21T09:00", "2010-01-23"));
    world.grants(later).unwrap();
    world.grants(granted).unwrap();
    let held = lacks(&world, Act::Post);
    assert_eq!(held[0].missing, Missing::Directive(name("dh")));
    assert_eq!(earliest(&held), Some(from), "the first of the two");
    world.to(at("2010-01-21T08:59"));
    assert_eq!(world.count("batch-planned"), 0);
    world.to(from);
    assert_eq!(world.count("batch-released"), 2);
    world.check();
}

/// It lapses by time alone: permits fall and letters are recalled at that instant.
#[test]
fn one_that_lapses_holds_again_what_it_exempted() {
    let until = at("2010-04-29T09:00");
    let order = directive("dh", &[HeldAct::Permit]);
    let mut world = held_permit(&order);
    let granted = dispensation_of("east", &order, ("2010-01-01", "2010-04-29T09:00"));
    world.grants(granted).unwrap();
    assert_eq!(world.daemon().left, 1);
    assert_eq!(world.wake, Some(until));
    world.news();
    world.to(at("2010-04-29T08:59"));
    assert_eq!(world.news(), Vec::<String>::new());
    world.to(until);
    assert_eq!(
        world.news(),
        [
            "dispensation-ended east lapsed",
            "permit-revoked A81001",
            "campaign-reopened",
            "step-opened A81001 permit#2",
        ]
    );
    assert_eq!(world.outbox, []);
    world.check();

    let order = directive("dh", &[HeldAct::Post]);
    let mut world = held_letters(&order);
    let granted = dispensation_of("east", &order, ("2010-01-01", "2010-01-21T09:00"));
    world.grants(granted).unwrap();
    world.to(at("2010-01-21T09:00"));
    assert_eq!(world.recalled.len(), 2);
    world.check();
}

#[test]
fn one_taken_back_holds_again_what_it_exempted() {
    let order = directive("dh", &[HeldAct::Permit]);
    let mut world = held_permit(&order);
    world.grants(dispensation("east", &order)).unwrap();
    world.daemon();
    assert!(matches!(
        world.facts(PRACTICE).permit,
        Permit::Issued { .. }
    ));
    world.news();
    world.takes_grant_back("east").unwrap();
    assert_eq!(
        world.news()[..2],
        ["dispensation-ended east withdrawn", "permit-revoked A81001"]
    );
    assert_eq!(world.outbox, []);
    world.grants(dispensation("east", &order)).unwrap();
    assert_eq!(world.daemon().left, 1, "granted anew");
    world.check();
}

#[test]
fn a_condition_holds_for_the_practice_or_nothing_is_exempt() {
    let order = directive("dh", &[HeldAct::Permit]);
    let mut world = World::scr(&[PRACTICE]);
    world.chosen();
    world.binds(order.clone()).unwrap();
    world
        .grants(dispensation_if("east", &order, Rule::R6))
        .unwrap();
    let condition = |world: &World| {
        let lacks = lacks(world, Act::Permit);
        let of = Missing::DispensationCondition(Rule::R6);
        lacks
            .iter()
            .any(|lack| (lack.rule, lack.missing) == (Rule::R8, of))
    };
    assert!(condition(&world));
    world.practice_agrees(PRACTICE).unwrap();
    assert!(condition(&world));
    world.pct_agrees(PRACTICE).unwrap();
    assert!(!condition(&world));
    assert_eq!(world.daemon().left, 1);
    // A count that has grown old leaves a permit standing, exempted or not.
    world.to(at("2010-05-10T09:00"));
    world.binds(directive("another", &[HeldAct::Post])).unwrap();
    world.to(at("2010-05-11T09:00"));
    assert!(matches!(
        world.facts(PRACTICE).permit,
        Permit::Issued { .. }
    ));
    world.takes_agreement_back(PRACTICE).unwrap();
    assert!(matches!(
        world.facts(PRACTICE).permit,
        Permit::Revoked { .. }
    ));
    world.check();
}

/// A condition that fails takes a permit that rests on nothing else.
#[test]
fn a_standing_permit_falls_with_the_condition_it_was_given_under() {
    let order = directive("dh", &[HeldAct::Permit]);
    let mut world = held_permit(&order);
    world
        .grants(dispensation_if("east", &order, Rule::R3))
        .unwrap();
    world.daemon();
    assert!(matches!(
        world.facts(PRACTICE).permit,
        Permit::Issued { .. }
    ));
    world.publicity_ends().unwrap();
    assert!(matches!(
        world.facts(PRACTICE).permit,
        Permit::Revoked { .. }
    ));
    world.check();
}

#[test]
fn what_is_no_rule_of_facts_is_never_fulfilled() {
    for rule in [Rule::R8, Rule::R10, Rule::R12, Rule::Rights] {
        let order = directive("dh", &[HeldAct::Post]);
        let mut world = held_letters(&order);
        world.grants(dispensation_if("east", &order, rule)).unwrap();
        assert_eq!(world.outbox, [], "{rule}");
        let order = directive("dh", &[HeldAct::Start]);
        let mut planned = World::planned("scr", &[PRACTICE], &[]);
        planned.binds(order.clone()).unwrap();
        planned
            .grants(dispensation_if("east", &order, rule))
            .unwrap();
        let start = precede_model::Order::Start;
        assert!(
            planned.order(Role::PctLead, "lead", start).is_err(),
            "{rule}"
        );
    }
}

/// A campaign is started under no condition of its practices: none of them has any fact yet.
#[test]
fn a_condition_of_practices_does_not_let_a_campaign_start() {
    let order = directive("dh", &[HeldAct::Start]);
    for (conditions, may) in [(&[][..], true), (&[Rule::R6], false)] {
        let mut world = World::planned("scr", &[PRACTICE], &[]);
        world.binds(order.clone()).unwrap();
        let mut granted = dispensation("east", &order);
        granted.terms.conditions = conditions.to_vec();
        world.grants(granted).unwrap();
        let started = world.order(Role::PctLead, "lead", precede_model::Order::Start);
        assert_eq!(started.is_ok(), may);
    }
}

/// What time brings to a condition it brings to the act.
#[test]
fn a_condition_that_time_fulfils_is_waited_for() {
    let order = directive("dh", &[HeldAct::Publicity]);
    let mut world = World::scr(&[PRACTICE]);
    world.prepared().to(at("2010-01-12T10:00"));
    world.ready(PRACTICE).unwrap();
    world.materials();
    world.binds(order.clone()).unwrap();
    world
        .grants(dispensation_if("east", &order, Rule::R1))
        .unwrap();
    world.to(at("2010-01-19T10:00"));
    // The practice was told long ago (R2) and has been ready for a week, not for ten working days (R1).
    let refusal = world.publicity().unwrap_err().unmet;
    let of = Missing::DispensationCondition(Rule::R1);
    assert_eq!((refusal.rule, refusal.missing), (Rule::R8, of));
    assert_eq!(refusal.practice, Some(code(PRACTICE)));
    assert_eq!(refusal.from, Some(at("2010-01-26")));
    world.to(at("2010-01-26T00:00"));
    world.publicity().unwrap();
    world.check();
}

/// Publicity is heard by the practice that was left out, too.
#[test]
fn a_dispensation_for_the_pct_that_leaves_one_practice_out_lets_no_publicity_open() {
    let order = directive("dh", &[HeldAct::Publicity]);
    for (left_out, may) in [(None, true), (Some(OTHER), false), (Some("X99999"), true)] {
        let mut world = World::scr(&[PRACTICE, OTHER]);
        world.prepared().to(at("2010-01-05T10:00"));
        for practice in [PRACTICE, OTHER] {
            world.ready(practice).unwrap();
        }
        world.materials();
        world.to(at("2010-01-19T10:00"));
        world.binds(order.clone()).unwrap();
        let mut granted = dispensation("east", &order);
        granted.named = left_out.map_or(Vec::new(), |code| named(code, Coverage::Exempt));
        world.grants(granted).unwrap();
        let opened = world.publicity();
        assert_eq!(opened.is_ok(), may, "{left_out:?}");
        if let Err(refusal) = opened {
            assert_eq!(refusal.unmet.practice, Some(code(OTHER)));
        }
        world.check();
    }
}

#[test]
fn dispensations_are_the_programmes() {
    let mut world = World::scr(&[PRACTICE]);
    let order = directive("dh", &[HeldAct::Post]);
    world.binds(order.clone()).unwrap();
    let granted = dispensation("east", &order);
    for order in [
        precede_model::Order::Dispense(Box::new(granted)),
        precede_model::Order::EndDispensation(name("east")),
    ] {
        let refusal = world.order(Role::PctLead, "lead", order).unwrap_err();
        assert_eq!(refusal.unmet.missing, Missing::Role);
    }
    world.check();
}
