//! What directives do to waits: a clock that stands still moves a period's end on by exactly the time held.

use precede_model::{ClockEffect, HeldAct, Order, Role, facts::Directive, programme::Coverage};

use super::{
    others::{directive, named},
    world::{World, at, line},
};

const PRACTICE: &str = "A81001";
const OTHER: &str = "A81002";

/// In force from 9:00 on 1 March 2010 on.
fn stopping(id: &str) -> Directive {
    Directive {
        clock: ClockEffect::Stops,
        ..directive(id, &[HeldAct::Permit])
    }
}

/// Posted; it is 9:00 on 1 March, and the periods end at 00:00 on 28 April, summer time.
fn choosing() -> World {
    let mut world = World::scr(&[PRACTICE, OTHER]);
    world.posted().to(at("2010-03-01T09:00"));
    world
}

/// When each practice's period ended.
fn ends(world: &mut World) -> [String; 2] {
    world.to(at("2010-06-01T09:00"));
    world.check();
    [PRACTICE, OTHER].map(|practice| {
        let ended = format!("period-ended {practice}");
        let event = world.events.iter().find(|event| line(event) == ended);
        event.expect("it ended").at.to_string()
    })
}

const UNMOVED: &str = "2010-04-27T23:00:00Z";

#[test]
fn a_period_ends_later_by_exactly_the_time_held() {
    let runs = Directive {
        clock: ClockEffect::Runs,
        ..stopping("dh")
    };
    let ahead = Directive {
        from: at("2010-03-03T09:00"),
        ..stopping("dh")
    };
    let cases = [
        ("the clock goes on", runs, UNMOVED),
        ("three days", stopping("dh"), "2010-04-30T23:00:00Z"),
        ("dated ahead: one day", ahead, "2010-04-28T23:00:00Z"),
    ];
    for (what, order, end) in cases {
        let mut world = choosing();
        world.binds(order).unwrap();
        world.to(at("2010-03-04T09:00"));
        world.lifts("dh").unwrap();
        assert_eq!(ends(&mut world), [end, end], "{what}");
    }
}

/// While it stands still no period ends, and no date can be promised.
#[test]
fn no_period_ends_while_its_clock_stands_still() {
    let mut world = choosing();
    world.binds(stopping("dh")).unwrap();
    world.to(at("2010-07-14T09:00"));
    assert_eq!(world.count("period-ended"), 0);
    world.lifts("dh").unwrap();
    assert_eq!(
        world.wake,
        Some(at("2010-08-01T08:00")),
        "the first of the month comes before"
    );
    world.to(at("2010-10-01T09:00"));
    assert_eq!(world.count("period-ended"), 2);
    world.check();
}

#[test]
fn one_practice_stands_still_only_where_it_is_named() {
    let later = "2010-04-30T23:00:00Z";
    let cases = [
        (
            Coverage::Exempt,
            named(PRACTICE, Coverage::Covered),
            [later, UNMOVED],
        ),
        (
            Coverage::Covered,
            named(PRACTICE, Coverage::Exempt),
            [UNMOVED, later],
        ),
        (Coverage::Unproved, Vec::new(), [later, later]),
        (Coverage::Exempt, Vec::new(), [UNMOVED, UNMOVED]),
    ];
    for (coverage, named, expected) in cases {
        let mut world = choosing();
        let order = Directive {
            coverage,
            named,
            ..stopping("dh")
        };
        world.binds(order).unwrap();
        world.to(at("2010-03-04T09:00"));
        world.lifts("dh").unwrap();
        assert_eq!(ends(&mut world), expected, "{coverage}");
    }
}

/// Held from 1 to 4 March, paused from 3 to 6 March: five days, not six.
#[test]
fn times_that_overlap_count_once() {
    let mut world = choosing();
    world.binds(stopping("dh")).unwrap();
    world.binds(stopping("sha")).unwrap();
    world.to(at("2010-03-03T09:00"));
    let pause = Order::Pause(ClockEffect::Stops);
    world.order(Role::PctLead, "lead", pause).unwrap();
    world.to(at("2010-03-04T09:00"));
    world.lifts("dh").unwrap();
    world.lifts("sha").unwrap();
    world.to(at("2010-03-06T09:00"));
    world.order(Role::PctLead, "lead", Order::Resume).unwrap();
    let end = "2010-05-02T23:00:00Z";
    assert_eq!(ends(&mut world), [end, end]);
}

#[test]
fn an_amendment_starts_and_stops_the_clock_from_then_on() {
    let runs = |amendment| Directive {
        amendment,
        clock: ClockEffect::Runs,
        ..stopping("dh")
    };
    let stops = |amendment| Directive {
        amendment,
        ..stopping("dh")
    };
    let cases = [
        (stops(0), runs(1), "2010-04-28T23:00:00Z"),
        (runs(0), stops(1), "2010-04-29T23:00:00Z"),
        (stops(0), stops(1), "2010-04-30T23:00:00Z"),
    ];
    for (first, then, end) in cases {
        let mut world = choosing();
        world.binds(first).unwrap();
        world.to(at("2010-03-02T09:00"));
        world.binds(then).unwrap();
        world.to(at("2010-03-04T09:00"));
        world.lifts("dh").unwrap();
        assert_eq!(ends(&mut world), [end, end]);
    }
}

/// Lifted before its day, it held nothing.
#[test]
fn one_that_never_began_moves_nothing() {
    let mut world = choosing();
    let ahead = Directive {
        from: at("2010-03-08T09:00"),
        ..stopping("dh")
    };
    world.binds(ahead).unwrap();
    world.to(at("2010-03-04T09:00"));
    world.lifts("dh").unwrap();
    assert_eq!(ends(&mut world), [UNMOVED, UNMOVED]);
}

/// Reminders of a practice that joins under a directive which names another stand still like everybody's.
#[test]
fn a_practice_that_joins_afterwards_stands_still_with_the_others() {
    let everybody_but = |practice| Directive {
        named: named(practice, Coverage::Exempt),
        ..stopping("dh")
    };
    let only = |practice| Directive {
        coverage: Coverage::Exempt,
        named: named(practice, Coverage::Covered),
        ..stopping("dh")
    };
    let cases = [
        (everybody_but(PRACTICE), "2010-01-14T00:00"),
        (everybody_but(OTHER), "2010-01-12T00:00"),
        (only(OTHER), "2010-01-14T00:00"),
        (only(PRACTICE), "2010-01-12T00:00"),
    ];
    for (order, reminder) in cases {
        let mut world = World::scr(&[PRACTICE]);
        world.prepared();
        world.ready(PRACTICE).unwrap();
        world
            .answers(PRACTICE, precede_model::Answer::Declines)
            .unwrap();
        world.binds(order).unwrap();
        world.to(at("2010-01-05T09:00"));
        let joins = Order::Join {
            practice: super::world::code(OTHER),
            from: None,
            told_at: None,
            informed_at: None,
            answer: None,
        };
        world
            .order(Role::Administrator, "registrar", joins)
            .unwrap();
        world.daemon();
        world.to(at("2010-01-06T10:00"));
        world.lifts("dh").unwrap();
        assert_eq!(world.wake, Some(at(reminder)));
        world.check();
    }
}
