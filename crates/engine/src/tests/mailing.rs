//! Lists, batches, what comes back, and the sums.

use precede_model::{Answer, Missing, Rule, facts::BatchState};

use super::{
    scr::patients,
    world::{World, at, def},
};

const PRACTICE: &str = "A81001";

/// The Summary Care Record with at most 400 letters a practice and day.
fn with_capacity() -> World {
    let def = def("scr", |text| {
        text.replace("[policy]\n", "[policy]\nbatch_capacity = 400\n")
    });
    assert_eq!(def.policy.batch_capacity, Some(400));
    let mut world = World::of(def, &[PRACTICE], &[]);
    world.start();
    world.publicised().to(at("2010-01-21T10:00"));
    world
}

#[test]
fn letters_leave_by_capacity_on_successive_working_days() {
    let mut world = with_capacity();
    world.list(PRACTICE, 1_000).unwrap();
    world.daemon();
    world.news();
    assert_eq!(
        world.wake,
        Some(at("2010-02-01T09:00")),
        "the mail house has to answer"
    );
    world.posts(PRACTICE, 1, 400).unwrap();
    world.to(at("2010-01-22T09:00"));
    assert_eq!(
        world.news(),
        [
            "batch-posted A81001 1",
            "batch-planned A81001 2 of 400",
            "batch-released A81001 2",
        ]
    );
    world.posts(PRACTICE, 2, 400).unwrap();
    world.to(at("2010-01-24T23:59"));
    assert_eq!(
        world.news(),
        ["batch-posted A81001 2"],
        "not at the weekend"
    );
    // Deaths were checked four days ago by now: the rest waits for a fresh list.
    world.to(at("2010-01-25T10:00"));
    assert_eq!(world.news(), Vec::<String>::new());
    world.list(PRACTICE, 995).unwrap();
    world.daemon();
    assert_eq!(
        world.news(),
        [
            "list-accepted A81001",
            "batch-planned A81001 3 of 195",
            "batch-released A81001 3"
        ]
    );
    world.posts(PRACTICE, 3, 195).unwrap();
    assert!(world.is_done("batch", Some(PRACTICE)));
    world.to(at("2010-05-01T09:00"));
    assert_eq!(world.count("period-ended"), 3);
    world.reconciled(PRACTICE).unwrap();
    world.check();
}

/// Recalled letters are answered for before others are planned, though there is room for more.
#[test]
fn the_next_batch_waits_for_the_one_under_way() {
    let mut world = with_capacity();
    world.list(PRACTICE, 1_000).unwrap();
    world.daemon();
    world.answers(PRACTICE, Answer::Declines).unwrap();
    world.answers(PRACTICE, Answer::TakesPart).unwrap();
    world.to(at("2010-01-22T09:00"));
    assert_eq!(world.facts(PRACTICE).batches.len(), 1);
    world.stops(PRACTICE, 1).unwrap();
    assert_eq!(world.daemon().left, 1);
    world.check();
}

#[test]
fn a_newer_list_ends_the_letters_when_nobody_is_left() {
    let mut world = with_capacity();
    world.list(PRACTICE, 500).unwrap();
    world.daemon();
    world.posts(PRACTICE, 1, 400).unwrap();
    let fewer = world.list(PRACTICE, 399).unwrap_err();
    assert_eq!(
        (fewer.unmet.rule, fewer.unmet.missing),
        (Rule::R4, Missing::ListCounts)
    );
    world.list(PRACTICE, 400).unwrap();
    assert!(world.is_done("batch", Some(PRACTICE)));
    assert!(world.is_open("period", Some(PRACTICE)));
    world.check();
}

/// Letters rest on the list that stands: none that says less of them takes its place.
#[test]
fn a_list_is_not_replaced_by_an_older_one() {
    let mut world = with_capacity();
    let stands = patients(world.now, 1_000);
    world.list_of(PRACTICE, stands.clone()).unwrap();
    world.daemon();
    world.to(at("2010-01-22T10:00"));
    let hour = |of: precede_model::Timestamp| of.plus_seconds(-3_600);
    let mut extract = stands.clone();
    extract.extracted = hour(stands.extracted);
    let mut deaths = extract.clone();
    deaths.deaths_checked = hour(stands.deaths_checked);
    for older in [extract, deaths] {
        let refusal = world.list_of(PRACTICE, older).unwrap_err();
        assert_eq!(refusal.unmet.missing, Missing::NotBeforeCause);
    }
    world.list_of(PRACTICE, stands).unwrap();
    world.check();
}

