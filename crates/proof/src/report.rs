//! The answer of a check, as people and programs read it.

use std::sync::Arc;

use precede_engine::{
    Def, UnknownVariant,
    moves::{self},
    time::Calendar,
};
use precede_model::{Missing, Rule, definition::Definition};
use serde::Serialize;

use crate::{
    check::{Checked, Model},
    explore::Found,
    mend,
    replay::{self, Replay},
    slice::{BATCHES_MAX, Bounds, Ending},
    sound::Fault,
    story::{self, Sentence},
};

/// What a check found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Whether it is sound: proved within the bounds.
    pub sound: bool,
    /// Different states explored.
    pub unique_states: usize,
    /// How long that took, by the caller's clock.
    pub seconds: f64,
    /// Within which bounds.
    pub bounds: Within,
    /// The rules that speak of the definition's acts, and those about its end.
    pub rules: Vec<RuleProved>,
    /// What is wrong.
    pub counterexample: Option<Counterexample>,
}

/// The bounds, said honestly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Within {
    /// `quick` or `full`.
    pub name: &'static str,
    /// Whether every state within the bounds was seen.
    pub whole: bool,
    /// Practices in the tranche.
    pub practices: usize,
    /// Practices outside it that publicity reaches.
    pub reached: usize,
    /// People of each role.
    pub people_per_role: usize,
    /// Unusual things in one history: moves from outside and choices of people.
    pub unusual: u8,
    /// Mails that fail, in one history.
    pub lost_mails: u8,
    /// Batches of one practice that are followed.
    pub batches: usize,
    /// Bytes of the largest canonical state.
    pub state_bytes: usize,
    /// The calendar.
    pub calendar: &'static str,
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleProved {
    /// `R1` to `R12`, `no-dead-end`, `every-wait-ends`.
    pub rule: String,
    /// Its law, by name.
    pub law: &'static str,
    /// States of its slices.
    pub states: usize,
    /// Whether it was proved.
    pub proved: bool,
}

/// A history that should not be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counterexample {
    /// The rule it breaks.
    pub rule: String,
    /// What happens.
    pub story: Vec<Sentence>,
    /// The lines of the definition that allow it.
    pub lines: Vec<DefinitionLine>,
    /// The smallest change that mends it, when one was found.
    pub mend: Option<String>,
    /// Commands that lead there.
    pub replay: Replay,
    /// Whether those commands led there on the real calendar, too.
    pub replayed: bool,
}

/// One line of a definition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DefinitionLine {
    /// Its number.
    pub line: usize,
    /// The step there.
    pub step: String,
    /// What it has to do with it.
    pub why: String,
}

/// Checks a definition. `calendar` is its own: stories and replays are told on it. The caller knows how long it took.
///
/// # Errors
/// When it has no such variant.
pub fn check(
    definition: &Definition,
    variant: Option<&str>,
    bounds: Bounds,
    calendar: &Calendar,
) -> Result<Report, UnknownVariant> {
    let model = Model::new(definition, variant)?;
    let checked = model.check(bounds);
    let real = Def::compile(
        Arc::new(definition.clone()),
        variant,
        Arc::new(calendar.clone()),
    )?;
    let counterexample = checked
        .found
        .as_ref()
        .map(|found| counterexample(&model, (definition, &real), found));
    Ok(Report {
        sound: checked.found.is_none() && checked.is_whole,
        unique_states: checked.states(),
        seconds: 0.0,
        bounds: within(&checked, bounds),
        rules: rules(&model, &checked),
        counterexample,
    })
}

fn within(checked: &Checked, bounds: Bounds) -> Within {
    Within {
        name: if bounds == Bounds::QUICK {
            "quick"
        } else {
            "full"
        },
        whole: checked.is_whole,
        practices: 2,
        reached: 1,
        people_per_role: 2,
        unusual: bounds.unusual,
        lost_mails: 1,
        batches: BATCHES_MAX,
        state_bytes: checked.largest(),
        calendar: "weekdays, no holidays, no change of clocks",
    }
}

fn rules(model: &Model, checked: &Checked) -> Vec<RuleProved> {
    let states = |of: &dyn Fn(&crate::slice::Slice) -> bool| {
        let slices = checked.slices.iter().filter(|(slice, _)| of(slice));
        slices.map(|(_, explored)| explored.states).sum::<usize>()
    };
    let all_whole = checked.found.is_none() && checked.is_whole;
    let mut rules: Vec<RuleProved> = Rule::LAWS
        .into_iter()
        .filter(|rule| {
            let acts = moves::acts_of(*rule);
            acts.iter().any(|act| model.def.definition.contains(*act))
        })
        .map(|rule| RuleProved {
            rule: rule.to_string(),
            law: story::law(rule),
            states: states(&|slice| slice.rule == Some(rule)),
            proved: checked.rules.contains(&rule) && checked.is_whole,
        })
        .collect();
    let is_end = |slice: &crate::slice::Slice, closes: bool| match slice.ending {
        Ending::Closes => closes,
        Ending::Goes(_) => !closes,
        Ending::Open => false,
    };
    for (rule, law, closes) in [
        ("no-dead-end", "every campaign can still close", true),
        (
            "every-wait-ends",
            "nobody's silence holds another practice for ever",
            false,
        ),
    ] {
        rules.push(RuleProved {
            rule: rule.to_owned(),
            law,
            states: states(&|slice| is_end(slice, closes)),
            proved: all_whole,
        });
    }
    rules
}

fn counterexample(
    model: &Model,
    (definition, real): (&Definition, &Def),
    found: &Found,
) -> Counterexample {
    let lived = replay::live(model, real, found);
    Counterexample {
        rule: story::rule(&found.fault),
        story: story::story(real, &lived.events, found),
        lines: lines(definition, &model.def, &found.fault),
        mend: mend::mend(model, definition, &found.fault),
        replay: replay::replay(model, found, &lived),
        replayed: lived.is_reached,
    }
}

/// The act's own line, and those of the steps that would have to come before it.
fn lines(definition: &Definition, def: &Def, fault: &Fault) -> Vec<DefinitionLine> {
    let line = |step: &precede_model::definition::StepDef, why: &str| DefinitionLine {
        line: step.line,
        step: step.id.to_string(),
        why: why.to_owned(),
    };
    match fault {
        Fault::Opened { step, unmet, .. } => {
            let mut lines: Vec<DefinitionLine> = definition
                .step(*step)
                .map(|(_, step)| line(step, "opens too early"))
                .into_iter()
                .collect();
            for source in mend::sources(def, unmet.missing) {
                let source = &definition.steps[usize::from(source.0)];
                lines.push(line(source, why_not(unmet.missing)));
            }
            lines
        }
        Fault::Unowned { step, .. } => {
            let found = definition.step(*step);
            found
                .map(|(_, step)| line(step, "waits and nobody notices"))
                .into_iter()
                .collect()
        }
        Fault::Stuck(_) => {
            let steps = definition.steps.iter().filter(|step| {
                let mut before = step.after.iter();
                !step.is_of_practice()
                    && before
                        .any(|after| definition.steps[usize::from(after.step.0)].is_of_practice())
            });
            steps
                .map(|step| line(step, "waits for every practice"))
                .collect()
        }
        Fault::Law(_) => Vec::new(),
    }
}

fn why_not(missing: Missing) -> &'static str {
    match missing {
        Missing::ListAge | Missing::DeathCheck | Missing::OptOutsAge => "is asked for too early",
        Missing::OptOutsCoded | Missing::PracticeAgreed | Missing::PctAgreed => {
            "may come before the time to choose has run"
        }
        _ => "does not come before it in every history",
    }
}
