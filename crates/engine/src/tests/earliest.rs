//! The dates that explaining names, against the guard itself: in random histories, with directives, dispensations and
//! quiet times, an act is refused or not planned one second before the date and accepted at it, when only time passes
//! from now on. Where no date is named, waking through the two years ahead finds none either.

use std::collections::BTreeMap;

use precede_model::{
    Act, Actor, Campaign, ClockEffect, Command, ConsultStage, EffectKey, Evidence, HeldAct, Order,
    OrganisationCode, Outgoing, Role, Rule, Timestamp, facts,
    programme::{Coverage, Terms},
};
use proptest::{prelude::*, test_runner::TestRunner};

use super::{
    random::{self, EVERYBODY, TRANCHE, Tally},
    world::{World, at, code, def},
};
use crate::{Course, Def, Explained, Verdict, advance_in_place, decide, explained, warrant};

const HOUR: i64 = 3_600;
const TWO_YEARS: i64 = 2 * 365 * 24 * HOUR;
const WAKES_MAX: usize = 400;

/// One order of the programme: what, over which act, from how many hours ahead and for how long.
#[derive(Debug, Clone, Copy)]
struct Ordered {
    what: u8,
    act: usize,
    after_deed: usize,
    ahead: u16,
    lasts: u16,
}

fn orders() -> impl Strategy<Value = Vec<Ordered>> {
    let ahead = prop_oneof![2 => Just(0_u16), 2 => 1..40_u16, 2 => 1..900_u16];
    let one = (0..9_u8, 0..12_usize, 0..60_usize, ahead, 1..2_000_u16).prop_map(
        |(what, act, after_deed, ahead, lasts)| Ordered {
            what,
            act,
            after_deed,
            ahead,
            lasts,
        },
    );
    prop::collection::vec(one, 0..8)
}

#[derive(Default, Debug)]
struct Checked {
    dates: BTreeMap<Act, u32>,
    undated: BTreeMap<Act, u32>,
    lawful: u32,
}

/// Random people at random times: few acts of theirs wait for time alone, and those in every way there is.
#[test]
fn in_random_histories_an_act_is_accepted_at_the_date_named_and_not_before() {
    let stories = (0..10_u8, random::deeds(), orders());
    let mut tally = Tally::default();
    let checked = check(160, &stories, |(start, deeds, orders), checked| {
        let mut world = random::begin(start);
        for (number, deed) in deeds.into_iter().take(60).enumerate() {
            random::act(&mut world, deed, &mut tally);
            let mut ordered = false;
            for order in orders.iter().filter(|order| order.after_deed == number) {
                ordered |= give(&mut world, *order);
            }
            if ordered || number % 12 == 11 {
                look(&world, checked);
            }
        }
    });
    assert!(checked.undated.len() == Act::ALL.len(), "{checked:?}");
}

/// Campaigns in which one act waits for time alone, under directives, dispensations and quiet times.
#[test]
fn where_only_time_is_missing_the_date_is_that_of_the_guard() {
    for (act, cases, waiting) in WAITING {
        let hops = prop::collection::vec(0..3_u16, 9);
        let stories = (0..14_u16, orders(), hops);
        let checked = check(cases, &stories, |(hours, orders, hops), checked| {
            let mut world = waiting(hours);
            look(&world, checked);
            for (number, hop) in hops.into_iter().enumerate() {
                for order in orders.iter().filter(|order| order.after_deed / 7 == number) {
                    give(&mut world, *order);
                }
                world.to(world.now.plus_seconds(HOUR * i64::from(hop)));
                look(&world, checked);
            }
        });
        let dates = checked.dates.get(&act).copied().unwrap_or_default();
        assert!(dates >= 2_000, "{act} has too few dates: {checked:?}");
    }
}

