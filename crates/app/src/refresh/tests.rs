use precede_model::{CampaignId, Standing, Track};

use crate::{
    App,
    testing::{advance, campaign, code, furnished, kinds, members, name, told},
};

async fn track(app: &App, id: CampaignId, practice: &str) -> Track {
    let loaded = app.store().campaign(id).await.unwrap().unwrap();
    loaded
        .campaign
        .track(code(practice))
        .expect("it is in the campaign")
        .clone()
}

#[tokio::test]
async fn a_practice_that_moves_takes_its_facts_and_is_not_told_again() {
    let app = furnished().await;
    let old = told(&app).await;
    let new = campaign(&app, "scr", "5PX").await;
    let before = track(&app, old, "F81001").await;
    members(&app, "F81001,5PX,2010-02-01,\n").await;
    advance(&app, "2010-02-01T09:00:00Z").await;
    let refreshed = app.refresh_campaigns_today().await.unwrap();
    assert_eq!(refreshed.left, [(old, code("F81001"), Some(code("5PX")))]);
    assert_eq!(refreshed.joined, [(new, code("F81001"))]);
    assert!(matches!(
        track(&app, old, "F81001").await.standing,
        Standing::Left { .. }
    ));
    let after = track(&app, new, "F81001").await;
    assert_eq!(after.facts.told, before.facts.told);
    assert_eq!(
        after.facts.informed.unwrap().at,
        before.facts.informed.unwrap().at
    );
    // Told and ready already: those steps are done, no notice is planned.
    let planned = app
        .store()
        .effects_in(precede_store::EffectState::Planned)
        .await
        .unwrap();
    assert!(planned.iter().all(|row| row.campaign != new), "{planned:?}");
}

#[tokio::test]
async fn merged_closed_and_new_practices() {
    let app = furnished().await;
    let id = told(&app).await;
    members(&app, "F81002,F81001,2010-02-01,\n").await;
    let organisations = "code,kind,name,postcode,region,opened,closed\n\
                         F81003,practice,Station Road,CM1 1AC,,1990-01-01,2010-01-31\n\
                         F81009,practice,New,CM1 1ZZ,,2010-02-01,\n";
    let files = vec![("newer.csv".to_owned(), organisations.as_bytes())];
    app.import_register(files, None).await.unwrap();
    members(&app, "F81009,5PY,2010-02-01,\n").await;
    advance(&app, "2010-02-01T09:00:00Z").await;
    let refreshed = app.refresh_campaigns_today().await.unwrap();
    assert_eq!(refreshed.merged, [(id, code("F81002"), code("F81001"))]);
    assert_eq!(refreshed.closed, [(id, code("F81003"))]);
    assert_eq!(refreshed.joined, [(id, code("F81009"))]);
    assert!(
        refreshed.refused.is_empty() && refreshed.left.is_empty(),
        "{refreshed:?}"
    );
    let again = app.refresh_campaigns_today().await.unwrap();
    assert_eq!(again, crate::Refreshed::default());
}

#[tokio::test]
async fn the_nightly_refresh_acts_on_the_day_and_not_before() {
    let app = furnished().await;
    let id = told(&app).await;
    members(&app, "F81003,5PX,2010-02-10,\n").await;
    for (day, left) in [
        ("2010-02-08", 0),
        ("2010-02-09", 0),
        ("2010-02-10", 1),
        ("2010-02-11", 1),
    ] {
        advance(&app, &format!("{day}T02:00:00Z")).await;
        let mut tick = app.tick(app.now().await.unwrap());
        tick.refresh_campaigns().await.unwrap();
        tick.commit().await.unwrap();
        let found = kinds(&app, &id.stream()).await;
        assert_eq!(
            found.iter().filter(|kind| *kind == "practice-left").count(),
            left,
            "{day}"
        );
    }
}

#[tokio::test]
async fn a_quiet_night_writes_nothing() {
    let app = furnished().await;
    told(&app).await;
    app.refresh_campaigns_today().await.unwrap();
    let mut tick = app.tick(name("2010-01-04T23:30:00Z"));
    tick.refresh_campaigns().await.unwrap();
    assert!(tick.is_empty());
}

#[tokio::test]
async fn a_practice_that_comes_back_is_not_told_again() {
    let app = furnished().await;
    let id = told(&app).await;
    members(
        &app,
        "F81001,5PX,2010-02-01,2010-02-28\nF81001,5PY,2010-03-01,\n",
    )
    .await;
    advance(&app, "2010-02-01T09:00:00Z").await;
    assert_eq!(app.refresh_campaigns_today().await.unwrap().left.len(), 1);
    advance(&app, "2010-03-01T09:00:00Z").await;
    assert_eq!(
        app.refresh_campaigns_today().await.unwrap().joined,
        [(id, code("F81001"))]
    );
    assert!(track(&app, id, "F81001").await.facts.told.is_some());
}
