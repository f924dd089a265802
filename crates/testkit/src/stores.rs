//! Each kind of store, one after another, empty and for one test alone.

use std::{
    env, process,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    thread,
};

use precede_store::{MemoryStore, SqlStore, Store};
use sea_orm::{ConnectionTrait, Database};
use tempfile::TempDir;
use tokio::runtime::Builder;

use crate::samples::start;

/// Names the variable that holds the address of a PostgreSQL database tests may make schemas in.
pub const POSTGRES_URL: &str = "PRECEDE_TEST_POSTGRES_URL";

/// A store of one test. Its folder or schema is dropped with it.
pub struct TestStore {
    /// `memory`, `sqlite` or `postgres`.
    pub name: &'static str,
    /// The store.
    pub store: Arc<dyn Store>,
    /// The same, if it is a database, for what only databases offer.
    pub sql: Option<SqlStore>,
    /// Its address, if it is a database.
    pub url: Option<String>,
    _kept: Kept,
}

enum Kept {
    Nothing,
    Folder(#[expect(dead_code, reason = "held for its drop")] TempDir),
    Schema(#[expect(dead_code, reason = "held for its drop")] Schema),
}

/// The names of all kinds of store.
const NAMES: [&str; 3] = ["memory", "sqlite", "postgres"];

/// Memory, SQLite in a temporary folder, and a PostgreSQL schema if [`POSTGRES_URL`] is set; a simulated clock is not
/// set on the databases.
///
/// # Panics
/// When a store cannot be made: the test cannot run.
pub async fn stores() -> Vec<TestStore> {
    let mut stores = Vec::new();
    for name in NAMES {
        stores.extend(store(name).await);
    }
    stores
}

/// One of them; `None` is PostgreSQL when [`POSTGRES_URL`] is not set.
///
/// # Panics
/// When the store cannot be made, or there is none of this name.
pub async fn store(name: &str) -> Option<TestStore> {
    match name {
        "memory" => Some(memory()),
        "sqlite" => Some(sqlite().await),
        "postgres" => match env::var(POSTGRES_URL) {
            Ok(url) => Some(postgres(&url).await),
            Err(_) => {
                eprintln!("not on PostgreSQL: {POSTGRES_URL} is not set");
                None
            }
        },
        other => panic!("there is no store `{other}`"),
    }
}

fn memory() -> TestStore {
    TestStore {
        name: "memory",
        store: Arc::new(MemoryStore::new(start())),
        sql: None,
        url: None,
        _kept: Kept::Nothing,
    }
}

async fn sqlite() -> TestStore {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let url = format!(
        "sqlite://{}?mode=rwc",
        folder.path().join("precede.db").display()
    );
    opened("sqlite", url, Kept::Folder(folder)).await
}

async fn postgres(base: &str) -> TestStore {
    let schema = Schema::create(base).await;
    let sign = if base.contains('?') { '&' } else { '?' };
    let url = format!("{base}{sign}options[search_path]={}", schema.name);
    opened("postgres", url, Kept::Schema(schema)).await
}

async fn opened(name: &'static str, url: String, kept: Kept) -> TestStore {
    SqlStore::migrate(&url).await.expect("the schema is made");
    let sql = SqlStore::connect(&url).await.expect("the store opens");
    TestStore {
        name,
        store: Arc::new(sql.clone()),
        sql: Some(sql),
        url: Some(url),
        _kept: kept,
    }
}

pub(crate) struct Schema {
    base: String,
    pub(crate) name: String,
}

impl Schema {
    pub(crate) async fn create(base: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let next = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("precede_test_{}_{next}", process::id());
        run(base, &format!("DROP SCHEMA IF EXISTS {name} CASCADE")).await;
        run(base, &format!("CREATE SCHEMA {name}")).await;
        Self {
            base: base.to_owned(),
            name,
        }
    }
}

impl Drop for Schema {
    /// On a thread of its own: a runtime cannot be waited for inside another.
    fn drop(&mut self) {
        let (base, name) = (self.base.clone(), self.name.clone());
        let dropping = thread::spawn(move || {
            let runtime = Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(run(&base, &format!("DROP SCHEMA IF EXISTS {name} CASCADE")));
            Ok::<_, std::io::Error>(())
        });
        if dropping.join().is_err() {
            eprintln!("schema `{}` is left behind", self.name);
        }
    }
}

async fn run(base: &str, sql: &str) {
    let database = Database::connect(base)
        .await
        .expect("the test database can be reached");
    database
        .execute_unprepared(sql)
        .await
        .expect("the test user may make and drop schemas");
    database.close().await.expect("the connection closes");
}
