//! The smallest change that mends a definition: one arrow more, one arrow less, one step no longer optional, one means
//! more. What is proposed has been checked.

use precede_engine::{
    Def,
    moves::{self, Fact},
};
use precede_model::{
    Missing,
    definition::{After, Definition, Kind, Means, PostClass, Scope, StepIx},
};

use crate::{check::Model, slice::Bounds, sound::Fault};

/// Changes tried before it is given up.
const TRIES_MAX: usize = 12;

/// A change in words, and the definition with it.
struct Change {
    words: String,
    definition: Definition,
}

/// The first of the plausible changes that makes the definition sound.
pub(crate) fn mend(model: &Model, definition: &Definition, fault: &Fault) -> Option<String> {
    let changes = changes(&model.def, definition, fault).into_iter();
    changes.take(TRIES_MAX).find_map(|change| {
        let variant = model.def.variant.as_deref();
        let mended = Model::new(&change.definition, variant).ok()?;
        let checked = mended.check(Bounds::MENDED);
        (checked.found.is_none() && checked.is_whole).then_some(change.words)
    })
}

fn changes(def: &Def, definition: &Definition, fault: &Fault) -> Vec<Change> {
    match fault {
        Fault::Opened { step, unmet, .. } => {
            let Some((act, _)) = definition.step(*step) else {
                return Vec::new();
            };
            let sources = sources(def, unmet.missing);
            let mut changes = Vec::new();
            for source in &sources {
                changes.extend(required(definition, *source));
                changes.extend(arrow(definition, act, *source));
            }
            let periods = of_fact(def, Fact::Period);
            for source in &sources {
                for period in &periods {
                    changes.extend(arrow(definition, *source, *period));
                }
            }
            if matches!(unmet.missing, Missing::MeansOfInforming) {
                changes.extend(means(definition, def.policy.post_class));
            }
            changes
        }
        Fault::Stuck(_) => waits_for_people(definition),
        Fault::Law(_) | Fault::Unowned { .. } => Vec::new(),
    }
}

/// The steps that bring what is missing.
pub(crate) fn sources(def: &Def, missing: Missing) -> Vec<StepIx> {
    let facts: &[Fact] = match missing {
        Missing::PracticeInformed | Missing::PracticeReady => &[Fact::Informed],
        Missing::PracticeTold => &[Fact::Told],
        Missing::LmcConsulted => &[Fact::Lmc],
        Missing::ReadinessSigned => &[Fact::Readiness],
        Missing::PlanApproved => &[Fact::Plan],
        Missing::PublicityLive | Missing::PublicityMinimum => &[Fact::Publicity],
        Missing::HelplineTested => &[Fact::Helpline],
        Missing::PackApproved | Missing::PackWhole => &[Fact::Pack],
        Missing::ListAccepted | Missing::ListAge | Missing::DeathCheck => &[Fact::List],
        Missing::PeriodEnded | Missing::PeriodExists => &[Fact::Period],
        Missing::OptOutsCoded | Missing::OptOutsAge => &[Fact::OptOuts],
        Missing::Fitness(_) => &[Fact::Fitness],
        Missing::PracticeAgreed => &[Fact::PracticeAgreed],
        Missing::PctAgreed => &[Fact::PctAgreed],
        Missing::Reconciled => &[Fact::Reconciled, Fact::Letters],
        Missing::MeansOfInforming => &[Fact::Letters, Fact::Publicity],
        _ => &[],
    };
    facts.iter().flat_map(|fact| of_fact(def, *fact)).collect()
}

fn of_fact(def: &Def, fact: Fact) -> Vec<StepIx> {
    let indexed = def.definition.indexed();
    let bringing = indexed.filter(|(ix, _)| moves::facts_of(def, *ix).contains(&fact));
    bringing.map(|(ix, _)| ix).collect()
}

/// One arrow more, unless it is there, would close a circle, or leads from narrow to wide where none may.
fn arrow(definition: &Definition, step: StepIx, before: StepIx) -> Option<Change> {
    let (own, other) = (at(definition, step), at(definition, before));
    let is_there = own.after.iter().any(|after| after.step == before);
    let is_shared = matches!(own.scope, Scope::Programme | Scope::Region);
    if is_there
        || step == before
        || comes_after(definition, before, step)
        || is_shared && other.scope > own.scope
    {
        return None;
    }
    let mut changed = definition.clone();
    changed.steps[usize::from(step.0)].after.push(After {
        step: before,
        wait: None,
    });
    Some(Change {
        words: format!(
            "line {}: add `{}` to the `after` of `{}`",
            own.line, other.id, own.id
        ),
        definition: changed,
    })
}

/// A step that may be passed over is asked for.
fn required(definition: &Definition, step: StepIx) -> Option<Change> {
    let own = at(definition, step);
    if !own.optional {
        return None;
    }
    let mut changed = definition.clone();
    changed.steps[usize::from(step.0)].optional = false;
    Some(Change {
        words: format!("line {}: `{}` is not `optional`", own.line, own.id),
        definition: changed,
    })
}

/// The means by which letters go counts as informing.
fn means(definition: &Definition, class: PostClass) -> Option<Change> {
    let means = match class {
        PostClass::DirectMessage => Means::DirectMessage,
        PostClass::Bulk | PostClass::SecondClass | PostClass::FirstClass => Means::AddressedLetter,
    };
    if definition.informs_by.contains(&means) {
        return None;
    }
    let mut changed = definition.clone();
    changed.informs_by.push(means);
    Some(Change {
        words: format!("add `{means}` to `informs_by`"),
        definition: changed,
    })
}

/// One arrow less: a step of the PCT does not wait for what a practice may withhold.
fn waits_for_people(definition: &Definition) -> Vec<Change> {
    let mut changes = Vec::new();
    for (ix, step) in definition
        .indexed()
        .filter(|(_, step)| !step.is_of_practice())
    {
        for (place, after) in step.after.iter().enumerate() {
            let before = at(definition, after.step);
            let is_word = matches!(
                before.kind,
                Kind::Answer | Kind::SignOff { .. } | Kind::Task { .. }
            );
            if before.is_of_practice() && is_word {
                let mut changed = definition.clone();
                changed.steps[usize::from(ix.0)].after.remove(place);
                changes.push(Change {
                    words: format!(
                        "line {}: take `{}` out of the `after` of `{}`",
                        step.line, before.id, step.id
                    ),
                    definition: changed,
                });
            }
        }
    }
    changes
}

fn at(definition: &Definition, ix: StepIx) -> &precede_model::definition::StepDef {
    &definition.steps[usize::from(ix.0)]
}

/// Whether a step comes, directly or not, after another.
fn comes_after(definition: &Definition, step: StepIx, other: StepIx) -> bool {
    let mut seen = vec![false; definition.steps.len()];
    let mut todo = vec![step];
    while let Some(ix) = todo.pop() {
        for after in &at(definition, ix).after {
            if after.step == other {
                return true;
            }
            if !std::mem::replace(&mut seen[usize::from(after.step.0)], true) {
                todo.push(after.step);
            }
        }
    }
    false
}
