//! What each mail's template can name. A field is added here first, then in the template.

mod contact;
mod digest;
mod escalation;
mod notice;
mod reminder;

pub use contact::Contact;
pub use digest::{ComingStep, DigestContext, StepCount, Waiting};
pub use escalation::{EscalationContext, SilentPractice};
pub use notice::NoticeContext;
pub use reminder::ReminderContext;

use serde::Serialize;

/// The values of one kind of mail.
pub trait MailContext: Serialize {
    /// Made-up values with every optional field filled, for tests and previews.
    fn sample() -> Self;

    /// The same with every optional field empty and every list that may be empty empty.
    fn bare_sample() -> Self;
}
