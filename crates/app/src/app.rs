//! The application: a store, compiled definitions, and the campaigns last seen.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use precede_engine::Def;
use precede_model::{CampaignId, Digest, Person, PersonId, ProgrammeCode, Timestamp, definition};
use precede_register::Register;
use precede_render::Renderer;
use precede_store::{Expect, Loaded, Record, Store, StreamRow, TimerChange, Write};

use crate::{AppError, ProgrammeState, Tick, shipped};

/// Everything use cases need. Cheap to share.
pub struct App {
    store: Arc<dyn Store>,
    renderer: Arc<Renderer>,
    defs: Mutex<HashMap<DefKey, Arc<Def>>>,
    /// Campaigns as last written or read. Safe to keep: every write compares the row's version (E1).
    seen: Mutex<HashMap<CampaignId, Loaded>>,
    people: Mutex<HashMap<PersonId, Person>>,
    /// Programmes as last folded, each with the row it was folded from.
    programmes: Mutex<HashMap<ProgrammeCode, Arc<ProgrammeState>>>,
    /// The row of the daemon's own stream, as last written.
    daemon: Mutex<Option<StreamRow>>,
    /// The register as last read, with the version of its row.
    register: Mutex<Option<(u64, Arc<Register>)>>,
}

/// A definition's digest and the variant asked for.
type DefKey = (Digest, Option<String>);

impl App {
    /// Over a store, with the templates mails are made from.
    pub fn new(store: Arc<dyn Store>, renderer: Arc<Renderer>) -> Self {
        Self {
            store,
            renderer,
            defs: Mutex::default(),
            seen: Mutex::default(),
            people: Mutex::default(),
            programmes: Mutex::default(),
            daemon: Mutex::default(),
            register: Mutex::default(),
        }
    }

    /// Another over the same store, with what it sees for itself: as another process has.
    pub fn beside(&self) -> Self {
        Self::new(Arc::clone(&self.store), Arc::clone(&self.renderer))
    }

    /// The store.
    pub fn store(&self) -> &dyn Store {
        &*self.store
    }

    /// The templates.
    pub fn renderer(&self) -> &Renderer {
        &self.renderer
    }

    /// The simulated clock if the data folder has one, else the database's.
    ///
    /// # Errors
    /// When the database is not available.
    pub async fn now(&self) -> Result<Timestamp, AppError> {
        Ok(self.store.now().await?)
    }

    /// Begins the work of one instant.
    pub fn tick(&self, now: Timestamp) -> Tick<'_> {
        Tick::new(self, now)
    }

    /// A compiled definition.
    ///
    /// # Errors
    /// When it is not in the store or cannot be read any more.
    pub async fn def(&self, digest: Digest, variant: Option<&str>) -> Result<Arc<Def>, AppError> {
        let key = (digest, variant.map(str::to_owned));
        if let Some(def) = lock(&self.defs).get(&key) {
            return Ok(def.clone());
        }
        let stored =
            self.store.definition(digest).await?.ok_or_else(|| {
                AppError::bad(format!("no definition `{digest}` is published here"))
            })?;
        // What was published is used as it is, even where a template has gone since.
        let parsed = definition::parse(&stored.text, "the stored definition", &|_| true)
            .map_err(AppError::Faults)?;
        let def = Arc::new(compile(parsed, variant)?);
        lock(&self.defs).insert(key, def.clone());
        Ok(def)
    }

    /// A campaign with its definition, from memory if it was seen before.
    pub(crate) async fn load(
        &self,
        id: CampaignId,
    ) -> Result<Option<(Loaded, Arc<Def>)>, AppError> {
        let seen = lock(&self.seen).remove(&id);
        let loaded = match seen {
            Some(loaded) => loaded,
            None => match self.store.campaign(id).await? {
                Some(loaded) => loaded,
                None => return Ok(None),
            },
        };
        let def = self
            .def(
                loaded.campaign.definition,
                loaded.campaign.variant.as_deref(),
            )
            .await?;
        Ok(Some((loaded, def)))
    }

    /// Keeps a campaign as it was written.
    pub(crate) fn keep(&self, loaded: Loaded) {
        lock(&self.seen).insert(loaded.campaign.id, loaded);
    }

    /// The register kept from before, if its row has not moved since.
    pub(crate) fn seen_register(&self, version: u64) -> Option<Arc<Register>> {
        let seen = lock(&self.register);
        let (of, register) = seen.as_ref()?;
        (*of == version).then(|| register.clone())
    }

    pub(crate) fn keep_register(&self, version: u64, register: Arc<Register>) {
        *lock(&self.register) = Some((version, register));
    }

    pub(crate) fn seen_programme(&self, code: ProgrammeCode) -> Option<Arc<ProgrammeState>> {
        lock(&self.programmes).get(&code).cloned()
    }

    pub(crate) fn keep_programme(&self, code: ProgrammeCode, state: Arc<ProgrammeState>) {
        lock(&self.programmes).insert(code, state);
    }

    /// Forgets what was seen, because a row has moved.
    pub fn forget(&self) {
        lock(&self.seen).clear();
        lock(&self.people).clear();
        *lock(&self.daemon) = None;
    }

    /// A write of the daemon's own stream: the simulated clock, and schedules that belong to no campaign.
    ///
    /// # Errors
    /// When the database is not available.
    pub async fn daemon_write(
        &self,
        records: Vec<Record>,
        timers: Vec<TimerChange>,
    ) -> Result<Write<'static>, AppError> {
        let seen = lock(&self.daemon).clone();
        let row = match seen {
            Some(row) => Some(row),
            None => self.store.stream(DAEMON).await?,
        };
        let mut write = Write::to(DAEMON, row.map_or(Expect::New, Expect::Row));
        write.records = records;
        write.timers = timers;
        Ok(write)
    }

    /// Keeps the row of a stream that is no campaign's, if it is the daemon's.
    pub(crate) fn keep_row(&self, row: StreamRow) {
        if row.stream == DAEMON {
            *lock(&self.daemon) = Some(row);
        }
    }

    /// A person who acts.
    pub(crate) async fn person(&self, id: PersonId) -> Result<Option<Person>, AppError> {
        if let Some(person) = lock(&self.people).get(&id) {
            return Ok(Some(person.clone()));
        }
        let person = self.store.person(id).await?;
        if let Some(person) = &person {
            lock(&self.people).insert(id, person.clone());
        }
        Ok(person)
    }
}

/// The daemon's own stream: clock and schedules. It has no ledger.
pub const DAEMON: &str = "daemon";

/// A panic elsewhere leaves these maps whole: each change is one insert or remove.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A definition on its own calendar, for one of its variants: its first, if none is named.
///
/// # Errors
/// When it has no such variant.
pub fn compile(definition: definition::Definition, variant: Option<&str>) -> Result<Def, AppError> {
    let calendar = Arc::new(shipped::calendars().get(definition.calendar).clone());
    Def::compile(Arc::new(definition), variant, calendar)
        .map_err(|unknown| AppError::bad(unknown.to_string()))
}
