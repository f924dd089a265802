//! What people do in a scenario, and the small programme they do it in.

use precede_model::{
    Answer, Digest, How, Order, OrganisationCode, PatientList, Position, Timestamp,
    definition::PackPart, programme::ProgrammeOrder,
};

/// Something that happens.
pub enum Deed {
    /// Time passes, with the daemon at work.
    Until(&'static str),
    /// A person's order of a campaign.
    Ordered(&'static str, &'static str, Order),
    /// A directive is issued, amended or lifted.
    Directed(&'static str, ProgrammeOrder),
    /// Another order of the programme.
    Requested(ProgrammeOrder),
    /// A newer file of the register is imported.
    Registered(&'static str, &'static str),
}

/// A story: what happened before it, and what happens in it.
pub struct Scenario {
    pub name: &'static str,
    /// Done once, undisturbed, in the database every run starts from.
    pub before: Vec<Deed>,
    /// Disturbed at every point.
    pub deeds: Vec<Deed>,
}

pub const HERE: &str = "scr/5PY/all";
pub const THERE: &str = "scr/5PX/all";

pub fn name<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().expect("a name")
}

pub fn code(text: &str) -> OrganisationCode {
    name(text)
}

/// The shipped programme with every wait cut to a working day: its steps and rules, in a week instead of a year.
pub fn programme() -> String {
    let mut text = precede_render::programme_text("scr")
        .expect("it is shipped")
        .to_owned();
    for (long, short) in [
        ("practice_lead = \"10wd\"", "practice_lead = \"1wd\""),
        ("decision_period = \"12w\"", "decision_period = \"1d\""),
        ("bulk = \"7wd\"", "bulk = \"1wd\""),
        ("remind = [\"5wd\", \"8wd\"]", "remind = [\"1wd\", \"2wd\"]"),
        ("escalate = \"10wd\"", "escalate = \"3wd\""),
        ("chase_end = \"20wd\"", "chase_end = \"4wd\""),
        ("lasts = \"4w\"", "lasts = \"1d\""),
        ("wait = \"10wd\"", "wait = \"1wd\""),
    ] {
        assert!(text.contains(long), "{long}");
        text = text.replace(long, short);
    }
    text
}

/// Readiness, plan and LMC: practices are told next.
pub fn prepared(campaign: &'static str, lead: &'static str, approver: &'static str) -> Vec<Deed> {
    vec![
        Deed::Ordered(campaign, "national", Order::Start),
        Deed::Ordered(campaign, "region", finished("readiness", None)),
        Deed::Ordered(campaign, lead, signed("plan", &[])),
        Deed::Ordered(campaign, approver, signed("plan", &[])),
    ]
}

/// Two practices told and ready, publicity live: patients are written to next.
pub fn publicised() -> Vec<Deed> {
    let mut deeds = prepared(HERE, "lead", "approver");
    deeds.push(Deed::Ordered(HERE, "lead", lmc()));
    deeds.push(Deed::Until("2010-01-04T09:05:00Z"));
    for practice in ["F81001", "F81002"] {
        deeds.push(Deed::Ordered(HERE, "staff", ready(practice)));
    }
    deeds.push(Deed::Ordered(HERE, "manager", takes_part("F81001")));
    deeds.push(Deed::Ordered(HERE, "manager-2", takes_part("F81002")));
    let pack = [
        PackPart::Letter,
        PackPart::Leaflet,
        PackPart::Freephone,
        PackPart::ReturnAddress,
        PackPart::AlternativeFormats,
    ];
    deeds.extend([
        Deed::Ordered(HERE, "staff", finished("slot-booked", None)),
        Deed::Ordered(HERE, "helpline", finished("helpline", None)),
        Deed::Ordered(HERE, "lead", signed("pack", &pack)),
        Deed::Ordered(HERE, "approver", signed("pack", &pack)),
        Deed::Until("2010-01-06T09:00:00Z"),
        Deed::Ordered(HERE, "lead", publicity()),
    ]);
    deeds
}

/// Letters posted, choice made, opt-outs coded at the first practice: both sides agree next.
pub fn chosen() -> Vec<Deed> {
    let mut deeds = publicised();
    deeds.push(Deed::Ordered(HERE, "staff", list("F81001", 100)));
    deeds.push(Deed::Until("2010-01-06T09:05:00Z"));
    deeds.push(Deed::Ordered(HERE, "mailer", posted("F81001", 1, 100)));
    deeds.push(Deed::Until("2010-01-12T09:00:00Z"));
    let practice = Some("F81001");
    let coded = Order::Finish {
        step: name("opt-outs-coded"),
        practice: practice.map(code),
        counts: Some(precede_model::OptOutCounts {
            coded: 4,
            received: 4,
            passed_on: 4,
        }),
    };
    deeds.extend([
        Deed::Ordered(HERE, "staff", finished("fitness", practice)),
        Deed::Ordered(HERE, "staff", finished("reconciled", practice)),
        Deed::Ordered(HERE, "manager", coded),
    ]);
    deeds
}

pub fn finished(step: &str, practice: Option<&str>) -> Order {
    Order::Finish {
        step: name(step),
        practice: practice.map(code),
        counts: None,
    }
}

pub fn signed(step: &str, contents: &[PackPart]) -> Order {
    Order::Sign {
        step: name(step),
        practice: None,
        digest: Digest::of(step),
        contents: contents.to_vec(),
    }
}

pub fn lmc() -> Order {
    Order::TakePosition {
        step: name("consult-lmc"),
        practice: None,
        position: Position::Supports,
    }
}

pub fn publicity() -> Order {
    Order::OpenPublicity {
        step: name("publicity"),
    }
}

/// Somebody at the practice said so to PCT staff.
pub fn ready(practice: &str) -> Order {
    acknowledged(practice, How::Phone)
}

/// Somebody at the practice used the link.
pub fn ready_by_link(practice: &str) -> Order {
    acknowledged(practice, How::Link)
}

fn acknowledged(practice: &str, how: How) -> Order {
    Order::Acknowledge {
        step: None,
        practice: code(practice),
        how,
        name_role: None,
    }
}

pub fn takes_part(practice: &str) -> Order {
    Order::Answer {
        practice: code(practice),
        answer: Answer::TakesPart,
    }
}

/// A list extracted the evening before the first day of letters.
pub fn list(practice: &str, to_post: u32) -> Order {
    let at: Timestamp = name("2010-01-05T18:00:00Z");
    Order::AcceptList {
        step: name("list"),
        practice: code(practice),
        list: Box::new(PatientList {
            holder: "holder".to_owned(),
            agreement: "agreement".to_owned(),
            agreement_expires: name("2011-01-01"),
            digest: Digest::of(format!("{practice} {to_post}")),
            extracted: at,
            deaths_checked: at,
            rows: to_post + 7,
            excluded: [("dead".to_owned(), 7)].into(),
            to_post,
        }),
    }
}

pub fn posted(practice: &str, batch: u16, items: u32) -> Order {
    Order::Posted {
        practice: code(practice),
        batch,
        items,
        spoiled: 0,
        stopped: 0,
    }
}

pub fn signed_off(step: &str, practice: &str) -> Order {
    Order::SignOff {
        step: name(step),
        practice: code(practice),
        instrument: None,
    }
}
