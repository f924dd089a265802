use precede_model::{Act, ConsultStage, Digest, HeldAct, Order, Rule};

use crate::{
    AppError,
    testing::{START, campaign, code, furnished, name, order, told},
};

#[tokio::test]
async fn an_act_names_every_lack_with_words_who_and_when() {
    let app = furnished().await;
    let id = told(&app).await;
    let explanation = app
        .explain(id, None, Some(HeldAct::Publicity))
        .await
        .unwrap();
    let [act] = &explanation.acts[..] else {
        panic!("one act was asked about")
    };
    assert!(!act.lawful);
    assert_eq!(act.earliest, None, "somebody must act first");
    assert!(
        act.lacks
            .iter()
            .all(|lack| lack.rule == Rule::R2 && lack.words.len() > 20)
    );
    let of = |missing: &str| act.lacks.iter().find(|lack| lack.missing == missing);
    assert_eq!(of("practice-told").unwrap().practice, Some(code("F81003")));
    assert!(
        act.lacks.iter().any(|lack| lack.earliest.is_some()),
        "a lead time runs"
    );
}

#[tokio::test]
async fn a_rule_says_whether_it_holds_and_on_what_it_rests() {
    let app = furnished().await;
    let id = told(&app).await;
    let explanation = app
        .explain(id, None, Some(HeldAct::Publicity))
        .await
        .unwrap();
    let json = serde_json::to_value(&explanation).unwrap();
    let act = &json["acts"][0];
    assert_eq!(
        (&act["act"], &act["lawful"], &act["state"], &act["done_on"]),
        (
            &"publicity".into(),
            &false.into(),
            &"ahead".into(),
            &serde_json::Value::Null
        )
    );
    let rules = act["rules"].as_array().unwrap();
    let words: Vec<_> = rules
        .iter()
        .map(|rule| (rule["rule"].as_str(), rule["verdict"].as_str()))
        .collect();
    assert_eq!(
        words,
        [
            (Some("R2"), Some("does not hold")),
            (Some("R8"), Some("holds")),
            (Some("R9"), Some("holds")),
            (Some("order"), Some("does not hold")),
        ]
    );
    let r2 = &rules[0];
    assert_eq!(r2["law"], "nobody hears it on the radio");
    let plan = r2["evidence"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["event"] == "plan-approved");
    let plan = plan.unwrap();
    assert_eq!(
        (&plan["who"], &plan["date"], &plan["practice"]),
        (
            &"lead, approver".into(),
            &START.into(),
            &serde_json::Value::Null
        )
    );
    let informed = r2["evidence"].as_array().unwrap().iter();
    let mut informed = informed.filter(|one| one["event"] == "practice-informed");
    let informed = informed.next().unwrap();
    assert_eq!(
        (&informed["practice"], &informed["who"]),
        (&"F81001".into(), &"staff".into())
    );
    for key in ["missing", "words", "who", "practice", "earliest"] {
        assert!(r2["lacks"][0].get(key).is_some(), "{key}");
    }
}

#[tokio::test]
async fn next_is_what_somebody_can_do_now() {
    let app = furnished().await;
    let id = told(&app).await;
    let next = |explanation: &crate::Explanation| -> Vec<(String, Vec<String>)> {
        let next = explanation.acts[0].next.iter();
        next.map(|one| {
            let id = one.words.split('`').nth(1).unwrap_or_default().to_owned();
            (id, one.practices.iter().map(ToString::to_string).collect())
        })
        .collect()
    };
    let asked = app
        .explain(id, Some(code("F81001")), Some(HeldAct::Permit))
        .await
        .unwrap();
    let mut found = next(&asked);
    found.sort();
    let of = |id: &str, practices: &[&str]| {
        let practices = practices.iter().map(|&code| code.to_owned()).collect();
        (id.to_owned(), practices)
    };
    assert_eq!(
        found,
        [
            of("helpline", &[]),
            of("pack", &[]),
            of("practice-answer", &["F81001"]),
            of("practice-ready", &["F81002"]),
            of("slot-booked", &[]),
            of("tell-practice", &["F81003"]),
        ]
    );
    assert_eq!(asked.acts[0].earliest, None);
}

