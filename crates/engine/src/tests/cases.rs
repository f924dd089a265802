//! Cases: who owns them, who must be told, by when; and how they are closed.

use precede_model::{CaseKind, Missing, Order, Report, Role};

use super::world::{World, at, code};

const PRACTICE: &str = "A81001";

/// Opened at 10:00 on Wednesday 20 January 2010.
#[test]
fn each_kind_has_its_owner_and_its_clock() {
    use CaseKind as Kind;
    let hours = "2010-01-23T10:00:00Z";
    let week = "2010-01-27T00:00:00Z";
    let cases = [
        (Kind::PersonalDataBreach, Role::DataProtectionOfficer, hours),
        (Kind::UploadWithoutPermit, Role::PctLead, hours),
        (Kind::DeathBeforeExtract, Role::PctLead, hours),
        (Kind::ListWrong, Role::PctLead, hours),
        (Kind::AcknowledgementTakenBack, Role::PctLead, week),
        (Kind::AgreementTakenBack, Role::PctLead, week),
        (Kind::PublicityNeverRan, Role::PctLead, week),
        (Kind::FactTakenBack, Role::PctLead, week),
        (Kind::Apology, Role::PctStaff, week),
        (Kind::Complaint, Role::PctLead, "2010-01-25T00:00:00Z"),
        (
            Kind::FreedomOfInformation,
            Role::PctLead,
            "2010-02-17T00:00:00Z",
        ),
        (
            Kind::SubjectAccess,
            Role::DataProtectionOfficer,
            "2010-02-17T00:00:00Z",
        ),
    ];
    let mut world = World::scr(&[PRACTICE]);
    world.to(at("2010-01-20T10:00"));
    for (about, owner, due) in cases {
        world.opens_case(Some(PRACTICE), about).unwrap();
        let case = world.campaign.facts.cases.last().unwrap();
        assert_eq!((case.owner, case.due), (owner, at(due)), "{about}");
        assert_eq!(case.practice, Some(code(PRACTICE)));
        assert_eq!(
            case.tell.contains(&Role::Practice),
            about.is_incident() || about == Kind::Apology,
            "the practice is told of what went wrong: {about}"
        );
        assert!(!case.tell.contains(&case.owner), "{about}");
    }
    let numbers = world.campaign.facts.cases.iter().map(|case| case.case);
    assert!(numbers.eq(1..=12));
    world.check();
}

/// The clock runs from when it happened, not from when somebody wrote it down.
#[test]
fn the_clock_runs_from_when_it_happened() {
    let mut world = World::scr(&[PRACTICE]);
    world.to(at("2010-01-20T10:00"));
    let open = Order::Report(Report::OpenCase {
        practice: None,
        about: CaseKind::PersonalDataBreach,
    });
    let by = (Role::PctStaff, "staff");
    world
        .order_of(by, (at("2010-01-18T08:00"), None), open.clone())
        .unwrap();
    let case = world.campaign.facts.cases.last().unwrap();
    assert_eq!(case.since, at("2010-01-18T08:00"));
    assert_eq!(case.due, at("2010-01-21T08:00"));
    assert_eq!(case.practice, None);
    let ahead = world.order_of(by, (at("2010-01-21T08:00"), None), open);
    assert_eq!(ahead.unwrap_err().unmet.missing, Missing::NotInFuture);
    world.check();
}

#[test]
fn a_case_is_opened_by_witnesses_about_practices_that_are_there() {
    let mut world = World::scr(&[PRACTICE]);
    let about = CaseKind::Complaint;
    let nobody = world.opens_case(Some("X99999"), about).unwrap_err();
    assert_eq!(nobody.unmet.missing, Missing::Unknown);
    let report = |practice: Option<&str>| Report::OpenCase {
        practice: practice.map(code),
        about,
    };
    let rights = world.reports(Role::MailHouse, "mailer", report(None));
    assert_eq!(rights.unwrap_err().unmet.missing, Missing::Role);
    world
        .reports(Role::Practice, "gp", report(Some(PRACTICE)))
        .unwrap();
    assert_eq!(world.count("case-opened"), 1);
    world.check();
}

#[test]
fn a_case_is_closed_once_by_its_owner_or_a_lead_with_a_note() {
    let mut world = World::scr(&[PRACTICE]);
    world
        .opens_case(Some(PRACTICE), CaseKind::SubjectAccess)
        .unwrap();
    let close = |case| Order::Report(Report::CloseCase { case });
    for role in [Role::PctStaff, Role::Helpline, Role::Practice] {
        let refusal = world.order(role, "somebody", close(1)).unwrap_err();
        assert_eq!(refusal.unmet.missing, Missing::Role);
    }
    let by = (Role::PctLead, "lead");
    let silent = world.order_of(by, (world.now, None), close(1));
    assert_eq!(silent.unwrap_err().unmet.missing, Missing::Reason);
    for role in [Role::DataProtectionOfficer, Role::PctLead, Role::RegionLead] {
        world.clone().order(role, "somebody", close(1)).unwrap();
    }
    let unknown = world.order(by.0, by.1, close(2)).unwrap_err();
    assert_eq!(unknown.unmet.missing, Missing::Unknown);
    world.order(by.0, by.1, close(1)).unwrap();
    assert_eq!(world.campaign.facts.cases[0].closed, Some(world.now));
    let twice = world.order(by.0, by.1, close(1)).unwrap_err();
    assert_eq!(twice.unmet.missing, Missing::Unknown);
    world.opens_case(None, CaseKind::Complaint).unwrap();
    assert_eq!(
        world.campaign.facts.cases[1].case, 2,
        "numbers are not used again"
    );
    world.check();
}
