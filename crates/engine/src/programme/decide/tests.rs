use precede_model::{
    Actor, ClockEffect, Evidence, Rule,
    programme::{ProgrammeEvent, QuietTime, Wave},
};

use super::*;
use crate::programme::apply_programme;

fn name(text: &str) -> FactName {
    text.parse().unwrap()
}

fn code(text: &str) -> OrganisationCode {
    text.parse().unwrap()
}

fn at(text: &str) -> Timestamp {
    format!("{text}T09:00:00Z").parse().unwrap()
}

fn areas(text: &str) -> Vec<Area> {
    text.split_whitespace()
        .map(|area| area.parse().unwrap())
        .collect()
}

fn scope(inside: &str, except: &str) -> Scope {
    Scope {
        areas: areas(inside),
        except: areas(except),
    }
}

/// Three PCTs of the South East Coast, one of them with a practice that orders name; and one of London.
fn places() -> Vec<Place> {
    let place = |pct: &str, region: &str, practice: Option<&str>| Place {
        pct: code(pct),
        region: Some(code(region)),
        practice: practice.map(code),
    };
    vec![
        place("5PY", "Q37", None),
        place("5PY", "Q37", Some("F81006")),
        place("5P7", "Q37", None),
        place("5L3", "Q37", None),
        place("5A9", "Q36", None),
    ]
}

const NOW: &str = "2010-04-16";

/// A programme and its chain: what is accepted is applied.
struct World {
    programme: Programme,
    now: Timestamp,
}

impl World {
    /// A wave known in part, and a directive over it.
    fn new() -> Self {
        let mut world = Self {
            programme: Programme::new("scr".parse().unwrap()),
            now: at(NOW),
        };
        world.takes(ProgrammeOrder::DefineWave(wave(
            "accelerated",
            Some(70),
            "5PY",
        )));
        world.takes(issue());
        world
    }

    fn decide(&self, order: ProgrammeOrder) -> Result<Happened, NotAcceptable> {
        let command = ProgrammeCommand {
            by: "nina".parse().unwrap(),
            happened: None,
            evidence: Evidence::default(),
            order,
        };
        decide_programme(&self.programme, &places(), &command, self.now)
    }

    fn takes(&mut self, order: ProgrammeOrder) -> ProgrammeHappening {
        let (what, pct, practice) = self.decide(order).unwrap();
        let event = ProgrammeEvent {
            at: self.now,
            happened: self.now,
            counts_from: self.now,
            pct,
            practice,
            step: None,
            actor: Actor::Person("nina".parse().unwrap()),
            evidence: Evidence::default(),
            what,
        };
        let written = serde_json::to_string(&event).unwrap();
        let event: ProgrammeEvent = serde_json::from_str(&written).unwrap();
        apply_programme(&mut self.programme, &event);
        event.what
    }

    fn refuses(&self, order: ProgrammeOrder) -> String {
        match self.decide(order.clone()) {
            Ok(_) => panic!("`{order:?}` is taken"),
            Err(refusal) => refusal.to_string(),
        }
    }

    fn coverage(&self, pct: &str) -> Coverage {
        let directive = self.programme.directive(name("dh")).unwrap();
        let place = places().into_iter().find(|place| place.pct == code(pct));
        judge(&self.programme, directive, place.unwrap()).coverage
    }
}

fn wave(id: &str, stated: Option<u32>, members: &str) -> Wave {
    Wave {
        id: name(id),
        stated_count: stated,
        complete: false,
        members: members.split_whitespace().map(code).collect(),
    }
}

/// The suspension of April 2010.
fn issue() -> ProgrammeOrder {
    issue_of("dh", scope("wave:accelerated", "pct:5P7"))
}

fn issue_of(id: &str, scope: Scope) -> ProgrammeOrder {
    ProgrammeOrder::Issue {
        id: name(id),
        authority: "DH".to_owned(),
        reference: "letter of 16 April".to_owned(),
        acts: vec![HeldAct::Post, HeldAct::Permit, HeldAct::Post],
        scope,
        from: at(NOW),
        clock: ClockEffect::Runs,
    }
}

