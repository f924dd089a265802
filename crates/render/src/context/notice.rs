use serde::Serialize;

use super::{Contact, MailContext};

/// A notice to a practice: what happens when, what to do, by when, whom to ask.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoticeContext {
    /// Title of the programme.
    pub programme_title: String,
    /// Title of the step.
    pub step_title: String,
    /// The campaign's id, which the reader may quote.
    pub reference: String,
    /// Name of the PCT (or of the body that took its place).
    pub pct_name: String,
    /// Name of the practice.
    pub practice_name: String,
    /// ODS code of the practice.
    pub practice_code: String,
    /// Today, in words.
    pub sent_on: String,
    /// The day by which an answer is hoped for, in words; `None` when nobody chases.
    pub confirm_by: Option<String>,
    /// The earliest day of publicity as known today, in words.
    pub public_from: Option<String>,
    /// Policy `practice_lead` in words.
    pub lead_time: String,
    /// Policy `decision_period` in words; `None` where nothing is uploaded.
    pub time_to_choose: Option<String>,
    /// Address of the practice's own page to confirm on; `None`: the mail asks to telephone.
    pub acknowledgement_url: Option<String>,
    /// Whom to ask.
    pub contact: Contact,
    /// 0 for the notice itself, 1… for its reminders.
    pub reminder_number: u16,
}

impl MailContext for NoticeContext {
    fn sample() -> Self {
        Self {
            programme_title: "Summary Care Record: public information programme".to_owned(),
            step_title: "Practice told what happens and when".to_owned(),
            reference: "scr/5PY/all".to_owned(),
            pct_name: "South West Essex PCT".to_owned(),
            practice_name: "The Surgery & Partners".to_owned(),
            practice_code: "F81006".to_owned(),
            sent_on: "Friday 16 April 2010".to_owned(),
            confirm_by: Some("Friday 30 April 2010".to_owned()),
            public_from: Some("Tuesday 4 May 2010".to_owned()),
            lead_time: "10 working days".to_owned(),
            time_to_choose: Some("12 weeks".to_owned()),
            acknowledgement_url: Some("https://precede.example/a/F81006?t=1&k=2".to_owned()),
            contact: Contact::sample(),
            reminder_number: 0,
        }
    }

    fn bare_sample() -> Self {
        Self {
            confirm_by: None,
            public_from: None,
            time_to_choose: None,
            acknowledgement_url: None,
            contact: Contact::bare_sample(),
            ..Self::sample()
        }
    }
}
