//! R12, second thoughts: a fact turns out false. Its step opens again, what rested on it stops, an incident opens.

use precede_model::{
    CaseKind, Command, Missing, OptOutCounts, Order, Role, WithdrawnFact,
    facts::{BatchState, Permit},
};

use super::{
    scr::WHOLE,
    world::{World, at, code},
};

const LIVE: &str = "A81001";
const PLANNED: &str = "A81002";
const RELEASED: &str = "A81003";

/// The first practice holds a permit; letters of the second are planned, those of the third with the mail house.
fn under_way() -> World {
    let mut world = World::scr(&[LIVE, PLANNED, RELEASED]);
    world.publicised().to(at("2010-01-20T10:00"));
    world.list(LIVE, 1_000).unwrap();
    world.daemon();
    world.posts(LIVE, 1, 1_000).unwrap();
    world.to(at("2010-04-28T09:00"));
    world.fit(LIVE).unwrap();
    world.reconciled(LIVE).unwrap();
    world.opt_outs(LIVE, 12).unwrap();
    world.practice_agrees(LIVE).unwrap();
    world.pct_agrees(LIVE).unwrap();
    world.list(RELEASED, 1_000).unwrap();
    world.daemon();
    world.list(PLANNED, 1_000).unwrap();
    world.news();
    world
}

/// What stops when a fact is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stops {
    Nothing,
    Letters,
    Permit,
    Both,
}

#[test]
fn each_fact_taken_back_opens_its_step_and_stops_what_rested_on_it() {
    use CaseKind::{FactTakenBack, ListWrong, PublicityNeverRan};
    use WithdrawnFact::{
        DataQuality, Helpline, List, Lmc, OptOuts, Pack, Plan, Publicity, Readiness, System,
        Training,
    };
    let cases = [
        (Readiness, None, "readiness", Stops::Nothing, FactTakenBack),
        (Plan, None, "plan", Stops::Nothing, FactTakenBack),
        (Lmc, None, "consult-lmc", Stops::Nothing, FactTakenBack),
        (Pack, None, "pack", Stops::Letters, FactTakenBack),
        (Helpline, None, "helpline", Stops::Letters, FactTakenBack),
        (Publicity, None, "publicity", Stops::Both, PublicityNeverRan),
        (List, Some(LIVE), "list", Stops::Permit, ListWrong),
        (
            OptOuts,
            Some(LIVE),
            "opt-outs-coded",
            Stops::Permit,
            FactTakenBack,
        ),
        (
            Training,
            Some(LIVE),
            "fitness",
            Stops::Permit,
            FactTakenBack,
        ),
        (System, Some(LIVE), "fitness", Stops::Permit, FactTakenBack),
        (
            DataQuality,
            Some(LIVE),
            "fitness",
            Stops::Permit,
            FactTakenBack,
        ),
    ];
    let before = under_way();
    for (fact, practice, step, stops, about) in cases {
        let mut world = before.clone();
        world.takes_fact_back(fact, practice).unwrap();
        let mut expected = vec![match practice {
            Some(practice) => format!("fact-withdrawn {practice} {fact}"),
            None => format!("fact-withdrawn {fact}"),
        }];
        if matches!(stops, Stops::Letters | Stops::Both) {
            expected.push(format!("batch-stopped {PLANNED} 1"));
            expected.push(format!("recall-asked {RELEASED} 1"));
        }
        if matches!(stops, Stops::Permit | Stops::Both) {
            expected.push(format!("permit-revoked {LIVE}"));
            expected.push(format!("step-opened {LIVE} permit#2"));
        }
        expected.push(match practice {
            Some(practice) => format!("step-opened {practice} {step}#2"),
            None => format!("step-opened {step}#2"),
        });
        expected.push(match practice {
            Some(practice) => format!("case-opened {practice} {about}"),
            None => format!("case-opened {about}"),
        });
        assert_eq!(world.news(), expected, "{fact}");
        world.daemon();
        let again = world.takes_fact_back(fact, practice).unwrap_err();
        assert_eq!(again.unmet.missing, Missing::StepOpen, "{fact}");
        world.check();
    }
}

