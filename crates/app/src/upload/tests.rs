use precede_model::{AlarmKind, CaseKind, Evidence};

use crate::{
    App, AppError, CaseGroup, Consequence, Listed, Said, UploadReport, UploadReported,
    testing::{code, furnished, kinds, name, told},
};

async fn reported(app: &App, by: &str, practice: &str) -> Result<UploadReported, AppError> {
    let upload = UploadReport {
        programme: name("scr"),
        campaign: None,
        practice: code(practice),
        records: Some(5_210),
    };
    app.report_upload(upload, name(by), Said::default()).await
}

#[tokio::test]
async fn an_upload_without_a_permit_is_an_alarm_and_an_incident_of_its_campaign() {
    let app = furnished().await;
    let id = told(&app).await;
    let done = reported(&app, "staff", "F81001").await.unwrap();
    assert_eq!(done.campaigns, [id.to_string()]);
    assert!(
        matches!(
            done.caused[..],
            [
                Consequence::AlarmRaised {
                    alarm: 1,
                    about: AlarmKind::UploadWithoutPermit,
                    ..
                },
                Consequence::CaseOpened {
                    case: 1,
                    about: CaseKind::UploadWithoutPermit,
                    ..
                },
            ]
        ),
        "{:?}",
        done.caused
    );
    let alarms = app.alarms(Some(id), Listed::Open).await.unwrap();
    let cases = app
        .cases(Some(id), CaseGroup::Incidents, Listed::Open)
        .await
        .unwrap();
    assert_eq!((alarms.len(), cases.len()), (1, 1));
    assert!(app.stray_uploads(name("scr")).await.unwrap().is_empty());
}

#[tokio::test]
async fn an_upload_in_no_campaign_stands_in_the_programmes_history_until_somebody_clears_it() {
    let app = furnished().await;
    told(&app).await;
    let done = reported(&app, "lead-px", "F81004").await.unwrap();
    assert_eq!(done.campaigns, Vec::<String>::new());
    assert_eq!(
        kinds(&app, "programme:scr").await,
        ["definition-published", "upload-reported"]
    );
    let stray = app.stray_uploads(name("scr")).await.unwrap();
    assert_eq!(stray[0].practice, code("F81004"));

    let clear = |note: Option<&str>| {
        let evidence = Evidence {
            note: note.map(str::to_owned),
            ..Evidence::default()
        };
        app.clear_upload((name("scr"), code("F81004")), name("region"), evidence)
    };
    let silent = clear(None).await;
    assert!(matches!(silent, Err(AppError::BadInput(_))), "{silent:?}");
    clear(Some("a test system")).await.unwrap();
    assert!(app.stray_uploads(name("scr")).await.unwrap().is_empty());
    let twice = clear(Some("a test system")).await;
    assert!(matches!(twice, Err(AppError::BadInput(_))), "{twice:?}");
}

#[tokio::test]
async fn nobody_reports_for_another_pct_and_unknown_practices_are_bad_input() {
    let app = furnished().await;
    told(&app).await;
    for (by, practice) in [("lead-px", "F81001"), ("staff", "F81004")] {
        let refused = reported(&app, by, practice).await;
        assert!(matches!(refused, Err(AppError::Refused(_))), "{refused:?}");
    }
    let unknown = reported(&app, "national", "F99999").await;
    assert!(matches!(unknown, Err(AppError::BadInput(_))), "{unknown:?}");
    assert_eq!(
        kinds(&app, "programme:scr").await,
        ["definition-published"],
        "nothing was written"
    );
}
