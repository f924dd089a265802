use serde::Serialize;

use super::{MailContext, NoticeContext};

/// A reminder to a practice that has not answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReminderContext {
    /// The notice it reminds of, with `reminder_number` from 1.
    #[serde(flatten)]
    pub notice: NoticeContext,
    /// The day the notice was handed over, in words.
    pub told_on: String,
}

impl MailContext for ReminderContext {
    fn sample() -> Self {
        Self {
            notice: NoticeContext {
                reminder_number: 1,
                ..NoticeContext::sample()
            },
            told_on: "Friday 9 April 2010".to_owned(),
        }
    }

    fn bare_sample() -> Self {
        Self {
            notice: NoticeContext {
                reminder_number: 2,
                ..NoticeContext::bare_sample()
            },
            ..Self::sample()
        }
    }
}
