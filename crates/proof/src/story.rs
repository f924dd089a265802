//! A counterexample in people's words: what happened on which day, and what was opened although something was not so.

use precede_engine::{Def, moves};
use precede_model::{Event, Missing, Rule, Timestamp};
use serde::Serialize;

use crate::{explore::Found, replay::named, slice::Ending, sound::Fault, world::START};

/// One sentence of a story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Sentence {
    /// The day, 1 the one the campaign was planned on.
    pub day: i64,
    /// What happened.
    pub text: String,
}

/// The story of a way and of what it leads to.
pub(crate) fn story(def: &Def, events: &[Event], found: &Found) -> Vec<Sentence> {
    let mut story = happened(def, events);
    let last = events.last().map_or(1, |event| day(def, event.at));
    story.push(outcome(def, &found.fault, last));
    story
}

/// What happened, a sentence an event that people would tell.
pub(crate) fn happened(def: &Def, events: &[Event]) -> Vec<Sentence> {
    let told = events.iter().filter_map(|event| {
        let text = moves::told(def, event)?;
        Some(on_day(day(def, event.at), &text))
    });
    told.collect()
}

/// What it leads to.
pub(crate) fn outcome(def: &Def, fault: &Fault, day: i64) -> Sentence {
    match fault {
        Fault::Unowned { .. } | Fault::Stuck(Ending::Goes(_)) => Sentence {
            day,
            text: ending(def, fault),
        },
        fault => on_day(day, &ending(def, fault)),
    }
}

/// The day of an instant, 1 the one the campaign was planned on.
pub(crate) fn day(def: &Def, at: Timestamp) -> i64 {
    (def.day(at) - def.day(START)).num_days() + 1
}

/// A sentence of a day.
pub(crate) fn on_day(day: i64, text: &str) -> Sentence {
    let text = format!("On day {day} {text}.");
    Sentence { day, text }
}

/// The last sentence.
fn ending(def: &Def, fault: &Fault) -> String {
    match fault {
        Fault::Opened {
            step,
            practice,
            unmet,
        } => {
            let subject = moves::subject(def, *step, *practice);
            format!(
                "{subject} although {} ({}, {})",
                although(unmet.missing),
                unmet.rule,
                unmet.rule.title()
            )
        }
        Fault::Law(breach) => {
            let what = match breach.rule {
                Rule::R12 => "what should have stopped goes on",
                _ => "an act leaves",
            };
            let whom = breach
                .practice
                .map_or_else(String::new, |code| format!(" for practice {code}"));
            format!(
                "{what}{whom} although {} ({}, {})",
                breach.although,
                breach.rule,
                breach.rule.title()
            )
        }
        Fault::Stuck(Ending::Goes(silent)) => format!(
            "While practice {silent} says nothing more, the other practice waits for ever, and nobody can go on without it."
        ),
        Fault::Stuck(_) => "the campaign stands where no way leads to its end any more".to_owned(),
        Fault::Unowned { step, key: "owner" } => {
            format!("The owner of `{step}` is nobody who may act: it is never done.")
        }
        Fault::Unowned { step, key } => {
            format!("Nobody is told when `{step}` is not answered: it has no `{key}`.")
        }
    }
}

/// The rule a fault is about, in a word.
pub(crate) fn rule(fault: &Fault) -> String {
    match fault {
        Fault::Opened { unmet, .. } => unmet.rule.to_string(),
        Fault::Law(breach) => breach.rule.to_string(),
        Fault::Stuck(Ending::Goes(_)) => "every-wait-ends".to_owned(),
        Fault::Stuck(_) => "no-dead-end".to_owned(),
        Fault::Unowned { .. } => "owner-and-escalation".to_owned(),
    }
}

/// What was not so, to follow “although”.
pub(crate) fn although(missing: Missing) -> String {
    let words = match missing {
        Missing::PracticeInformed => "nobody at the practice has acknowledged",
        Missing::PracticeLead => "the practice's lead time has not run",
        Missing::PracticeTold => "a practice it reaches has not been told",
        Missing::PracticeReady => "a practice that takes part has not said that it is ready",
        Missing::AnyPractice => "no practice takes part",
        Missing::LmcConsulted => "the LMC has not been consulted",
        Missing::ReadinessSigned => "nobody has signed readiness",
        Missing::PlanApproved => "the plan is not approved by two people",
        Missing::DifferentPeople => "two signatures are one person's",
        Missing::PublicityLive => "no publicity is live",
        Missing::HelplineTested => "no test call to the helpline was answered",
        Missing::PackApproved => "the pack is not approved by two people",
        Missing::PackWhole => "the pack lacks a part",
        Missing::ListAccepted => "no patient list is accepted",
        Missing::ListAgreement => "the list names no agreement that allows the mailing",
        Missing::ListAge => "the patient list is too old even when nobody is late",
        Missing::DeathCheck => "the list's check for deaths is too old even when nobody is late",
        Missing::OptOutsAge => "the count of opt-outs is too old even when nobody is late",
        Missing::ListCounts => "the list's counts do not add up",
        Missing::PeriodEnded => "the end of the time to choose was never written down",
        Missing::PeriodExists => "patients get no time to choose",
        Missing::OptOutsCoded => "opt-outs were not counted after the time to choose",
        Missing::OptOutsBacklog => "opt-outs are received and not coded",
        Missing::PracticeAgreed => "the practice has not agreed after the time to choose",
        Missing::PctAgreed => "the PCT has not agreed after the time to choose",
        Missing::PublicityMinimum => "publicity has not run its minimum",
        Missing::Reconciled => "the mailing is not reconciled",
        Missing::MeansOfInforming => "no means that counts as informing has reached its patients",
        other => {
            return named(other).map_or_else(
                || format!("`{}` is missing", other.code()),
                |fact| format!("`{fact}` of the practice is not shown"),
            );
        }
    };
    words.to_owned()
}

/// The title of a rule by its word, for people.
pub(crate) fn law(rule: Rule) -> &'static str {
    rule.title()
}
