//! Stores for random histories: in memory, SQLite files in a temporary folder, PostgreSQL databases named beforehand.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use async_trait::async_trait;
use precede_app::{App, AppError};
use precede_daemon::Outlets;
use precede_mail::CapturedMail;
use precede_mailroom::MailHouseFolder;
use precede_rehearsal::histories::{BEGINS, Room, Rooms, Walls};
use precede_render::Renderer;
use precede_store::{MemoryStore, SqlStore, Store};
use tempfile::TempDir;

/// Histories of a room in memory, and of an SQLite file.
const IN_MEMORY: u32 = 8;
const IN_A_FILE: u32 = 25;
/// A folder in memory, where the machine has one: manifests are made durable one by one, and nobody reads these.
const FAST_FOLDER: &str = "/dev/shm";

/// Stores of one kind.
pub struct Stores {
    kind: Kind,
    renderer: Arc<Renderer>,
}

enum Kind {
    Memory,
    Sqlite,
    /// Databases that nobody has used yet, and how many histories go into each.
    Postgres(Mutex<Vec<String>>, u32),
}

impl Stores {
    pub fn memory() -> Self {
        Self::of(Kind::Memory)
    }

    pub fn sqlite() -> Self {
        Self::of(Kind::Sqlite)
    }

    /// So many histories go into each of these databases.
    pub fn postgres(urls: Vec<String>, each: u32) -> Self {
        Self::of(Kind::Postgres(Mutex::new(urls), each))
    }

    fn of(kind: Kind) -> Self {
        Self {
            kind,
            renderer: Arc::new(Renderer::embedded()),
        }
    }

    fn walls(&self, store: Arc<dyn Store>, folder: TempDir, histories: u32) -> Walls {
        let outlets = Outlets {
            mail: Arc::new(CapturedMail::default()),
            mail_house: Arc::new(MailHouseFolder::new(folder.path().join("batches"))),
            from: "Precede <precede@history.invalid>".to_owned(),
            pages: None,
        };
        Walls {
            app: Arc::new(App::new(store, self.renderer.clone())),
            outlets,
            histories,
            kept: Box::new(folder),
        }
    }
}

#[async_trait]
impl Rooms for Stores {
    async fn open(&self) -> Result<Option<Room>, AppError> {
        let folder = folder()?;
        let (store, histories): (Arc<dyn Store>, u32) = match &self.kind {
            Kind::Memory => {
                let begins = BEGINS.parse().map_err(|_| AppError::bad(BEGINS))?;
                (Arc::new(MemoryStore::new(begins)), IN_MEMORY)
            }
            Kind::Sqlite => {
                let file = folder.path().join("precede.db");
                let url = format!("sqlite://{}?mode=rwc", file.display());
                (database(&url).await?, IN_A_FILE)
            }
            Kind::Postgres(urls, each) => {
                let url = urls.lock().unwrap_or_else(PoisonError::into_inner).pop();
                let Some(url) = url else { return Ok(None) };
                (database(&url).await?, *each)
            }
        };
        Room::furnish(self.walls(store, folder, histories))
            .await
            .map(Some)
    }
}

async fn database(url: &str) -> Result<Arc<dyn Store>, AppError> {
    SqlStore::migrate(url).await?;
    Ok(Arc::new(SqlStore::connect(url).await?))
}

fn folder() -> Result<TempDir, AppError> {
    let made = if Path::new(FAST_FOLDER).is_dir() {
        tempfile::tempdir_in(FAST_FOLDER)
    } else {
        tempfile::tempdir()
    };
    made.map_err(|error| AppError::bad(format!("no temporary folder: {error}")))
}
