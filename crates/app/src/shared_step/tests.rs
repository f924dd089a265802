use crate::{
    AppError, Said,
    testing::{campaign, code, furnished, kinds, name, publish},
};

#[tokio::test]
async fn a_step_of_the_programme_serves_campaigns_now_and_later() {
    let app = furnished().await;
    publish(&app, "announcement").await;
    let first = campaign(&app, "announcement", "5PY").await;
    let step = (name("announcement"), name("authority-letter"));
    let done = app
        .step_done_for(step, None, name("national"), Said::default())
        .await
        .unwrap();
    assert_eq!(done.serves, [first.to_string()]);
    assert!(
        kinds(&app, &first.stream())
            .await
            .contains(&"fact-adopted".to_owned())
    );
    assert_eq!(
        kinds(&app, "programme:announcement").await,
        ["definition-published", "step-done-for"]
    );

    // The adopted fact names its place in the programme's chain.
    let lines = app
        .store()
        .ledger("programme:announcement", 2, 1)
        .await
        .unwrap();
    let adopted = app.store().ledger(&first.stream(), 1, 100).await.unwrap();
    assert!(
        adopted
            .iter()
            .any(|line| line.body.contains(&lines[0].hash.to_string()))
    );

    let second = campaign(&app, "announcement", "5PX").await;
    let mut tick = app.tick(app.now().await.unwrap());
    tick.adopt_done_before(second).await.unwrap();
    tick.commit().await.unwrap();
    assert!(
        kinds(&app, &second.stream())
            .await
            .contains(&"fact-adopted".to_owned())
    );
}

#[tokio::test]
async fn a_step_of_another_scope_or_another_person_is_refused() {
    let app = furnished().await;
    publish(&app, "announcement").await;
    let by_staff = (name("announcement"), name("authority-letter"));
    let refused = app
        .step_done_for(by_staff, None, name("staff"), Said::default())
        .await;
    assert!(matches!(refused, Err(AppError::Refused(_))), "{refused:?}");
    let of_pct = (name("announcement"), name("stock"));
    let refused = app
        .step_done_for(of_pct, None, name("national"), Said::default())
        .await;
    assert!(matches!(refused, Err(AppError::BadInput(_))), "{refused:?}");
    let region = (name("announcement"), name("authority-letter"));
    let refused = app
        .step_done_for(region, Some(code("Q35")), name("national"), Said::default())
        .await;
    assert!(matches!(refused, Err(AppError::BadInput(_))), "{refused:?}");
}
