//! A person's order carried out: one commit, tried again when somebody else moved the campaign meanwhile.

use precede_model::{CampaignId, Event, Order, PersonId};

use crate::{App, AppError, Said};

/// More would mean that rows move faster than they can be read.
const TRIES: u32 = 5;

impl App {
    /// Carries a person's order out, and says what it caused in the campaign's chain, in order. A refusal is in the
    /// ledger before it is the answer.
    ///
    /// # Errors
    /// The refusal; no such person or campaign; rows that kept moving; the database.
    pub async fn tell(
        &self,
        id: CampaignId,
        by: PersonId,
        said: Said,
        order: Order,
    ) -> Result<Vec<Event>, AppError> {
        let mut tries = 0;
        loop {
            tries += 1;
            let mut tick = self.tick(self.now().await?);
            let answer = tick.order(id, by, said.clone(), order.clone()).await?;
            let caused = tick.events_since(id, 0).await?;
            match tick.commit().await {
                Ok(_) => return Ok(answer.map(|()| caused)?),
                Err(AppError::Busy(_)) if tries < TRIES => {}
                Err(error) => return Err(error),
            }
        }
    }
}
