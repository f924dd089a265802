//! A room: one store with the grounds of some histories, two applications over it as two processes would have, and a
//! daemon. The store's own clock stands still; every history begins anew at the same instant and brings its own time.

use std::sync::Arc;

use async_trait::async_trait;
use precede_app::{App, AppError};
use precede_daemon::{Daemon, Outlets, Presence};
use precede_model::{Role, Timestamp};
use precede_store::Record;

use super::{
    Check, ShippedTexts,
    ground::{Furniture, Ground, board},
    judge::Laws,
    play::{Play, Played, Plot},
};
use crate::world::person_id;

/// When every history begins.
pub const BEGINS: &str = "2010-01-04T09:00:00Z";

/// Makes rooms on stores of one kind.
#[async_trait]
pub trait Rooms: Send + Sync {
    /// A new room. `None`: there are no more.
    ///
    /// # Errors
    /// When no store can be made.
    async fn open(&self) -> Result<Option<Room>, AppError>;
}

/// What a room is made of.
pub struct Walls {
    /// The application the daemon shares with whoever sits beside it.
    pub app: Arc<App>,
    /// Where effects go.
    pub outlets: Outlets,
    /// How many histories it holds.
    pub histories: u32,
    /// What lasts as long as the room: a folder, for example.
    pub kept: Box<dyn std::any::Any + Send + Sync>,
}

/// A store with room for some histories.
pub struct Room {
    pub(super) app: Arc<App>,
    /// Another application over the same store, as another process has.
    pub(super) desk: Arc<App>,
    pub(super) daemon: Daemon,
    pub(super) outlets: Outlets,
    pub(super) laws: Laws,
    free: std::vec::IntoIter<Ground>,
    _kept: Box<dyn std::any::Any + Send + Sync>,
}

impl Room {
    /// Furnishes an empty store: register, people, contacts.
    ///
    /// # Errors
    /// When the store is not available, or not empty.
    pub async fn furnish(walls: Walls) -> Result<Self, AppError> {
        let Walls {
            app,
            outlets,
            histories,
            kept,
        } = walls;
        let grounds: Vec<Ground> = (0..histories).map(Ground::of).collect();
        let furniture = Furniture::of(&grounds);
        let begins = begins();
        if app.store().simulated().await? != Some(begins) {
            let mut tick = app.tick(begins);
            tick.set_clock();
            tick.commit().await?;
        }
        let files = [
            ("organisations.csv", &furniture.organisations),
            ("memberships.csv", &furniture.memberships),
        ];
        let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes()));
        app.import_register(files.into(), None).await?;
        let people = furniture.people.into_iter().map(Record::Person);
        let contacts = furniture.contacts.into_iter().map(Record::Contact);
        let records = people.chain(contacts).collect();
        let write = app.daemon_write(records, Vec::new()).await?;
        let mut tick = app.tick(begins);
        tick.also(write);
        tick.commit().await?;
        let daemon = Daemon::start(
            app.clone(),
            outlets.clone(),
            Presence::Alone,
            "1".to_owned(),
        )
        .await?;
        let desk = Arc::new(app.beside());
        Ok(Self {
            app,
            desk,
            daemon,
            outlets,
            laws: Laws::default(),
            free: grounds.into_iter(),
            _kept: kept,
        })
    }

    /// Whether another history can be played here.
    pub fn is_free(&self) -> bool {
        !self.free.as_slice().is_empty()
    }

    /// Plays one history to its end and judges it. `None`: the room is full.
    ///
    /// # Errors
    /// When the store is not available. Anything else that goes wrong is part of what was played.
    pub async fn play(
        &mut self,
        plot: Plot<'_>,
        shipped: ShippedTexts<'_>,
        check: Check<'_>,
    ) -> Result<Option<Played>, AppError> {
        let Some(ground) = self.free.next() else {
            return Ok(None);
        };
        self.app.forget();
        let mut play = Play::begin(self, ground, plot, shipped).await?;
        play.go_on().await?;
        play.end(check).await.map(Some)
    }
}

pub(super) fn begins() -> Timestamp {
    BEGINS.parse().expect("it is an instant")
}

/// Who leads every programme.
pub(super) fn programme_lead() -> precede_model::PersonId {
    person_id(Role::ProgrammeLead, board()).expect("the programme has a lead")
}
