use serde::Serialize;

use super::MailContext;

/// The daily digest to PCT staff. It goes out only with news, so `news` is never empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DigestContext {
    /// Title of the programme.
    pub programme_title: String,
    /// The campaign's id.
    pub reference: String,
    /// Name of the PCT.
    pub pct_name: String,
    /// The day, in words.
    pub date: String,
    /// Title of the campaign's stage.
    pub phase_title: String,
    /// What happened since the last digest, a sentence each.
    pub news: Vec<String>,
    /// How far the steps are.
    pub counts: Vec<StepCount>,
    /// What waits for a person.
    pub waiting: Vec<Waiting>,
    /// What time will bring.
    pub coming: Vec<ComingStep>,
}

/// How far one step is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepCount {
    /// Title of the step.
    pub title: String,
    /// Practices (or 1) that have done it.
    pub done: u32,
    /// Practices (or 1) that should.
    pub all: u32,
}

/// Something that waits for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Waiting {
    /// What waits.
    pub what: String,
    /// What it needs.
    pub needs: String,
    /// Who can supply it.
    pub who: String,
    /// The earliest lawful day, in words, where it is known.
    pub earliest: Option<String>,
}

/// Something time will bring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ComingStep {
    /// The day, in words.
    pub date: String,
    /// What comes.
    pub what: String,
}

impl MailContext for DigestContext {
    fn sample() -> Self {
        Self {
            programme_title: "Summary Care Record: public information programme".to_owned(),
            reference: "scr/5PY/all".to_owned(),
            pct_name: "South West Essex PCT".to_owned(),
            date: "Friday 16 April 2010".to_owned(),
            phase_title: "Informing practices".to_owned(),
            news: vec!["3 practices confirmed that they are ready".to_owned()],
            counts: vec![StepCount {
                title: "Practice confirms that it is ready".to_owned(),
                done: 41,
                all: 76,
            }],
            waiting: vec![Waiting {
                what: "Publicity live".to_owned(),
                needs: "35 practices to be ready".to_owned(),
                who: "the practices".to_owned(),
                earliest: Some("Tuesday 4 May 2010".to_owned()),
            }],
            coming: vec![ComingStep {
                date: "Monday 19 April 2010".to_owned(),
                what: "first reminder to 35 practices".to_owned(),
            }],
        }
    }

    fn bare_sample() -> Self {
        Self {
            waiting: Vec::new(),
            coming: Vec::new(),
            ..Self::sample()
        }
    }
}
