//! Enquiries: what patients asked, read from the history, for nothing about them is kept elsewhere.

use precede_model::{
    Actor, CampaignId, EnquiryReason, Event, Happening, OrganisationCode, Timestamp,
};
use serde::Serialize;

use crate::{App, AppError};

/// One enquiry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Enquiry {
    /// When the patient asked.
    pub at: Timestamp,
    /// The practice.
    pub practice: Option<OrganisationCode>,
    /// About what.
    pub about: EnquiryReason,
    /// Who wrote it down.
    pub by: Actor,
    /// What was said. Never who the patient is.
    pub note: Option<String>,
}

impl App {
    /// Enquiries of a campaign, or of one practice in it, in order of recording.
    ///
    /// # Errors
    /// When there is no such campaign, its history cannot be read, or the database is not available.
    pub async fn enquiries(
        &self,
        id: CampaignId,
        practice: Option<OrganisationCode>,
    ) -> Result<Vec<Enquiry>, AppError> {
        let mut found = Vec::new();
        self.read_events(id, |event: Event| {
            let Happening::EnquiryLogged { about } = event.what else {
                return;
            };
            if practice.is_none() || practice == event.practice {
                found.push(Enquiry {
                    at: event.happened,
                    practice: event.practice,
                    about,
                    by: event.actor,
                    note: event.evidence.note,
                });
            }
        })
        .await?;
        Ok(found)
    }
}
