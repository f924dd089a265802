//! One process: application and daemon over a store that may die at a point.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU64, Ordering},
};

use precede_app::{App, AppError, Mode, Said};
use precede_daemon::{Daemon, Nobody, Outlets, Presence};
use precede_model::{
    Evidence, Order, Outgoing,
    programme::{ProgrammeCommand, ProgrammeOrder},
};
use precede_render::Renderer;
use precede_store::{EffectState, OutboxRow, SqlStore};

use super::{
    outside::{Outside, Reached},
    script::{Deed, name},
};

/// A process at work.
pub struct Life {
    pub app: Arc<App>,
    pub store: SqlStore,
    daemon: Daemon,
    outside: Outside,
}

/// Lives so far: each daemon has an owner of its own.
static LIVES: AtomicU64 = AtomicU64::new(0);

/// What people were told when they ordered.
#[derive(Debug)]
pub enum Answer {
    Done,
    Refused(String),
}

impl Life {
    /// Begins: the daemon takes back what a dead process left, and people answer what it asks them.
    ///
    /// # Errors
    /// When it dies at once; the store is then closed.
    pub async fn begin(
        (url, point): (&str, usize),
        reached: &Arc<Mutex<Reached>>,
        how: Commits,
    ) -> Result<Self, Dead> {
        let store = SqlStore::connect(url).await.expect("the database is there");
        store.die_at(point);
        if how == Commits::InOneRun {
            store.commit_in_one_run();
        }
        let outside = Outside::of(reached, &store);
        let app = Arc::new(App::new(Arc::new(store.clone()), renderer()));
        let outlets = Outlets {
            mail: Arc::new(outside.clone()),
            mail_house: Arc::new(outside.clone()),
            from: "precede@test.invalid".to_owned(),
            pages: None,
        };
        let owner = format!("life {}", LIVES.fetch_add(1, Ordering::Relaxed));
        let daemon = Daemon::start(app.clone(), outlets, Presence::Alone, owner).await;
        let daemon = match daemon {
            Ok(daemon) => daemon,
            Err(error) => return Err(Dead::of(store, error).await),
        };
        let life = Self {
            app,
            store,
            daemon,
            outside,
        };
        match life.answer_doubts().await {
            Ok(()) => Ok(life),
            Err(error) => Err(life.end(error).await),
        }
    }

    /// Ends a life that an error ended.
    ///
    /// # Panics
    /// When it is an error of a process that lives.
    pub async fn end(self, error: AppError) -> Dead {
        let Self { app, store, .. } = self;
        drop(app);
        Dead::of(store, error).await
    }

    /// Ends well.
    pub async fn close(self) {
        let Self { app, store, .. } = self;
        drop(app);
        store.close().await.expect("connections close");
    }

    /// A batch or permit found half-done asks a person, who looks and says.
    async fn answer_doubts(&self) -> Result<(), AppError> {
        for state in [EffectState::InDoubt, EffectState::Quarantined] {
            for row in self.app.store().effects_in(state).await? {
                let mut tick = self.app.tick(self.app.now().await?);
                let (state, order) = self.looked_into(&row);
                tick.settle(&row, (state, "a person looked"), order).await?;
                tick.commit().await?;
            }
        }
        Ok(())
    }

    fn looked_into(&self, row: &OutboxRow) -> (EffectState, Option<Order>) {
        let (Outgoing::Batch { batch, .. }, Some(practice)) = (&row.what, row.key.subject) else {
            // Nothing outside holds a permit.
            return (EffectState::Planned, None);
        };
        let mut reached = self.outside.reached();
        let place = (row.campaign, practice, *batch);
        if reached.released.contains_key(&place) {
            let batch = *batch;
            return (EffectState::Done, Some(Order::Released { practice, batch }));
        }
        *reached.stayed.entry(place).or_default() += 1;
        (EffectState::Planned, None)
    }

