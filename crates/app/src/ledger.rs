//! The history: exported as it is stored, and folded back into state.

use precede_engine::{apply, begin};
use precede_model::{Campaign, CampaignId, Digest, Event, Happening};
use precede_store::{LedgerLine, StreamHead};
use serde_json::json;

use crate::{App, AppError};

/// Lines read from the database at a time.
const PAGE: u64 = 5_000;

impl App {
    /// Hands every line of a stream to a reader, in order.
    ///
    /// # Errors
    /// When the database is not available, or the reader's own error.
    pub async fn read_ledger<E: From<AppError>>(
        &self,
        stream: &str,
        mut reader: impl FnMut(LedgerLine) -> Result<(), E>,
    ) -> Result<u64, E> {
        let mut next = 1;
        loop {
            let page = self
                .store()
                .ledger(stream, next, PAGE)
                .await
                .map_err(AppError::from)?;
            let Some(last) = page.last().map(|line| line.seq) else {
                return Ok(next - 1);
            };
            for line in page {
                reader(line)?;
            }
            next = last + 1;
        }
    }

    /// Hands every event of a campaign to a reader, in order.
    ///
    /// # Errors
    /// When there is no such campaign, a line cannot be read, or the database is not available.
    pub(crate) async fn read_events(
        &self,
        id: CampaignId,
        mut reader: impl FnMut(Event),
    ) -> Result<(), AppError> {
        let stream = id.stream();
        let lines = self
            .read_ledger::<AppError>(&stream, |line| {
                let event = serde_json::from_str(&line.body).map_err(|error| {
                    AppError::bad(format!(
                        "{stream} line {}: cannot be read: {error}: run `precede doctor`",
                        line.seq
                    ))
                })?;
                reader(event);
                Ok(())
            })
            .await?;
        if lines == 0 {
            return Err(AppError::bad(format!("there is no campaign `{id}`")));
        }
        Ok(())
    }

    /// The streams that have a history, with their heads.
    ///
    /// # Errors
    /// When the database is not available.
    pub async fn heads(&self) -> Result<Vec<StreamHead>, AppError> {
        Ok(self.store().heads().await?)
    }

    /// Folds a campaign's chain into its state, from the first event on (E18).
    ///
    /// # Errors
    /// A line that cannot be read, or the database.
    pub async fn fold(&self, id: CampaignId) -> Result<Fold, AppError> {
        let mut campaign: Option<Campaign> = None;
        let mut def = None;
        let mut lines = Vec::new();
        let stream = id.stream();
        self.read_ledger::<AppError>(&stream, |line| {
            lines.push(line);
            Ok(())
        })
        .await?;
        for line in &lines {
            let event: Event = serde_json::from_str(&line.body).map_err(|error| {
                AppError::bad(format!(
                    "{stream} line {}: cannot be read: {error}",
                    line.seq
                ))
            })?;
            let plan = match &event.what {
                Happening::CampaignPlanned(plan) => Some(&**plan),
                // From here on the campaign is another definition's, this event included.
                Happening::DefinitionMoved(migration) => Some(&migration.plan),
                _ => None,
            };
            if let Some(plan) = plan {
                def = Some(self.def(plan.definition, plan.variant.as_deref()).await?);
            }
            match (&mut campaign, &def) {
                (Some(campaign), Some(def)) => apply(def, campaign, &event),
                (None, Some(def)) => campaign = begin(def, id.pct, &event),
                (_, None) => {}
            }
        }
        let campaign = campaign.ok_or_else(|| {
            AppError::bad(format!("{stream}: its history does not begin with a plan"))
        })?;
        Ok(Fold {
            campaign,
            lines: lines.len() as u64,
        })
    }
}

/// A campaign as its history makes it.
pub struct Fold {
    /// The state.
    pub campaign: Campaign,
    /// Lines folded.
    pub lines: u64,
}

/// A line of an export: `{campaign, seq, prev, hash, body}`.
pub fn export_line(line: &LedgerLine) -> String {
    let prev = line.prev.map_or(String::new(), |prev| prev.to_string());
    json!({
        "campaign": line.stream, "seq": line.seq, "prev": prev, "hash": line.hash, "body": line.body,
    })
    .to_string()
}

/// The head of a data folder: SHA-256 over the sorted lines `stream head`.
pub fn head_of_heads(heads: &[StreamHead]) -> Digest {
    let mut lines: Vec<String> = heads
        .iter()
        .map(|head| format!("{} {}\n", head.stream, head.head))
        .collect();
    lines.sort();
    Digest::of(lines.concat())
}
