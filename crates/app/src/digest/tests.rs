use precede_model::{CaseKind, EnquiryReason, Order, Report};
use precede_store::EffectState;

use crate::{
    App, Said,
    testing::{advance, code, furnished, name, told},
};

/// What the daemon does at half past seven.
async fn morning(app: &App) -> Vec<String> {
    let mut tick = app.tick(app.now().await.unwrap());
    tick.plan_digests().await.unwrap();
    tick.commit().await.unwrap();
    let planned = app.store().effects_in(EffectState::Planned).await.unwrap();
    planned
        .iter()
        .map(|row| row.key.to_string())
        .filter(|key| key.starts_with("digest/"))
        .collect()
}

#[tokio::test]
async fn a_digest_goes_out_with_news_and_only_then() {
    let app = furnished().await;
    let id = told(&app).await;
    advance(&app, "2010-01-05T07:30:00Z").await;
    // 14,614 days from 1970-01-01 to 2010-01-05.
    assert_eq!(morning(&app).await, ["digest/-/1/14614"]);
    let day = "2010-01-05".parse().unwrap();
    let context = app.digest(id, day, app.now().await.unwrap()).await.unwrap();
    assert!(
        context
            .news
            .iter()
            .any(|news| news.starts_with("slot-booked is open")),
        "{:?}",
        context.news
    );
    assert_eq!(context.pct_name, "South West Essex");
    assert!(app.renderer().render("digest", &context).is_ok());

    advance(&app, "2010-01-06T07:30:00Z").await;
    assert_eq!(
        morning(&app).await,
        ["digest/-/1/14614"],
        "nothing is new on the second morning"
    );
}

#[tokio::test]
async fn who_has_to_be_telephoned_is_news_once() {
    let app = furnished().await;
    let id = told(&app).await;
    advance(&app, "2010-01-05T07:30:00Z").await;
    morning(&app).await;
    // Ten working days after the fourth of January: the practice told and not ready is escalated.
    advance(&app, "2010-01-18T07:30:00Z").await;
    let since = app.now().await.unwrap().plus_seconds(-86_400);
    let news = app.digest_news(id, since).await.unwrap();
    let escalated = |news: &[String]| {
        news.iter()
            .any(|line| line.contains("to be telephoned") && line.contains("F81002"))
    };
    assert!(escalated(&news), "{news:?}");
    let later = app.digest_news(id, app.now().await.unwrap()).await.unwrap();
    assert!(!escalated(&later), "{later:?}");
}

#[tokio::test]
async fn alarms_and_cases_are_news_once_and_wait_until_somebody_sees_to_them() {
    let app = furnished().await;
    let id = told(&app).await;
    advance(&app, "2010-01-05T07:30:00Z").await;
    morning(&app).await;
    let alarm = Report::Enquiry {
        practice: code("F81002"),
        about: EnquiryReason::Letter,
    };
    let breach = Report::OpenCase {
        practice: None,
        about: CaseKind::PersonalDataBreach,
    };
    // Found on the fifth, of the third: the clock runs from when it happened.
    advance(&app, "2010-01-05T10:00:00Z").await;
    let said = Said {
        happened: Some(name("2010-01-03T12:00:00Z")),
        ..Said::default()
    };
    for (said, report) in [(Said::default(), alarm), (said, breach)] {
        app.tell(id, name("staff"), said, Order::Report(report))
            .await
            .unwrap();
    }
    advance(&app, "2010-01-06T07:30:00Z").await;
    morning(&app).await;
    let digest = |day: &str| {
        let (day, app) = (name(day), &app);
        async move { app.digest(id, day, app.now().await.unwrap()).await.unwrap() }
    };
    let first = digest("2010-01-06").await;
    let has = |lines: &[String], words: &str| lines.iter().any(|line| line.contains(words));
    assert!(has(&first.news, "alarm 1 at F81002"), "{:?}", first.news);
    assert!(has(&first.news, "incident 1: personal data"));
    assert!(first.waiting[0].what.starts_with("Alarm 1 at F81002"));
    assert!(first.waiting[1].needs.contains("by 6 January 2010 12:00"));
    advance(&app, "2010-01-07T07:30:00Z").await;
    morning(&app).await;
    let second = digest("2010-01-07").await;
    assert!(
        !has(&second.news, "alarm 1"),
        "it is no news twice: {:?}",
        second.news
    );
    assert!(has(&second.news, "overdue since 6 January 2010 12:00"));
    assert!(second.waiting[1].needs.contains("overdue since"));
}
