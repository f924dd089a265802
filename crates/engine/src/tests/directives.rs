//! R8, directives bind: every act they name, running work included, from their instant until they are lifted.

use precede_model::{
    Act, Actor, Command, Digest, HeldAct, Missing, Order, Role, Rule,
    facts::{BatchState, Directive, Permit},
    programme::Coverage,
};

use super::{
    others::{directive, dispensation_of, name, named},
    world::{Performed, World, at, code},
};
use crate::explain;

const PRACTICE: &str = "A81001";
const OTHER: &str = "A81002";

fn held(by: &str) -> (Rule, Missing) {
    (Rule::R8, Missing::Directive(name(by)))
}

fn refusals(performed: &Performed) -> Vec<(Rule, Missing)> {
    let refused = performed.refused.iter();
    refused.map(|unmet| (unmet.rule, unmet.missing)).collect()
}

/// Readiness and plan signed, the LMC consulted: notices are planned, or would be.
fn to_be_told(world: &mut World) {
    world.done(Role::RegionLead, "region", "readiness").unwrap();
    world.signed("plan", &[]).unwrap();
    world.lmc(precede_model::Position::Neutral).unwrap();
}

/// Both practices' permits: the first issued, the second planned and in the outbox.
fn one_issued_one_planned() -> World {
    let mut world = World::scr(&[PRACTICE, OTHER]);
    world.chosen();
    for practice in [PRACTICE, OTHER] {
        world.practice_agrees(practice).unwrap();
    }
    world.pct_agrees(PRACTICE).unwrap();
    world.daemon();
    world.pct_agrees(OTHER).unwrap();
    world.news();
    world
}

#[test]
fn nobody_is_told_while_telling_is_held() {
    let mut world = World::scr(&[PRACTICE]);
    world.binds(directive("dh", &[HeldAct::Tell])).unwrap();
    to_be_told(&mut world);
    assert!(world.is_open("tell-practice", Some(PRACTICE)));
    world.to(at("2010-01-06T09:00"));
    assert_eq!(world.count("notice-planned"), 0);
    world.lifts("dh").unwrap();
    assert_eq!(world.daemon().left, 1);
    assert_eq!(world.facts(PRACTICE).told, Some(at("2010-01-06T09:00")));
    world.check();
}

#[test]
fn a_notice_planned_before_is_refused_at_the_claim_and_comes_when_it_is_lifted() {
    let mut world = World::scr(&[PRACTICE]);
    to_be_told(&mut world);
    world.binds(directive("dh", &[HeldAct::Tell])).unwrap();
    assert_eq!(refusals(&world.daemon()), [held("dh")]);
    assert_eq!(world.outbox, []);
    assert_eq!(world.facts(PRACTICE).told, None);
    world.lifts("dh").unwrap();
    assert_eq!(world.daemon().left, 1);
    assert!(world.facts(PRACTICE).told.is_some());
    world.check();
}

/// Told on 4 January; reminders are due on the 11th and the 14th, the chase goes to PCT staff on the 18th.
#[test]
fn reminders_wait_for_the_end_of_a_directive_and_the_latest_comes_then() {
    let mut world = World::scr(&[PRACTICE]);
    world.prepared().to(at("2010-01-06T09:00"));
    world.binds(directive("dh", &[HeldAct::Tell])).unwrap();
    world.news();
    world.to(at("2010-01-19T09:00"));
    assert_eq!(
        world.news(),
        ["escalated A81001"],
        "staff may telephone: that is no mail"
    );
    world.lifts("dh").unwrap();
    world.daemon();
    assert_eq!(
        world.news(),
        [
            "directive-lifted dh",
            "notice-planned A81001 reminder 2",
            "notice-handed-over A81001 reminder 2",
        ]
    );
    world.check();
}

#[test]
fn a_reminder_refused_at_the_claim_comes_when_it_is_lifted() {
    for (lifted, comes) in [("2010-01-12T09:00", 1), ("2010-01-15T09:00", 2)] {
        let mut world = World::scr(&[PRACTICE]);
        world.prepared();
        world.down_until(at("2010-01-11T09:00"));
        world.binds(directive("dh", &[HeldAct::Tell])).unwrap();
        assert_eq!(refusals(&world.daemon()), [held("dh")]);
        assert_eq!(world.outbox, []);
        world.to(at(lifted));
        world.news();
        world.lifts("dh").unwrap();
        world.daemon();
        let planned = format!("notice-planned A81001 reminder {comes}");
        let sent = format!("notice-handed-over A81001 reminder {comes}");
        assert_eq!(world.news()[1..], [planned, sent]);
        world.to(at("2010-01-16T09:00"));
        let reminders = world.count("notice-handed-over") - 1;
        assert_eq!(
            reminders,
            if comes == 1 { 2 } else { 1 },
            "each reminder comes once"
        );
        world.check();
    }
}