#[tokio::test]
async fn where_only_time_is_missing_the_date_is_named() {
    let app = furnished().await;
    let id = campaign(&app, "scr", "5PY").await;
    let mut tick = app.tick(START.parse().unwrap());
    let finish = |step| Order::Finish {
        step: name(step),
        practice: None,
        counts: None,
    };
    order(&mut tick, id, "region", finish("readiness")).await;
    let sign = || Order::Sign {
        step: name("plan"),
        practice: None,
        digest: Digest::of("plan"),
        contents: Vec::new(),
    };
    order(&mut tick, id, "lead", sign()).await;
    order(&mut tick, id, "approver", sign()).await;
    let papers = Order::Consult {
        step: name("consult-lmc"),
        practice: None,
        stage: ConsultStage::Papers,
    };
    order(&mut tick, id, "lead", papers).await;
    tick.commit().await.unwrap();
    let asked = app
        .explain(id, Some(code("F81001")), Some(HeldAct::Tell))
        .await
        .unwrap();
    let [act] = &asked.acts[..] else {
        panic!("one act was asked about")
    };
    let thirty_days = Some("2010-02-03T00:00:00Z".parse().unwrap());
    assert_eq!((act.lawful, act.earliest), (false, thirty_days));
    assert!(act.lacks.is_empty(), "no rule lacks anything");
    assert!(act.next.is_empty(), "nobody has to do anything");
    let order = act.rules.last().unwrap();
    assert_eq!(
        (order.rule, order.verdict, order.from),
        (Rule::Order, "not yet", thirty_days)
    );
    assert!(order.lacks[0].words.contains("`consult-lmc` comes first"));
}

#[tokio::test]
async fn a_campaign_is_explained_with_its_practices_counted() {
    let app = furnished().await;
    let id = told(&app).await;
    let explanation = app.explain(id, None, None).await.unwrap();
    let acts: Vec<HeldAct> = explanation.acts.iter().map(|act| act.act).collect();
    assert_eq!(acts, [HeldAct::Start, HeldAct::Publicity]);
    let start = &explanation.acts[0];
    assert_eq!(
        (start.state, start.done_on),
        ("done", Some(START.parse().unwrap()))
    );
    let of = |act: Act| {
        explanation
            .practices
            .iter()
            .find(|one| one.act == act)
            .unwrap()
    };
    let tell = of(Act::Tell);
    assert_eq!((tell.practices, tell.done, tell.may_happen), (3, 2, 1));
    let post = of(Act::Post);
    assert_eq!((post.practices, post.done, post.may_happen), (3, 0, 0));
    let missing = |missing: &str| post.lacks.iter().find(|lack| lack.missing == missing);
    assert_eq!(missing("practice-informed").unwrap().practices, 2);
    assert_eq!(missing("practice-lead").unwrap().practices, 1);
    assert_eq!(missing("list-accepted").unwrap().practices, 3);
    assert_eq!(missing("step-before:helpline").unwrap().practices, 3);
    assert!(missing("alarm-cleared:returns-far-from-norm").is_none());
}

#[tokio::test]
async fn steps_say_what_they_wait_for() {
    let app = furnished().await;
    let id = told(&app).await;
    let explanation = app.explain(id, Some(code("F81002")), None).await.unwrap();
    let step = |id: &str| {
        explanation
            .steps
            .iter()
            .find(|step| step.step.as_str() == id)
            .unwrap()
    };
    assert_eq!(step("practice-ready").state, "open");
    assert!(step("practice-answer").waits_for.contains("practice-ready"));
    assert!(
        explanation
            .steps
            .iter()
            .all(|step| step.step.as_str() != "readiness"),
        "it is done"
    );
}

#[tokio::test]
async fn what_is_not_there_is_bad_input() {
    let app = furnished().await;
    let id = told(&app).await;
    for (practice, act) in [(Some(code("F99999")), None), (None, Some(HeldAct::Permit))] {
        let explained = app.explain(id, practice, act).await;
        assert!(
            matches!(explained, Err(AppError::BadInput(_))),
            "{explained:?}"
        );
    }
}

#[tokio::test]
async fn the_stage_is_the_first_with_an_unfinished_step() {
    let app = furnished().await;
    let id = told(&app).await;
    let status = app.status(id).await.unwrap();
    assert_eq!(status.phase.unwrap().id.as_str(), "informing-practices");
    let told = status
        .steps
        .iter()
        .find(|line| line.step.as_str() == "tell-practice")
        .unwrap();
    assert_eq!((told.open, told.done), (1, 2));
    assert_eq!(status.practices.len(), 3);
    assert!(status.next_wake.is_some());
}
