use serde_json::{Value, json};

use crate::{
    lawful,
    story::{Name, PLAN, Story},
};

const LIST: Name = ("list-accepted", "P1");
const POSTED: Name = ("batch-posted", "P1");
const POSTED_2: Name = ("batch-posted#2", "P1");
const LETTERS: [(&str, Name); 4] = [
    ("R4", ("batch-released", "P1")),
    ("R4", ("batch-released#2", "P1")),
    ("R4", POSTED),
    ("R4", POSTED_2),
];

/// The lawful story up to its last letters: what is counted afterwards is R7's.
fn lawful() -> Story {
    let mut story = lawful::lawful();
    story.0.truncate(story.find(("batch-posted", "P4")) + 1);
    story
}

#[track_caller]
fn refused(story: Story, names: &[(&str, Name)], why: &str) {
    story.breaks(names);
    for violation in story.report().violations {
        assert!(violation.why.contains(why), "{}", violation.why);
        assert!(
            !violation.why.contains(';'),
            "one reason: {}",
            violation.why
        );
    }
}

fn list(field: &str, value: Value) -> Story {
    lawful().set(LIST, field, value)
}

#[test]
fn letters_come_from_an_accepted_list() {
    refused(lawful().without(LIST), &LETTERS, "no list");
    refused(
        lawful().behind(LIST, LETTERS[1].1),
        &LETTERS[..2],
        "no list",
    );
    // Another practice's list is not this one's.
    refused(
        lawful().set(LIST, "practice", json!("P2")),
        &LETTERS,
        "no list",
    );
}

#[test]
fn the_list_names_its_holder_and_agreement() {
    for nothing in [json!(""), json!("  "), json!(null)] {
        refused(list("holder", nothing.clone()), &LETTERS, "holder");
        refused(list("agreement", nothing), &LETTERS, "names no agreement");
    }
    refused(lawful().unset(LIST, "holder"), &LETTERS, "holder");
}

#[test]
fn the_agreement_holds_through_its_last_day() {
    list("agreement_expires", json!("2010-02-27")).is_lawful();
    refused(
        list("agreement_expires", json!("2010-02-26")),
        &LETTERS[2..],
        "in force",
    );
    refused(
        list("agreement_expires", json!("2010-02-24")),
        &LETTERS,
        "in force",
    );
    refused(list("agreement_expires", json!(null)), &LETTERS, "in force");
}

#[test]
fn the_extract_is_fresh_to_the_microsecond() {
    // Accepted and checked for deaths a day later, so that the extract alone is too old.
    let next_day = "2010-02-25T00:00:00Z";
    let fresh = list("deaths_checked", json!(next_day))
        .recorded(("batch-planned#2", "P1"), next_day)
        .recorded(("batch-planned", "P1"), next_day)
        .recorded(LIST, next_day);
    let late = |at: &str| fresh.clone().claimed(POSTED, at);
    late("2010-02-27T00:00:00Z").is_lawful();
    refused(
        late("2010-02-27T00:00:00.000001Z"),
        &[("R4", POSTED)],
        "the extract is too old",
    );
    let older = list("extracted", json!("2010-01-29T23:59:59Z"));
    refused(older, &LETTERS[2..], "the extract is too old");
    refused(list("extracted", json!(null)), &LETTERS[2..], "the extract");
    refused(
        lawful().policy("list_max_age", json!("27d")),
        &LETTERS[2..],
        "the extract is too old",
    );
}

#[test]
fn deaths_are_checked_lately_to_the_microsecond() {
    let late = |at: &str| list("extracted", json!("2010-02-20T00:00:00Z")).claimed(POSTED, at);
    late("2010-02-27T00:00:00Z").is_lawful();
    refused(
        late("2010-02-27T00:00:00.000001Z"),
        &[("R4", POSTED)],
        "deaths",
    );
    refused(
        list("deaths_checked", json!("2010-02-23T23:59:59Z")),
        &LETTERS[2..],
        "deaths",
    );
    refused(list("deaths_checked", json!(null)), &LETTERS[2..], "deaths");
    let strict = lawful().policy("death_recheck_max_age", json!("2d"));
    let late_one = ("list-accepted", "P4");
    let strict = strict.set(late_one, "deaths_checked", json!("2010-03-02T09:00:00Z"));
    refused(strict, &LETTERS[2..], "deaths");
}

#[test]
fn no_policy_lets_a_list_grow_older_than_the_floor() {
    for any in [json!("60d"), json!(null)] {
        let written = (!any.is_null()).then_some(("R4", PLAN));
        let letters: Vec<_> = LETTERS[2..].iter().copied().chain(written).collect();
        let none: Vec<_> = written.into_iter().collect();
        let lax = lawful().policy("list_max_age", any.clone());
        lax.breaks(&none);
        lax.set(LIST, "extracted", json!("2010-01-29T12:00:00Z"))
            .breaks(&letters);
        let lax = lawful().policy("death_recheck_max_age", any);
        lax.breaks(&none);
        lax.set(LIST, "deaths_checked", json!("2010-02-23T12:00:00Z"))
            .breaks(&letters);
    }
}

