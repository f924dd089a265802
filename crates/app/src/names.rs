//! Names of organisations, for mail and pages.

use precede_model::OrganisationCode;

use crate::{App, AppError};

impl App {
    /// The name of an organisation; its code when the register has none.
    ///
    /// # Errors
    /// When the database is not available.
    pub async fn organisation_name(&self, code: OrganisationCode) -> Result<String, AppError> {
        let known = self.store().organisation(code).await?;
        Ok(known.map_or_else(|| code.to_string(), |organisation| organisation.name))
    }
}
