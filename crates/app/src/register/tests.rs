use std::path::PathBuf;

use precede_model::OrganisationKind;

use crate::{
    App, AppError,
    register::SHIPPED_REGISTER,
    testing::{bare, code, kinds, tables},
};

fn file(name: &str, text: &'static str) -> (String, &'static [u8]) {
    (name.to_owned(), text.as_bytes())
}

async fn faults(app: &App, files: Vec<(String, &'static [u8])>) -> Vec<String> {
    match app.import_register(files, None).await {
        Err(AppError::BadInput(lines)) => lines,
        other => panic!("taken: {other:?}"),
    }
}

#[tokio::test]
async fn importing_twice_changes_nothing_and_records_nothing() {
    let app = bare();
    let first = app.import_register(tables(), None).await.unwrap();
    assert!(first.changed);
    assert_eq!(first.memberships.joined, 7);
    let row = app.store().stream("register").await.unwrap();
    let second = app.import_register(tables(), None).await.unwrap();
    assert!(!second.changed);
    assert_eq!(second.files[0].digest, first.files[0].digest);
    assert_eq!(app.store().stream("register").await.unwrap(), row);
    assert_eq!(kinds(&app, "register").await, ["register-imported"]);
}

#[tokio::test]
async fn a_fault_in_one_file_leaves_the_register_as_it_was() {
    let app = bare();
    let mut files = tables();
    files.push(file(
        "broken.csv",
        "child,parent,from,to\nF81001,5PY,2010-13-01,\nF81001,NOPE,2010-02-01,\n",
    ));
    let lines = faults(&app, files).await;
    assert!(lines[0].contains("`broken.csv` row 2"), "{lines:?}");
    assert!(app.store().stream("register").await.unwrap().is_none());
    assert!(app.store().organisations(None).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_membership_to_an_unknown_parent_is_refused() {
    let app = bare();
    app.import_register(tables(), None).await.unwrap();
    let before = app.register().await.unwrap();
    let lines = faults(
        &app,
        vec![file(
            "m.csv",
            "child,parent,from,to\nF81001,5XX,2010-02-01,\n",
        )],
    )
    .await;
    assert!(lines[0].contains("5XX"), "{lines:?}");
    assert_eq!(app.register().await.unwrap(), before);
}

#[tokio::test]
async fn memberships_before_any_practice_are_the_wrong_order() {
    let app = bare();
    let [_, (name, text), ..] = SHIPPED_REGISTER;
    let lines = faults(&app, vec![file(name, text)]).await;
    assert!(lines.iter().any(|line| line.contains("first")), "{lines:?}");
    assert!(app.store().memberships().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_newer_file_closes_opens_and_moves_by_date() {
    let app = bare();
    app.import_register(tables(), None).await.unwrap();
    let organisations = file(
        "newer.csv",
        "code,kind,name,postcode,region,opened,closed\n\
         F81002,practice,High Street,CM1 1AB,,1990-01-01,2010-06-30\n\
         F81009,practice,New Surgery,CM1 1ZZ,,2010-07-01,\n",
    );
    let memberships = file(
        "moves.csv",
        "child,parent,from,to\nF81003,5PX,2010-07-01,\nF81009,5PY,2010-07-01,\n",
    );
    let report = app
        .import_register(vec![memberships, organisations], None)
        .await
        .unwrap();
    let counts = report.memberships;
    assert_eq!((counts.joined, counts.moved, counts.ended), (1, 1, 0));
    let register = app.register().await.unwrap();
    let members = |day: &str| register.practices_of(code("5PY"), day.parse().unwrap());
    assert_eq!(
        members("2010-06-30"),
        [code("F81001"), code("F81002"), code("F81003")]
    );
    assert_eq!(members("2010-07-01"), [code("F81001"), code("F81009")]);
}

#[tokio::test]
async fn the_shipped_tables_give_the_day_of_the_suspension() {
    let app = bare();
    let files = SHIPPED_REGISTER
        .map(|(name, text)| file(name, text))
        .to_vec();
    app.import_register(files.clone(), None).await.unwrap();
    let register = app.register().await.unwrap();
    let day = "2010-04-16".parse().unwrap();
    let pcts = register.open_on(OrganisationKind::Pct, day);
    assert_eq!(pcts.len(), 151);
    assert_eq!(
        pcts.iter()
            .map(|pct| register.practices_of(*pct, day).len())
            .sum::<usize>(),
        8_046
    );
    assert!(!app.import_register(files, None).await.unwrap().changed);
}

#[tokio::test]
async fn whole_official_files_import_once() {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data"));
    let names = [
        "eccg-2025-12.csv",
        "epraccur-2025-09.csv",
        "epcmem-2019-08.csv",
    ];
    let open = || -> Option<Vec<_>> {
        let each = names.map(|name| {
            Some((
                name.to_owned(),
                std::fs::File::open(folder.join(name)).ok()?,
            ))
        });
        each.into_iter().collect()
    };
    let Some(files) = open() else {
        eprintln!(
            "skipped: the official files are not in `{}`",
            folder.display()
        );
        return;
    };
    let app = bare();
    let shipped = SHIPPED_REGISTER
        .map(|(name, text)| file(name, text))
        .to_vec();
    app.import_register(shipped, None).await.unwrap();
    let report = app.import_register(files, None).await.unwrap();
    let rows: u64 = report.files.iter().map(|file| file.rows).sum();
    assert!(report.changed && rows > 47_822 + 16_685, "{rows}");
    let again = app.import_register(open().unwrap(), None).await.unwrap();
    assert!(
        !again.changed,
        "{:?} {:?}",
        again.organisations, again.memberships
    );
}
