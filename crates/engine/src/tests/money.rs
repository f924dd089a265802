//! R10, money: no batch is planned or released beyond the budget that two people approved.

use precede_model::{
    Act, Answer, Missing, Money, Order, Role, Rule,
    definition::{BudgetNeed, PostClass},
    facts::{BatchState, Budget},
};

use super::{
    others::{budget, money},
    world::{World, at, code, def},
};
use crate::{NoWarrant, explain, spending};

const PRACTICE: &str = "A81001";
const OTHER: &str = "A81002";

/// Letters may be planned as soon as there are lists.
fn publicised(practices: &[&str]) -> World {
    let mut world = World::scr(practices);
    world.publicised().to(at("2010-01-20T10:00"));
    world
}

fn lacks(world: &World) -> Vec<(Rule, Missing)> {
    let of = Some(code(PRACTICE));
    let lacks = explain(&world.def, &world.campaign, Act::Post, of, world.now).unwrap();
    lacks.iter().map(|lack| (lack.rule, lack.missing)).collect()
}

#[test]
fn a_budget_is_approved_by_two_people_under_the_same_amounts() {
    let mut world = publicised(&[PRACTICE]);
    let sum = budget("250");
    world.signs_budget(Role::PctLead, "lead", &sum).unwrap();
    assert_eq!(world.campaign.facts.spending.approved, None);
    let twice = world.signs_budget(Role::PctLead, "lead", &sum).unwrap_err();
    assert_eq!(twice.unmet.missing, Missing::SecondPerson);
    let others = [
        budget("251"),
        Budget {
            unit_cost: [(PostClass::Bulk, money("24p"))].into(),
            ..sum.clone()
        },
    ];
    for other in &others {
        let differs = world.signs_budget(Role::PctApprover, "approver", other);
        assert_eq!(differs.unwrap_err().unmet.missing, Missing::SameContent);
    }
    world
        .signs_budget(Role::PctApprover, "approver", &sum)
        .unwrap();
    assert_eq!(world.campaign.facts.spending.approved, Some(sum));
    let approved = world.events.last().unwrap();
    assert_eq!(approved.evidence.first, Some("lead".parse().unwrap()));
    world.check();
}

/// A slip in the first signature is put right by who made it.
#[test]
fn who_signed_first_may_sign_other_amounts() {
    let mut world = publicised(&[PRACTICE]);
    world
        .signs_budget(Role::PctLead, "lead", &budget("2500000"))
        .unwrap();
    world.budgets(&budget("250")).unwrap();
    let approved = world.campaign.facts.spending.approved.as_ref();
    assert_eq!(approved.unwrap().amount, money("250"));
    world.check();
}

#[test]
fn a_budget_is_signed_by_those_who_answer_for_money_while_the_campaign_lives() {
    let mut world = publicised(&[PRACTICE]);
    for role in [Role::PctStaff, Role::Practice, Role::RegionLead] {
        let refusal = world.signs_budget(role, "somebody", &budget("250"));
        assert_eq!(refusal.unwrap_err().unmet.missing, Missing::Role);
    }
    let below = Money::from_hundredths(-1);
    for wrong in [
        Budget {
            amount: below,
            ..budget("250")
        },
        Budget {
            unit_cost: [(PostClass::FirstClass, below)].into(),
            ..budget("250")
        },
    ] {
        let refusal = world.signs_budget(Role::PctLead, "lead", &wrong);
        assert_eq!(refusal.unwrap_err().unmet.missing, Missing::Count);
    }
    world.order(Role::PctLead, "lead", Order::Withdraw).unwrap();
    let ended = world.signs_budget(Role::PctLead, "lead", &budget("250"));
    assert_eq!(ended.unwrap_err().unmet.missing, Missing::CampaignRunning);
    world.check();
}