fn check<S: Strategy>(
    cases: u32,
    stories: &S,
    mut story: impl FnMut(S::Value, &mut Checked),
) -> Checked {
    let shared = std::cell::RefCell::new((Checked::default(), &mut story));
    let mut runner = TestRunner::new(ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let run = |told| {
        let (checked, story) = &mut *shared.borrow_mut();
        story(told, checked);
        Ok(())
    };
    runner.run(stories, run).unwrap();
    let (checked, _) = shared.into_inner();
    println!("{cases} stories; {checked:?}");
    checked
}

/// An act, how many stories are told of it, and a world that waits for it.
type Waiting = (Act, u32, fn(u16) -> World);

/// Beginnings, some hours in, each with the act that waits and how many stories are told of it. Publicity is one act for
/// the whole campaign, and has one date where the others have one for each practice.
const WAITING: [Waiting; 4] = [
    (Act::Tell, 120, silent_lmc),
    (Act::Publicity, 320, leads_run),
    (Act::Post, 180, letters_by_the_day),
    (Act::Permit, 200, publicity_runs_longest),
];

/// The LMC has its papers and says nothing: practices are told when the cycle has passed.
fn silent_lmc(hours: u16) -> World {
    let mut world = World::planned("scr", &TRANCHE, &["B82001"]);
    world.start();
    world.done(Role::RegionLead, "region", "readiness").unwrap();
    world.signed("plan", &[]).unwrap();
    let papers = Order::Consult {
        step: "consult-lmc".parse().unwrap(),
        practice: None,
        stage: ConsultStage::Papers,
    };
    world.order(Role::PctLead, "lead", papers).unwrap();
    later(world, hours)
}

/// Every practice is ready, and their lead times run.
fn leads_run(hours: u16) -> World {
    let mut world = World::planned("scr", &TRANCHE, &["B82001"]);
    world.start();
    world.prepared().to(at("2010-01-05T10:00"));
    for practice in TRANCHE {
        world.ready(practice).unwrap();
    }
    world.materials();
    later(world, hours)
}

/// A few letters a day: the next leave on the working day after the last.
fn letters_by_the_day(hours: u16) -> World {
    let few = |text: String| text.replace("[policy]\n", "[policy]\nbatch_capacity = 100\n");
    let mut world = World::of(def("scr", few), &TRANCHE, &["B82001"]);
    world.start();
    world.publicised().to(at("2010-01-20T10:00"));
    for practice in TRANCHE {
        world.list(practice, 1_000).unwrap();
    }
    world.daemon();
    for practice in TRANCHE {
        world.posts(practice, 1, 100).unwrap();
    }
    later(world, hours)
}

/// All is signed, and publicity has to run a day longer than the time to choose.
fn publicity_runs_longest(hours: u16) -> World {
    let long = |text: String| text.replace("lasts = \"4w\"", "lasts = \"100d\"");
    let mut world = World::of(def("scr", long), &TRANCHE, &["B82001"]);
    world.start();
    world.permit_planned();
    later(world, hours)
}

fn later(mut world: World, hours: u16) -> World {
    world.to(world.now.plus_seconds(HOUR * i64::from(hours)));
    world
}

fn give(world: &mut World, ordered: Ordered) -> bool {
    let from = world.now.plus_seconds(HOUR * i64::from(ordered.ahead));
    let until = from.plus_seconds(HOUR * i64::from(ordered.lasts));
    let acts = match ordered.act {
        0..4 => vec![HeldAct::from(Act::ALL[ordered.act])],
        4 => vec![HeldAct::Updates],
        _ => HeldAct::ALL.to_vec(),
    };
    let name = |text: &str| text.parse().unwrap();
    let directive = |clock| facts::Directive {
        directive: name("stop"),
        amendment: 0,
        authority: "the programme's board".to_owned(),
        reference: "letter 7".to_owned(),
        acts: acts.clone(),
        from,
        clock,
        coverage: Coverage::Covered,
        named: Vec::new(),
        conflict: false,
        lifted: None,
    };
    let conditions = [Rule::R1, Rule::R5, Rule::R6, Rule::R7];
    let order = match ordered.what {
        0 | 1 => Order::Bind(Box::new(directive(ClockEffect::Runs))),
        2 => Order::Bind(Box::new(directive(ClockEffect::Stops))),
        3 => Order::Unbind {
            directive: name("stop"),
            authority: "the programme's board".to_owned(),
            reference: "letter 8".to_owned(),
        },
        4..7 => Order::Dispense(Box::new(facts::Dispensation {
            dispensation: name(["east", "west"][usize::from(ordered.what % 2)]),
            directive: name("stop"),
            acts,
            terms: Terms {
                from,
                until,
                conditions: (conditions.into_iter())
                    .filter(|_| ordered.what == 6)
                    .take(ordered.act % 4)
                    .collect(),
            },
            coverage: Coverage::Covered,
            named: Vec::new(),
            ended: None,
        })),
        7 => Order::EndDispensation(name("east")),
        _ => Order::KeepQuiet(facts::QuietTime {
            quiet_time: name(["may", "june"][ordered.act % 2]),
            from,
            until,
            reference: "the election".to_owned(),
            cancelled: None,
        }),
    };
    world.order(Role::ProgrammeLead, "national", order).is_ok()
}

/// Asks for every act of every practice, and holds each date against the guard.
fn look(world: &World, checked: &mut Checked) {
    let awake = Awake::of(world);
    let ask = |act: Act, practice| {
        let asked = (act.into(), practice);
        explained(&world.def, &world.campaign, asked, world.now).unwrap()
    };
    publicity(world, &awake, &ask(Act::Publicity, None), checked);
    for practice in EVERYBODY.map(code) {
        if world.campaign.track(practice).is_none() {
            continue;
        }
        for act in [Act::Tell, Act::Post, Act::Permit] {
            let told = ask(act, Some(practice));
            of_practice(world, &awake, (act, practice), &told);
            count(checked, act, &told);
        }
    }
}

fn count(checked: &mut Checked, act: Act, told: &Explained) {
    let tally = match told.earliest {
        Some(_) => &mut checked.dates,
        None => &mut checked.undated,
    };
    *tally.entry(act).or_default() += 1;
    // Every word of the guard stands under one rule, and a rule that lacks something does not hold.
    let under_rules = told.rules.iter().flat_map(|rule| {
        assert_eq!(rule.verdict == Verdict::Holds, rule.lacks.is_empty());
        assert!(rule.lacks.iter().all(|lack| lack.rule == rule.rule));
        rule.lacks.iter().filter(|lack| told.unmet.contains(lack))
    });
    assert_eq!(under_rules.count(), told.unmet.len(), "{told:#?}");
    checked.lawful += u32::from(told.is_lawful());
}

fn of_practice(
    world: &World,
    awake: &Awake,
    (act, practice): (Act, OrganisationCode),
    told: &Explained,
) {
    let planned = awake.planned.get(&(act, practice)).copied();
    let why = || format!("{act} of {practice} at {}: {told:#?}", world.now);
    match told.course {
        Course::Done { .. } => assert_eq!(told.earliest, None, "{}", why()),
        Course::Planned => {
            let effect = world.outbox.iter().find(|effect| {
                effect.key.subject == Some(practice)
                    && effect.what.act() == Some(act)
                    && effect.key.number == told_number(&effect.what)
            });
            let Some(effect) = effect else { return };
            let asked = (effect.key, &effect.what);
            let has_warrant = |at| {
                let campaign = state_at(world, at);
                warrant(&world.def, &campaign, (1, asked.0, asked.1), at).is_ok()
            };
            assert_eq!(told.is_lawful(), has_warrant(world.now), "{}", why());
            if let Some(earliest) = told.earliest {
                let before = earliest.plus_seconds(-1);
                assert!(before < world.now || !has_warrant(before), "{}", why());
                let replanned = planned == Some(earliest);
                assert!(replanned || has_warrant(earliest), "{}", why());
            }
        }
        Course::Ahead | Course::Begun { .. } => {
            assert!(!told.is_lawful(), "what is lawful is planned: {}", why());
            assert_eq!(told.earliest, planned, "{}", why());
            if let Some(earliest) = planned {
                let before = earliest.plus_seconds(-1);
                let mut campaign = state_at(world, before);
                let early = advance_in_place(&world.def, &mut campaign, before);
                assert_eq!(early.effects, [], "{}", why());
            }
        }
    }
}

/// The notice itself is number 0; a reminder is another mail.
fn told_number(what: &Outgoing) -> u16 {
    match what {
        Outgoing::Batch { batch, .. } => *batch,
        _ => 0,
    }
}

fn publicity(world: &World, awake: &Awake, told: &Explained, checked: &mut Checked) {
    let why = || format!("publicity at {}: {told:#?}", world.now);
    let may_open = |at: Timestamp| opens(&world.def, &state_at(world, at), at);
    assert_eq!(
        told.is_lawful() && !matches!(told.course, Course::Done { .. }),
        may_open(world.now),
        "{}",
        why()
    );
    match told.earliest {
        Some(earliest) => {
            assert!(earliest > world.now, "{}", why());
            let before = earliest.plus_seconds(-1);
            assert!(before < world.now || !may_open(before), "{}", why());
            assert!(may_open(earliest), "{}", why());
        }
        None if may_open(world.now) => {}
        None => {
            assert_eq!(awake.public, None, "{}", why());
        }
    }
    count(checked, Act::Publicity, told);
}

fn opens(def: &Def, campaign: &Campaign, now: Timestamp) -> bool {
    let command = Command {
        by: Actor::Person("lead".parse().unwrap()),
        role: Role::PctLead,
        happened: None,
        confirmed_by: None,
        evidence: Evidence::default(),
        order: Order::OpenPublicity {
            step: "publicity".parse().unwrap(),
        },
    };
    decide(def, campaign, &command, now).is_ok()
}

/// The campaign as time alone has moved it by then, by the engine's own wakes.
fn state_at(world: &World, until: Timestamp) -> Campaign {
    let mut campaign = world.campaign.clone();
    let mut at = world.now;
    loop {
        let decision = advance_in_place(&world.def, &mut campaign, at);
        match decision.next_wake.filter(|wake| *wake <= until) {
            Some(wake) => at = wake,
            None => return campaign,
        }
    }
}

/// What the engine plans by its own wakes in the two years ahead, if nobody does anything: no date is guessed here.
struct Awake {
    /// The first wake at which publicity may open.
    public: Option<Timestamp>,
    planned: BTreeMap<(Act, OrganisationCode), Timestamp>,
}

impl Awake {
    fn of(world: &World) -> Self {
        let mut campaign = world.campaign.clone();
        let mut awake = Self {
            public: None,
            planned: BTreeMap::new(),
        };
        let last = world.now.plus_seconds(TWO_YEARS);
        let mut at = world.now;
        for _ in 0..WAKES_MAX {
            let decision = advance_in_place(&world.def, &mut campaign, at);
            if awake.public.is_none() && opens(&world.def, &campaign, at) {
                awake.public = Some(at);
            }
            for effect in &decision.effects {
                let EffectKey {
                    subject, number, ..
                } = effect.key;
                if let (Some(act), Some(practice)) = (effect.what.act(), subject)
                    && number == told_number(&effect.what)
                {
                    awake.planned.entry((act, practice)).or_insert(at);
                }
            }
            match decision.next_wake.filter(|wake| *wake <= last) {
                Some(wake) => at = wake,
                None => break,
            }
        }
        awake
    }
}
