//! Each rule, as it plans and as it releases: an act that is lawful with a fact is refused without it, by that rule.
//!
//! The facts are taken away in the state itself, so that every lack is seen alone; what people can take away is told
//! in `stop`.

use precede_model::{
    Act, Alarm, AlarmKind, Campaign, Effect, EffectKey, FactName, Happening, HeldAct, Missing,
    Order, Progress, Role, Rule, Standing, StepState,
    definition::{PackPart, PostClass},
    facts::{Batch, BatchState, Permit, TrackFacts},
};

use super::{
    others::{budget, directive},
    world::{World, at, code, def},
};
use crate::{Def, NoWarrant, advance, explain};

const PRACTICE: &str = "A81001";

/// A way to make an act unlawful, and what is lacking then.
type Lack = (&'static str, Rule, Missing, fn(&mut Campaign));

fn facts(campaign: &mut Campaign) -> &mut TrackFacts {
    &mut campaign.tracks[0].facts
}

fn fact(name: &str) -> FactName {
    name.parse().unwrap()
}

fn forget(campaign: &mut Campaign, name: &str) {
    let forgotten =
        |established: &precede_model::facts::Established| established.fact.as_str() != name;
    campaign.facts.established.retain(forgotten);
    facts(campaign).established.retain(forgotten);
}

/// The directive of these tables.
const DH: FactName = FactName::fixed("dh");
const ALARM: Missing = Missing::AlarmCleared(AlarmKind::LettersBeforeReady);

fn alarm(campaign: &mut Campaign) {
    facts(campaign).alarms.push(Alarm {
        alarm: 1,
        about: AlarmKind::LettersBeforeReady,
        since: at("2010-01-20T09:00"),
        cleared: None,
    });
}

fn batch(campaign: &mut Campaign) -> &mut Batch {
    &mut facts(campaign).batches[0]
}

const POST: &[Lack] = &[
    (
        "nobody there has acknowledged",
        Rule::R1,
        Missing::PracticeInformed,
        |c| {
            facts(c).informed = None;
        },
    ),
    (
        "the lead still runs",
        Rule::R1,
        Missing::PracticeLead,
        |c| {
            facts(c).informed.as_mut().unwrap().at = at("2010-01-19T12:00");
        },
    ),
    ("publicity is over", Rule::R3, Missing::PublicityLive, |c| {
        c.facts.publicity[0].closed = Some(at("2010-01-20T09:00"));
    }),
    (
        "publicity never was",
        Rule::R3,
        Missing::PublicityLive,
        |c| {
            c.facts.publicity.clear();
        },
    ),
    (
        "nobody called the helpline",
        Rule::R3,
        Missing::HelplineTested,
        |c| {
            forget(c, "helpline");
        },
    ),
    (
        "the pack is not approved",
        Rule::R3,
        Missing::PackApproved,
        |c| {
            c.facts.pack = None;
        },
    ),
    (
        "one person approved the pack",
        Rule::R3,
        Missing::DifferentPeople,
        |c| {
            let pack = c.facts.pack.as_mut().unwrap();
            pack.second = pack.first;
        },
    ),
    (
        "the pack lacks its leaflet",
        Rule::R3,
        Missing::PackWhole,
        |c| {
            let pack = c.facts.pack.as_mut().unwrap();
            pack.contents.retain(|part| *part != PackPart::Leaflet);
        },
    ),
    ("no list", Rule::R4, Missing::ListAccepted, |c| {
        facts(c).list = None
    }),
    (
        "the list's agreement has no name",
        Rule::R4,
        Missing::ListAgreement,
        |c| {
            facts(c).list.as_mut().unwrap().is_named = false;
        },
    ),
    (
        "the list's agreement expired",
        Rule::R4,
        Missing::ListAgreement,
        |c| {
            facts(c).list.as_mut().unwrap().agreement_expires = "2010-01-19".parse().unwrap();
        },
    ),
    ("the extract is old", Rule::R4, Missing::ListAge, |c| {
        facts(c).list.as_mut().unwrap().extracted = at("2009-12-22T09:00");
    }),
    (
        "deaths were checked long ago",
        Rule::R4,
        Missing::DeathCheck,
        |c| {
            facts(c).list.as_mut().unwrap().deaths_checked = at("2010-01-16T09:00");
        },
    ),
    (
        "the list does not add up",
        Rule::R4,
        Missing::ListCounts,
        |c| {
            facts(c).list.as_mut().unwrap().rows += 1;
        },
    ),
    (
        "a directive holds letters",
        Rule::R8,
        Missing::Directive(DH),
        |c| {
            let order = directive("dh", &[HeldAct::Post]);
            c.facts.directives.push(order);
        },
    ),
    (
        "the budget does not reach",
        Rule::R10,
        Missing::Budget,
        |c| {
            c.facts.spending.approved = Some(budget("249.99"));
        },
    ),
    (
        "nobody says what a letter costs",
        Rule::R10,
        Missing::UnitCost,
        |c| {
            let mut unpriced = budget("1000");
            unpriced.unit_cost.clear();
            c.facts.spending.approved = Some(unpriced);
        },
    ),
    ("an alarm stands", Rule::R12, ALARM, alarm),
    (
        "the practice declines",
        Rule::Order,
        Missing::TakesPart,
        |c| {
            c.tracks[0].answer = Some(precede_model::Answer::Declines);
        },
    ),
    (
        "the practice has moved",
        Rule::Order,
        Missing::TakesPart,
        |c| {
            c.tracks[0].standing = Standing::Left {
                at: at("2010-01-20T09:00"),
            };
        },
    ),
];

fn posted(campaign: &mut Campaign, change: impl Fn(&mut BatchState)) {
    change(&mut batch(campaign).state);
}

const PERMIT: &[Lack] = &[
    (
        "the acknowledgement is taken back",
        Rule::R1,
        Missing::PracticeInformed,
        |c| {
            facts(c).informed = None;
        },
    ),
    (
        "the list is taken back",
        Rule::R4,
        Missing::ListAccepted,
        |c| facts(c).list = None,
    ),
    (
        "a directive holds first uploads",
        Rule::R8,
        Missing::Directive(DH),
        |c| {
            let order = directive("dh", &[HeldAct::Permit]);
            c.facts.directives.push(order);
        },
    ),
    ("an alarm stands", Rule::R12, ALARM, alarm),
    (
        "a batch's period still runs",
        Rule::R5,
        Missing::PeriodEnded,
        |c| {
            posted(c, |state| {
                if let BatchState::Posted {
                    expected_receipt, ..
                } = state
                {
                    *expected_receipt = "2010-02-04".parse().unwrap();
                }
            });
        },
    ),
    (
        "a batch's period was not ended",
        Rule::R5,
        Missing::PeriodEnded,
        |c| {
            posted(c, |state| {
                if let BatchState::Posted { period_ended, .. } = state {
                    *period_ended = None;
                }
            });
        },
    ),
    (
        "a pause moved the period's end",
        Rule::R5,
        Missing::PeriodEnded,
        |c| {
            c.holds.push(precede_model::Hold {
                from: at("2010-03-01T09:00"),
                until: Some(at("2010-03-04T09:00")),
                clock: precede_model::ClockEffect::Stops,
                directive: None,
                practices: Vec::new(),
            });
        },
    ),
    (
        "opt-outs were not counted",
        Rule::R6,
        Missing::OptOutsCoded,
        |c| {
            facts(c).opt_outs = None;
        },
    ),
    (
        "opt-outs were counted before the period's end",
        Rule::R6,
        Missing::OptOutsCoded,
        |c| {
            facts(c).opt_outs.as_mut().unwrap().at = at("2010-04-27T22:59");
        },
    ),
    (
        "one opt-out was not passed on",
        Rule::R6,
        Missing::OptOutsBacklog,
        |c| {
            facts(c).opt_outs.as_mut().unwrap().received += 1;
        },
    ),
    (
        "one opt-out was not coded",
        Rule::R6,
        Missing::OptOutsBacklog,
        |c| {
            facts(c).opt_outs.as_mut().unwrap().coded -= 1;
        },
    ),
    (
        "the practice has not agreed",
        Rule::R6,
        Missing::PracticeAgreed,
        |c| {
            facts(c).practice_agreed = None;
        },
    ),
    (
        "the practice agreed before the period's end",
        Rule::R6,
        Missing::PracticeAgreed,
        |c| {
            facts(c).practice_agreed.as_mut().unwrap().at = at("2010-04-27T22:59");
        },
    ),
    (
        "the PCT has not agreed",
        Rule::R6,
        Missing::PctAgreed,
        |c| {
            facts(c).pct_agreed = None;
        },
    ),
    (
        "the PCT agreed before the period's end",
        Rule::R6,
        Missing::PctAgreed,
        |c| {
            facts(c).pct_agreed.as_mut().unwrap().at = at("2010-04-27T22:59");
        },
    ),
    (
        "one person agreed for both",
        Rule::R6,
        Missing::DifferentPeople,
        |c| {
            facts(c).pct_agreed = facts(c).practice_agreed;
        },
    ),
    (
        "publicity never was",
        Rule::R7,
        Missing::PublicityMinimum,
        |c| {
            c.facts.publicity.clear();
        },
    ),
    (
        "publicity was cut short",
        Rule::R7,
        Missing::PublicityMinimum,
        |c| {
            c.facts.publicity[0].closed = Some(at("2010-02-15T09:00"));
        },
    ),
    (
        "publicity states less than the programme's minimum",
        Rule::R7,
        Missing::PublicityMinimum,
        |c| {
            c.facts.publicity[0].since = at("2010-04-20T09:00");
        },
    ),
    (
        "publicity still has to run",
        Rule::R7,
        Missing::PublicityMinimum,
        |c| {
            c.facts.publicity[0].minimum_until = at("2010-04-29T09:00");
        },
    ),
    (
        "no letter was posted",
        Rule::R7,
        Missing::MeansOfInforming,
        |c| {
            facts(c).batches.clear();
        },
    ),
    (
        "every letter was spoiled",
        Rule::R7,
        Missing::MeansOfInforming,
        |c| {
            posted(c, |state| {
                if let BatchState::Posted {
                    posted, spoiled, ..
                } = state
                {
                    *spoiled = *posted;
                    *posted = 0;
                }
            });
        },
    ),
    (
        "the mailing is not reconciled",
        Rule::R7,
        Missing::Reconciled,
        |c| {
            facts(c).reconciled = None;
        },
    ),
    (
        "letters are not accounted for",
        Rule::R7,
        Missing::Reconciled,
        |c| {
            batch(c).items += 1;
        },
    ),
    (
        "the practice says not yet",
        Rule::Order,
        Missing::TakesPart,
        |c| {
            c.tracks[0].answer = Some(precede_model::Answer::NotYet);
        },
    ),
    (
        "the practice declines",
        Rule::Order,
        Missing::TakesPart,
        |c| {
            c.tracks[0].answer = Some(precede_model::Answer::Declines);
        },
    ),
];

#[test]
fn letters_are_planned_and_released_only_while_every_rule_holds() {
    let mut world = World::scr(&[PRACTICE]);
    world.publicised().to(at("2010-01-20T10:00"));
    world.list(PRACTICE, 1_000).unwrap();
    for (why, rule, missing, take_away) in POST {
        judge(&world, Act::Post, (why, *rule, *missing), *take_away);
    }
}

#[test]
fn permits_are_planned_and_issued_only_while_every_rule_holds() {
    let mut world = World::scr(&[PRACTICE]);
    world.permit_planned();
    for (why, rule, missing, take_away) in PERMIT {
        judge(&world, Act::Permit, (why, *rule, *missing), *take_away);
    }
    for name in ["training", "system", "data-quality"] {
        let lack = (name, Rule::R6, Missing::Fitness(fact(name)));
        judge(&world, Act::Permit, lack, |campaign| forget(campaign, name));
    }
}

/// With the fact the effect is planned and released; without it neither, and the rule says so.
fn judge(
    world: &World,
    act: Act,
    (why, rule, missing): (&str, Rule, Missing),
    take_away: impl Fn(&mut Campaign),
) {
    let [planned] = world.outbox.as_slice() else {
        panic!("one effect waits");
    };
    assert_eq!(world.warrant(planned), Ok(()), "{why}");
    assert_eq!(plans(world, &unplanned(world).campaign), 1, "{why}");

    let mut without = world.clone();
    take_away(&mut without.campaign);
    let refused = without.warrant(planned);
    assert!(
        matches!(refused, Err(NoWarrant::Refused(_))),
        "{why}: {refused:?}"
    );
    let mut open = unplanned(world);
    take_away(&mut open.campaign);
    assert_eq!(plans(world, &open.campaign), 0, "{why}");
    let lacks = explain(
        &world.def,
        &without.campaign,
        act,
        Some(code(PRACTICE)),
        world.now,
    );
    let lacks = lacks.unwrap();
    assert!(
        lacks
            .iter()
            .any(|lack| (lack.rule, lack.missing) == (rule, missing)),
        "{why}: {lacks:?}"
    );
}

/// The world before the act was planned.
fn unplanned(world: &World) -> World {
    let mut world = world.clone();
    let track = &mut world.campaign.tracks[0];
    track
        .facts
        .batches
        .retain(|batch| batch.state != BatchState::Planned);
    if track.facts.permit == Permit::Planned {
        track.facts.permit = Permit::None;
    }
    for state in &mut track.steps {
        if let StepState::Open(open) = state
            && open.progress == Progress::Planned
        {
            open.progress = Progress::Fresh;
        }
    }
    world
}

fn plans(world: &World, campaign: &Campaign) -> usize {
    advance(&world.def, campaign, world.now).effects.len()
}

#[test]
fn the_refusal_names_who_can_help_and_when_time_alone_does() {
    let mut world = World::scr(&[PRACTICE]);
    world.publicised().to(at("2010-01-20T10:00"));
    facts(&mut world.campaign).informed.as_mut().unwrap().at = at("2010-01-19T12:00");
    let lacks = explain(
        &world.def,
        &world.campaign,
        Act::Post,
        Some(code(PRACTICE)),
        world.now,
    );
    let lacks = lacks.unwrap();
    let lead = lacks.iter().find(|lack| lack.rule == Rule::R1).unwrap();
    assert_eq!(lead.from, Some(at("2010-02-02")));
    assert_eq!(
        (lead.who, lead.practice),
        (Role::Practice, Some(code(PRACTICE)))
    );
    let list = lacks
        .iter()
        .find(|lack| lack.missing == Missing::ListAccepted)
        .unwrap();
    assert_eq!((list.who, list.from), (Role::PctStaff, None));
    // Somebody must bring the list: no date can be promised.
    assert_eq!(crate::earliest(&lacks), None);
    assert_eq!(crate::earliest(&[*lead]), Some(at("2010-02-02")));
}

const PUBLICITY: &[Lack] = &[
    (
        "readiness is not signed",
        Rule::R2,
        Missing::ReadinessSigned,
        |c| {
            c.facts.readiness = None;
        },
    ),
    (
        "the plan is not approved",
        Rule::R2,
        Missing::PlanApproved,
        |c| c.facts.plan = None,
    ),
    (
        "one person approved the plan",
        Rule::R2,
        Missing::DifferentPeople,
        |c| {
            let plan = c.facts.plan.as_mut().unwrap();
            plan.second = plan.first;
        },
    ),
    (
        "who approved the plan signed readiness first",
        Rule::R2,
        Missing::DifferentPeople,
        |c| {
            let first = c.facts.plan.as_ref().unwrap().first;
            c.facts.readiness.as_mut().unwrap().by = precede_model::Actor::Person(first);
        },
    ),
    (
        "who approved the plan signed readiness second",
        Rule::R2,
        Missing::DifferentPeople,
        |c| {
            let second = c.facts.plan.as_ref().unwrap().second;
            c.facts.readiness.as_mut().unwrap().by = precede_model::Actor::Person(second);
        },
    ),
    (
        "the LMC was not consulted",
        Rule::R2,
        Missing::LmcConsulted,
        |c| c.facts.lmc = None,
    ),
    (
        "a practice was not told",
        Rule::R2,
        Missing::PracticeTold,
        |c| facts(c).told = None,
    ),
    (
        "a practice was told yesterday",
        Rule::R2,
        Missing::PracticeLead,
        |c| {
            facts(c).told = Some(at("2010-01-18T12:00"));
        },
    ),
    (
        "a practice is not ready",
        Rule::R2,
        Missing::PracticeReady,
        |c| {
            facts(c).informed = None;
        },
    ),
    (
        "a neighbour was not told",
        Rule::R2,
        Missing::PracticeTold,
        |c| {
            let neighbour = c.track_ix(code("B82001")).unwrap();
            c.tracks[neighbour].facts.told = None;
        },
    ),
    (
        "a neighbour was told yesterday",
        Rule::R2,
        Missing::PracticeLead,
        |c| {
            let neighbour = c.track_ix(code("B82001")).unwrap();
            c.tracks[neighbour].facts.told = Some(at("2010-01-18T12:00"));
        },
    ),
    (
        "one that declines was not told",
        Rule::R2,
        Missing::PracticeTold,
        |c| {
            c.tracks[1].facts.told = None;
        },
    ),
    (
        "a directive holds publicity",
        Rule::R8,
        Missing::Directive(DH),
        |c| {
            let order = directive("dh", &[HeldAct::Publicity]);
            c.facts.directives.push(order);
        },
    ),
    ("nobody takes part", Rule::R2, Missing::AnyPractice, |c| {
        for track in &mut c.tracks {
            track.answer = Some(precede_model::Answer::Declines);
        }
    }),
];

#[test]
fn publicity_opens_only_while_nobody_hears_it_on_the_radio() {
    let mut world = World::planned("scr", &[PRACTICE, "A81002"], &["B82001"]);
    world.start();
    world.prepared().to(at("2010-01-05T10:00"));
    world.ready(PRACTICE).unwrap();
    world
        .answers("A81002", precede_model::Answer::Declines)
        .unwrap();
    world.materials();
    world.to(at("2010-01-19T10:00"));
    for (why, rule, missing, take_away) in PUBLICITY {
        let mut without = world.clone();
        take_away(&mut without.campaign);
        let refusal = without.publicity().expect_err(why);
        assert_eq!(refusal.unmet.rule, *rule, "{why}");
        let lacks = explain(
            &world.def,
            &without.campaign,
            Act::Publicity,
            None,
            world.now,
        );
        assert!(
            lacks
                .unwrap()
                .iter()
                .any(|lack| (lack.rule, lack.missing) == (*rule, *missing)),
            "{why}: {refusal}"
        );
    }
    world.publicity().unwrap();
    world.check();
}

/// R7 reads the definition too: what gives no means or no period is refused, never vacuously true.
#[test]
fn a_definition_without_means_gives_no_permit() {
    let mut world = World::scr(&[PRACTICE]);
    world.permit_planned();
    let lacks = |def: &Def| {
        let asked = (Act::Permit, Some(code(PRACTICE)));
        let lacks = explain(def, &world.campaign, asked.0, asked.1, world.now).unwrap();
        lacks
            .iter()
            .map(|lack| (lack.rule, lack.missing))
            .collect::<Vec<_>>()
    };
    assert_eq!(lacks(&world.def), []);
    let mut by_message = world.def.clone();
    let mut definition = (*by_message.definition).clone();
    definition.informs_by = vec![precede_model::definition::Means::DirectMessage];
    by_message.definition = definition.clone().into();
    assert_eq!(lacks(&by_message), [(Rule::R7, Missing::MeansOfInforming)]);
    // Neither the step nor its length may be missing.
    let mut without_step = world.def.clone();
    let mut definition = (*without_step.definition).clone();
    for step in &mut definition.steps {
        if matches!(step.kind, precede_model::definition::Kind::Period) {
            step.kind = precede_model::definition::Kind::Answer;
        }
    }
    without_step.definition = definition.into();
    assert_eq!(lacks(&without_step), [(Rule::R7, Missing::PeriodExists)]);
    let mut without_period = world.def.clone();
    without_period.policy.decision_period = None;
    let found = lacks(&without_period);
    assert!(
        found.contains(&(Rule::R5, Missing::PeriodExists)),
        "{found:?}"
    );
    assert!(
        found.contains(&(Rule::R7, Missing::PeriodExists)),
        "{found:?}"
    );
}

/// R11: nothing leaves that the state does not say is planned, word for word.
#[test]
fn only_what_was_written_first_leaves() {
    let mut told = World::scr(&[PRACTICE]);
    told.done(Role::RegionLead, "region", "readiness").unwrap();
    told.signed("plan", &[]).unwrap();
    told.lmc(precede_model::Position::Neutral).unwrap();
    let mut posted = World::scr(&[PRACTICE]);
    posted.publicised().to(at("2010-01-20T10:00"));
    posted.list(PRACTICE, 1_000).unwrap();
    let mut permitted = World::scr(&[PRACTICE]);
    permitted.permit_planned();
    for world in [told, posted, permitted] {
        let [planned] = world.outbox.as_slice() else {
            panic!("one effect waits");
        };
        assert_eq!(world.warrant(planned), Ok(()));
        let no_longer = Err(NoWarrant::NoLongerWanted);
        assert_eq!(unplanned(&world).warrant(planned), no_longer);
        let key = EffectKey {
            occurrence: 2,
            ..planned.key
        };
        let of_another_time = Effect {
            key,
            ..planned.clone()
        };
        if !matches!(planned.what, precede_model::Outgoing::Batch { .. }) {
            assert_eq!(world.warrant(&of_another_time), no_longer);
        }
        let mut after = world.clone();
        after.daemon();
        assert_eq!(after.warrant(planned), no_longer, "it has left already");
    }
}

/// R4, one letter a person: what left before counts, whatever list it was composed from.
#[test]
fn no_more_letters_leave_than_there_are_people() {
    let mut world = World::scr(&[PRACTICE]);
    world.publicised().to(at("2010-01-20T10:00"));
    world.list(PRACTICE, 1_000).unwrap();
    let released = at("2010-01-19T12:00");
    for state in [
        BatchState::Released { at: released },
        BatchState::Posted {
            at: released,
            posted: 1,
            spoiled: 0,
            stopped: 0,
            expected_receipt: "2010-01-28".parse().unwrap(),
            returned: 0,
            period_ended: None,
        },
    ] {
        let mut more = world.clone();
        facts(&mut more.campaign).batches.push(Batch {
            number: 7,
            items: 1,
            class: PostClass::Bulk,
            post_by: at("2010-01-23"),
            cost: None,
            recalled: false,
            state,
        });
        let refused = more.warrant(&more.outbox[0]);
        assert!(matches!(
            refused,
            Err(NoWarrant::Refused(unmet)) if (unmet.rule, unmet.missing) == (Rule::R4, Missing::ListCounts)
        ));
    }
}

#[test]
fn a_batch_leaves_as_it_was_planned() {
    let mut world = World::scr(&[PRACTICE]);
    world.publicised().to(at("2010-01-20T10:00"));
    world.list(PRACTICE, 1_000).unwrap();
    let mut more = world.outbox[0].clone();
    if let precede_model::Outgoing::Batch { items, .. } = &mut more.what {
        *items = 999;
    }
    assert_eq!(world.warrant(&more), Err(NoWarrant::NoLongerWanted));
}

/// A notice is refused by R11 to a practice that is no longer there, whatever its steps say.
#[test]
fn nobody_is_told_who_is_not_there() {
    let mut world = World::scr(&[PRACTICE]);
    let lacks = |world: &World| {
        explain(
            &world.def,
            &world.campaign,
            Act::Tell,
            Some(code(PRACTICE)),
            world.now,
        )
        .unwrap()
    };
    assert_eq!(lacks(&world), []);
    for standing in [
        Standing::Released { at: world.now },
        Standing::Left { at: world.now },
        Standing::Closed { at: world.now },
        Standing::Merged {
            at: world.now,
            into: code("A81002"),
        },
    ] {
        world.campaign.tracks[0].standing = standing;
        assert_eq!(lacks(&world)[0].rule, Rule::R11);
    }
}

/// A refusal at the instant of release: the fact changed between plan and claim.
#[test]
fn a_fact_that_changed_before_the_claim_refuses_and_the_act_is_planned_again_when_lawful() {
    let mut world = World::scr(&[PRACTICE]);
    world.permit_planned();
    // The daemon is away until the count of opt-outs is too old.
    world.down_until(at("2010-04-30T09:00"));
    let performed = world.daemon();
    assert_eq!(performed.left, 0);
    assert_eq!(performed.refused[0].missing, Missing::OptOutsAge);
    assert!(world.is_open("permit", Some(PRACTICE)));
    assert_eq!(world.facts(PRACTICE).permit, Permit::None);
    world.opt_outs(PRACTICE, 14).unwrap();
    assert_eq!(world.daemon().left, 1);
    assert!(matches!(
        world.facts(PRACTICE).permit,
        Permit::Issued { .. }
    ));
    world.check();
}

#[test]
fn a_stale_list_stops_the_batch_until_a_fresh_one_is_brought() {
    let mut world = World::scr(&[PRACTICE]);
    world.publicised().to(at("2010-01-20T10:00"));
    world.list(PRACTICE, 1_000).unwrap();
    world.down_until(at("2010-01-24T09:00"));
    let performed = world.daemon();
    assert_eq!(performed.refused[0].missing, Missing::DeathCheck);
    assert_eq!(world.count("batch-stopped"), 1);
    world.to(at("2010-01-25T09:00"));
    assert!(world.outbox.is_empty());
    world.list(PRACTICE, 990).unwrap();
    assert_eq!(world.daemon().left, 1);
    assert_eq!(world.facts(PRACTICE).batches[1].number, 2);
    assert_eq!(world.facts(PRACTICE).batches[1].items, 990);
    world.posts(PRACTICE, 2, 990).unwrap();
    assert!(world.is_done("batch", Some(PRACTICE)));
    world.check();
}

/// Somebody's refused order moves nothing, least of all an act that is planned.
#[test]
fn a_persons_refused_order_leaves_what_is_planned() {
    let mut world = World::scr(&[PRACTICE]);
    world.permit_planned();
    let before = world.campaign.clone();
    let skip = Order::Skip {
        step: "permit".parse().unwrap(),
        practice: Some(code(PRACTICE)),
    };
    world.order(Role::PctLead, "lead", skip).unwrap_err();
    let happening = &world.events.last().unwrap().what;
    assert!(matches!(happening, Happening::Refused { .. }));
    let def = world.def.clone();
    let mut folded = before.clone();
    crate::apply(&def, &mut folded, world.events.last().unwrap());
    assert_eq!(folded, before);
    assert_eq!(world.daemon().left, 1);
    world.check();
}

#[test]
fn shipped_definitions_compile_for_each_variant() {
    for (name, variant) in [("scr", "2010-10"), ("shared-care-record", "letter")] {
        let def = def(name, |text| text);
        let other = Def::compile(def.definition.clone(), Some(variant), def.calendar.clone());
        assert_ne!(other.unwrap().policy, def.policy);
        let none = Def::compile(def.definition.clone(), Some("1999"), def.calendar.clone());
        assert!(none.unwrap_err().to_string().contains(variant));
    }
}