fn amend(new: Option<Scope>) -> ProgrammeOrder {
    ProgrammeOrder::Amend {
        id: name("dh"),
        authority: "DH".to_owned(),
        reference: "letter of 4 May".to_owned(),
        acts: None,
        scope: new,
        clock: None,
    }
}

fn lift() -> ProgrammeOrder {
    ProgrammeOrder::Lift {
        id: name("dh"),
        authority: "DH".to_owned(),
        reference: "letter of June".to_owned(),
    }
}

fn settle(pct: &str, coverage: Coverage) -> ProgrammeOrder {
    ProgrammeOrder::Settle {
        id: name("dh"),
        pct: code(pct),
        coverage,
    }
}

fn ask(inside: &str, acts: &[HeldAct]) -> ProgrammeOrder {
    ProgrammeOrder::Ask {
        id: name("east"),
        directive: name("dh"),
        applicant: "SHA".to_owned(),
        scope: scope(inside, ""),
        acts: acts.to_vec(),
    }
}

fn grant(from: &str, until: &str, conditions: &[Rule]) -> ProgrammeOrder {
    ProgrammeOrder::Grant {
        id: name("east"),
        terms: Terms {
            from: at(from),
            until: at(until),
            conditions: conditions.to_vec(),
        },
    }
}

fn quiet(inside: &str, (from, until): (&str, &str)) -> QuietTime {
    QuietTime {
        id: name("election"),
        scope: scope(inside, ""),
        from: at(from),
        until: at(until),
        reference: "Cabinet Office".to_owned(),
        cancelled: false,
    }
}

#[test]
fn a_wave_names_no_more_pcts_than_it_has() {
    let mut world = World::new();
    let refusal = world.refuses(ProgrammeOrder::DefineWave(wave("w", Some(1), "5PY 5P7")));
    assert_eq!(
        refusal,
        "wave `w` names 2 PCTs but is said to have 1: say how many there are with --stated"
    );
    let twice = ProgrammeOrder::DefineWave(wave("w", Some(2), "5PY 5P7 5PY"));
    let ProgrammeHappening::WaveDefined(defined) = world.takes(twice) else {
        panic!("a wave is defined");
    };
    assert_eq!(
        defined.members,
        [code("5P7"), code("5PY")],
        "each once, in order"
    );
    world.takes(ProgrammeOrder::DefineWave(wave("w", None, "5A9")));
    assert_eq!(
        world.programme.waves.len(),
        2,
        "the newest words replace those before"
    );
}

#[test]
fn a_directive_names_who_orders_what_where_and_over_whom() {
    let world = World::new();
    let empty = ProgrammeOrder::Issue {
        id: name("dh"),
        authority: " ".to_owned(),
        reference: String::new(),
        acts: Vec::new(),
        scope: scope("wave:unknown pct:5P7", "pct:5P7"),
        from: at(NOW),
        clock: ClockEffect::Runs,
    };
    assert_eq!(
        world.refuses(empty).split("; ").collect::<Vec<_>>(),
        [
            "directive `dh` is there already: amend it, or give the new one another id",
            "a directive names the authority that orders it: give --authority",
            "a directive names the letter it stands in: give --reference",
            "a directive names the acts it holds: give --holds",
            "wave `unknown` is not known: name it first with `precede wave set`",
            "`pct:5P7` is both held and left out",
        ],
        "everything that is wrong at once"
    );
    let nobody =
        "the scope matches nobody in the register on this day: see `precede register show`";
    for inside in ["pct:5XX", "region:Q99", "practice:X99999", ""] {
        assert_eq!(world.refuses(issue_of("other", scope(inside, ""))), nobody);
    }
    let wider_exception = scope("pct:5PY", "region:Q37");
    assert!(world.decide(issue_of("other", wider_exception)).is_ok());
    let issued = world
        .decide(issue_of("other", scope("practice:F81006", "")))
        .unwrap();
    let ProgrammeHappening::DirectiveIssued(directive) = issued.0 else {
        panic!("a directive is issued");
    };
    assert_eq!(
        directive.acts,
        [HeldAct::Post, HeldAct::Permit],
        "each once"
    );
    assert_eq!((directive.amendment, directive.lifted), (0, None));
}

