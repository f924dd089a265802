//! Whom a permit does not cover: left out but still to be told, in letters that did not arrive, or registered since.

use std::collections::BTreeMap;

use precede_model::{Happening, WithdrawnFact};

use super::{
    scr::patients,
    world::{World, at},
};

const PRACTICE: &str = "A81001";

/// One practice from list to permit: how many the permit leaves out.
struct Mailing {
    excluded: &'static [(&'static str, u32)],
    posted: (u32, u32, u32),
    returned: u32,
    newcomers: u32,
}

const CLEAN: Mailing = Mailing {
    excluded: &[],
    posted: (1_000, 0, 0),
    returned: 0,
    newcomers: 0,
};

fn permit_planned(mailing: &Mailing) -> World {
    let mut world = World::scr(&[PRACTICE]);
    world.publicised().to(at("2010-01-20T10:00"));
    let mut list = patients(world.now, 1_000);
    list.excluded = (mailing.excluded.iter())
        .map(|(reason, count)| ((*reason).to_owned(), *count))
        .collect::<BTreeMap<_, _>>();
    list.rows = list.to_post + list.excluded.values().sum::<u32>();
    world.list_of(PRACTICE, list).unwrap();
    world.daemon();
    world.posts_with(PRACTICE, 1, mailing.posted).unwrap();
    world.to(at("2010-04-28T09:00"));
    if mailing.returned > 0 {
        world.returns(PRACTICE, 1, mailing.returned).unwrap();
    }
    world.newcomers(PRACTICE, mailing.newcomers).unwrap();
    world.fit(PRACTICE).unwrap();
    world.reconciled(PRACTICE).unwrap();
    world.opt_outs(PRACTICE, 12).unwrap();
    world.practice_agrees(PRACTICE).unwrap();
    world.pct_agrees(PRACTICE).unwrap();
    world
}

/// As the last permit says.
fn withheld(world: &mut World) -> u32 {
    world.daemon();
    world.check();
    let mut permits = world.events.iter().filter_map(|event| match event.what {
        Happening::PermitIssued { withheld, .. } => Some(withheld),
        _ => None,
    });
    permits.next_back().expect("a permit was issued")
}

#[test]
fn a_permit_counts_whom_it_leaves_out() {
    let cases = [
        ("everybody was told", CLEAN, 0),
        (
            "need not be told",
            Mailing {
                excluded: &[
                    ("deceased", 2),
                    ("off-the-list", 4),
                    ("duplicate", 8),
                    ("opted-out", 16),
                ],
                ..CLEAN
            },
            0,
        ),
        (
            "still to be told",
            Mailing {
                excluded: &[
                    ("outside-age-range", 1),
                    ("restricted-address", 2),
                    ("no-fixed-abode", 4),
                    ("undeliverable", 8),
                    ("overseas", 16),
                    ("format-wanted", 32),
                    ("deceased", 64),
                ],
                ..CLEAN
            },
            63,
        ),
        (
            "for a reason nobody knows",
            Mailing {
                excluded: &[("something-else", 3)],
                ..CLEAN
            },
            3,
        ),
        (
            "returned",
            Mailing {
                returned: 5,
                ..CLEAN
            },
            5,
        ),
        (
            "spoiled or stopped",
            Mailing {
                posted: (990, 6, 4),
                ..CLEAN
            },
            10,
        ),
        (
            "registered since",
            Mailing {
                newcomers: 7,
                ..CLEAN
            },
            7,
        ),
        (
            "all of these",
            Mailing {
                excluded: &[("overseas", 1), ("deceased", 5)],
                posted: (990, 6, 4),
                returned: 20,
                newcomers: 300,
            },
            331,
        ),
    ];
    for (what, mailing, expected) in cases {
        assert_eq!(withheld(&mut permit_planned(&mailing)), expected, "{what}");
    }
}

/// The latest count of newcomers is all of them.
#[test]
fn newcomers_are_counted_anew() {
    let mut world = permit_planned(&Mailing {
        newcomers: 7,
        ..CLEAN
    });
    world.newcomers(PRACTICE, 2).unwrap();
    assert_eq!(withheld(&mut world), 2);
}

/// A corrected list that names more people than were written to: the rest is not covered.
#[test]
fn people_of_the_list_who_were_not_written_to_are_left_out() {
    let mut world = permit_planned(&CLEAN);
    world.daemon();
    world
        .takes_fact_back(WithdrawnFact::List, Some(PRACTICE))
        .unwrap();
    let mut list = patients(world.now, 1_050);
    list.excluded.clear();
    list.rows = list.to_post;
    world.list_of(PRACTICE, list).unwrap();
    assert_eq!(withheld(&mut world), 50);
}