#[test]
fn a_list_taken_back_stops_the_letters_made_from_it() {
    let mut world = under_way();
    world
        .takes_fact_back(WithdrawnFact::List, Some(PLANNED))
        .unwrap();
    world
        .takes_fact_back(WithdrawnFact::List, Some(RELEASED))
        .unwrap();
    assert_eq!(world.count("batch-stopped"), 1);
    assert_eq!(world.count("recall-asked"), 1);
    assert_eq!(world.count("case-opened"), 2);
    assert!(matches!(world.facts(LIVE).permit, Permit::Issued { .. }));
    world.daemon();
    world.list(PLANNED, 990).unwrap();
    assert_eq!(world.facts(PLANNED).batches[1].items, 990);
    assert_eq!(world.daemon().left, 1);
    world.check();
}

/// The recall came too late: who is left to write to is known when a corrected list is there.
#[test]
fn letters_posted_from_a_list_taken_back_are_done_with_the_corrected_one() {
    for (to_post, is_done) in [(1_000, true), (1_001, false)] {
        let mut world = under_way();
        world
            .takes_fact_back(WithdrawnFact::List, Some(RELEASED))
            .unwrap();
        world.daemon();
        world.posts(RELEASED, 1, 1_000).unwrap();
        assert!(world.is_open("batch", Some(RELEASED)));
        world.list(RELEASED, to_post).unwrap();
        assert_eq!(world.is_done("batch", Some(RELEASED)), is_done);
        world.check();
    }
}

/// Nobody had relied on it yet: the step opens again, and there is nothing to look into.
#[test]
fn nothing_rested_on_it_no_incident() {
    let mut world = World::scr(&[LIVE]);
    world.prepared();
    world.news();
    world
        .takes_fact_back(WithdrawnFact::Readiness, None)
        .unwrap();
    assert_eq!(
        world.news(),
        ["fact-withdrawn readiness", "step-opened readiness#2"]
    );
    world.done(Role::RegionLead, "region", "readiness").unwrap();
    assert!(world.campaign.facts.readiness.is_some());
    world.check();
}

/// Set right, it lets letters and permit go on.
#[test]
fn what_is_put_right_lets_all_go_on() {
    let mut letters = under_way();
    letters.takes_fact_back(WithdrawnFact::Pack, None).unwrap();
    letters.daemon();
    letters.stops(RELEASED, 1).unwrap();
    assert_eq!(letters.outbox, []);
    letters.signed("pack", &WHOLE).unwrap();
    assert_eq!(letters.daemon().left, 2);
    letters.check();

    let mut permit = under_way();
    permit
        .takes_fact_back(WithdrawnFact::System, Some(LIVE))
        .unwrap();
    permit.daemon();
    assert_eq!(permit.count("permit-issued"), 1);
    permit.fit(LIVE).unwrap();
    permit.daemon();
    assert_eq!(permit.count("permit-issued"), 2);
    permit.check();
}

/// In a campaign that had closed the step opens too, or nobody could ever put it right.
#[test]
fn a_closed_campaign_goes_on_with_the_step_of_the_fact() {
    let mut world = World::scr(&[LIVE]);
    world.permit_planned().daemon();
    assert!(world.campaign.has_ended());
    world.news();
    world
        .takes_fact_back(WithdrawnFact::Training, Some(LIVE))
        .unwrap();
    assert_eq!(
        world.news(),
        [
            "fact-withdrawn A81001 training",
            "permit-revoked A81001",
            "campaign-reopened",
            "step-opened A81001 permit#2",
            "step-opened A81001 fitness#2",
            "case-opened A81001 fact-taken-back",
        ]
    );
    world.fit(LIVE).unwrap();
    world.daemon();
    assert_eq!(world.count("permit-issued"), 2);
    assert!(world.campaign.has_ended());
    world.check();
}