#[test]
fn a_date_after_the_list_was_accepted_cannot_be_right() {
    list("extracted", json!("2010-02-24T12:00:00Z")).is_lawful();
    list("deaths_checked", json!("2010-02-24T12:00:00Z")).is_lawful();
    let after = json!("2010-02-24T12:00:00.000001Z");
    refused(list("extracted", after.clone()), &LETTERS[2..], "extract");
    refused(list("deaths_checked", after), &LETTERS[2..], "deaths");
}

#[test]
fn rows_are_excluded_or_posted() {
    let counts = "rows are not";
    refused(list("rows", json!(111)), &LETTERS, counts);
    refused(list("rows", json!(109)), &LETTERS, counts);
    refused(list("excluded", json!({"dead": 9})), &LETTERS, counts);
    refused(list("to_post", json!(101)), &LETTERS, counts);
    refused(list("rows", json!(null)), &LETTERS, counts);
    refused(
        list("excluded", json!({"dead": u64::MAX, "other": 11})),
        &LETTERS,
        counts,
    );
}

/// The same list for fewer people.
fn people(rows: u32) -> Story {
    list("rows", json!(rows)).set(LIST, "to_post", json!(rows - 10))
}

#[test]
fn no_batch_is_larger_than_the_list() {
    let alone = |rows: u32| {
        people(rows)
            .without(("batch-released#2", "P1"))
            .without(POSTED_2)
    };
    let only_r4 = |story: Story| -> Vec<(String, u64)> {
        let violations = story.report().violations.into_iter();
        let of_r4 = violations.filter(|violation| violation.rule == precede_audit::Rule::R4);
        of_r4
            .map(|violation| (violation.why, violation.seq))
            .collect()
    };
    assert_eq!(only_r4(alone(70)), []);
    let found = only_r4(alone(69));
    assert_eq!(found.len(), 2, "release and posting: {found:?}");
    assert!(found[0].0.contains("60 letters for 59 people"));
}

#[test]
fn two_batches_are_not_for_the_same_people() {
    people(103).is_lawful();
    refused(people(102), &[("R4", POSTED_2)], "93 letters for 92 people");
}

#[test]
fn a_new_list_is_no_leave_to_write_twice() {
    let mut story = lawful();
    let mut fields = story.body(LIST).clone();
    for common in ["at", "happened", "counts_from", "kind", "practice", "actor"] {
        fields.as_object_mut().unwrap().remove(common);
    }
    fields["digest"] = json!("d-list-2");
    let again = |rows: u32| {
        let story = lawful().before(POSTED_2, LIST, "pct.anna", fields.clone());
        let new = ("list-accepted#2", "P1");
        story
            .set(new, "rows", json!(rows))
            .set(new, "to_post", json!(rows - 10))
    };
    again(103).is_lawful();
    refused(again(102), &[("R4", POSTED_2)], "93 letters for 92 people");
}

#[test]
fn a_release_counts_what_was_posted_before() {
    let released = ("batch-released", "P1");
    let late = |rows: u32| {
        let story = people(rows).behind(LETTERS[1].1, POSTED);
        story.at(released, "2010-02-25T00:00:00Z")
    };
    let second = ("batch-released#2", "P1");
    late(108).is_lawful();
    // 60 posted and 38 planned; only 33 of them are posted in the end.
    refused(late(107), &[("R4", second)], "98 letters for 97 people");
    let again = json!({"batch": 1});
    people(103)
        .before(POSTED_2, released, "precede", again)
        .is_lawful();
}

#[test]
fn the_newest_list_decides() {
    let fields = json!({"holder": "", "agreement": "A", "agreement_expires": "2010-12-31",
        "digest": "d-new", "extracted": "2010-02-20T08:00:00Z",
        "deaths_checked": "2010-02-26T08:00:00Z", "rows": 110, "excluded": {"dead": 10}, "to_post": 100});
    refused(
        lawful().before(POSTED, LIST, "pct.anna", fields),
        &LETTERS[2..],
        "holder",
    );
}

#[test]
fn letters_are_as_fresh_as_the_list_they_were_composed_from() {
    let newer = |deaths: &str| {
        let mut fields = lawful().body(LIST).clone();
        fields["extracted"] = json!("2010-02-20T08:00:00Z");
        fields["deaths_checked"] = json!(deaths);
        lawful().before(POSTED, LIST, "pct.anna", fields)
    };
    // Of P1's own list deaths may be three days old when it is posted, at the very end of the third.
    newer("2010-02-22T09:00:00Z")
        .at(("list-accepted#2", "P1"), "2010-02-26T00:00:00Z")
        .is_lawful();
    let late = newer("2010-02-25T09:00:00Z")
        .at(("list-accepted#2", "P1"), "2010-02-26T00:00:00Z")
        .at(POSTED_2, "2010-02-27T00:00:00.000001Z");
    late.breaks(&[("R4", POSTED_2)]);
}
