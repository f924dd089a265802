use serde::Serialize;

use super::{Contact, MailContext};

/// To PCT staff: practices to telephone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EscalationContext {
    /// Title of the programme.
    pub programme_title: String,
    /// Title of the step nobody has answered.
    pub step_title: String,
    /// The campaign's id.
    pub reference: String,
    /// Name of the PCT.
    pub pct_name: String,
    /// Today, in words.
    pub sent_on: String,
    /// The practices that are silent.
    pub practices: Vec<SilentPractice>,
    /// The day chasing ends, in words; `None` when it never does.
    pub chase_end: Option<String>,
    /// Whom to ask.
    pub contact: Contact,
}

/// A practice that was told and has not answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SilentPractice {
    /// ODS code.
    pub code: String,
    /// Name.
    pub name: String,
    /// The day the notice was handed over, in words.
    pub told_on: String,
    /// Reminders handed over.
    pub reminders: u16,
}

impl MailContext for EscalationContext {
    fn sample() -> Self {
        Self {
            programme_title: "Summary Care Record: public information programme".to_owned(),
            step_title: "Practice confirms that it is ready".to_owned(),
            reference: "scr/5PY/all".to_owned(),
            pct_name: "South West Essex PCT".to_owned(),
            sent_on: "Friday 30 April 2010".to_owned(),
            practices: vec![SilentPractice {
                code: "F81006".to_owned(),
                name: "The Surgery & Partners".to_owned(),
                told_on: "Friday 16 April 2010".to_owned(),
                reminders: 2,
            }],
            chase_end: Some("Monday 17 May 2010".to_owned()),
            contact: Contact::sample(),
        }
    }

    fn bare_sample() -> Self {
        Self {
            chase_end: None,
            contact: Contact::bare_sample(),
            ..Self::sample()
        }
    }
}