#[test]
fn publicity_does_not_open_while_it_is_held_for_anybody_it_touches() {
    let cases = [
        (Coverage::Covered, Vec::new(), true),
        (Coverage::Unproved, Vec::new(), true),
        (Coverage::Exempt, Vec::new(), false),
        (Coverage::Exempt, named(OTHER, Coverage::Covered), true),
        (Coverage::Exempt, named("B82001", Coverage::Unproved), true),
        (Coverage::Exempt, named("X99999", Coverage::Covered), false),
        (Coverage::Covered, named(OTHER, Coverage::Exempt), true),
        // The PCT's own publicity is held, though no practice is.
        (
            Coverage::Covered,
            [PRACTICE, OTHER, "B82001"]
                .into_iter()
                .flat_map(|practice| named(practice, Coverage::Exempt))
                .collect(),
            true,
        ),
    ];
    let mut lawful = World::planned("scr", &[PRACTICE, OTHER], &["B82001"]);
    lawful.start();
    lawful.prepared().to(at("2010-01-05T10:00"));
    for practice in [PRACTICE, OTHER] {
        lawful.ready(practice).unwrap();
    }
    lawful.materials();
    lawful.to(at("2010-01-19T10:00"));
    for (coverage, named, is_held) in cases {
        let mut world = lawful.clone();
        let order = Directive {
            coverage,
            named: named.clone(),
            ..directive("dh", &[HeldAct::Publicity])
        };
        world.binds(order).unwrap();
        let why = format!("{coverage} {named:?}");
        if is_held {
            let refusal = world.publicity().expect_err(&why).unmet;
            assert_eq!((refusal.rule, refusal.missing), held("dh"), "{why}");
            assert_eq!(refusal.who, Role::ProgrammeLead);
            world.lifts("dh").unwrap();
        }
        world.publicity().expect(&why);
        world.check();
    }
}

/// Planned letters stop at once, those at the mail house are recalled once, and what was posted is posted.
#[test]
fn letters_not_yet_posted_stop_the_moment_a_directive_is_recorded() {
    let mut world = World::scr(&[PRACTICE, OTHER, "A81003"]);
    world.publicised().to(at("2010-01-20T10:00"));
    for practice in ["A81003", PRACTICE] {
        world.list(practice, 1_000).unwrap();
    }
    world.daemon();
    world.posts("A81003", 1, 1_000).unwrap();
    world.list(OTHER, 500).unwrap();
    world.news();
    let order = directive("dh", &[HeldAct::Post]);
    world.binds(order.clone()).unwrap();
    assert_eq!(
        world.news(),
        [
            "directive-recorded A81001,A81002,A81003 dh",
            "recall-asked A81001 1",
            "batch-stopped A81002 1",
        ]
    );
    let performed = world.daemon();
    assert_eq!((performed.left, performed.not_wanted), (1, 1));
    assert_eq!(world.recalled, [(code(PRACTICE), 1)]);
    let amended = Directive {
        amendment: 1,
        ..order
    };
    world.binds(amended).unwrap();
    world.to(at("2010-01-21T10:00"));
    world.list(OTHER, 500).unwrap();
    assert_eq!(world.count("recall-asked"), 1, "once");
    assert_eq!(world.count("batch-planned"), 3, "nothing more is planned");
    assert!(matches!(
        world.facts("A81003").batches[0].state,
        BatchState::Posted { .. }
    ));
    world.news();
    world.lifts("dh").unwrap();
    assert_eq!(
        world.news(),
        ["directive-lifted dh", "batch-planned A81002 2 of 500"],
        "it goes on by itself; the recalled letters are answered for first"
    );
    world.stops(PRACTICE, 1).unwrap();
    assert_eq!(world.daemon().left, 2);
    world.check();
}

