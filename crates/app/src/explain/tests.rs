use precede_model::{Act, Rule};

use crate::{
    AppError,
    testing::{code, furnished, told},
};

#[tokio::test]
async fn an_act_names_every_lack_with_words_who_and_when() {
    let app = furnished().await;
    let id = told(&app).await;
    let explanation = app.explain(id, None, Some(Act::Publicity)).await.unwrap();
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
    for (practice, act) in [(Some(code("F99999")), None), (None, Some(Act::Permit))] {
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
