//! Who closed an alarm or a case, and what they wrote: kept in the history alone.

use std::collections::BTreeMap;

use precede_model::{Actor, CampaignId, Event, Happening, Timestamp};
use serde::Serialize;

use crate::{App, AppError};

/// How something was closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Closing {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: Actor,
    /// What was found or done.
    pub note: Option<String>,
}

impl App {
    /// Closings of a campaign by number, of the kind that `number` knows.
    pub(crate) async fn closings(
        &self,
        id: CampaignId,
        number: fn(&Happening) -> Option<u16>,
    ) -> Result<BTreeMap<u16, Closing>, AppError> {
        let mut found = BTreeMap::new();
        self.read_events(id, |event: Event| {
            if let Some(number) = number(&event.what) {
                let closing = Closing {
                    at: event.counts_from,
                    by: event.actor,
                    note: event.evidence.note.or(event.evidence.reason),
                };
                found.entry(number).or_insert(closing);
            }
        })
        .await?;
        Ok(found)
    }
}