#[test]
fn a_fact_is_taken_back_with_a_reason_by_its_owner_where_it_stands() {
    let mut world = under_way();
    let take = |fact, practice: Option<&str>| Order::WithdrawFact {
        fact,
        practice: practice.map(code),
    };
    for (fact, practice) in [
        (WithdrawnFact::Readiness, Some(LIVE)),
        (WithdrawnFact::Pack, Some(LIVE)),
        (WithdrawnFact::Training, None),
        (WithdrawnFact::Helpline, Some(LIVE)),
        (WithdrawnFact::OptOuts, None),
        (WithdrawnFact::OptOuts, Some(PLANNED)),
        (WithdrawnFact::List, Some("X99999")),
    ] {
        let refusal = world.takes_fact_back(fact, practice).unwrap_err();
        assert_eq!(refusal.unmet.missing, Missing::StepOpen, "{fact}");
    }
    for role in [Role::MailHouse, Role::Lmc, Role::Practice] {
        let refusal = world.order(role, "somebody", take(WithdrawnFact::Pack, None));
        assert_eq!(refusal.unwrap_err().unmet.missing, Missing::Role);
    }
    let silent = Command {
        by: precede_model::Actor::Person("staff".parse().unwrap()),
        role: Role::PctStaff,
        happened: None,
        confirmed_by: None,
        evidence: Default::default(),
        order: take(WithdrawnFact::Pack, None),
    };
    assert_eq!(
        world.command(silent).unwrap_err().unmet.missing,
        Missing::Reason
    );
    let helpline = take(WithdrawnFact::Helpline, None);
    world.order(Role::Helpline, "helpline", helpline).unwrap();
    let planned = World::planned("scr", &[LIVE], &[]);
    let early = planned.clone().takes_fact_back(WithdrawnFact::Pack, None);
    assert_eq!(early.unwrap_err().unmet.missing, Missing::CampaignRunning);
    world.check();
}

/// A later count with a backlog is a fact like any other: the permit falls, and the step opens for the rest.
#[test]
fn a_backlog_counted_after_the_permit_revokes_it() {
    let mut world = under_way();
    let count = |coded| Order::Finish {
        step: "opt-outs-coded".parse().unwrap(),
        practice: Some(code(LIVE)),
        counts: Some(OptOutCounts {
            coded,
            received: 15,
            passed_on: 15,
        }),
    };
    world.order(Role::Practice, "gp-A81001", count(14)).unwrap();
    assert_eq!(
        world.news(),
        [
            "opt-outs-coded A81001",
            "step-opened A81001 opt-outs-coded#2",
            "permit-revoked A81001",
            "step-opened A81001 permit#2",
            "case-opened A81001 fact-taken-back",
        ]
    );
    world.daemon();
    assert_eq!(world.count("permit-issued"), 1);
    world.order(Role::Practice, "gp-A81001", count(15)).unwrap();
    world.daemon();
    assert_eq!(world.count("permit-issued"), 2);
    world.check();
}

/// The list was wrong: letters made from it stop, and are not made from it again.
#[test]
fn a_death_known_before_the_extract_takes_the_list_back() {
    let mut world = under_way();
    world.death(PLANNED, true).unwrap();
    assert_eq!(
        world.news(),
        [
            "death-reported A81002",
            "case-opened A81002 death-before-extract",
            "fact-withdrawn A81002 list",
            "batch-stopped A81002 1",
            "step-opened A81002 list#2",
        ]
    );
    world.to(at("2010-04-28T10:00"));
    assert_eq!(world.facts(PLANNED).batches.len(), 1);
    world.list(PLANNED, 999).unwrap();
    assert_eq!(world.facts(PLANNED).batches[1].items, 999);
    world.death(RELEASED, true).unwrap();
    world.daemon();
    assert_eq!(world.recalled, [(code(RELEASED), 1)]);
    world.check();
}

