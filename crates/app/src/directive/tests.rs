use precede_model::{
    ClockEffect, Evidence, Order, Refusal, Rule,
    programme::{ProgrammeOrder, Scope, Terms, Wave},
};

use super::*;
use crate::{
    Said,
    testing::{START, advance, campaign, code, furnished, kinds, name, told},
};

fn issue(id: &str, acts: &[HeldAct], scope: &str, from: &str) -> ProgrammeOrder {
    ProgrammeOrder::Issue {
        id: name(id),
        authority: "Department of Health".to_owned(),
        reference: "letter".to_owned(),
        acts: acts.to_vec(),
        scope: Scope {
            areas: scope.split_whitespace().map(name).collect(),
            except: Vec::new(),
        },
        from: from.parse().unwrap(),
        clock: ClockEffect::Runs,
    }
}

fn by_national(order: ProgrammeOrder) -> ProgrammeCommand {
    ProgrammeCommand {
        by: name("national"),
        happened: None,
        evidence: Evidence::default(),
        order,
    }
}

async fn directive(
    app: &App,
    (id, order): (&str, ProgrammeOrder),
    mode: Mode,
) -> Result<DirectiveReport, AppError> {
    let command = by_national(order);
    app.order_directive(name("scr"), (name(id), &command), (mode, 400))
        .await
}

async fn start(app: &App, id: CampaignId) -> Result<(), Refusal> {
    let mut tick = app.tick(app.now().await.unwrap());
    let answer = tick
        .order(id, name("national"), Said::default(), Order::Start)
        .await
        .unwrap();
    tick.commit().await.unwrap();
    answer
}

/// A PCT whose campaign is planned, not started.
async fn planned(app: &App, pct: &str) -> CampaignId {
    let mut tick = app.tick(app.now().await.unwrap());
    let plan = crate::Planned {
        pct: code(pct),
        programme: name("scr"),
        definition: None,
        variant: None,
        tranche: crate::TrancheChoice::All,
    };
    let id = tick.plan(plan, name("national")).await.unwrap();
    tick.commit().await.unwrap();
    id
}

#[tokio::test]
async fn a_preview_is_the_binding_itself_and_writes_nothing() {
    let app = furnished().await;
    let id = told(&app).await;
    let before = app.heads().await.unwrap();
    let order = || issue("dh-1", &[HeldAct::Permit], "pct:5PY", START);
    let preview = directive(&app, ("dh-1", order()), Mode::Preview)
        .await
        .unwrap();
    assert_eq!(app.heads().await.unwrap(), before, "nothing is written");
    let bound = directive(&app, ("dh-1", order()), Mode::Record)
        .await
        .unwrap();
    let without_place = DirectiveReport {
        seq: None,
        ..bound.clone()
    };
    assert_eq!(
        serde_json::to_value(&preview).unwrap(),
        serde_json::to_value(&without_place).unwrap()
    );
    assert_eq!(bound.effect.campaigns, [id.to_string()]);
    assert_eq!(bound.pcts.covered, [code("5PY")]);
    assert_eq!(bound.pcts.exempt, [code("5PX")]);
    assert_eq!((bound.practices.covered, bound.practices.exempt), (3, 2));
    let recorded = kinds(&app, &id.stream()).await;
    assert_eq!(recorded.last().unwrap(), "directive-recorded");
}

#[tokio::test]
async fn nothing_starts_beside_a_directive_and_lifting_lets_it() {
    let app = furnished().await;
    let there = planned(&app, "5PY").await;
    let order = issue("halt", &[HeldAct::Start], "region:Q35", START);
    directive(&app, ("halt", order), Mode::Record)
        .await
        .unwrap();
    // Planned afterwards, it is bound with its plan.
    let later = planned(&app, "5PX").await;
    for id in [there, later] {
        assert_eq!(start(&app, id).await.unwrap_err().unmet.rule, Rule::R8);
    }
    let lift = ProgrammeOrder::Lift {
        id: name("halt"),
        authority: "Department of Health".to_owned(),
        reference: "second letter".to_owned(),
    };
    let report = directive(&app, ("halt", lift), Mode::Record).await.unwrap();
    assert_eq!(report.effect.campaigns.len(), 2);
    for id in [there, later] {
        start(&app, id).await.unwrap();
    }
}

