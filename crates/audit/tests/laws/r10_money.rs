use serde_json::{Value, json};

use crate::{
    lawful::lawful,
    story::{Name, Story},
};

const PROPOSED: Name = ("budget-proposed", "");
const APPROVED: Name = ("budget-approved", "");
const SIGNED: Name = ("lmc-consulted", "");
const PLANNED: Name = ("batch-planned", "P1");
const PLANNED_2: Name = ("batch-planned#2", "P1");
const PLANNED_4: Name = ("batch-planned", "P4");
const RELEASED: Name = ("batch-released", "P1");
const RELEASED_2: Name = ("batch-released#2", "P1");
const RELEASED_4: Name = ("batch-released", "P4");
const POSTED_2: Name = ("batch-posted#2", "P1");

/// Letters at 25.7 pence: 60 and 38 of P1, of the second batch 33 posted, 3 spoiled and 2 stopped; 10 of P4.
const ALL: i64 = 257 * (60 + 38 + 10);
/// The same when P4 is planned: two letters were stopped.
const SPENT: i64 = ALL - 2 * 257;

fn costed() -> Story {
    lawful()
        .set(PLANNED, "cost", json!(60 * 257))
        .set(PLANNED_2, "cost", json!(38 * 257))
        .set(PLANNED_4, "cost", json!(10 * 257))
}

fn budget(amount: i64) -> Value {
    json!({"budget": {"amount": amount}})
}

/// Anna proposes a budget and Ben approves it.
fn under(story: Story, amount: i64) -> Story {
    let mut second = budget(amount);
    second["evidence"] = json!({"first": "pct.anna"});
    story
        .before(SIGNED, PROPOSED, "pct.anna", budget(amount))
        .before(SIGNED, APPROVED, "pct.ben", second)
}

#[test]
fn letters_stay_within_the_budget_to_the_hundredth_of_a_penny() {
    under(costed(), SPENT).is_lawful();
    under(costed(), SPENT - 1).breaks(&[("R10", PLANNED_4), ("R10", RELEASED_4)]);
    under(costed(), 257 * 98 - 1).breaks(&[
        ("R10", PLANNED_2),
        ("R10", RELEASED),
        ("R10", RELEASED_2),
        ("R10", PLANNED_4),
        ("R10", RELEASED_4),
    ]);
}

#[test]
fn letters_not_answered_for_cost_whole() {
    // Unanswered, the two letters that were stopped still count.
    let waiting = |amount| {
        let story = under(costed(), amount).behind(POSTED_2, RELEASED_4);
        story.happened(POSTED_2, "2010-02-27T00:00:00Z")
    };
    waiting(SPENT).breaks(&[("R10", PLANNED_4), ("R10", RELEASED_4)]);
    waiting(ALL).is_lawful();
}

#[test]
fn spoiled_letters_cost_and_stopped_ones_do_not() {
    let counted = |spoiled: u32, stopped: u32| {
        costed()
            .set(POSTED_2, "spoiled", json!(spoiled))
            .set(POSTED_2, "stopped", json!(stopped))
            .set(("reconciled", "P1"), "spoiled", json!(spoiled))
            .set(("reconciled", "P1"), "stopped", json!(stopped))
    };
    under(counted(0, 5), ALL - 5 * 257).is_lawful();
    under(counted(5, 0), ALL - 1).breaks(&[("R10", PLANNED_4), ("R10", RELEASED_4)]);
    under(counted(5, 0), ALL).is_lawful();
}

#[test]
fn a_batch_that_was_stopped_costs_nothing() {
    let planned = json!({"batch": 3, "items": 2, "class": "bulk", "post_by": "2010-02-27T00:00:00Z",
        "cost": 2 * 257});
    let more = |amount| {
        under(costed(), amount).before(
            ("practice-joined", "P4"),
            ("batch-planned", "P1"),
            "precede",
            planned.clone(),
        )
    };
    more(SPENT + 2 * 257).is_lawful();
    more(SPENT).breaks(&[("R10", PLANNED_4), ("R10", RELEASED_4)]);
    let stopped = ("batch-stopped", "P1");
    let batch = json!({"batch": 3});
    more(SPENT)
        .before(("practice-joined", "P4"), stopped, "precede", batch)
        .is_lawful();
}

