use precede_model::{CampaignId, CaseKind, Evidence, Order, Report, Role};

use crate::{
    App, AppError, CaseGroup, Listed, Said,
    testing::{advance, code, furnished, name, told},
};

/// A batch was left in a van on the evening before.
async fn breached(app: &App, id: CampaignId) {
    let said = Said {
        happened: Some("2010-01-03T17:00:00Z".parse().unwrap()),
        ..Said::default()
    };
    let report = Report::OpenCase {
        practice: Some(code("F81001")),
        about: CaseKind::PersonalDataBreach,
    };
    app.tell(id, name("staff"), said, Order::Report(report))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_breach_has_72_hours_from_when_it_happened() {
    let app = furnished().await;
    let id = told(&app).await;
    breached(&app, id).await;
    let open = || app.cases(None, CaseGroup::Incidents, Listed::Open);
    let [incident] = &open().await.unwrap()[..] else {
        panic!("one incident is open")
    };
    assert_eq!(incident.due.to_string(), "2010-01-06T17:00:00Z");
    assert_eq!(incident.owner, Role::DataProtectionOfficer);
    assert!(incident.tell.contains(&Role::CaldicottGuardian) && !incident.overdue);
    advance(&app, "2010-01-06T17:00:01Z").await;
    assert!(open().await.unwrap()[0].overdue);
}

#[tokio::test]
async fn an_incident_is_not_closed_as_a_request_nor_without_a_note() {
    let app = furnished().await;
    let id = told(&app).await;
    breached(&app, id).await;
    let as_request = app.check_case(id, CaseGroup::Requests, 1).await;
    assert!(
        matches!(as_request, Err(AppError::BadInput(_))),
        "{as_request:?}"
    );
    app.check_case(id, CaseGroup::Incidents, 1).await.unwrap();
    let close = |note: Option<&str>| {
        let said = Said {
            evidence: Evidence {
                note: note.map(str::to_owned),
                ..Evidence::default()
            },
            ..Said::default()
        };
        let order = Order::Report(Report::CloseCase { case: 1 });
        app.tell(id, name("lead"), said, order)
    };
    assert!(matches!(close(None).await, Err(AppError::Refused(_))));
    close(Some("found unopened")).await.unwrap();
    let all = app
        .cases(Some(id), CaseGroup::Incidents, Listed::All)
        .await
        .unwrap();
    assert!(all[0].is_closed && !all[0].overdue);
    let closing = all[0].closed.clone().unwrap();
    assert_eq!(closing.note.as_deref(), Some("found unopened"));
}