#[test]
fn a_directive_is_amended_and_lifted_while_it_is_in_force() {
    let mut world = World::new();
    let ProgrammeHappening::DirectiveAmended(amended) = world.takes(amend(None)) else {
        panic!("it is amended");
    };
    assert_eq!(amended.amendment, 1);
    assert_eq!(amended.acts, [HeldAct::Post, HeldAct::Permit], "as before");
    assert_eq!(amended.reference, "letter of 4 May");
    let nobody = world.refuses(amend(Some(scope("pct:5XX", ""))));
    assert!(nobody.starts_with("the scope matches nobody"), "{nobody}");
    let unsigned = ProgrammeOrder::Lift {
        id: name("dh"),
        authority: String::new(),
        reference: " ".to_owned(),
    };
    assert_eq!(
        world.refuses(unsigned),
        "a directive names the authority that orders it: give --authority; \
         a directive names the letter it stands in: give --reference"
    );
    world.takes(lift());
    let lifted = world.programme.directive(name("dh")).unwrap();
    assert_eq!(lifted.lifted.as_ref().unwrap().reference, "letter of June");
    let gone = "directive `dh` was lifted already";
    assert_eq!(world.refuses(lift()), gone);
    assert_eq!(world.refuses(amend(None)), gone);
    assert_eq!(world.refuses(settle("5A9", Coverage::Exempt)), gone);
    assert_eq!(world.refuses(ask("pct:5PY", &[])), gone);
    let unknown = ProgrammeOrder::Lift {
        id: name("sha"),
        authority: "SHA".to_owned(),
        reference: "letter".to_owned(),
    };
    assert_eq!(
        world.refuses(unknown),
        "there is no directive `sha`: see `precede directive list`"
    );
}

#[test]
fn only_what_is_not_proved_is_settled() {
    let mut world = World::new();
    assert_eq!(world.coverage("5A9"), Coverage::Unproved);
    assert_eq!(
        world.refuses(settle("5PY", Coverage::Exempt)),
        "nothing is to be settled: `5PY` is covered under directive `dh`"
    );
    assert_eq!(
        world.refuses(settle("5P7", Coverage::Covered)),
        "nothing is to be settled: `5P7` is exempt under directive `dh`"
    );
    assert_eq!(
        world.refuses(settle("5A9", Coverage::Unproved)),
        "settle it as `covered` or as `exempt`"
    );
    assert_eq!(
        world.refuses(settle("5XX", Coverage::Exempt)),
        "`5XX` is no PCT of the register on this day"
    );
    world.takes(settle("5A9", Coverage::Exempt));
    assert_eq!(world.coverage("5A9"), Coverage::Exempt);
    assert_eq!(world.coverage("5L3"), Coverage::Unproved, "nobody else");
    // A word that was wrong is put right.
    world.takes(settle("5A9", Coverage::Covered));
    assert_eq!(world.coverage("5A9"), Coverage::Covered);
}

/// Two waves that both claim a PCT contradict each other: a person settles it.
#[test]
fn a_contradiction_is_settled_too() {
    let mut world = World::new();
    world.takes(ProgrammeOrder::DefineWave(wave("early", None, "5PY")));
    world.takes(amend(Some(scope("wave:accelerated", "wave:early"))));
    assert_eq!(world.coverage("5PY"), Coverage::Covered);
    world.takes(settle("5PY", Coverage::Exempt));
    assert_eq!(world.coverage("5PY"), Coverage::Exempt);
}

