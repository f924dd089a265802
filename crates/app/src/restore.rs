//! A restored backup sends nothing until a person confirms (ENGINE, DESIGN 5): that somebody did is part of the history.

use precede_model::{PersonId, Role};
use serde_json::json;

use crate::{App, AppError};

impl App {
    /// Records that a named person looked at what went out after the backup was taken, and lets work go on.
    ///
    /// # Errors
    /// A person who may not, or the database.
    pub async fn confirm_restore(&self, by: PersonId) -> Result<(), AppError> {
        self.require_role(by, &[Role::Administrator, Role::ProgrammeLead])
            .await?;
        let now = self.now().await?;
        let mut write = self.register_write().await?;
        let body = json!({
            "at": now, "happened": now, "counts_from": now, "kind": "restore-confirmed",
            "pct": null, "practice": null, "step": null, "actor": by, "evidence": {},
        });
        write.bodies.push(body.to_string());
        let mut tick = self.tick(now);
        tick.also(write);
        tick.commit().await?;
        Ok(())
    }
}