/// Nobody can order past the rule either: the claim asks it again.
#[test]
fn letters_are_refused_at_the_claim_while_they_are_held() {
    let mut world = World::scr(&[PRACTICE]);
    world.publicised().to(at("2010-01-20T10:00"));
    world.list(PRACTICE, 1_000).unwrap();
    let facts = &mut world.campaign.facts;
    facts.directives.push(directive("dh", &[HeldAct::Post]));
    let claimed = world.warrant(&world.outbox[0]);
    assert!(
        matches!(claimed, Err(crate::NoWarrant::Refused(unmet)) if (unmet.rule, unmet.missing) == held("dh"))
    );
}

/// Letters with the mail house under a directive dated ahead, whose dispensation begins still later.
#[test]
fn letters_are_recalled_though_they_will_be_exempt_one_day() {
    let mut world = World::scr(&[PRACTICE]);
    world.released();
    let ahead = Directive {
        from: at("2010-01-21T09:00"),
        ..directive("dh", &[HeldAct::Post])
    };
    world.binds(ahead.clone()).unwrap();
    let later = ("2010-01-25T09:00", "2010-02-25T09:00");
    world
        .grants(dispensation_of("later", &ahead, later))
        .unwrap();
    world.to(at("2010-01-21T08:59"));
    assert_eq!(world.count("recall-asked"), 0);
    world.to(at("2010-01-21T09:00"));
    assert_eq!(world.recalled, [(code(PRACTICE), 1)]);
    world.check();
}

#[test]
fn permits_fall_together_in_one_event_and_come_again_when_it_is_lifted() {
    let mut world = one_issued_one_planned();
    world.binds(directive("dh", &[HeldAct::Permit])).unwrap();
    assert_eq!(
        world.news(),
        [
            "directive-recorded A81001,A81002 dh",
            "permit-revoked A81001,A81002",
            "step-opened A81001 permit#2",
            "step-opened A81002 permit#2",
        ]
    );
    for practice in [PRACTICE, OTHER] {
        assert!(matches!(
            world.facts(practice).permit,
            Permit::Revoked { .. }
        ));
    }
    let why = world.events.iter().find_map(|event| match event.what {
        precede_model::Happening::PermitRevoked { .. } => event.evidence.reason.as_deref(),
        _ => None,
    });
    assert_eq!(why, Some("directive dh"));
    assert_eq!(world.daemon().not_wanted, 1);
    assert_eq!(world.outbox, [], "none is planned while they are held");
    world.lifts("dh").unwrap();
    assert_eq!(world.daemon().left, 2);
    assert_eq!(world.count("permit-issued"), 3);
    world.check();
}

#[test]
fn a_permit_is_refused_at_the_claim_while_it_is_held() {
    let mut world = World::scr(&[PRACTICE]);
    world.permit_planned();
    let facts = &mut world.campaign.facts;
    facts.directives.push(directive("dh", &[HeldAct::Permit]));
    let claimed = world.warrant(&world.outbox[0]);
    assert!(
        matches!(claimed, Err(crate::NoWarrant::Refused(unmet)) if (unmet.rule, unmet.missing) == held("dh"))
    );
}

/// Claimed before the directive, told after it: the event is the permit, and it is not written.
#[test]
fn a_permit_under_way_when_a_directive_is_recorded_is_not_issued() {
    let mut world = World::scr(&[PRACTICE]);
    world.permit_planned();
    world.outbox.clear();
    world.binds(directive("dh", &[HeldAct::Permit])).unwrap();
    let word = Command {
        by: Actor::Precede,
        role: Role::Administrator,
        happened: None,
        confirmed_by: None,
        evidence: Default::default(),
        order: Order::PermitIssued {
            step: "permit".parse().unwrap(),
            practice: code(PRACTICE),
            digest: Digest::of("evidence"),
        },
    };
    world.command(word).unwrap();
    assert_eq!(world.count("permit-issued"), 0);
    world.check();
}

#[test]
fn a_closed_campaign_loses_its_permits_too_and_goes_on() {
    let mut world = World::scr(&[PRACTICE, OTHER]);
    world.permit_planned().daemon();
    assert!(world.campaign.has_ended());
    world.news();
    world.binds(directive("dh", &[HeldAct::Permit])).unwrap();
    assert_eq!(
        world.news(),
        [
            "directive-recorded A81001,A81002 dh",
            "permit-revoked A81001,A81002",
            "campaign-reopened",
            "step-opened A81001 permit#2",
            "step-opened A81002 permit#2",
        ]
    );
    assert!(world.campaign.is_running());
    world.lifts("dh").unwrap();
    world.daemon();
    assert!(world.campaign.has_ended(), "its work is done again");
    world.check();
}

