//! One act at this instant, as people and programs read it.

use precede_engine::{Course, Def, Explained, Proof, RuleExplained as Judged, Verdict};
use precede_model::{
    Campaign, HeldAct, Missing, OrganisationCode, Rule, Timestamp, Unmet, definition::StepIx,
};
use serde::Serialize;

use super::{next::Next, steps};
use crate::words;

/// One act at this instant.
#[derive(Debug, Clone, Serialize)]
pub struct ActExplained {
    /// The act.
    pub act: HeldAct,
    /// Whether every rule, and the order of steps, holds now.
    pub lawful: bool,
    /// `ahead`, `planned` (the daemon carries it out), `begun` (it happened and goes on or may happen again), `done`.
    pub state: &'static str,
    /// When it happened, or last did.
    pub done_on: Option<Timestamp>,
    /// The first instant at which it is lawful if nobody does anything until then; `None` when somebody must act first
    /// (or it is lawful now, or done).
    pub earliest: Option<Timestamp>,
    /// What people can do now to bring it on.
    pub next: Vec<Next>,
    /// Each rule that speaks of it, the order of steps last.
    pub rules: Vec<RuleExplained>,
    /// What the rules lack, the order of steps apart.
    pub lacks: Vec<Lack>,
}

/// One rule over one act.
#[derive(Debug, Clone, Serialize)]
pub struct RuleExplained {
    /// The rule.
    pub rule: Rule,
    /// The law's name.
    pub law: &'static str,
    /// `holds`, `does not hold` or `not yet`.
    pub verdict: &'static str,
    /// From when it holds by time alone, for `not yet`.
    pub from: Option<Timestamp>,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
    /// What it lacks.
    pub lacks: Vec<Lack>,
}

/// One event a rule rests on.
#[derive(Debug, Clone, Serialize)]
pub struct Evidence {
    /// The event's kind.
    pub event: &'static str,
    /// What it is about, where the kind alone does not say.
    pub about: Option<String>,
    /// From when it counts; `None` where that is not kept.
    pub date: Option<Timestamp>,
    /// Who is behind it: person ids, an authority, or `precede`.
    pub who: String,
    /// For which practice.
    pub practice: Option<OrganisationCode>,
}

/// One thing missing.
#[derive(Debug, Clone, Serialize)]
pub struct Lack {
    /// The rule.
    pub rule: Rule,
    /// The law's name.
    pub law: &'static str,
    /// The code.
    pub missing: String,
    /// What is missing and what to do next.
    pub words: String,
    /// For which practice.
    pub practice: Option<OrganisationCode>,
    /// Who can supply it.
    pub who: String,
    /// From when it holds by time alone.
    pub earliest: Option<Timestamp>,
}

/// What a lack is put into words with.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub def: &'a Def,
    pub campaign: &'a Campaign,
    pub now: Timestamp,
}

impl Scene<'_> {
    pub fn act(&self, told: &Explained) -> ActExplained {
        let (state, done_on) = course(told.course);
        let is_left = !told.is_lawful() && !matches!(told.course, Course::Done { .. });
        ActExplained {
            act: told.act,
            lawful: told.is_lawful(),
            state,
            done_on,
            earliest: told.earliest,
            next: if is_left { self.next(told) } else { Vec::new() },
            rules: told.rules.iter().map(|rule| self.rule(rule)).collect(),
            lacks: told.unmet.iter().map(|unmet| self.lack(unmet)).collect(),
        }
    }

    fn rule(&self, judged: &Judged) -> RuleExplained {
        let (verdict, from) = match judged.verdict {
            Verdict::Holds => ("holds", None),
            Verdict::NotYet { from } => ("not yet", Some(from)),
            Verdict::DoesNotHold => ("does not hold", None),
        };
        RuleExplained {
            rule: judged.rule,
            law: judged.rule.title(),
            verdict,
            from,
            evidence: judged.evidence.iter().map(Evidence::of).collect(),
            lacks: judged.lacks.iter().map(|unmet| self.lack(unmet)).collect(),
        }
    }

    /// One lack in words.
    pub fn lack(&self, unmet: &Unmet) -> Lack {
        let words = match unmet.missing {
            Missing::StepBefore(step) => self.def.find(step).map(|(ix, _)| self.step(ix, unmet)),
            _ => None,
        };
        Lack {
            rule: unmet.rule,
            law: unmet.rule.title(),
            missing: unmet.missing.code(),
            words: words.unwrap_or_else(|| words::missing(unmet.missing)),
            practice: unmet.practice,
            who: words::role(unmet.who, Some(&self.def.definition)),
            earliest: unmet.from,
        }
    }

    /// A step that comes first, with what it waits for.
    fn step(&self, ix: StepIx, unmet: &Unmet) -> String {
        let (def, campaign) = (self.def, self.campaign);
        let track = unmet.practice.and_then(|code| campaign.track(code));
        let place = unmet.practice.and_then(|code| campaign.track_ix(code));
        let step = def.step(ix);
        let waits_for = def
            .state(campaign, place, ix)
            .and_then(|state| steps::step(def, campaign, (ix, state), track, self.now))
            .map_or(String::new(), |step| {
                format!("; it waits for {}", step.waits_for)
            });
        format!("`{}` comes first ({}){waits_for}", step.id, step.title)
    }
}

impl Evidence {
    fn of(proof: &Proof) -> Self {
        Self {
            event: proof.event,
            about: proof.about.clone(),
            date: proof.at,
            who: proof.who.to_string(),
            practice: proof.practice,
        }
    }
}

fn course(course: Course) -> (&'static str, Option<Timestamp>) {
    match course {
        Course::Ahead => ("ahead", None),
        Course::Planned => ("planned", None),
        Course::Begun { on } => ("begun", Some(on)),
        Course::Done { on } => ("done", on),
    }
}
