//! Mail on its way out, by a capture folder (the default) or an SMTP relay; and what comes back of it, read.
//!
//! A mail to a practice needs a warrant and the store's proof of the claim. This room knows neither database nor clock;
//! the date in a message is the warrant's instant.

mod capture;
mod message;
pub mod received;
mod relay;
mod session;
mod standing;

pub use capture::{CaptureFolder, CapturedMail};
pub use message::{Envelope, Letter, MailError, message_id};
pub use relay::{Relay, RelaySettings, TlsMode};
pub use standing::{Standing, Undisputed};

use async_trait::async_trait;
use precede_engine::Warrant;
use precede_model::ClaimProof;

/// Something that takes mail.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Hands one mail over, if its claim still stands. Returns the taker's answer in words.
    ///
    /// # Errors
    /// See [`MailError`]; `retry` says whether another try can help.
    async fn send(
        &self,
        warrant: Warrant,
        claim: &ClaimProof,
        letter: &Letter,
        standing: &dyn Standing,
    ) -> Result<String, MailError>;
}