/// A practice that moved took its permit along: what others count is nothing to it, a directive is.
#[test]
fn a_permit_that_moved_with_its_practice_stands_until_it_is_held() {
    let mut world = World::scr(&[PRACTICE, OTHER]);
    world.chosen();
    world.practice_agrees(PRACTICE).unwrap();
    world.pct_agrees(PRACTICE).unwrap();
    world.daemon();
    let practice = code(PRACTICE);
    let leaves = Order::Leave { practice, to: None };
    world
        .order(Role::Administrator, "registrar", leaves)
        .unwrap();
    world.opt_outs(OTHER, 13).unwrap();
    assert!(matches!(
        world.facts(PRACTICE).permit,
        Permit::Issued { .. }
    ));
    world.binds(directive("dh", &[HeldAct::Permit])).unwrap();
    assert_eq!(
        world.facts(PRACTICE).permit,
        Permit::Revoked { at: world.now }
    );
    world.check();
}

#[test]
fn no_campaign_starts_while_starting_is_held() {
    let start = |world: &mut World| world.order(Role::PctLead, "lead", Order::Start);
    let mut world = World::planned("scr", &[PRACTICE], &[]);
    let one = Directive {
        coverage: Coverage::Exempt,
        named: named(PRACTICE, Coverage::Covered),
        ..directive("one-practice", &[HeldAct::Start])
    };
    world.binds(one).unwrap();
    world
        .binds(directive("all-else", &[HeldAct::Tell, HeldAct::Post]))
        .unwrap();
    start(&mut world.clone()).expect("a campaign is started for a PCT");
    world.binds(directive("dh", &[HeldAct::Start])).unwrap();
    let refusal = start(&mut world).unwrap_err().unmet;
    assert_eq!((refusal.rule, refusal.missing), held("dh"));
    world.lifts("dh").unwrap();
    start(&mut world).unwrap();
    world.check();
}

#[test]
fn coverage_is_of_the_practice_where_it_is_named_and_unproved_holds() {
    let cases = [
        (Coverage::Covered, Vec::new(), &[][..]),
        (Coverage::Unproved, Vec::new(), &[]),
        (Coverage::Exempt, Vec::new(), &[PRACTICE, OTHER]),
        (
            Coverage::Exempt,
            named(PRACTICE, Coverage::Covered),
            &[OTHER],
        ),
        (
            Coverage::Exempt,
            named(PRACTICE, Coverage::Unproved),
            &[OTHER],
        ),
        (
            Coverage::Covered,
            named(PRACTICE, Coverage::Exempt),
            &[PRACTICE],
        ),
    ];
    for (coverage, named, free) in cases {
        let mut world = World::scr(&[PRACTICE, OTHER]);
        world.publicised().to(at("2010-01-20T10:00"));
        let order = Directive {
            coverage,
            named,
            ..directive("dh", &[HeldAct::Post])
        };
        world.binds(order).unwrap();
        for practice in [PRACTICE, OTHER] {
            world.list(practice, 1_000).unwrap();
        }
        let planned: Vec<_> = (world.outbox.iter())
            .filter_map(|effect| effect.key.subject)
            .collect();
        let free: Vec<_> = free.iter().map(|practice| code(practice)).collect();
        assert_eq!(planned, free, "{coverage}");
        let record = world.events.iter().find_map(|event| match &event.what {
            precede_model::Happening::DirectiveRecorded(record) => Some(record),
            _ => None,
        });
        let listed = &record.unwrap().practices;
        assert!(free.iter().all(|practice| !listed.contains(practice)));
        assert_eq!(listed.len() + free.len(), 2, "{coverage}");
        world.check();
    }
}

#[test]
fn an_act_that_is_not_named_goes_on() {
    let mut world = World::scr(&[PRACTICE]);
    world
        .binds(directive(
            "dh",
            &[HeldAct::Permit, HeldAct::Updates, HeldAct::Start],
        ))
        .unwrap();
    world.posted();
    assert_eq!(world.count("batch-posted"), 1);
    world.check();
}

