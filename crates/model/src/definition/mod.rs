//! A programme definition: what a TOML file in `templates/programmes/` says, as typed values.
//!
//! Reading is in `parse`; everything here is checked and resolved, so later rooms need no error path.

mod parse;
mod policy;
mod step;

pub use parse::{Fault, parse};
pub use policy::{BudgetNeed, MailUnit, Means, PackPart, Policy, PostClass, Variant};
pub use step::{After, Approval, Asks, Chase, Kind, Phase, Scope, StepDef, StepIx};

use std::collections::BTreeMap;

use chrono_tz::Tz;

use crate::{Act, CalendarId, FactName, ProgrammeCode, StepId};

/// One version of a programme's plan.
#[derive(Debug, Clone)]
pub struct Definition {
    /// Programme code.
    pub code: ProgrammeCode,
    /// Title shown to people.
    pub title: String,
    /// IANA zone of wall-clock times.
    pub zone: Tz,
    /// Calendar of working days.
    pub calendar: CalendarId,
    /// Means that count as informing a patient.
    pub informs_by: Vec<Means>,
    /// Words shown to people for the words in code, for example `pct` → `PCT`.
    pub labels: BTreeMap<String, String>,
    /// Policy of the first variant.
    pub policy: Policy,
    /// Alternatives; the first is the default. Empty when the file has none.
    pub variants: Vec<Variant>,
    /// Stages in file order. They order nothing.
    pub phases: Vec<Phase>,
    /// Steps in file order; `StepIx` indexes them.
    pub steps: Vec<StepDef>,
    /// Hex SHA-256 of the file's text.
    pub digest: String,
}

impl Definition {
    /// The step of this id.
    pub fn step(&self, id: StepId) -> Option<(StepIx, &StepDef)> {
        let ix = self.steps.iter().position(|step| step.id == id)?;
        Some((StepIx(ix as u16), &self.steps[ix]))
    }

    /// All steps with their index.
    pub fn indexed(&self) -> impl Iterator<Item = (StepIx, &StepDef)> {
        self.steps
            .iter()
            .enumerate()
            .map(|(ix, step)| (StepIx(ix as u16), step))
    }

    /// Whether any step performs this act.
    pub fn contains(&self, act: Act) -> bool {
        self.steps.iter().any(|step| step.act() == Some(act))
    }

    /// Whether patients are given a time to choose.
    pub fn has_period(&self) -> bool {
        self.steps
            .iter()
            .any(|step| matches!(step.kind, Kind::Period))
    }

    /// The policy of a variant, or of the definition when it has none.
    pub fn policy_of(&self, variant: Option<&str>) -> Option<&Policy> {
        match variant {
            None => Some(
                self.variants
                    .first()
                    .map_or(&self.policy, |first| &first.policy),
            ),
            Some(id) => self.variants.iter().find(|v| v.id == id).map(|v| &v.policy),
        }
    }

    /// The word people see for a word in code.
    pub fn label<'a>(&'a self, word: &'a str) -> &'a str {
        self.labels.get(word).map_or(word, String::as_str)
    }

    /// The step that establishes a fact, if the definition has one.
    pub fn step_for_fact(&self, fact: FactName) -> Option<&StepDef> {
        self.steps
            .iter()
            .find(|step| matches!(&step.kind, Kind::Task { establishes, .. } if establishes.contains(&fact)))
    }
}
