//! What only the definition as a whole can get wrong.

use super::{
    after::Arrow,
    fault::Faults,
    kind_word::KindWord,
    node::{Node, Table},
    order,
    outline::Outlines,
    policy::{Needs, check_pack},
};
use crate::definition::{Kind, Means, StepDef, StepIx};

/// Checks that need several steps, or steps and tables, at once.
pub(super) fn check(
    root: &Table,
    all: &Outlines,
    arrows: &[Vec<Arrow>],
    steps: &[Option<StepDef>],
    faults: &mut Faults,
) {
    check_means(root, all, faults);
    check_one_batch(all, faults);
    for (ix, step) in steps.iter().enumerate() {
        let Some(step) = step else { continue };
        let table = &all.steps[ix].table;
        match &step.kind {
            Kind::Acknowledgement { of, .. } => {
                check_answers(StepIx(ix as u16), *of, all, arrows, faults);
            }
            Kind::Batch { pack } => {
                if let Some(node) = table.get("pack") {
                    check_pack(&node, pack, needs(all, steps), faults);
                }
            }
            Kind::Task { .. }
            | Kind::Approval { .. }
            | Kind::Consult { .. }
            | Kind::Notice { .. }
            | Kind::Answer
            | Kind::Publicity { .. }
            | Kind::List
            | Kind::Period
            | Kind::SignOff { .. }
            | Kind::Permit
            | Kind::Recurring { .. } => {}
        }
    }
}

/// What the steps ask of the policy.
pub(super) fn needs(all: &Outlines, steps: &[Option<StepDef>]) -> Needs {
    let lasts = steps.iter().flatten().filter_map(|step| match &step.kind {
        Kind::Publicity { lasts, .. } => Some(*lasts),
        _ => None,
    });
    Needs {
        batch: has(all, KindWord::Batch),
        period: has(all, KindWord::Period),
        permit: has(all, KindWord::Permit),
        publicity_minimum: lasts.max_by_key(|lasts| super::kind::rough_hours(*lasts)),
    }
}

fn has(all: &Outlines, kind: KindWord) -> bool {
    all.steps.iter().any(|step| step.kind == Some(kind))
}

/// What happens to a batch is recorded for the practice and names no step: two steps would each take the other's
/// letters for their own, and neither would ever be done.
fn check_one_batch(all: &Outlines, faults: &mut Faults) {
    let mut batches = (all.steps.iter()).filter(|step| step.kind == Some(KindWord::Batch));
    let Some(first) = batches.next() else { return };
    for another in batches {
        let table = &another.table;
        let place = table.get("kind").map_or(table.offset, |node| node.offset);
        faults.add(
            place,
            format!("{}.kind", table.key),
            format!(
                "a definition has one `batch` step, and `{}` is it already",
                first.called()
            ),
            format!(
                "remove this one: letters that go out over several days are batches of `{}` (`batch_capacity`)",
                first.called()
            ),
        );
    }
}

/// An acknowledgement opens when its notice is out, not before.
fn check_answers(
    step: StepIx,
    notice: StepIx,
    all: &Outlines,
    arrows: &[Vec<Arrow>],
    faults: &mut Faults,
) {
    if order::comes_after(step, notice, arrows) {
        return;
    }
    let table = &all.at(step).table;
    let place = table.get("of").map_or(table.offset, |node| node.offset);
    let notice = all.at(notice).called();
    faults.add(
        place,
        format!("{}.of", table.key),
        format!("answers `{notice}` but does not come after it"),
        format!("add `{notice}` to its `after`"),
    );
}

/// R7: where uploads follow, patients are informed by a step that exists and have a period to choose. Absence is
/// refused, never vacuously true.
fn check_means(root: &Table, all: &Outlines, faults: &mut Faults) {
    let Some(permit) = all
        .steps
        .iter()
        .find(|step| step.kind == Some(KindWord::Permit))
    else {
        return;
    };
    if !has(all, KindWord::Period) {
        faults.add(
            permit.table.offset,
            &*permit.table.key,
            "patients get no time to choose before this permit (R7)",
            "add a step of kind `period` before it",
        );
    }
    let Some(node) = root.get("informs_by") else {
        let remedy = "name the means that count as informing a patient (R7)";
        root.missing("informs_by", remedy, faults);
        return;
    };
    // A wrong word is reported where the key is read; here only what it means counts.
    let mut quiet = Faults::new("", "");
    let Some(means) = node.words::<Means>("means", &mut quiet) else {
        return;
    };
    if !means.iter().any(|means| is_delivered(*means, all)) {
        tell_no_means(&node, &means, faults);
    }
}

fn tell_no_means(node: &Node, means: &[Means], faults: &mut Faults) {
    if means.is_empty() {
        let what = "nothing counts as informing a patient, yet there is a permit (R7)";
        node.fault(faults, what, "name at least one means");
        return;
    }
    node.fault(
        faults,
        "no step informs patients by any of these means, yet there is a permit (R7)",
        "add a `batch` (letters, messages) or a `publicity` with `public-notice` among its `media`",
    );
}

/// Whether some step uses this means.
fn is_delivered(means: Means, all: &Outlines) -> bool {
    match means {
        Means::AddressedLetter | Means::DirectMessage => has(all, KindWord::Batch),
        Means::PublicNotice => all
            .steps
            .iter()
            .any(|step| step.kind == Some(KindWord::Publicity) && has_public_notice(&step.table)),
    }
}

fn has_public_notice(table: &Table) -> bool {
    let mut quiet = Faults::new("", "");
    let media = table.get("media").and_then(|node| node.items(&mut quiet));
    media
        .unwrap_or_default()
        .iter()
        .any(|item| item.text(&mut quiet) == Some("public-notice"))
}
