//! The audit of one campaign's stream.

use crate::{
    event::{Event, What},
    facts::Facts,
    plan::Plan,
    report::Rule,
    rules,
};

/// Where the audit of a stream stands.
#[derive(Default)]
pub(crate) enum Audit {
    /// No entry yet.
    #[default]
    Empty,
    /// It did not begin with a plan that can be read: that is the finding, and nothing else can be judged.
    Lost,
    /// The facts so far.
    Running(Box<Facts>),
}

impl Audit {
    /// Looks only at whether the plan is where it belongs, and returns what is wrong with that.
    pub fn begin(&mut self, event: &Event) -> Option<String> {
        match (&self, &event.what) {
            (Self::Running(_), What::CampaignPlanned(_)) => {
                Some("a campaign is planned once, by its first entry".to_owned())
            }
            (Self::Empty, What::CampaignPlanned(fields)) => match Plan::read(fields) {
                Ok(plan) => {
                    *self = Self::Running(Box::new(Facts::of(plan)));
                    None
                }
                Err(fault) => {
                    *self = Self::Lost;
                    Some(format!(
                        "the plan cannot be read, so nothing after it can be judged: {fault}"
                    ))
                }
            },
            (Self::Empty, _) => {
                *self = Self::Lost;
                Some(
                    "the campaign does not begin with its plan, so nothing can be judged"
                        .to_owned(),
                )
            }
            (Self::Lost | Self::Running(_), _) => None,
        }
    }

    /// Judges the entry against the facts before it, then adds it to them.
    pub fn judge(&mut self, mut event: Event) -> Vec<(Rule, Vec<String>)> {
        let Self::Running(facts) = self else {
            return Vec::new();
        };
        event.settle(&facts.plan.calendar);
        let findings = rules::judge(facts, &event);
        facts.fold(event);
        findings
    }
}