#[tokio::test]
async fn what_is_not_proved_is_held_until_a_wave_or_a_person_says() {
    let app = furnished().await;
    let id = planned(&app, "5PY").await;
    let wave = |complete, members: &[&str]| {
        ProgrammeOrder::DefineWave(Wave {
            id: name("accelerated"),
            stated_count: None,
            complete,
            members: members.iter().map(|one| code(one)).collect(),
        })
    };
    let order = |order| {
        let command = by_national(order);
        let app = &app;
        async move {
            app.order_of_programme(name("scr"), &command, &[Role::ProgrammeLead])
                .await
                .unwrap()
        }
    };
    order(wave(false, &["5PX"])).await;
    let halt = issue("halt", &[HeldAct::Start], "wave:accelerated", START);
    let report = directive(&app, ("halt", halt), Mode::Record).await.unwrap();
    assert_eq!(report.pcts.unproved, [code("5PY")]);
    assert!(start(&app, id).await.is_err(), "unproved counts as covered");
    let settle = ProgrammeOrder::Settle {
        id: name("halt"),
        pct: code("5PY"),
        coverage: Coverage::Exempt,
    };
    let report = directive(&app, ("halt", settle), Mode::Record)
        .await
        .unwrap();
    assert_eq!(report.why[&code("5PY")], "settled by national");
    start(&app, id).await.unwrap();
    // A wave that becomes known frees whom nobody could place; whom the directive holds it does not.
    let other = planned(&app, "5PX").await;
    assert!(start(&app, other).await.is_err());
    let without = by_national(wave(true, &["5PY"]));
    let refused = app
        .order_of_programme(name("scr"), &without, &[Role::ProgrammeLead])
        .await;
    let why = refused.err().expect("only an order lifts a directive");
    assert!(why.to_string().contains("holds `5PX`"), "{why}");
    let moved = order(wave(true, &["5PX"])).await;
    assert!(moved.effect.campaigns.is_empty());
    assert!(start(&app, other).await.is_err());
    let lift = ProgrammeOrder::Lift {
        id: name("halt"),
        authority: "Department of Health".to_owned(),
        reference: "second letter".to_owned(),
    };
    directive(&app, ("halt", lift), Mode::Record).await.unwrap();
    start(&app, other).await.unwrap();
}

#[tokio::test]
async fn a_wave_that_is_complete_names_as_many_as_it_has() {
    let app = furnished().await;
    let wave = ProgrammeOrder::DefineWave(Wave {
        id: name("accelerated"),
        stated_count: Some(70),
        complete: true,
        members: vec![code("5PX")],
    });
    let command = by_national(wave);
    let refused = app
        .order_of_programme(name("scr"), &command, &[Role::ProgrammeLead])
        .await;
    let why = refused.err().expect("sixty-nine are missing");
    assert!(why.to_string().contains("names 1"), "{why}");
}

#[tokio::test]
async fn a_directive_dated_back_lists_what_it_finds_unlawful() {
    let app = furnished().await;
    let id = told(&app).await;
    advance(&app, "2010-01-06T09:00:00Z").await;
    let order = issue(
        "late",
        &[HeldAct::Tell],
        "programme",
        "2010-01-01T00:00:00Z",
    );
    let report = directive(&app, ("late", order), Mode::Record)
        .await
        .unwrap();
    let found: Vec<_> = report
        .unlawful_in_hindsight
        .iter()
        .map(|one| (one.campaign.as_str(), one.practice, one.act))
        .collect();
    let at = id.to_string();
    assert_eq!(
        found,
        [
            (at.as_str(), Some(code("F81001")), HeldAct::Tell),
            (at.as_str(), Some(code("F81002")), HeldAct::Tell)
        ]
    );
    // Notices still in the outbox stop; that of the third practice is one.
    let stopped = &report.effect.in_flight[&Act::Tell];
    assert!(stopped.iter().any(|one| one.practice == code("F81003")));
}

