//! The audit of one campaign's stream.

use crate::{
    calendar::Instant,
    duties::Duties,
    event::{Event, What},
    facts::Facts,
    late::Behind,
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
    /// What is known so far.
    Running(Box<Running>),
}

/// A campaign being read.
pub(crate) struct Running {
    facts: Facts,
    /// Where the facts stood some minutes ago, for what is recorded late.
    behind: Behind,
    duties: Duties,
}

/// A law an entry breaks, and what it breaks in it.
pub(crate) struct Finding {
    pub rule: Rule,
    /// The entry's number and practice.
    pub seq: u64,
    pub practice: Option<String>,
    pub faults: Vec<String>,
}

impl Audit {
    /// Looks only at whether the plan is where it belongs and can be read, and returns what is wrong with that.
    pub fn begin(&mut self, event: &Event) -> Option<String> {
        match (&self, &event.what) {
            (Self::Running(_), What::CampaignPlanned(_)) => {
                Some("a campaign is planned once, by its first entry".to_owned())
            }
            (Self::Running(_), What::DefinitionMoved { plan }) => {
                let fault = Plan::read(plan).err()?;
                Some(format!(
                    "the definition moved to cannot be read, so the old plan is kept: {fault}"
                ))
            }
            (Self::Empty, What::CampaignPlanned(fields)) => match Plan::read(fields) {
                Ok(plan) => {
                    *self = Self::Running(Box::new(Running {
                        behind: Behind::of(plan.clone()),
                        facts: Facts::of(plan),
                        duties: Duties::since(event.at),
                    }));
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

    /// Judges the entry against the facts before it, then adds it to them. Where it begins another instant, what had
    /// to follow in the one before is found wanting first.
    pub fn judge(&mut self, event: Event) -> Vec<Finding> {
        match self {
            Self::Running(running) => running.judge(event),
            Self::Empty | Self::Lost => Vec::new(),
        }
    }

    /// Nothing follows: the last instant is over.
    pub fn end(&mut self) -> Vec<Finding> {
        match self {
            Self::Running(running) => running.duties.end_of_instant(&running.facts),
            Self::Empty | Self::Lost => Vec::new(),
        }
    }
}

impl Running {
    fn judge(&mut self, mut event: Event) -> Vec<Finding> {
        event.settle(&self.facts.plan.calendar);
        let mut findings = self.move_on(event.at);
        let then = self.behind.as_at(&event);
        let broken = rules::judge(then.as_ref().unwrap_or(&self.facts), &event);
        findings.extend(broken.into_iter().map(|(rule, faults)| Finding {
            rule,
            seq: event.seq,
            practice: event.practice.clone(),
            faults,
        }));
        self.facts.fold(&event);
        self.duties.discharge(&event);
        self.duties.add(&event, rules::duties(&self.facts, &event));
        self.behind.take(event);
        findings
    }

    fn move_on(&mut self, at: Instant) -> Vec<Finding> {
        if at == self.duties.instant() {
            return Vec::new();
        }
        let findings = self.duties.end_of_instant(&self.facts);
        self.duties.begin(at);
        findings
    }
}
