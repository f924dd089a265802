use precede_model::{
    AlarmKind, CampaignId, EnquiryReason, Evidence, Missing, Order, PersonId, Report,
};

use crate::{
    App, AppError, Listed, Said, consequences,
    testing::{code, furnished, name, told},
};

/// A patient of a practice that is not ready asks about a letter.
async fn asked(app: &App, id: CampaignId, about: EnquiryReason) {
    let report = Report::Enquiry {
        practice: code("F81002"),
        about,
    };
    let said = noted("has had a leaflet, reception knows of none");
    app.tell(id, name("staff"), said, Order::Report(report))
        .await
        .expect("staff may write it down");
}

fn noted(note: &str) -> Said {
    Said {
        evidence: Evidence {
            note: Some(note.to_owned()),
            ..Evidence::default()
        },
        ..Said::default()
    }
}

fn clear(alarm: u16) -> Order {
    Order::Report(Report::ClearAlarm {
        practice: code("F81002"),
        alarm,
    })
}

#[tokio::test]
async fn an_alarm_stands_until_a_lead_clears_it_with_a_note() {
    let app = furnished().await;
    let id = told(&app).await;
    asked(&app, id, EnquiryReason::Letter).await;
    let [alarm] = &app.alarms(Some(id), Listed::Open).await.unwrap()[..] else {
        panic!("one alarm stands")
    };
    assert_eq!(alarm.about, AlarmKind::LettersBeforeReady);
    assert_eq!((alarm.practice, alarm.alarm), (code("F81002"), 1));

    let (lead, staff): (PersonId, PersonId) = (name("lead"), name("staff"));
    for (by, said, missing) in [
        (lead, Said::default(), Missing::Reason),
        (staff, noted("looked into"), Missing::Role),
    ] {
        let refused = app.tell(id, by, said, clear(1)).await;
        let Err(AppError::Refused(refusal)) = refused else {
            panic!("{by} clears nothing: {refused:?}")
        };
        assert_eq!(refusal.unmet.missing, missing);
    }
    app.tell(id, lead, noted("of another programme"), clear(1))
        .await
        .unwrap();
    assert_eq!(app.alarms(None, Listed::Open).await.unwrap(), []);
    let all = app.alarms(None, Listed::All).await.unwrap();
    let closing = all[0].cleared.clone().expect("it was cleared");
    assert_eq!(closing.by.person(), Some(lead));
    assert_eq!(closing.note.as_deref(), Some("of another programme"));
}

#[tokio::test]
async fn enquiries_are_read_from_the_history() {
    let app = furnished().await;
    let id = told(&app).await;
    for about in [EnquiryReason::OptOut, EnquiryReason::Format] {
        asked(&app, id, about).await;
    }
    let found = app.enquiries(id, Some(code("F81002"))).await.unwrap();
    let about: Vec<_> = found.iter().map(|one| one.about).collect();
    assert_eq!(about, [EnquiryReason::OptOut, EnquiryReason::Format]);
    assert!(found[0].note.as_ref().unwrap().starts_with("has had"));
    assert_eq!(
        app.enquiries(id, Some(code("F81001"))).await.unwrap(),
        [],
        "nobody asked there"
    );
    assert_eq!(
        app.alarms(None, Listed::All).await.unwrap(),
        [],
        "how to say no is no alarm"
    );
    let nowhere = app.enquiries(name("scr/5PX/all"), None).await;
    assert!(matches!(nowhere, Err(AppError::BadInput(_))), "{nowhere:?}");
}

#[tokio::test]
async fn who_raises_an_alarm_is_told_its_number() {
    let app = furnished().await;
    let id = told(&app).await;
    let report = Report::RaiseAlarm {
        practice: code("F81001"),
        about: AlarmKind::CountsDoNotReconcile,
    };
    let events = app
        .tell(id, name("staff"), Said::default(), Order::Report(report))
        .await
        .unwrap();
    let words: Vec<_> = consequences(&events)
        .iter()
        .map(crate::Consequence::words)
        .collect();
    assert_eq!(
        words,
        ["alarm 1 [F81001]: counts of the mailing do not add up"]
    );
}
