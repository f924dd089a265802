//! Second pass: a step with everything it names resolved.

use super::{
    fault::Faults,
    kind,
    kind_word::{COMMON_KEYS, KindWord},
    nearest::{list, nearest},
    node::Table,
    outline::{Outline, Outlines, title},
};
use crate::{
    Role,
    definition::{After, Kind, Scope, StepDef},
};

/// Reads one step; `None` when something about it is at fault.
pub(super) fn read_step(
    outline: &Outline,
    after: Vec<After>,
    all: &Outlines,
    faults: &mut Faults,
) -> Option<StepDef> {
    let table = &outline.table;
    let title = title(table, outline.id.as_ref(), faults);
    let due = table.get("due");
    let due = due.map(|node| kind::above_zero(&node, faults));
    let optional = table.get("optional").map(|node| node.boolean(faults));
    let owner = table.get("owner").map(|node| node.word("role", faults));
    // Without a kind nobody knows which keys belong to the step.
    let word = outline.kind?;
    check_keys(table, word, faults);
    let kind = kind::read_kind(word, outline, &after, all, faults)?;
    check_no_deadline(table, &kind, faults);
    let scope = outline.scope?;
    Some(StepDef {
        id: outline.id?,
        title,
        phase: outline.phase,
        scope,
        owner: owner.unwrap_or_else(|| Some(default_owner(&kind, scope)))?,
        kind,
        after,
        due: due.map_or(Some(None), |due| due.map(Some))?,
        optional: optional.unwrap_or(Some(false))?,
        line: faults.line(table.offset),
    })
}

/// Who answers for a step that names no owner.
fn default_owner(kind: &Kind, scope: Scope) -> Role {
    match (kind, scope) {
        (Kind::Acknowledgement { .. } | Kind::Answer, _) => Role::Practice,
        (Kind::SignOff { by, .. }, _) => *by,
        (_, Scope::Programme) => Role::ProgrammeLead,
        (_, Scope::Region) => Role::RegionLead,
        (_, Scope::Pct | Scope::Practice) => Role::PctLead,
    }
}

/// R6: the practice is never given a deadline to agree.
fn check_no_deadline(table: &Table, kind: &Kind, faults: &mut Faults) {
    let Some(node) = table.get("due") else { return };
    if matches!(kind, Kind::SignOff { by, .. } if by.is_of_practice()) {
        let what = "a practice is never given a deadline to agree (R6)";
        node.fault(faults, what, "remove it");
    }
}

/// Tells a key of another kind from one nobody knows.
fn check_keys(table: &Table, kind: KindWord, faults: &mut Faults) {
    for (key, node, offset) in table.entries() {
        if COMMON_KEYS.contains(&key) || kind.own_keys().contains(&key) {
            continue;
        }
        let others = KindWord::with_key(key);
        if !others.is_empty() {
            let others: Vec<_> = others.iter().map(String::as_str).collect();
            let what = format!("a step of kind `{kind}` has no such key");
            let remedy = format!("remove it; it belongs to {}", list(&others));
            faults.add(offset, node.key, what, remedy);
            continue;
        }
        let known = || COMMON_KEYS.iter().chain(kind.own_keys()).copied();
        let remedy = match nearest(key, known()) {
            Some(close) => format!("write `{close}`, or remove it"),
            None => format!(
                "remove it; a {kind} has {}",
                list(&known().collect::<Vec<_>>())
            ),
        };
        faults.add(offset, node.key, "is an unknown key", remedy);
    }
}
