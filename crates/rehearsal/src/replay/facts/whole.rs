//! What only the file as a whole can get wrong.

use precede_model::{
    OrganisationCode,
    reading::{Faults, Table},
};

use super::{Facts, Succession, rows, value_of};

/// Refuses what makes the list of PCTs something else than the scenario says.
pub(super) fn check(root: &Table, facts: &Facts, faults: &mut Faults) {
    let stated = facts.scenario.pct_count;
    let listed = facts.pcts.len();
    if usize::try_from(stated).ok() != Some(listed)
        && let Some(node) = value_of(root, "scenario", "pct_count")
    {
        let what = format!("says {stated}, but {listed} PCTs are listed");
        let remedy = format!("write {listed}, or correct the `[[pct]]` list");
        node.fault(faults, what, remedy);
    }
    for (table, succession) in rows(root, "succession", &facts.successions) {
        check_succession(&table, succession, facts, faults);
    }
}

/// On the scenario's day a PCT is either still there or already succeeded.
fn check_succession(table: &Table, succession: &Succession, facts: &Facts, faults: &mut Faults) {
    let is_over = succession.date <= facts.scenario.as_at;
    let is_listed = |code: OrganisationCode| facts.pct(code).is_some();
    let day = facts.scenario.as_at;
    if is_listed(succession.to_code) != is_over
        && let Some(node) = table.get("to_code")
    {
        let (what, remedy) = if is_over {
            (
                "took over by",
                "add a `[[pct]]` for it, or correct the date",
            )
        } else {
            (
                "takes over after",
                "remove its `[[pct]]`, or correct the date",
            )
        };
        let what = format!("`{}` {what} {day}", succession.to_code);
        node.fault(faults, what, remedy);
    }
    let items = table.get("from_codes").and_then(|node| node.items(faults));
    for (node, code) in items.iter().flatten().zip(&succession.from_codes) {
        if is_listed(*code) == is_over {
            let (what, remedy) = if is_over {
                ("ended by", "remove its `[[pct]]`, or correct the date")
            } else {
                ("ends after", "add a `[[pct]]` for it, or correct the date")
            };
            node.fault(faults, format!("`{code}` {what} {day}"), remedy);
        }
    }
}
