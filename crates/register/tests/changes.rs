//! What a newer file changes, by date; the same file twice changes nothing.

use std::collections::HashSet;

use chrono::NaiveDate;
use precede_model::{Membership, OrganisationCode};
use precede_register::{
    Alteration, Changes, MembershipChange, Reading, Register, check_memberships, plan_changes,
    read_all,
};

const ORGANISATIONS: &str = "code,kind,name,postcode,region,opened,closed\n\
    5P3,pct,East PCT,,,,2010-03-31\n\
    5QV,pct,Whole PCT,,,2010-04-01,\n\
    E82001,practice,ONE,ZZ1 1ZZ,,,\n\
    E82002,practice,TWO,ZZ1 1ZZ,,,\n";
const MEMBERSHIPS: &str = "child,parent,from,to\n\
    E82001,5P3,2006-10-01,\n\
    E82002,5P3,2006-10-01,\n";

fn code(text: &str) -> OrganisationCode {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn membership(child: &str, parent: &str, from: &str, until: Option<&str>) -> Membership {
    Membership {
        child: code(child),
        parent: code(parent),
        from: day(from),
        until: until.map(day),
    }
}

fn read(text: &str) -> Reading {
    read_all(text.as_bytes(), None).unwrap_or_else(|e| panic!("{e}"))
}

/// Plans a file, takes it over, and checks that the same file then changes nothing.
fn import(register: &mut Register, text: &str) -> Changes {
    let reading = read(text);
    let changes = plan_changes(register, reading.records());
    register.apply(&changes);
    let again = plan_changes(register, reading.records());
    assert!(again.is_empty(), "the same file again: {again:?}");
    changes
}

fn register() -> Register {
    let mut register = Register::default();
    import(&mut register, ORGANISATIONS);
    import(&mut register, MEMBERSHIPS);
    register
}

fn alterations(changes: &Changes) -> Vec<(String, Vec<Alteration>)> {
    changes
        .organisations
        .iter()
        .map(|change| (change.after.code.to_string(), change.alterations()))
        .collect()
}

#[test]
fn a_first_file_opens_everything() {
    let mut register = Register::default();
    let changes = import(&mut register, ORGANISATIONS);
    assert_eq!(changes.alterations()[&Alteration::Opened], 4);
    let changes = import(&mut register, MEMBERSHIPS);
    let first = membership("E82001", "5P3", "2006-10-01", None);
    assert_eq!(changes.memberships[0], MembershipChange::Joined(first));
    assert_eq!(
        register.practices_of(code("5P3"), day("2010-01-04")),
        [code("E82001"), code("E82002")]
    );
}

#[test]
fn a_newer_file_closes_renames_and_opens() {
    let mut register = register();
    let newer = "code,kind,name,postcode,region,opened,closed\n\
        E82001,practice,ONE AND ONLY,ZZ1 1ZZ,,,2010-09-30\n\
        E82003,practice,THREE,ZZ1 1ZZ,,2010-10-01,\n";
    let changes = import(&mut register, newer);
    assert_eq!(
        alterations(&changes),
        [
            (
                "E82001".to_owned(),
                vec![Alteration::Closed, Alteration::Renamed]
            ),
            ("E82003".to_owned(), vec![Alteration::Opened]),
        ]
    );
}

#[test]
fn a_file_without_days_takes_none_back_and_lists_close_nothing() {
    let mut register = register();
    let list = "code,kind,name,postcode,region,opened,closed\n5P3,pct,East PCT,,,,\n";
    assert!(import(&mut register, list).is_empty());
}

#[test]
fn an_active_status_takes_a_closing_back() {
    let mut register = register();
    let row = |closed: &str, status: &str| {
        format!(
            r#""E82001","ONE","Y63","QZZ","","","","","","ZZ1 1ZZ","","{closed}","{status}","B","","","","","","","","0","","","","4","""#
        ) + "\n"
    };
    let closed = import(&mut register, &row("20100930", "C"));
    assert_eq!(closed.organisations[0].alterations(), [Alteration::Closed]);
    let active = import(&mut register, &row("", "A"));
    assert_eq!(
        active.organisations[0].alterations(),
        [Alteration::Reopened]
    );
}

#[test]
fn joining_another_parent_is_a_move_on_that_day() {
    let mut register = register();
    let changes = import(
        &mut register,
        "child,parent,from,to\nE82001,5QV,2010-04-01,\n",
    );
    let expected = MembershipChange::Moved {
        left: membership("E82001", "5P3", "2006-10-01", Some("2010-03-31")),
        joined: membership("E82001", "5QV", "2010-04-01", None),
    };
    assert_eq!(changes.memberships, [expected]);
    let parent = |on| register.parent_on(code("E82001"), day(on));
    assert_eq!(parent("2010-03-31"), Some(code("5P3")));
    assert_eq!(parent("2010-04-01"), Some(code("5QV")));
}

#[test]
fn a_file_with_both_sides_of_a_move_says_the_same() {
    let mut register = register();
    let whole = "child,parent,from,to\n\
        E82001,5P3,2006-10-01,2010-03-31\n\
        E82001,5QV,2010-04-01,\n";
    let changes = import(&mut register, whole);
    assert!(matches!(
        changes.memberships[..],
        [MembershipChange::Moved { .. }]
    ));
}

#[test]
fn leaving_alone_ends_a_membership() {
    let mut register = register();
    let changes = import(
        &mut register,
        "child,parent,from,to\nE82001,5P3,2006-10-01,2010-01-31\n",
    );
    let ended = membership("E82001", "5P3", "2006-10-01", Some("2010-01-31"));
    assert_eq!(changes.memberships, [MembershipChange::Ended(ended)]);
    assert_eq!(register.parent_on(code("E82001"), day("2010-02-01")), None);
}

#[test]
fn an_older_membership_never_reaches_into_a_newer_one() {
    let mut register = register();
    let older = "child,parent,from,to\nE82001,5QV,2001-04-01,\n";
    import(&mut register, older);
    let parent = |on| register.parent_on(code("E82001"), day(on));
    assert_eq!(parent("2006-09-30"), Some(code("5QV")));
    assert_eq!(parent("2006-10-01"), Some(code("5P3")));
}

#[test]
fn a_child_has_one_parent_a_day_after_any_two_files() {
    // Every pair of one-row files over a few days: no two periods may overlap afterwards.
    let days = ["2006-10-01", "2008-01-01", "2010-01-01", ""];
    let rows: Vec<String> = ["5P3", "5QV"]
        .iter()
        .flat_map(|parent| days[..3].iter().map(move |from| (parent, from)))
        .flat_map(|(parent, from)| {
            days.iter()
                .filter(move |to| to.is_empty() || *to > from)
                .map(move |to| format!("child,parent,from,to\nE82001,{parent},{from},{to}\n"))
        })
        .collect();
    for first in &rows {
        for second in &rows {
            let mut register = Register::default();
            import(&mut register, first);
            import(&mut register, second);
            for pair in register.memberships().windows(2) {
                assert!(
                    pair[0].until.is_some_and(|last| last < pair[1].from),
                    "{pair:?}"
                );
            }
        }
    }
}

#[test]
fn list_sizes_and_residents_count_people() {
    let mut register = register();
    let sizes = "practice,patients,as_of\n\
        E82001,5000,2021-01-01\nE82001,6000,2022-05-01\nE99999,1,2022-05-01\n";
    let changes = import(&mut register, sizes);
    assert_eq!(
        alterations(&changes),
        [("E82001".to_owned(), vec![Alteration::Counted])]
    );
    assert_eq!(
        register.organisation(code("E82001")).unwrap().people,
        Some(6000)
    );
}

#[test]
fn memberships_need_a_known_parent() {
    let known: HashSet<OrganisationCode> = ["5QV", "E82001", "E82002"].map(code).into();
    let good = read("child,parent,from,to\nE82001,5QV,2010-04-01,\nY00001,9ZZ,2010-04-01,\n");
    let belonging = check_memberships(&known, good.rows).unwrap();
    assert_eq!(belonging.taken.len(), 1);
    assert_eq!(belonging.skipped.values().sum::<u64>(), 1);

    let lapsed = "child,parent,from,to\n\
        E82001,4QP36,1999-04-01,2001-03-31\nE82002,7A1,2009-10-01,\n";
    let belonging = check_memberships(&known, read(lapsed).rows).unwrap();
    assert_eq!((belonging.taken.len(), belonging.skipped.len()), (0, 2));

    let unknown = "child,parent,from,to\nE82001,5QV,2010-04-01,\nE82002,9ZZ,2010-04-01,\n";
    let refused = check_memberships(&known, read(unknown).rows).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "row 3: the parent `9ZZ` of `E82002` is not in the register; import the file that lists \
         it first"
    );
}

