//! Why an act may happen, may not, or not yet: rule by rule, with the evidence, what has become of the act, and the
//! earliest lawful date.
//!
//! Nothing here judges: verdicts are what the guard's own `rules::unmet` finds, put beside each rule's evidence; the
//! date is found by letting time pass on a copy until the guard accepts the act.

mod asked;
mod course;
mod date;
mod order;
mod time_brings;

use precede_model::{Act, Campaign, HeldAct, OrganisationCode, Refusal, Rule, Timestamp, Unmet};

use crate::{
    Def,
    rules::{self, Proof},
};
use asked::Asked;

pub use course::Course;

/// One act of a campaign or a practice, explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// What was asked about.
    pub act: HeldAct,
    /// For which practice; `None` for an act of the whole campaign.
    pub practice: Option<OrganisationCode>,
    /// What has become of it so far.
    pub course: Course,
    /// Each rule that speaks of it, in the order they are named to people; the order of steps last.
    pub rules: Vec<RuleExplained>,
    /// What the rules lack, as the guard says it; the order of steps apart.
    pub unmet: Vec<Unmet>,
    /// The first instant at which the guard accepts it if nobody does anything until then. `None` when it may happen
    /// now, when it is done, when somebody must act first, or when that is two years or more away.
    pub earliest: Option<Timestamp>,
}

/// One rule over one act at this instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleExplained {
    /// The rule.
    pub rule: Rule,
    /// Whether it holds.
    pub verdict: Verdict,
    /// What it rests on, as far as that is there.
    pub evidence: Vec<Proof>,
    /// What it lacks; empty when it holds.
    pub lacks: Vec<Unmet>,
}

/// Whether a rule holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It does.
    Holds,
    /// It will by time alone.
    NotYet {
        /// From then on.
        from: Timestamp,
    },
    /// Somebody must act first.
    DoesNotHold,
}

impl Explained {
    /// Whether every rule, and the order of steps, lets it happen now.
    pub fn is_lawful(&self) -> bool {
        self.rules.iter().all(|rule| rule.verdict == Verdict::Holds)
    }
}

impl Verdict {
    fn of(lacks: &[Unmet]) -> Self {
        match rules::earliest(lacks) {
            _ if lacks.is_empty() => Self::Holds,
            Some(from) => Self::NotYet { from },
            None => Self::DoesNotHold,
        }
    }
}

/// Explains one act: rule by rule, with what has become of it and the earliest lawful date.
///
/// # Errors
/// A refusal when the definition has no such act or the campaign no such practice.
pub fn explained(
    def: &Def,
    campaign: &Campaign,
    (act, practice): (HeldAct, Option<OrganisationCode>),
    now: Timestamp,
) -> Result<Explained, Refusal> {
    let asked = Asked::find(def, campaign, act, practice)?;
    let course = asked.course(def, campaign);
    let unmet = asked.unmet(def, campaign, now);
    let rules = rules_of(def, campaign, (asked, &unmet), now);
    let mut explained = Explained {
        act,
        practice: asked.practice(campaign),
        course,
        rules,
        unmet,
        earliest: None,
    };
    if !explained.is_lawful() && !matches!(course, Course::Done { .. }) {
        explained.earliest = date::earliest(def, campaign, asked, now);
    }
    Ok(explained)
}

/// What has become of an act and all it lacks, the order of steps included: for counting, without evidence or date.
///
/// # Errors
/// As [`explained`].
pub fn lacking(
    def: &Def,
    campaign: &Campaign,
    (act, practice): (HeldAct, Option<OrganisationCode>),
    now: Timestamp,
) -> Result<(Course, Vec<Unmet>), Refusal> {
    let asked = Asked::find(def, campaign, act, practice)?;
    Ok((asked.course(def, campaign), asked.lacks(def, campaign, now)))
}

/// Everything an act lacks by the rules at this instant, the order of steps apart. Empty: it is lawful.
///
/// # Errors
/// As [`explained`].
pub fn explain(
    def: &Def,
    campaign: &Campaign,
    act: Act,
    practice: Option<OrganisationCode>,
    now: Timestamp,
) -> Result<Vec<Unmet>, Refusal> {
    let asked = Asked::find(def, campaign, act.into(), practice)?;
    Ok(asked.unmet(def, campaign, now))
}

/// From when an act that lacks these is lawful by time alone; `None` when somebody must act first.
pub fn earliest(unmet: &[Unmet]) -> Option<Timestamp> {
    rules::earliest(unmet)
}

fn rules_of(
    def: &Def,
    campaign: &Campaign,
    (asked, unmet): (Asked, &[Unmet]),
    now: Timestamp,
) -> Vec<RuleExplained> {
    let explain = |rule, evidence, lacks: Vec<Unmet>| RuleExplained {
        rule,
        verdict: Verdict::of(&lacks),
        evidence,
        lacks,
    };
    let of = |rule| unmet.iter().copied().filter(move |lack| lack.rule == rule);
    let mut rules: Vec<_> = asked
        .evidence(def, campaign, now)
        .into_iter()
        .map(|(rule, evidence)| explain(rule, evidence, of(rule).collect()))
        .collect();
    let mut in_order: Vec<Unmet> = of(Rule::Order).collect();
    in_order.extend(order::lacks(def, campaign, asked, now));
    rules.push(explain(
        Rule::Order,
        order::evidence(def, campaign, asked),
        in_order,
    ));
    rules
}