/// A directive dated ahead binds when its day comes, by time alone, and not a moment before.
#[test]
fn a_directive_dated_ahead_binds_and_revokes_at_its_instant() {
    let from = at("2010-04-29T09:00");
    let mut world = World::scr(&[PRACTICE]);
    world.permit_planned().daemon();
    let ahead = Directive {
        from,
        ..directive("dh", &[HeldAct::Permit])
    };
    world.binds(ahead).unwrap();
    assert!(world.campaign.has_ended());
    assert_eq!(world.wake, Some(from), "a closed campaign wakes for it");
    world.to(at("2010-04-29T08:59"));
    assert!(matches!(
        world.facts(PRACTICE).permit,
        Permit::Issued { .. }
    ));
    world.to(at("2010-04-29T12:00"));
    assert_eq!(world.facts(PRACTICE).permit, Permit::Revoked { at: from });
    assert!(world.campaign.is_running());
    world.check();
}

#[test]
fn the_newest_words_of_a_directive_replace_those_before() {
    let mut world = World::scr(&[PRACTICE, OTHER]);
    world.publicised().to(at("2010-01-20T10:00"));
    let order = directive("dh", &[HeldAct::Post]);
    world.binds(order.clone()).unwrap();
    for practice in [PRACTICE, OTHER] {
        world.list(practice, 1_000).unwrap();
    }
    assert_eq!(world.outbox, []);
    let narrower = Directive {
        amendment: 1,
        coverage: Coverage::Exempt,
        named: named(OTHER, Coverage::Covered),
        ..order.clone()
    };
    world.binds(narrower).unwrap();
    assert_eq!(world.outbox.len(), 1, "one of the two is held no more");
    let other_acts = Directive {
        amendment: 2,
        acts: vec![HeldAct::Permit],
        ..order
    };
    world.binds(other_acts).unwrap();
    assert_eq!(world.outbox.len(), 2);
    assert_eq!(world.campaign.facts.directives.len(), 1);
    world.check();
}

#[test]
fn two_directives_hold_until_both_are_lifted() {
    let mut world = World::scr(&[PRACTICE]);
    world.publicised().to(at("2010-01-20T10:00"));
    for id in ["dh", "sha"] {
        world.binds(directive(id, &[HeldAct::Post])).unwrap();
    }
    world.list(PRACTICE, 1_000).unwrap();
    let of = (Act::Post, Some(code(PRACTICE)));
    let lacks = explain(&world.def, &world.campaign, of.0, of.1, world.now).unwrap();
    let lacks: Vec<_> = lacks.iter().map(|lack| (lack.rule, lack.missing)).collect();
    assert_eq!(lacks, [held("dh"), held("sha")]);
    world.lifts("dh").unwrap();
    assert_eq!(world.outbox, []);
    world.lifts("sha").unwrap();
    assert_eq!(world.daemon().left, 1);
    world.check();
}

#[test]
fn directives_are_the_programmes_and_are_lifted_once() {
    let mut world = World::scr(&[PRACTICE]);
    let order = || Order::Bind(Box::new(directive("dh", &[HeldAct::Post])));
    for role in [Role::PctLead, Role::RegionLead, Role::Practice] {
        let refusal = world.order(role, "somebody", order()).unwrap_err();
        assert_eq!(refusal.unmet.missing, Missing::Role);
    }
    assert_eq!(
        world.lifts("dh").unwrap_err().unmet.missing,
        Missing::Unknown
    );
    world.order(Role::ProgrammeLead, "nina", order()).unwrap();
    world.lifts("dh").unwrap();
    assert_eq!(
        world.lifts("dh").unwrap_err().unmet.missing,
        Missing::Unknown
    );
    world.check();
}

/// A paused campaign is bound like any other: what is with the mail house is recalled, for a recall is never held.
#[test]
fn a_paused_campaign_is_bound_all_the_same() {
    let mut world = World::scr(&[PRACTICE, OTHER]);
    world.released();
    let pause = Order::Pause(precede_model::ClockEffect::Runs);
    world.order(Role::PctLead, "lead", pause).unwrap();
    world.binds(directive("dh", &[HeldAct::Post])).unwrap();
    world.daemon();
    assert_eq!(world.recalled.len(), 2);
    assert!(world.is_open("batch", Some(PRACTICE)));
    world.check();
}
