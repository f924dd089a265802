//! Points of a commit at which a test lets it die. Without the feature `faults` none is ever armed.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::{
    StoreError,
    sql::{SqlStore, script::Script},
};

/// The armed point; 0 when none is.
#[derive(Debug, Default)]
pub(super) struct Faults(AtomicUsize);

/// The points of one commit, counted as they are passed.
pub(super) struct Points(Option<usize>);

impl Points {
    pub fn of(store: &SqlStore) -> Self {
        match store.faults.0.swap(0, Ordering::Relaxed) {
            0 => Self(None),
            armed => Self(Some(armed)),
        }
    }

    /// Whether there is one.
    pub fn is_armed(&self) -> bool {
        self.0.is_some()
    }

    /// Passes a point.
    ///
    /// # Errors
    /// `Unavailable` at the armed one.
    pub fn pass(&mut self) -> Result<(), StoreError> {
        match &mut self.0 {
            None => Ok(()),
            Some(1) => Err(StoreError::Unavailable("injected".to_owned())),
            Some(left) => {
                *left -= 1;
                Ok(())
            }
        }
    }

    /// Passes a point before each change; the armed one fails in the database itself.
    pub fn fail_one_of(&mut self, script: &mut Script) {
        let Some(left) = self.0 else {
            return;
        };
        if left <= script.len() {
            script.fail(left - 1);
            self.0 = None;
        } else {
            self.0 = Some(left - script.len());
        }
    }
}

#[cfg(feature = "faults")]
impl SqlStore {
    /// Lets the next commit die at its `point`-th point (from 1): before it begins, before each of its changes, before
    /// its end, and after its end, when the answer is lost. A point beyond the last harms nothing.
    pub fn fail_at(&self, point: usize) {
        self.faults.0.store(point, Ordering::Relaxed);
    }
}