/// What was settled was settled about the scope of then.
#[test]
fn another_scope_is_settled_anew() {
    for (new, expected) in [
        (None, Coverage::Exempt),
        (Some(scope("wave:accelerated", "pct:5P7")), Coverage::Exempt),
        (Some(scope("programme", "")), Coverage::Covered),
        (Some(scope("wave:accelerated", "")), Coverage::Unproved),
    ] {
        let mut world = World::new();
        world.takes(settle("5A9", Coverage::Exempt));
        world.takes(amend(new));
        assert_eq!(world.coverage("5A9"), expected);
    }
}

#[test]
fn a_dispensation_is_no_wider_than_its_directive() {
    let mut world = World::new();
    for (order, refusal) in [
        (
            ask("pct:5PY", &[HeldAct::Post, HeldAct::Publicity]),
            "the dispensation is wider than its directive: `dh` does not hold `publicity`",
        ),
        (
            ask("pct:5PY pct:5P7", &[]),
            "the dispensation is wider than its directive: `dh` does not hold 5P7: leave them out with --except",
        ),
        (
            ask("pct:5XX", &[]),
            "the scope matches nobody in the register on this day: see `precede register show`",
        ),
        (
            ask("pct:5PY wave:unknown", &[]),
            "wave `unknown` is not known: name it first with `precede wave set`",
        ),
        (
            ProgrammeOrder::Ask {
                id: name("east"),
                directive: name("dh"),
                applicant: " ".to_owned(),
                scope: scope("pct:5PY", ""),
                acts: Vec::new(),
            },
            "a dispensation names who asks: give --applicant",
        ),
        (
            ProgrammeOrder::Ask {
                id: name("east"),
                directive: name("sha"),
                applicant: "SHA".to_owned(),
                scope: scope("pct:5PY", ""),
                acts: Vec::new(),
            },
            "there is no directive `sha`: see `precede directive list`",
        ),
    ] {
        assert_eq!(world.refuses(order), refusal);
    }
    let ProgrammeHappening::DispensationAsked(asked) = world.takes(ask("pct:5PY", &[])) else {
        panic!("it is asked for");
    };
    assert_eq!(
        asked.acts,
        [HeldAct::Post, HeldAct::Permit],
        "all that is held"
    );
    assert_eq!(asked.state, DispensationState::Asked);
    assert_eq!(
        world.refuses(ask("pct:5PY", &[])),
        "dispensation `east` is there already"
    );
}

#[test]
fn a_dispensation_is_granted_for_a_time_to_come_on_conditions_that_can_hold() {
    let mut world = World::new();
    assert_eq!(
        world.refuses(grant("2010-05-01", "2010-06-01", &[])),
        "there is no dispensation `east`: ask for it first"
    );
    world.takes(ask("pct:5PY", &[]));
    for (order, refusal) in [
        (
            grant("2010-06-01", "2010-06-01", &[]),
            "the dispensation ends before it begins: --until must lie after --from",
        ),
        (
            grant("2010-03-01", NOW, &[]),
            "the dispensation would have lapsed already: --until lies in the past",
        ),
        (
            grant("2010-05-01", "2010-06-01", &[Rule::R6, Rule::R8]),
            "`R8` cannot be a condition: name rules from R1 to R7, which facts of a practice or a campaign fulfil",
        ),
    ] {
        assert_eq!(world.refuses(order), refusal);
    }
    let facts = [
        Rule::R1,
        Rule::R2,
        Rule::R3,
        Rule::R4,
        Rule::R5,
        Rule::R6,
        Rule::R7,
    ];
    world.takes(grant("2010-05-01", "2010-06-01", &facts));
    assert_eq!(
        world.refuses(grant("2010-05-01", "2010-06-01", &[])),
        "dispensation `east` is granted already"
    );
}

#[test]
fn nothing_is_granted_from_a_directive_that_was_lifted() {
    let mut world = World::new();
    world.takes(ask("pct:5PY", &[]));
    world.takes(lift());
    assert_eq!(
        world.refuses(grant("2010-05-01", "2010-06-01", &[])),
        "directive `dh` was lifted already"
    );
}