#[tokio::test]
async fn an_order_that_cannot_be_taken_changes_nothing() {
    let app = furnished().await;
    told(&app).await;
    let before = app.heads().await.unwrap();
    let unsigned = ProgrammeOrder::Issue {
        id: name("x"),
        authority: String::new(),
        reference: " ".to_owned(),
        acts: Vec::new(),
        scope: Scope::default(),
        from: START.parse().unwrap(),
        clock: ClockEffect::Runs,
    };
    let error = directive(&app, ("x", unsigned), Mode::Record)
        .await
        .unwrap_err();
    let AppError::BadInput(lines) = error else {
        panic!("{error}")
    };
    assert_eq!(lines.len(), 4, "all at once: {lines:?}");
    let stranger = issue("x", &[HeldAct::Tell], "practice:X99999", START);
    let error = directive(&app, ("x", stranger), Mode::Record)
        .await
        .unwrap_err();
    assert!(error.to_string().contains("X99999"), "{error}");
    let by_lead = ProgrammeCommand {
        by: name("lead"),
        ..by_national(issue("x", &[HeldAct::Tell], "programme", START))
    };
    let refused = app
        .order_directive(name("scr"), (name("x"), &by_lead), (Mode::Record, 0))
        .await;
    assert!(matches!(refused, Err(AppError::Refused(_))));
    assert_eq!(app.heads().await.unwrap(), before);
}

/// Whether a directive holds publicity.
async fn is_held(app: &App, id: CampaignId) -> bool {
    let explained = app.explain(id, None, Some(HeldAct::Publicity)).await;
    let lacks = explained.unwrap().acts.remove(0).lacks;
    lacks.iter().any(|lack| lack.rule == Rule::R8)
}

#[tokio::test]
async fn only_a_granted_dispensation_exempts_and_it_lapses_by_time() {
    let app = furnished().await;
    let id = campaign(&app, "scr", "5PY").await;
    let hold = issue("hold", &[HeldAct::Publicity], "programme", START);
    directive(&app, ("hold", hold), Mode::Record).await.unwrap();
    let order = |order| {
        let command = by_national(order);
        let app = &app;
        async move {
            let ordered = app
                .order_of_programme(name("scr"), &command, &[Role::ProgrammeLead])
                .await;
            ordered.unwrap();
        }
    };
    order(ProgrammeOrder::Ask {
        id: name("east"),
        directive: name("hold"),
        applicant: "East of England".to_owned(),
        scope: Scope {
            areas: vec![name("region:Q35")],
            except: Vec::new(),
        },
        acts: Vec::new(),
    })
    .await;
    assert!(is_held(&app, id).await, "asked exempts nobody");
    order(ProgrammeOrder::Discuss(name("east"))).await;
    assert!(is_held(&app, id).await, "under discussion exempts nobody");
    order(ProgrammeOrder::Grant {
        id: name("east"),
        terms: Terms {
            from: START.parse().unwrap(),
            until: "2010-02-01T00:00:00Z".parse().unwrap(),
            conditions: Vec::new(),
        },
    })
    .await;
    assert!(!is_held(&app, id).await);
    advance(&app, "2010-02-01T00:00:00Z").await;
    assert!(is_held(&app, id).await, "its day is over");
    let recorded = kinds(&app, &id.stream()).await;
    assert!(recorded.iter().any(|kind| kind == "dispensation-ended"));
    let folded = app.fold(id).await.unwrap().campaign;
    let stored = app.store().campaign(id).await.unwrap().unwrap().campaign;
    assert_eq!(folded, stored);
}