    /// Whether what a person ordered is there already: who counts looks before counting again.
    ///
    /// # Errors
    /// When the process dies of looking.
    pub async fn is_counted(&self, deed: &Deed) -> Result<bool, AppError> {
        let Deed::Ordered(campaign, _, Order::Returned { items, .. }) = deed else {
            return Ok(false);
        };
        let counted = format!("\"kind\":\"item-returned\",\"batch\":1,\"items\":{items}");
        let mut is_counted = false;
        let id: precede_model::CampaignId = name(campaign);
        self.app
            .read_ledger::<AppError>(&id.stream(), |line| {
                is_counted |= line.body.contains(&counted);
                Ok(())
            })
            .await?;
        Ok(is_counted)
    }

    /// Something happens.
    ///
    /// # Errors
    /// When the process dies of it.
    pub async fn perform(&mut self, deed: &Deed) -> Result<Answer, AppError> {
        match deed {
            Deed::Until(at) => {
                let at = at.parse().expect("an instant");
                let mut progress = |_| std::ops::ControlFlow::Continue(());
                self.daemon
                    .run_until(at, &mut Nobody, &mut progress)
                    .await?;
                Ok(Answer::Done)
            }
            Deed::Ordered(campaign, by, order) => {
                let mut tick = self.app.tick(self.app.now().await?);
                let said = Said {
                    evidence: agreed(),
                    ..Said::default()
                };
                let answer = tick
                    .order(name(campaign), name(by), said, order.clone())
                    .await?;
                tick.commit().await?;
                Ok(answer.map_or_else(|no| Answer::Refused(no.to_string()), |()| Answer::Done))
            }
            Deed::Directed(id, order) => self.directed(id, order).await,
            Deed::Requested(order) => {
                let mut tick = self.app.tick(self.app.now().await?);
                let command = by_national(order);
                if let Err(error) = tick.order_programme(name("scr"), &command).await {
                    return refused(error);
                }
                tick.commit().await?;
                Ok(Answer::Done)
            }
            Deed::Registered(file, rows) => {
                let files = vec![((*file).to_owned(), rows.as_bytes())];
                self.app.import_register(files, None).await?;
                Ok(Answer::Done)
            }
        }
    }

    async fn directed(&self, id: &str, order: &ProgrammeOrder) -> Result<Answer, AppError> {
        let command = by_national(order);
        let asked = (name(id), &command);
        let done = self
            .app
            .order_directive(name("scr"), asked, (Mode::Record, 0))
            .await;
        done.map_or_else(refused, |_| Ok(Answer::Done))
    }
}

/// Orders of a programme are answered in words.
fn refused(error: AppError) -> Result<Answer, AppError> {
    match error {
        AppError::Store(_) | AppError::Busy(_) => Err(error),
        answer => Ok(Answer::Refused(answer.to_string())),
    }
}

/// How SQLite's commits are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Commits {
    /// As outside tests.
    InOneRun,
    /// Each step a point of its own.
    InSteps,
}

/// A process that has died.
#[derive(Debug)]
pub struct Dead {
    /// Points it had passed.
    pub points: usize,
}

impl Dead {
    /// What the kernel does for a dead process: its connections close.
    async fn of(store: SqlStore, error: AppError) -> Self {
        assert!(store.has_died(), "a living process failed: {error}");
        let points = store.points_passed();
        store.close().await.expect("connections close");
        Self { points }
    }
}

fn agreed() -> Evidence {
    Evidence {
        reason: Some("as agreed".to_owned()),
        ..Evidence::default()
    }
}

fn by_national(order: &ProgrammeOrder) -> ProgrammeCommand {
    ProgrammeCommand {
        by: name("national"),
        happened: None,
        evidence: agreed(),
        order: order.clone(),
    }
}

/// Templates are read once.
pub fn renderer() -> Arc<Renderer> {
    static RENDERER: std::sync::OnceLock<Arc<Renderer>> = std::sync::OnceLock::new();
    Arc::clone(RENDERER.get_or_init(|| Arc::new(Renderer::embedded())))
}