#[test]
fn a_dispensation_goes_one_way() {
    let discuss = ProgrammeOrder::Discuss(name("east"));
    let refuse = ProgrammeOrder::Refuse(name("east"));
    let take_back = ProgrammeOrder::TakeBack(name("east"));
    let granted = grant("2010-05-01", "2010-06-01", &[]);
    let mut world = World::new();
    for order in [&discuss, &refuse] {
        assert_eq!(
            world.refuses(order.clone()),
            "there is no dispensation `east`: ask for it first"
        );
    }
    assert_eq!(
        world.refuses(take_back.clone()),
        "there is no dispensation `east`"
    );
    world.takes(ask("pct:5PY", &[]));
    world.takes(discuss.clone());
    let state = |world: &World| {
        world
            .programme
            .dispensation(name("east"))
            .unwrap()
            .state
            .clone()
    };
    assert_eq!(state(&world), DispensationState::UnderDiscussion);
    let mut refused = World::new();
    refused.takes(ask("pct:5PY", &[]));
    refused.takes(refuse.clone());
    for order in [&discuss, &refuse, &granted, &take_back] {
        let told = refused.refuses(order.clone());
        assert_eq!(told, "dispensation `east` is refused already");
    }
    world.takes(granted.clone());
    for order in [&discuss, &refuse, &granted] {
        let told = world.refuses(order.clone());
        assert_eq!(told, "dispensation `east` is granted already");
    }
    world.now = at("2010-06-01");
    assert_eq!(
        world.refuses(take_back.clone()),
        "dispensation `east` is lapsed already"
    );
    world.now = at("2010-05-31");
    world.takes(take_back.clone());
    assert_eq!(
        world.refuses(take_back),
        "dispensation `east` is withdrawn already"
    );
}

#[test]
fn a_quiet_time_has_a_beginning_an_end_a_reason_and_a_place() {
    let mut world = World::new();
    let order = |quiet| ProgrammeOrder::SetQuietTime(quiet);
    let april = ("2010-04-20", "2010-05-06");
    let wrong = QuietTime {
        reference: " ".to_owned(),
        ..quiet("pct:5XX wave:unknown", ("2010-05-06", "2010-05-06"))
    };
    assert_eq!(
        world.refuses(order(wrong)).split("; ").collect::<Vec<_>>(),
        [
            "quiet time `election` ends before it begins: --until must lie after --from",
            "a quiet time needs who ordered it: give --reference",
            "wave `unknown` is not known: name it first with `precede wave set`",
        ]
    );
    let nobody = world.refuses(order(quiet("pct:5XX", april)));
    assert!(nobody.starts_with("the scope matches nobody"), "{nobody}");
    let cancel = ProgrammeOrder::CancelQuietTime(name("election"));
    assert_eq!(
        world.refuses(cancel.clone()),
        "there is no quiet time `election`"
    );
    world.takes(order(quiet("programme", april)));
    world.takes(order(quiet("pct:5PY", april)));
    assert_eq!(
        world.programme.quiet_times.len(),
        1,
        "the newest words count"
    );
    world.takes(cancel.clone());
    assert_eq!(
        world.refuses(cancel),
        "quiet time `election` was called off already"
    );
}

#[test]
fn an_upload_outside_every_campaign_waits_to_be_looked_into() {
    let mut world = World::new();
    let clear = ProgrammeOrder::ClearUpload(code("F81006"));
    let nothing = "no upload of `F81006` waits to be looked into";
    assert_eq!(world.refuses(clear.clone()), nothing);
    let report = ProgrammeOrder::ReportUpload {
        practice: code("F81006"),
        records: Some(4_000),
    };
    let (what, pct, practice) = world.decide(report.clone()).unwrap();
    let records = Some(4_000);
    assert_eq!(what, ProgrammeHappening::UploadReported { records });
    assert_eq!((pct, practice), (Some(code("5PY")), Some(code("F81006"))));
    world.takes(report);
    world.takes(clear.clone());
    assert_eq!(world.refuses(clear), nothing);
}
