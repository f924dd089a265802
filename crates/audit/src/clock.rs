//! The clock of one stream: the ledger orders by recording, so `at` does not run back.
//!
//! Two things let it run back a little in an honest chain. The daemon records what became of its claim as at the claim's
//! instant, and somebody's command may have been committed meanwhile; and a command reads the clock before it reads the
//! campaign it is about, so that another may be written in between.

use chrono::TimeDelta;

use crate::{calendar::Instant, event::Event};

/// So late the daemon may record an outcome.
const OUTCOME_MINUTES: i64 = 10;
/// So long a person's command may take.
const COMMAND_MINUTES: i64 = 1;

/// When the newest entry was recorded.
#[derive(Debug, Default)]
pub(crate) struct Clock(Option<Instant>);

impl Clock {
    /// Takes the next entry and says whether it was recorded before those in front of it. Goes on from what it claims,
    /// so that one leap is named where it is and not at every later entry.
    pub fn follow(&mut self, event: &Event) -> Option<String> {
        let newest = self.0.unwrap_or(event.at);
        let by_a_person = event.person().is_some();
        let slack = if by_a_person { command() } else { outcome() };
        if event.at + slack < newest {
            self.0 = Some(event.at);
            let at = event.at;
            return Some(format!(
                "`at` runs back from {newest} to {at}: the ledger orders by recording"
            ));
        }
        self.0 = Some(newest.max(event.at));
        None
    }
}

/// How late what has left outside may be recorded.
pub(crate) fn outcome() -> TimeDelta {
    TimeDelta::minutes(OUTCOME_MINUTES)
}

fn command() -> TimeDelta {
    TimeDelta::minutes(COMMAND_MINUTES)
}
