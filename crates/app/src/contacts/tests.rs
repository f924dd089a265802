use precede_model::{Command, Order};
use precede_store::EffectState;

use crate::{
    AppError,
    testing::{code, furnished, kinds, name, told},
};

const HEADER: &str = "code,name,e-mail,role,language,from,to\n";

#[tokio::test]
async fn practices_without_an_address_are_listed() {
    let app = furnished().await;
    let file = format!(
        "{HEADER}F81001,The manager,a@f81001.example,practice,en,,\n\
         F81002,,b@f81002.example,practice,,,2009-12-31\n\
         LMC-ESSEX,,office@lmc.example,lmc,en,,\n\
         5PY,,desk@5py.example,pct-staff,en,,\n"
    );
    let report = app
        .import_contacts("contacts.csv", file.as_bytes(), None)
        .await
        .unwrap();
    assert_eq!((report.rows, report.changed), (4, 4));
    assert_eq!(report.lmcs_added, [code("LMC-ESSEX")]);
    let missing = ["F81002", "F81003", "F81004", "F81005"].map(code);
    assert_eq!(
        report.without_address, missing,
        "an address that has ended is none"
    );
    let again = app
        .import_contacts("contacts.csv", file.as_bytes(), None)
        .await
        .unwrap();
    assert_eq!(again.changed, 0);
    assert_eq!(
        kinds(&app, "register").await,
        ["register-imported", "contacts-imported"]
    );
    let lines = app.store().ledger("register", 2, 1).await.unwrap();
    assert!(!lines[0].body.contains('@'), "no address is in the ledger");
}

#[tokio::test]
async fn an_unknown_organisation_refuses_the_whole_file() {
    let app = furnished().await;
    let file = format!(
        "{HEADER}F81001,,a@f81001.example,practice,en,,\nF99999,,b@f99999.example,practice,en,,\n"
    );
    let Err(AppError::BadInput(lines)) = app.import_contacts("c.csv", file.as_bytes(), None).await
    else {
        panic!("it was taken")
    };
    assert_eq!(lines.len(), 1);
    assert!(
        lines[0].starts_with("`c.csv` row 3, column 1 (code), `F99999`"),
        "{}",
        lines[0]
    );
    assert!(app.store().contacts(None).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_failed_notice_is_tried_again_when_an_address_comes() {
    let app = furnished().await;
    let id = told(&app).await;
    // The daemon found no address for F81003.
    let mut tick = app.tick(app.now().await.unwrap());
    let key = name("tell-practice/F81003/1/0");
    let row = app
        .store()
        .effect(&id.stream(), key)
        .await
        .unwrap()
        .expect("it is planned");
    let failed = Order::NotHandedOver {
        step: name("tell-practice"),
        practice: code("F81003"),
        template: name("tell-practice"),
        number: 0,
        reason: "no address".to_owned(),
    };
    tick.settle(&row, (EffectState::Failed, "no address"), None)
        .await
        .unwrap();
    tick.command(id, &Command::by_precede(failed))
        .await
        .unwrap()
        .unwrap();
    tick.commit().await.unwrap();
    let health = app.health(app.now().await.unwrap(), false).await.unwrap();
    assert!(
        health
            .findings
            .iter()
            .any(|found| found.to_string().contains("F81003")),
        "{:?}",
        health.findings
    );

    let file = format!("{HEADER}F81003,,c@f81003.example,practice,en,,\n");
    let failed = (id.to_string(), name("tell-practice"), code("F81003"));
    let report = app
        .import_contacts("c.csv", file.as_bytes(), None)
        .await
        .unwrap();
    assert_eq!(
        (report.retried, report.to_retry),
        (vec![], vec![failed.clone()]),
        "nobody asked for it"
    );
    let report = app
        .import_contacts("c.csv", file.as_bytes(), Some(name("staff")))
        .await
        .unwrap();
    assert_eq!((report.retried, report.to_retry), (vec![failed], vec![]));
    let again = name("tell-practice/F81003/2/0");
    let row = app.store().effect(&id.stream(), again).await.unwrap();
    assert_eq!(row.expect("it is planned anew").state, EffectState::Planned);
}