#[test]
fn under_a_budget_each_batch_says_what_it_costs() {
    let silent = under(costed().unset(PLANNED, "cost"), ALL);
    silent.breaks(&[("R10", PLANNED), ("R10", RELEASED)]);
    let below = under(costed().set(PLANNED, "cost", json!(-1)), ALL);
    below.breaks(&[("R10", PLANNED), ("R10", RELEASED)]);
    lawful().is_lawful();
}

#[test]
fn what_a_class_costs_by_the_budget_counts_for_letters_planned_before_it() {
    let by_class = |amount: i64, each: Value| {
        let terms = json!({"budget": {"amount": amount, "unit_cost": each}});
        let mut second = terms.clone();
        second["evidence"] = json!({"first": "pct.anna"});
        costed()
            .unset(PLANNED, "cost")
            .unset(PLANNED_2, "cost")
            .before(RELEASED, PROPOSED, "pct.anna", terms)
            .before(RELEASED, APPROVED, "pct.ben", second)
    };
    let each = json!({"bulk": 257, "first-class": 257});
    by_class(SPENT, each.clone()).is_lawful();
    by_class(257 * 98, each.clone()).breaks(&[("R10", PLANNED_4), ("R10", RELEASED_4)]);
    by_class(257 * 98 - 1, each).breaks(&[
        ("R10", RELEASED),
        ("R10", RELEASED_2),
        ("R10", PLANNED_4),
        ("R10", RELEASED_4),
    ]);
    by_class(ALL, json!({"bulk": 257})).breaks(&[("R10", RELEASED_2)]);
}

#[test]
fn where_a_budget_is_required_none_leaves_without() {
    let every = [
        PLANNED, PLANNED_2, RELEASED, RELEASED_2, PLANNED_4, RELEASED_4,
    ];
    let required = |story: Story| story.policy("budget", json!("required"));
    required(costed()).breaks(&every.map(|name| ("R10", name)));
    required(under(costed(), ALL)).is_lawful();
    costed().policy("budget", json!("optional")).is_lawful();
    // One signature is none.
    let proposed = costed().before(SIGNED, PROPOSED, "pct.anna", budget(ALL));
    required(proposed).breaks(&every.map(|name| ("R10", name)));
}

#[test]
fn two_people_approve_the_same_budget() {
    let approved = |first: Value, second: &str, amount: i64| {
        let mut body = budget(amount);
        body["evidence"] = first;
        costed()
            .before(SIGNED, PROPOSED, "pct.anna", budget(ALL))
            .before(SIGNED, APPROVED, second, body)
    };
    let anna = || json!({"first": "pct.anna"});
    approved(anna(), "pct.ben", ALL).is_lawful();
    let broken = [("R10", APPROVED)];
    approved(anna(), "pct.anna", ALL).breaks(&broken);
    approved(anna(), "precede", ALL).breaks(&broken);
    approved(anna(), "pct.ben", ALL + 1).breaks(&broken);
    approved(json!({"first": "pct.carl"}), "pct.ben", ALL).breaks(&broken);
    approved(json!({}), "pct.ben", ALL).breaks(&broken);
}

#[test]
fn an_approval_by_one_leaves_the_budget_before_it() {
    let mut raised = budget(ALL * 2);
    raised["evidence"] = json!({"first": "pct.ben"});
    let name = ("budget-approved#2", "");
    under(costed(), SPENT - 1)
        .before(PLANNED, APPROVED, "pct.ben", raised)
        .breaks(&[("R10", name), ("R10", PLANNED_4), ("R10", RELEASED_4)]);
}
