//! The shape of a database: made, unmade, made again; refused when it is somebody else's.

use precede_migrations::{Migrator, MigratorTrait, known};
use precede_store::{SqlStore, StoreError};
use precede_testkit::{campaign, stores};
use sea_orm::{ConnectionTrait, Database};

use crate::support::born;

#[tokio::test]
async fn every_change_goes_up_down_and_up() {
    for test in stores().await {
        let Some(url) = &test.url else { continue };
        let database = Database::connect(url).await.unwrap();
        Migrator::down(&database, None).await.unwrap();
        let unmigrated = SqlStore::connect(url).await.unwrap_err();
        assert_schema(&unmigrated, "none", "run `precede migrate`");
        Migrator::up(&database, Some(3)).await.unwrap();
        let half = SqlStore::connect(url).await.unwrap_err();
        assert_schema(&half, &known()[2], "run `precede migrate`");
        let made = SqlStore::migrate(url).await.unwrap();
        assert_eq!(made, known()[3..], "{}", test.name);
        assert_eq!(SqlStore::migrate(url).await.unwrap(), [""; 0]);
        let store = SqlStore::connect(url).await.unwrap();
        born(&store, &campaign("5PY", &["F81006"])).await;
    }
}

#[tokio::test]
async fn a_newer_database_is_left_alone() {
    for test in stores().await {
        let Some(url) = &test.url else { continue };
        let database = Database::connect(url).await.unwrap();
        let newer =
            "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29990101_000001_x', 0)";
        database.execute_unprepared(newer).await.unwrap();
        for answer in [
            SqlStore::connect(url).await.map(drop),
            SqlStore::migrate(url).await.map(drop),
        ] {
            assert_schema(&answer.unwrap_err(), "m29990101_000001_x", "newer version");
        }
    }
}

#[tokio::test]
async fn what_cannot_be_reached_is_unavailable() {
    let folder = tempfile::TempDir::new().unwrap();
    let missing = format!(
        "sqlite://{}/none/precede.db?mode=rwc",
        folder.path().display()
    );
    for url in [
        missing.as_str(),
        "postgres://nobody@127.0.0.1:1/none",
        "mysql://localhost/precede",
    ] {
        let answer = SqlStore::connect(url).await;
        assert!(
            matches!(answer, Err(StoreError::Unavailable(_))),
            "{url}: {answer:?}"
        );
    }
}

#[track_caller]
fn assert_schema(fault: &StoreError, at: &str, says: &str) {
    match fault {
        StoreError::Schema { found, remedy, .. } => {
            assert_eq!(found, at);
            assert!(remedy.contains(says), "{remedy}");
        }
        other => panic!("`Schema` was expected, not {other:?}"),
    }
}