/// The permit falls until a corrected list is there, which names at least those already written to.
#[test]
fn a_death_known_before_the_extract_revokes_the_permit() {
    let mut world = under_way();
    world.death(LIVE, true).unwrap();
    assert!(matches!(world.facts(LIVE).permit, Permit::Revoked { .. }));
    world.daemon();
    let fewer = world.list(LIVE, 999).unwrap_err();
    assert_eq!(fewer.unmet.missing, Missing::ListCounts);
    assert_eq!(world.count("permit-issued"), 1);
    world.list(LIVE, 1_000).unwrap();
    world.daemon();
    assert_eq!(world.count("permit-issued"), 2);
    world.reconciled(LIVE).unwrap();
    world.check();
}

#[test]
fn a_death_after_the_extract_needs_an_apology_no_more() {
    let mut world = under_way();
    for practice in [LIVE, PLANNED, RELEASED] {
        world.death(practice, false).unwrap();
    }
    assert_eq!(
        world.news(),
        [
            "death-reported A81001",
            "case-opened A81001 apology",
            "death-reported A81002",
            "case-opened A81002 apology",
            "death-reported A81003",
            "case-opened A81003 apology",
        ]
    );
    assert_eq!(world.facts(PLANNED).batches[0].state, BatchState::Planned);
    world.check();
}

/// Who takes a permit back takes that side's agreement back: it is not given anew in the same breath.
#[test]
fn a_person_revokes_a_permit_until_that_side_agrees_again() {
    for (role, side) in [
        (Role::PctLead, "pct-agrees"),
        (Role::RegionLead, "pct-agrees"),
        (Role::ProgrammeLead, "pct-agrees"),
        (Role::Practice, "practice-agrees"),
    ] {
        let mut world = under_way();
        world.revokes(role, LIVE).unwrap();
        assert_eq!(
            world.news(),
            [
                "agreement-withdrawn A81001",
                "case-opened A81001 agreement-taken-back",
                "permit-revoked A81001",
                "step-opened A81001 permit#2",
                &format!("step-opened A81001 {side}#2"),
            ],
            "{role}"
        );
        let revoked = world.events.iter().rev();
        let revoked = revoked
            .clone()
            .find(|event| matches!(event.what, precede_model::Happening::PermitRevoked { .. }));
        let revoked = revoked.unwrap();
        assert_eq!(revoked.evidence.reason.as_deref(), Some("as agreed"));
        assert!(revoked.actor.person().is_some());
        world.daemon();
        assert_eq!(world.count("permit-issued"), 1, "not given at once again");
        let again = match role {
            Role::Practice => world.practice_agrees(LIVE),
            _ => world.pct_agrees(LIVE),
        };
        again.unwrap();
        world.daemon();
        assert_eq!(world.count("permit-issued"), 2);
        world.check();
    }
}

#[test]
fn a_permit_is_revoked_where_there_is_one_by_who_may_with_a_reason() {
    let mut world = under_way();
    for role in [Role::PctStaff, Role::Helpline, Role::MailHouse] {
        let refusal = world.revokes(role, LIVE).unwrap_err();
        assert_eq!(refusal.unmet.missing, Missing::Role);
    }
    for practice in [PLANNED, "X99999"] {
        let refusal = world.revokes(Role::PctLead, practice).unwrap_err();
        assert_eq!(refusal.unmet.missing, Missing::Unknown);
    }
    let silent = Command {
        by: precede_model::Actor::Person("lead".parse().unwrap()),
        role: Role::PctLead,
        happened: None,
        confirmed_by: None,
        evidence: Default::default(),
        order: Order::RevokePermit {
            practice: code(LIVE),
        },
    };
    assert_eq!(
        world.command(silent).unwrap_err().unmet.missing,
        Missing::Reason
    );
    world.revokes(Role::PctLead, LIVE).unwrap();
    let twice = world.revokes(Role::PctLead, LIVE).unwrap_err();
    assert_eq!(twice.unmet.missing, Missing::Unknown);
    world.check();
}