/// A row of `epraccur` with a commissioner and its days.
fn practice(commissioner: &str, joined: &str, left: &str) -> String {
    format!(
        r#""E82001","ONE","Y63","QZZ","","","","","","ZZ1 1ZZ","","","A","B","{commissioner}","{joined}","{left}","","","","","0","","","","4","""#
    ) + "\n"
}

#[test]
fn a_commissioner_has_no_members_before_its_first_day() {
    let mut register = register();
    import(
        &mut register,
        "code,kind,name,postcode,region,opened,closed\n06K,ccg,A CCG,,,2013-04-01,\n",
    );
    let changes = import(&mut register, &practice("06K", "20061001", ""));
    let expected = MembershipChange::Moved {
        left: membership("E82001", "5P3", "2006-10-01", Some("2013-03-31")),
        joined: membership("E82001", "06K", "2013-04-01", None),
    };
    assert_eq!(changes.memberships, [expected]);
}

#[test]
fn a_commissioner_never_rewrites_the_past() {
    let mut register = register();
    // The first day of 5P3 is not known, and the practice's newest membership begins in 2006.
    import(&mut register, &practice("5QV", "20010401", ""));
    assert_eq!(register.memberships_of(code("E82001")).len(), 1 + 1);
    let before = register.clone();
    let earlier = import(&mut register, &practice("5P3", "20010401", ""));
    assert!(earlier.memberships.is_empty());
    assert_eq!(register.memberships(), before.memberships());
    // Its own end is news all the same.
    import(&mut register, &practice("5QV", "20010401", "20120331"));
    let last = register.memberships_of(code("E82001")).last().copied();
    assert_eq!(
        last,
        Some(membership(
            "E82001",
            "5QV",
            "2010-04-01",
            Some("2012-03-31")
        ))
    );
}
