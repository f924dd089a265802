//! What people say beside an order: when it happened, who confirms it, what supports it.

use clap::Args;
use precede_app::{App, Said};
use precede_model::{Evidence, PersonId};

use crate::{errors::CliError, parse};

/// What supports it.
#[derive(Args, Default, Clone)]
pub struct SaidArguments {
    /// When it happened [default: now]; counts from then if today or confirmed by a second person
    #[arg(long, value_name = "DATE")]
    pub happened: Option<String>,
    /// A second person who confirms that date
    #[arg(long, value_name = "PERSON")]
    pub confirmed_by: Option<PersonId>,
    /// Reference of a letter or document
    #[arg(long)]
    pub reference: Option<String>,
    /// Why
    #[arg(long)]
    pub reason: Option<String>,
    /// Anything else
    #[arg(long)]
    pub note: Option<String>,
}

impl SaidArguments {
    /// As the application has it.
    ///
    /// # Errors
    /// A date that cannot be read.
    pub async fn said(&self, app: &App) -> Result<Said, CliError> {
        let happened = match &self.happened {
            None => None,
            Some(text) => Some(parse::happened(text, app.now().await?)?),
        };
        Ok(Said {
            happened,
            confirmed_by: self.confirmed_by,
            evidence: Evidence {
                reference: self.reference.clone(),
                reason: self.reason.clone(),
                note: self.note.clone(),
                ..Evidence::default()
            },
        })
    }
}
