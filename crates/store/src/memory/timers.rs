//! Timers, found by name and by when they are due.

use std::collections::{BTreeMap, BTreeSet};

use precede_model::Timestamp;

use crate::Timer;

#[derive(Debug, Default)]
pub(super) struct Timers {
    by_name: BTreeMap<(String, String), (Timestamp, String)>,
    by_due: BTreeSet<(Timestamp, String, String)>,
}

impl Timers {
    pub fn get(&self, stream: &str, name: &str) -> Option<Timer> {
        let (due, carries) = self.by_name.get(&(stream.to_owned(), name.to_owned()))?;
        Some(Timer {
            stream: stream.to_owned(),
            name: name.to_owned(),
            due: *due,
            carries: carries.clone(),
        })
    }

    pub fn due(&self, now: Timestamp, limit: u64) -> Vec<Timer> {
        self.by_due
            .iter()
            .take_while(|(due, ..)| *due <= now)
            .take(usize::try_from(limit).unwrap_or(usize::MAX))
            .filter_map(|(_, stream, name)| self.get(stream, name))
            .collect()
    }

    pub fn next(&self) -> Option<Timestamp> {
        self.by_due.first().map(|(due, ..)| *due)
    }

    pub fn set(&mut self, stream: &str, name: &str, due: Timestamp, carries: &str) {
        self.clear(stream, name);
        let (stream, name) = (stream.to_owned(), name.to_owned());
        self.by_due.insert((due, stream.clone(), name.clone()));
        self.by_name
            .insert((stream, name), (due, carries.to_owned()));
    }

    pub fn clear(&mut self, stream: &str, name: &str) {
        let key = (stream.to_owned(), name.to_owned());
        if let Some((due, _)) = self.by_name.remove(&key) {
            self.by_due.remove(&(due, key.0, key.1));
        }
    }
}
