use precede_model::{AlarmKind, CampaignId, Order, Report, Timestamp};
use precede_store::{Expect, TimerChange, Write};

use crate::{
    App, Finding, Said, WAKE,
    testing::{furnished, name, told},
};

async fn findings(app: &App, fold: bool) -> Vec<Finding> {
    let now = app.now().await.unwrap();
    app.health(now, fold).await.unwrap().findings
}

#[tokio::test]
async fn a_campaign_under_way_is_well_and_folds_to_its_state() {
    let app = furnished().await;
    told(&app).await;
    assert_eq!(findings(&app, true).await, []);
}

#[tokio::test]
async fn a_state_that_is_not_what_the_history_makes_is_found() {
    let app = furnished().await;
    let id = told(&app).await;
    let mut loaded = app.store().campaign(id).await.unwrap().unwrap();
    loaded.campaign.facts.lmc = None;
    let mut write = Write::to(id.stream(), Expect::Row(loaded.row.clone()));
    write.campaign = Some(&loaded.campaign);
    app.store()
        .commit(&[write], app.now().await.unwrap())
        .await
        .unwrap();
    let found = findings(&app, true).await;
    assert!(
        matches!(&found[..], [Finding::Differs { campaign, .. }] if *campaign == id.to_string()),
        "{found:?}"
    );
}

/// Ends every wake-up of a campaign whose only open steps are time's.
async fn put_to_sleep(app: &App, id: CampaignId) {
    let mut loaded = app.store().campaign(id).await.unwrap().unwrap();
    let pending = precede_model::StepState::Pending;
    loaded
        .campaign
        .steps
        .iter_mut()
        .for_each(|state| *state = pending.clone());
    for track in &mut loaded.campaign.tracks {
        track
            .steps
            .iter_mut()
            .for_each(|state| *state = pending.clone());
    }
    let mut write = Write::to(id.stream(), Expect::Row(loaded.row.clone()));
    write.changed = loaded
        .campaign
        .tracks
        .iter()
        .map(|track| track.practice)
        .collect();
    write.campaign = Some(&loaded.campaign);
    write.timers = vec![TimerChange::Clear {
        name: WAKE.to_owned(),
    }];
    let key = name("tell-practice/F81003/1/0");
    let finish = precede_store::Finish {
        key,
        fence: None,
        state: precede_store::EffectState::Refused,
        outcome: String::new(),
    };
    write.finish = vec![finish];
    app.store()
        .commit(&[write], app.now().await.unwrap())
        .await
        .unwrap();
    app.forget();
}

/// The other notices were reported by hand in these tests; the outbox still holds them as planned.
async fn settle_all(app: &App) {
    let planned = app
        .store()
        .effects_in(precede_store::EffectState::Planned)
        .await
        .unwrap();
    let mut tick = app.tick(app.now().await.unwrap());
    for row in &planned {
        tick.settle(row, (precede_store::EffectState::Done, ""), None)
            .await
            .unwrap();
    }
    tick.commit().await.unwrap();
}

#[tokio::test]
async fn a_campaign_that_an_alarm_holds_waits_for_a_person() {
    let app = furnished().await;
    let id = told(&app).await;
    let alarm = Report::RaiseAlarm {
        practice: name("F81001"),
        about: AlarmKind::CountsDoNotReconcile,
    };
    app.tell(id, name("staff"), Said::default(), Order::Report(alarm))
        .await
        .unwrap();
    put_to_sleep(&app, id).await;
    settle_all(&app).await;
    let found = app.self_check(app.now().await.unwrap()).await.unwrap();
    assert_eq!(found, [], "a lead has to clear it");
}

#[tokio::test]
async fn a_campaign_nothing_would_wake_is_an_orphan() {
    let app = furnished().await;
    let id = told(&app).await;
    put_to_sleep(&app, id).await;
    settle_all(&app).await;
    let found = app.self_check(app.now().await.unwrap()).await.unwrap();
    assert_eq!(
        found,
        [Finding::Orphaned {
            campaign: id.to_string()
        }]
    );
}

#[tokio::test]
async fn work_that_nobody_does_is_overdue() {
    let app = furnished().await;
    told(&app).await;
    // Only the clock moves: no daemon takes the notices that wait.
    let later: Timestamp = name("2010-01-04T09:30:00Z");
    let mut tick = app.tick(later);
    tick.set_clock();
    tick.commit().await.unwrap();
    let found = app.self_check(later).await.unwrap();
    assert!(matches!(&found[..], [Finding::Overdue { .. }]), "{found:?}");
}
