//! What a rehearsal's staff do about effects found half-done after a crash: they look into the mail house's folder, take
//! back what lies there unread, and let it be done anew. In real life a person decides: `precede effect settle`.

use precede_app::AppError;
use precede_model::Outgoing;
use precede_store::EffectState;

use crate::Daemon;

impl Daemon {
    /// Settles every effect in doubt or set aside. Returns how many there were.
    ///
    /// # Errors
    /// When the database is not available, or the mail house's folder cannot be written.
    pub async fn take_back_half_done(&self) -> Result<u64, AppError> {
        let mut rows = self.app.store().effects_in(EffectState::InDoubt).await?;
        rows.extend(
            self.app
                .store()
                .effects_in(EffectState::Quarantined)
                .await?,
        );
        let mut tick = self.app.tick(self.app.now().await?);
        for row in &rows {
            if let (Outgoing::Batch { batch, .. }, Some(practice)) = (&row.what, row.key.subject) {
                let mail_house = &self.outlets.mail_house;
                mail_house
                    .take_back(row.campaign, practice, *batch)
                    .map_err(|error| AppError::bad(error.to_string()))?;
            }
            let words = "taken back by staff; done anew";
            tick.settle(row, (EffectState::Planned, words), None)
                .await?;
        }
        tick.commit().await?;
        Ok(rows.len() as u64)
    }
}