#[test]
fn a_list_that_cannot_be_used_is_refused_when_it_is_brought() {
    let mut world = World::scr(&[PRACTICE]);
    world.publicised().to(at("2010-01-20T10:00"));
    let now = world.now;
    let good = patients(now, 100);
    let cases = [
        ("rows", Missing::ListCounts, {
            let mut list = good.clone();
            list.rows += 1;
            list
        }),
        ("counts beyond sums", Missing::ListCounts, {
            let mut list = good.clone();
            list.excluded.insert("restricted".to_owned(), u32::MAX);
            list
        }),
        ("nobody to write to", Missing::ListCounts, patients(now, 0)),
        ("holder", Missing::ListAgreement, {
            let mut list = good.clone();
            list.holder = " ".to_owned();
            list
        }),
        ("agreement", Missing::ListAgreement, {
            let mut list = good.clone();
            list.agreement = String::new();
            list
        }),
        ("expired", Missing::ListAgreement, {
            let mut list = good.clone();
            list.agreement_expires = "2010-01-19".parse().unwrap();
            list
        }),
        ("old", Missing::ListAge, {
            let mut list = good.clone();
            list.extracted = at("2009-12-22T09:00");
            list
        }),
        ("deaths", Missing::DeathCheck, {
            let mut list = good.clone();
            list.extracted = at("2010-01-10T09:00");
            list.deaths_checked = at("2010-01-16T09:00");
            list
        }),
        ("tomorrow's", Missing::NotInFuture, {
            let mut list = good.clone();
            list.extracted = at("2010-01-21T09:00");
            list.deaths_checked = at("2010-01-21T09:00");
            list
        }),
        ("deaths before extract", Missing::NotBeforeCause, {
            let mut list = good.clone();
            list.deaths_checked = at("2010-01-19T09:00");
            list
        }),
    ];
    for (why, missing, list) in cases {
        let refusal = world.list_of(PRACTICE, list).expect_err(why);
        assert_eq!(refusal.unmet.missing, missing, "{why}");
    }
    world.list_of(PRACTICE, good).unwrap();
}

#[test]
fn the_mail_house_answers_for_every_item() {
    let mut world = World::scr(&[PRACTICE]);
    world.publicised().to(at("2010-01-20T10:00"));
    world.list(PRACTICE, 1_000).unwrap();
    let unreleased = world.posts(PRACTICE, 1, 1_000).unwrap_err();
    assert_eq!(unreleased.unmet.missing, Missing::StepOpen);
    world.daemon();
    for counts in [(999, 0, 0), (1_000, 1, 0), (u32::MAX, 1_001, 0)] {
        let refusal = world.posts_with(PRACTICE, 1, counts).unwrap_err();
        assert_eq!(refusal.unmet.missing, Missing::Count);
    }
    assert_eq!(
        world.posts(PRACTICE, 2, 1_000).unwrap_err().unmet.missing,
        Missing::Unknown
    );
    world.posts_with(PRACTICE, 1, (990, 7, 3)).unwrap();
    assert!(world.is_done("batch", Some(PRACTICE)));
    for (items, fits) in [
        (0, false),
        (991, false),
        (5, true),
        (986, false),
        (985, true),
    ] {
        assert_eq!(world.returns(PRACTICE, 1, items).is_ok(), fits, "{items}");
    }
    world.check();
}

/// A return after the sums were made reopens only its item: the sums stand as at their date.
#[test]
fn the_mailing_adds_up_or_is_refused() {
    let mut world = World::scr(&[PRACTICE]);
    world.posted().to(at("2010-02-10T09:00"));
    world.returns(PRACTICE, 1, 4).unwrap();
    assert!(
        world.reconciled(PRACTICE).is_err(),
        "its step waits for the period"
    );
    world.to(at("2010-04-28T09:00"));
    world.reconciled(PRACTICE).unwrap();
    let body = serde_json::to_value(world.events.last().unwrap()).unwrap();
    let count = |name: &str| body[name].as_u64().unwrap();
    assert_eq!(
        [
            "rows",
            "excluded",
            "composed",
            "failed",
            "posted",
            "returned",
            "delivered"
        ]
        .map(count),
        [1_003, 3, 1_000, 0, 1_000, 4, 996]
    );
    world.returns(PRACTICE, 1, 1).unwrap();
    assert!(world.facts(PRACTICE).reconciled.is_some());
    world.reconciled(PRACTICE).unwrap();
    assert_eq!(world.count("reconciled"), 2);
    world.check();
}

