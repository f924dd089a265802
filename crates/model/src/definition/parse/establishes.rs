//! The facts a task establishes, some of which the rules read by name.

use super::{fault::Faults, nearest::list, node::Node, outline::Outline};
use crate::{FactName, definition::Scope};

/// Facts with a meaning of their own in the engine: each needs a task that establishes nothing else, because
/// finishing it records an event of its own kind.
const ALONE: [&str; 3] = ["readiness", "opt-outs", "reconciled"];

/// Reads `establishes`; a task without it establishes its own id.
pub(super) fn read(step: &Outline, faults: &mut Faults) -> Option<Vec<FactName>> {
    let Some(node) = step.table.get("establishes") else {
        let id = step.id?;
        let place = step.table.get("id")?;
        check_scope(&place, &id, step.scope, faults);
        return Some(vec![id]);
    };
    let items = node.items(faults)?;
    let mut facts: Vec<FactName> = Vec::with_capacity(items.len());
    for item in &items {
        let fact = item.name(faults)?;
        check_scope(item, &fact, step.scope, faults);
        if facts.contains(&fact) {
            item.fault(
                faults,
                format!("`{fact}` stands here twice"),
                "remove one of them",
            );
        }
        facts.push(fact);
    }
    check_alone(&node, &facts, faults);
    Some(facts)
}

fn check_alone(node: &Node, facts: &[FactName], faults: &mut Faults) {
    if facts.is_empty() {
        node.fault(
            faults,
            "names nothing",
            "remove the key (the task then establishes its own id) or name a fact",
        );
    }
    let special = facts.iter().find(|fact| ALONE.contains(&fact.as_str()));
    if let Some(special) = special
        && facts.len() > 1
    {
        node.fault(
            faults,
            format!("`{special}` must stand alone"),
            "give the other facts a task of their own",
        );
    }
}

/// A rule looks for some facts at the campaign and for others at the practice.
fn check_scope(node: &Node, fact: &FactName, scope: Option<Scope>, faults: &mut Faults) {
    let allowed: &[Scope] = match fact.as_str() {
        "readiness" => &[Scope::Pct],
        "helpline" => &[Scope::Programme, Scope::Region, Scope::Pct],
        "training" | "system" | "data-quality" | "opt-outs" | "reconciled" => &[Scope::Practice],
        _ => return,
    };
    let Some(scope) = scope.filter(|scope| !allowed.contains(scope)) else {
        return;
    };
    let words: Vec<_> = allowed.iter().map(Scope::to_string).collect();
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    node.fault(
        faults,
        format!("`{fact}` cannot be established for a {scope}"),
        format!("let the step be `for` {}", list(&words)),
    );
}
