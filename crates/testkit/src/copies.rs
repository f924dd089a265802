//! A database that is prepared once and copied for every run.

use std::path::Path;

use precede_store::SqlStore;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use tempfile::TempDir;

use crate::stores::{POSTGRES_URL, Schema};

/// The database as it was prepared.
pub struct Original {
    /// `sqlite` or `postgres`.
    pub name: &'static str,
    url: String,
    copy_url: String,
    kind: Kind,
}

enum Kind {
    Files(TempDir),
    Schemas(Box<Schemas>),
}

struct Schemas {
    admin: DatabaseConnection,
    copying: String,
    _schemas: [Schema; 2],
}

impl Original {
    /// An empty one in files. In memory where the system has such a folder: what is tried with copies is a process
    /// that dies, not a machine.
    ///
    /// # Panics
    /// When it cannot be made: the test cannot run.
    pub async fn on_sqlite() -> Self {
        let memory = Path::new("/dev/shm");
        let folder = if memory.is_dir() {
            TempDir::new_in(memory)
        } else {
            TempDir::new()
        };
        let folder = folder.expect("a temporary folder can be made");
        let url = |name: &str| {
            let path = folder.path().join(name);
            format!("sqlite://{}?mode=rwc", path.display())
        };
        let (url, copy_url) = (url("original.db"), url("copy.db"));
        SqlStore::migrate(&url).await.expect("the schema is made");
        Self {
            name: "sqlite",
            url,
            copy_url,
            kind: Kind::Files(folder),
        }
    }

    /// An empty one in schemas of the test's PostgreSQL; `None` when there is none.
    ///
    /// # Panics
    /// When it cannot be made: the test cannot run.
    pub async fn on_postgres() -> Option<Self> {
        let base = std::env::var(POSTGRES_URL).ok()?;
        let schemas = [Schema::create(&base).await, Schema::create(&base).await];
        let sign = if base.contains('?') { '&' } else { '?' };
        let [url, copy_url] = schemas.each_ref().map(|schema| {
            let name = &schema.name;
            format!("{base}{sign}options[search_path]={name}&options[synchronous_commit]=off")
        });
        for url in [&url, &copy_url] {
            SqlStore::migrate(url).await.expect("the schema is made");
        }
        let admin = Database::connect(&base)
            .await
            .expect("the test database can be reached");
        let copying = copying(&admin, &schemas).await;
        Some(Self {
            name: "postgres",
            url,
            copy_url,
            kind: Kind::Schemas(Box::new(Schemas {
                admin,
                copying,
                _schemas: schemas,
            })),
        })
    }

    /// The address under which it is prepared. No store may be open on it when it is copied.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The address of a fresh copy, which takes the place of the last one.
    ///
    /// # Panics
    /// When it cannot be copied.
    pub async fn copied(&self) -> &str {
        match &self.kind {
            Kind::Files(folder) => {
                for rest in ["copy.db", "copy.db-wal", "copy.db-shm"] {
                    let _absent = std::fs::remove_file(folder.path().join(rest));
                }
                let from = folder.path().join("original.db");
                std::fs::copy(from, folder.path().join("copy.db")).expect("there is room");
            }
            Kind::Schemas(schemas) => {
                let copied = schemas.admin.execute_unprepared(&schemas.copying).await;
                copied.expect("the test user may write its schemas");
            }
        }
        &self.copy_url
    }
}

/// SQL that empties the second schema's tables and fills them from the first's.
async fn copying(admin: &DatabaseConnection, [from, to]: &[Schema; 2]) -> String {
    let query = format!(
        "SELECT tablename FROM pg_tables WHERE schemaname = '{}' ORDER BY tablename",
        from.name
    );
    let rows = admin
        .query_all_raw(Statement::from_string(admin.get_database_backend(), query))
        .await
        .expect("the catalogue can be read");
    let tables: Vec<String> = rows
        .iter()
        .map(|row| row.try_get("", "tablename").expect("a name"))
        .collect();
    let (from, to) = (&from.name, &to.name);
    // The tables are small: to delete their rows costs a tenth of truncating them.
    let copy: Vec<String> = tables
        .iter()
        .map(|t| {
            format!(
                "DELETE FROM {to}.\"{t}\"; INSERT INTO {to}.\"{t}\" SELECT * FROM {from}.\"{t}\";"
            )
        })
        .collect();
    format!("SET synchronous_commit = off; {}", copy.concat())
}