/// Where a definition lets the sums be made early, letters still to be posted do not pass for letters that failed.
#[test]
fn letters_still_to_be_posted_are_not_letters_that_failed() {
    let def = def("scr", |text| {
        text.replace("[policy]\n", "[policy]\nbatch_capacity = 400\n")
            .replace(
                "establishes = [\"reconciled\"]\nafter = [\"period\"]",
                "establishes = [\"reconciled\"]\nafter = [\"list\"]",
            )
    });
    let mut world = World::of(def, &[PRACTICE], &[]);
    world.start();
    world.publicised().to(at("2010-01-21T10:00"));
    world.list(PRACTICE, 500).unwrap();
    world.daemon();
    let refused = |world: &mut World| world.reconciled(PRACTICE).unwrap_err().unmet.missing;
    assert_eq!(refused(&mut world), Missing::Reconciled);
    world.posts(PRACTICE, 1, 400).unwrap();
    assert_eq!(refused(&mut world), Missing::Reconciled);
    world.to(at("2010-01-22T09:00"));
    world.posts(PRACTICE, 2, 100).unwrap();
    world.reconciled(PRACTICE).unwrap();
    world.check();
}

/// Letters that all failed at the mail house never left: their people are written to in another batch.
#[test]
fn a_batch_spoiled_whole_is_made_again() {
    let mut world = World::scr(&[PRACTICE]);
    world.released();
    world.posts_with(PRACTICE, 1, (0, 1_000, 0)).unwrap();
    world.daemon();
    assert!(matches!(
        world.facts(PRACTICE).batches[1].state,
        BatchState::Released { .. }
    ));
    world.posts(PRACTICE, 2, 1_000).unwrap();
    world.to(at("2010-05-01T09:00"));
    assert_eq!(
        world.count("period-ended"),
        1,
        "nobody chose over letters never sent"
    );
    world.reconciled(PRACTICE).unwrap();
    world.check();
}

#[test]
fn a_batch_the_mail_house_stops_is_planned_again() {
    let mut world = World::scr(&[PRACTICE]);
    world.released();
    world.stops(PRACTICE, 1).unwrap();
    assert!(world.stops(PRACTICE, 1).is_err());
    assert_eq!(world.daemon().left, 1);
    assert_eq!(world.facts(PRACTICE).batches.len(), 2);
    world.posts(PRACTICE, 2, 1_000).unwrap();
    world.check();
}

#[test]
fn opt_outs_are_counted_to_the_last() {
    let mut world = World::scr(&[PRACTICE]);
    world.posted().to(at("2010-04-28T09:00"));
    for (counts, missing) in [
        ((5, 4, 4), Missing::OptOutsBacklog),
        ((5, 5, 4), Missing::OptOutsBacklog),
        ((5, 6, 5), Missing::Count),
        ((5, 5, 6), Missing::Count),
    ] {
        let refusal = world.opt_outs_of(PRACTICE, counts).unwrap_err();
        assert_eq!(refusal.unmet.missing, missing, "{counts:?}");
    }
    world.opt_outs(PRACTICE, 5).unwrap();
    world.opt_outs(PRACTICE, 6).unwrap();
    assert_eq!(world.facts(PRACTICE).opt_outs.unwrap().coded, 6);
    assert_eq!(world.count("opt-outs-coded"), 2);
}

/// The permit waits for a fresh count, and nothing else has to be done again.
#[test]
fn an_old_count_holds_the_permit_until_it_is_taken_again() {
    let mut world = World::scr(&[PRACTICE]);
    world.chosen();
    world.to(at("2010-05-05T09:00"));
    world.practice_agrees(PRACTICE).unwrap();
    world.pct_agrees(PRACTICE).unwrap();
    assert!(world.is_open("permit", Some(PRACTICE)));
    assert_eq!(world.outbox, []);
    world.opt_outs(PRACTICE, 13).unwrap();
    assert_eq!(world.daemon().left, 1);
    assert!(world.is_done("permit", Some(PRACTICE)));
    world.check();
}