#[test]
fn letters_beyond_the_budget_are_not_planned() {
    let mut world = publicised(&[PRACTICE]);
    world.budgets(&budget("249.99")).unwrap();
    world.list(PRACTICE, 1_000).unwrap();
    assert_eq!(world.outbox, []);
    assert_eq!(lacks(&world), [(Rule::R10, Missing::Budget)]);
    world.budgets(&budget("250")).unwrap();
    assert_eq!(world.daemon().left, 1, "to the last penny");
    world.check();
}

/// A smaller budget approved between plan and release.
#[test]
fn planned_letters_stop_when_the_budget_shrinks() {
    let mut world = publicised(&[PRACTICE, OTHER]);
    world.budgets(&budget("500")).unwrap();
    for practice in [PRACTICE, OTHER] {
        world.list(practice, 1_000).unwrap();
    }
    let smaller = Some(budget("499"));
    let mut unseen = world.clone();
    unseen.campaign.facts.spending.approved = smaller;
    let claimed = unseen.warrant(&world.outbox[0]);
    assert!(matches!(claimed, Err(NoWarrant::Refused(unmet)) if unmet.rule == Rule::R10));
    world.news();
    world.budgets(&budget("499")).unwrap();
    assert_eq!(
        world.news(),
        [
            "budget-proposed",
            "budget-approved",
            "batch-stopped A81001 1"
        ],
        "the other is within it"
    );
    let performed = world.daemon();
    assert_eq!((performed.left, performed.not_wanted), (1, 1));
    world.check();
}

/// What is with the mail house has left within the budget of its day.
#[test]
fn letters_that_have_left_are_not_recalled_for_money() {
    let mut world = publicised(&[PRACTICE]);
    world.budgets(&budget("500")).unwrap();
    world.list(PRACTICE, 1_000).unwrap();
    world.daemon();
    world.budgets(&budget("100")).unwrap();
    let nobody_says = Budget {
        unit_cost: Default::default(),
        ..budget("100")
    };
    world.budgets(&nobody_says).unwrap();
    assert_eq!(world.count("recall-asked"), 0);
    world.posts(PRACTICE, 1, 1_000).unwrap();
    world.check();
}

#[test]
fn letters_that_were_stopped_free_their_money() {
    let mut world = publicised(&[PRACTICE, OTHER]);
    world.budgets(&budget("400")).unwrap();
    for practice in [PRACTICE, OTHER] {
        world.list(practice, 1_000).unwrap();
    }
    assert_eq!(world.outbox.len(), 1);
    world.answers(PRACTICE, Answer::Declines).unwrap();
    let performed = world.daemon();
    assert_eq!((performed.left, performed.not_wanted), (1, 1));
    assert!(matches!(
        world.facts(OTHER).batches[0].state,
        BatchState::Released { .. }
    ));
    world.check();
}

/// The mail house stopped 400 of 1,000: only what was posted or spoiled is paid for.
#[test]
fn only_letters_made_are_paid_for() {
    let mut world = publicised(&[PRACTICE, OTHER]);
    world.budgets(&budget("400")).unwrap();
    world.list(PRACTICE, 1_000).unwrap();
    world.daemon();
    world.list(OTHER, 1_000).unwrap();
    assert_eq!(world.outbox, []);
    world.posts_with(PRACTICE, 1, (500, 100, 400)).unwrap();
    assert_eq!(world.daemon().left, 1);
    world.posts_with(OTHER, 1, (1_000, 0, 0)).unwrap();
    let sums = spending(&world.def, &world.campaign);
    assert_eq!(sums.spent, money("400"));
    assert_eq!(sums.left, Some(Money::ZERO));
    world.check();
}

fn with_policy(lines: &str) -> World {
    let def = def("scr", |text| {
        text.replace("[policy]\n", &format!("[policy]\n{lines}\n"))
    });
    let mut world = World::of(def, &[PRACTICE], &[]);
    world.start();
    world.publicised().to(at("2010-01-20T10:00"));
    world
}

