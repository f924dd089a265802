//! Points at which a test lets the store die: of one commit, or of a whole life. Without the feature `faults` none is
//! ever armed, and each statement costs one look at a number.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use sea_orm::{DbErr, RuntimeErr};

use crate::{
    StoreError,
    sql::{SqlStore, script::Script},
};

/// What is armed. Everything is zero when nothing is.
#[derive(Debug, Default)]
pub(super) struct Faults {
    /// The point of the next commit.
    commit: AtomicUsize,
    /// A life in which every point is counted.
    life: Life,
}

/// A process that dies at a point: from then on nothing it asks for reaches the database.
#[derive(Debug, Default)]
struct Life {
    is_counted: AtomicBool,
    has_died: AtomicBool,
    in_one_run: AtomicBool,
    passed: AtomicUsize,
    last: AtomicUsize,
}

impl Faults {
    /// Passes a point of a counted life.
    ///
    /// # Errors
    /// At the last point and ever after.
    pub fn pass(&self) -> Result<(), DbErr> {
        let life = &self.life;
        if !life.is_counted.load(Ordering::Relaxed) {
            return Ok(());
        }
        if life.has_died.load(Ordering::Relaxed) || self.is_last() {
            return Err(DbErr::Conn(RuntimeErr::Internal(
                "this process has died".to_owned(),
            )));
        }
        Ok(())
    }

    /// Counts a point. Whether it is the one to die at.
    fn is_last(&self) -> bool {
        let point = self.life.passed.fetch_add(1, Ordering::Relaxed) + 1;
        let dies = point == self.life.last.load(Ordering::Relaxed);
        if dies {
            self.life.has_died.store(true, Ordering::Relaxed);
        }
        dies
    }
}

/// The points of one commit, counted as they are passed.
pub(super) enum Points {
    /// None is armed.
    Unarmed,
    /// So many are left.
    Armed(usize),
    /// They are counted together with all others of this life.
    Counted(Arc<Faults>),
}

impl Points {
    pub fn of(store: &SqlStore) -> Self {
        match store.faults.commit.swap(0, Ordering::Relaxed) {
            0 if store.faults.life.is_counted.load(Ordering::Relaxed) => {
                Self::Counted(store.faults.clone())
            }
            0 => Self::Unarmed,
            armed => Self::Armed(armed),
        }
    }

    /// Whether the commit is to be made step by step, so that each step is a point.
    pub fn in_steps(&self) -> bool {
        match self {
            Self::Unarmed => false,
            Self::Armed(_) => true,
            Self::Counted(faults) => !faults.life.in_one_run.load(Ordering::Relaxed),
        }
    }

    /// Passes a point.
    ///
    /// # Errors
    /// `Unavailable` at the armed one.
    pub fn pass(&mut self) -> Result<(), StoreError> {
        match self {
            Self::Unarmed => Ok(()),
            Self::Armed(1) => Err(StoreError::Unavailable("injected".to_owned())),
            Self::Armed(left) => {
                *left -= 1;
                Ok(())
            }
            Self::Counted(faults) => faults
                .pass()
                .map_err(|died| StoreError::Unavailable(died.to_string())),
        }
    }

    /// Passes a point before each change; the armed one fails in the database itself. In a counted life all changes are
    /// one point: another change fails from point to point, and on PostgreSQL the server's process dies of it.
    pub fn fail_one_of(&mut self, script: &mut Script) {
        match self {
            Self::Unarmed => {}
            Self::Armed(left) if *left <= script.len() => {
                script.fail(*left - 1);
                *self = Self::Unarmed;
            }
            Self::Armed(left) => *left -= script.len(),
            Self::Counted(faults) => {
                if faults.is_last() {
                    let point = faults.life.last.load(Ordering::Relaxed);
                    script.kill(point % script.len().max(1));
                }
            }
        }
    }
}

#[cfg(feature = "faults")]
impl SqlStore {
    /// Lets the next commit die at its `point`-th point (from 1): before it begins, before each of its changes, before
    /// its end, and after its end, when the answer is lost. A point beyond the last harms nothing.
    pub fn fail_at(&self, point: usize) {
        self.faults.commit.store(point, Ordering::Relaxed);
    }

    /// Counts every point from now on, and dies at the `point`-th (from 1; at none when 0). A point lies before each
    /// statement; a second after each that writes outside a commit; those of a commit are as for [`SqlStore::fail_at`],
    /// its changes being one.
    pub fn die_at(&self, point: usize) {
        let life = &self.faults.life;
        life.last.store(point, Ordering::Relaxed);
        life.passed.store(0, Ordering::Relaxed);
        life.is_counted.store(true, Ordering::Relaxed);
    }

    /// Leaves SQLite's commits in one run, as they are outside tests: they then have a point before and one after.
    pub fn commit_in_one_run(&self) {
        self.faults.life.in_one_run.store(true, Ordering::Relaxed);
    }

    /// Passes a point of the world outside, such as an effect about to be performed. Whether the process lives on.
    pub fn live_on(&self) -> bool {
        self.faults.pass().is_ok()
    }

    /// Whether it has died at its point.
    pub fn has_died(&self) -> bool {
        self.faults.life.has_died.load(Ordering::Relaxed)
    }

    /// How many points it has passed.
    pub fn points_passed(&self) -> usize {
        self.faults.life.passed.load(Ordering::Relaxed)
    }
}
