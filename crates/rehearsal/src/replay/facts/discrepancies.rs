//! Where a file disagrees with itself. It is read all the same: each line says which place holds.

use precede_model::reading::{Faults, Table};

use super::{Directive, Facts, Pct, Scope, Sha, Wave, rows, value_of};

/// Lists where two places of the file say different things.
pub(super) fn find(root: &Table, facts: &Facts, found: &mut Faults) {
    for (table, wave) in rows(root, "wave", &facts.waves) {
        let table = table.named(format!("wave.{}", wave.id));
        compare_count(&table, wave, found);
    }
    if let Some(planned) = &facts.planned_uploads {
        let node = value_of(root, "planned_uploads", "stated_count");
        let named = planned.members.len();
        if let (Some(node), Some(stated)) = (node, planned.stated_count)
            && usize::try_from(stated).ok() != Some(named)
        {
            let what = format!("says {stated}, but {named} are named");
            node.fault(found, what, "those named hold; correct one of the two");
        }
    }
    for (table, pct) in rows(root, "pct", &facts.pcts) {
        let table = table.named(format!("pct.{}", pct.code));
        compare_pct(&table, pct, facts, found);
    }
    for (table, sha) in rows(root, "sha", &facts.shas) {
        let table = table.named(format!("sha.{}", sha.code));
        compare_sha(&table, sha, facts, found);
    }
    for (table, directive) in rows(root, "directive", &facts.directives) {
        let table = table.named(format!("directive.{}", directive.id));
        compare_directive(&table, directive, facts, found);
    }
}

/// Fewer named than counted is what an incomplete wave is; anything else contradicts itself.
fn compare_count(table: &Table, wave: &Wave, found: &mut Faults) {
    let named = wave.members.len();
    let stated = wave
        .stated_count
        .and_then(|count| usize::try_from(count).ok());
    let (Some(stated), Some(node)) = (stated, table.get("stated_count")) else {
        return;
    };
    let id = wave.id;
    if named > stated {
        let what = format!("says {stated}, but `{id}` names {named}");
        node.fault(found, what, "those named hold; correct one of the two");
    } else if wave.complete && named < stated {
        let what = format!("says {stated}, but `{id}` is complete with {named}");
        let remedy = "`complete` holds; correct the count, or name the others";
        node.fault(found, what, remedy);
    }
}

fn compare_pct(table: &Table, pct: &Pct, facts: &Facts, found: &mut Faults) {
    let code = pct.code;
    for id in &pct.waves {
        let names_it = facts
            .wave(*id)
            .is_some_and(|wave| wave.members.contains(&code));
        if !names_it && let Some(node) = table.get("waves") {
            let what = format!("puts `{code}` in `{id}`, whose `members` do not name it");
            let remedy = "the wave holds; add it there, or remove it here";
            node.fault(found, what, remedy);
        }
    }
    let is_planned = facts
        .planned_uploads
        .as_ref()
        .is_some_and(|planned| planned.members.contains(&code));
    if pct.planned_upload
        && !is_planned
        && let Some(node) = table.get("planned_upload")
    {
        let what = format!("says that `{code}` was about to upload; `planned_uploads` does not");
        let remedy = "that list holds; add it there, or remove it here";
        node.fault(found, what, remedy);
    }
}

fn compare_sha(table: &Table, sha: &Sha, facts: &Facts, found: &mut Faults) {
    let listed = facts.pcts.iter().filter(|pct| pct.sha == sha.code).count();
    if let (Some(stated), Some(node)) = (sha.pct_count, table.get("pcts"))
        && usize::try_from(stated).ok() != Some(listed)
    {
        let what = format!("says {stated}, but {listed} PCTs name `{}`", sha.code);
        node.fault(found, what, "the PCTs hold; correct one of the two");
    }
}

/// A PCT shown to be in a directive's scope that the wave does not name: the evidence holds, it is covered.
fn compare_directive(table: &Table, directive: &Directive, facts: &Facts, found: &mut Faults) {
    let Scope::Wave(id) = directive.scope else {
        return;
    };
    let (Some(wave), Some(node)) = (facts.wave(id), table.get("resolved_members")) else {
        return;
    };
    for code in &directive.resolved_members {
        if !wave.members.contains(code) {
            let what = format!("shows `{code}` to be covered, but `{id}` does not name it");
            let remedy = "it is covered; add it to the wave, or remove it here";
            node.fault(found, what, remedy);
        }
    }
}
