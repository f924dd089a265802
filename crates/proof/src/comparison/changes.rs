//! What differs between two versions, key by key.

use std::collections::BTreeSet;

use precede_engine::Def;
use precede_model::{StepId, definition::Definition};
use serde::Serialize;

use super::keys::{self, Keys};

/// One thing that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The step it is of; `None`: the programme as a whole.
    pub step: Option<StepId>,
    /// The key, as in the file. `step` itself where a whole step is new or gone.
    pub key: String,
    /// What it was; `None` where it is new.
    pub before: Option<String>,
    /// What it is; `None` where it is gone.
    pub after: Option<String>,
    /// What it bears on.
    pub bears_on: Bearing,
    /// The line of the step in the old file.
    pub line_before: Option<usize>,
    /// And in the new one.
    pub line_after: Option<usize>,
}

/// What a change bears on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bearing {
    /// What comes before what.
    Order,
    /// What the rules read.
    Rules,
    /// When things are due.
    Numbers,
    /// Who does it.
    People,
    /// What people read.
    Words,
}

/// Everything that differs: the programme first, then steps in the order of the new version, then those that are gone.
pub(super) fn between(old: &Def, new: &Def) -> Vec<Change> {
    let mut changes = Vec::new();
    let (before, after) = (keys::of_programme(old), keys::of_programme(new));
    of_keys((None, (None, None)), &before, &after, &mut changes);
    let (old, new) = (&*old.definition, &*new.definition);
    for step in new.steps.iter().map(|step| step.id) {
        of_step(old, new, step, &mut changes);
    }
    let gone = old.steps.iter().map(|step| step.id);
    for step in gone.filter(|step| new.step(*step).is_none()) {
        of_step(old, new, step, &mut changes);
    }
    changes
}

fn of_step(old: &Definition, new: &Definition, id: StepId, changes: &mut Vec<Change>) {
    let (before, after) = (old.step(id), new.step(id));
    let lines = (
        before.map(|(_, step)| step.line),
        after.map(|(_, step)| step.line),
    );
    match (before, after) {
        (Some((_, before)), Some((_, after))) => {
            let (before, after) = (keys::of_step(old, before), keys::of_step(new, after));
            of_keys((Some(id), lines), &before, &after, changes);
        }
        (before, after) => changes.push(Change {
            step: Some(id),
            key: "step".to_owned(),
            before: before.map(|(_, step)| step.title.clone()),
            after: after.map(|(_, step)| step.title.clone()),
            bears_on: Bearing::Order,
            line_before: lines.0,
            line_after: lines.1,
        }),
    }
}

fn of_keys(
    (step, (line_before, line_after)): (Option<StepId>, (Option<usize>, Option<usize>)),
    before: &Keys,
    after: &Keys,
    changes: &mut Vec<Change>,
) {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    for name in names {
        let (was, is) = (before.get(name), after.get(name));
        let (Some((_, bears_on)), true) = (is.or(was), was != is) else {
            continue;
        };
        changes.push(Change {
            step,
            key: name.clone(),
            before: was.map(|(value, _)| value.clone()),
            after: is.map(|(value, _)| value.clone()),
            bears_on: *bears_on,
            line_before,
            line_after,
        });
    }
}