#[test]
fn a_programme_may_ask_for_a_budget_before_any_letter() {
    let mut world = with_policy("budget = \"required\"\nunit_cost = { bulk = \"25.7p\" }");
    assert_eq!(world.def.policy.budget, BudgetNeed::Required);
    world.list(PRACTICE, 1_000).unwrap();
    assert_eq!(world.outbox, []);
    assert_eq!(lacks(&world), [(Rule::R10, Missing::BudgetApproved)]);
    let sum = Budget {
        amount: money("257"),
        unit_cost: Default::default(),
    };
    world.budgets(&sum).unwrap();
    assert_eq!(world.daemon().left, 1, "at the programme's own cost");
    world.check();
}

#[test]
fn without_a_budget_letters_leave_where_none_is_asked_for() {
    let mut world = publicised(&[PRACTICE]);
    world.list(PRACTICE, 1_000).unwrap();
    assert_eq!(world.daemon().left, 1);
    let sums = spending(&world.def, &world.campaign);
    assert_eq!(
        (sums.approved, sums.unit_cost, sums.left),
        (None, None, None)
    );
    assert_eq!((sums.committed, sums.spent), (Money::ZERO, Money::ZERO));
}

#[test]
fn somebody_has_to_say_what_a_letter_costs() {
    let mut world = publicised(&[PRACTICE]);
    let of_another_class = Budget {
        amount: money("1000000"),
        unit_cost: [(PostClass::FirstClass, money("25p"))].into(),
    };
    world.budgets(&of_another_class).unwrap();
    world.list(PRACTICE, 1_000).unwrap();
    assert_eq!(world.outbox, []);
    assert_eq!(lacks(&world), [(Rule::R10, Missing::UnitCost)]);
    world.budgets(&budget("250")).unwrap();
    assert_eq!(world.daemon().left, 1);
    world.check();
}

/// Letters that left before anybody said what one costs are not free.
#[test]
fn letters_of_before_the_budget_count_at_what_one_costs_now() {
    let mut world = publicised(&[PRACTICE, OTHER]);
    world.list(OTHER, 1_000).unwrap();
    world.daemon();
    assert_eq!(world.facts(OTHER).batches[0].cost, None);
    world.budgets(&budget("499")).unwrap();
    world.list(PRACTICE, 1_000).unwrap();
    assert_eq!(world.outbox, []);
    assert_eq!(lacks(&world), [(Rule::R10, Missing::Budget)]);
    assert_eq!(
        spending(&world.def, &world.campaign).committed,
        money("250")
    );
    world.budgets(&budget("500")).unwrap();
    assert_eq!(world.daemon().left, 1);
    world.check();
}

#[test]
fn spending_adds_up() {
    let mut world = publicised(&[PRACTICE, OTHER, "A81003"]);
    world.budgets(&budget("1000")).unwrap();
    for practice in [PRACTICE, OTHER] {
        world.list(practice, 1_000).unwrap();
    }
    world.daemon();
    world.posts_with(PRACTICE, 1, (900, 60, 40)).unwrap();
    world.list("A81003", 400).unwrap();
    let sums = spending(&world.def, &world.campaign);
    assert_eq!(sums.approved, Some(money("1000")));
    assert_eq!(sums.unit_cost, Some(money("25p")));
    assert_eq!(sums.class, PostClass::Bulk);
    assert_eq!(sums.committed, money("350"), "one released, one planned");
    assert_eq!(sums.spent, money("240"), "posted and spoiled");
    assert_eq!(sums.left, Some(money("410")));
    // Another price later leaves what was planned at the old one.
    let dearer = Budget {
        unit_cost: [(PostClass::Bulk, money("26p"))].into(),
        ..budget("1000")
    };
    world.budgets(&dearer).unwrap();
    assert_eq!(spending(&world.def, &world.campaign).spent, money("240"));
    world.check();
}
