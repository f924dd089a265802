//! Reads a definition's text into typed values, reporting everything that is wrong with it at once.
//!
//! Read by hand from toml's spanned tree: an enum tagged by `kind` loses the places of its keys in serde. The
//! steps are passed twice, first for who is who (`outline`), then for what names another step.

mod after;
mod bounds;
mod cron;
mod establishes;
mod head;
mod kind;
mod kind_word;
mod order;
mod outline;
mod policy;
mod roles;
mod step;
mod template;
mod variant;
mod whole;

#[cfg(test)]
mod shipped;
#[cfg(test)]
mod tests;

pub use crate::reading::Fault;

use super::{After, Definition, StepDef};
use crate::{
    Digest,
    reading::{self, Faults, Table, fault, nearest, node, words},
};

/// Reads a definition.
///
/// `file` is the name used in faults; `templates` says whether an e-mail template of this name exists.
///
/// # Errors
///
/// All faults, by line. Never an empty list.
pub fn parse(
    text: &str,
    file: &str,
    templates: &dyn Fn(&str) -> bool,
) -> Result<Definition, Vec<Fault>> {
    reading::read(text, file, |root, faults| {
        read(root, text, templates, faults)
    })
}

fn read(
    root: &Table,
    text: &str,
    templates: &dyn Fn(&str) -> bool,
    faults: &mut Faults,
) -> Option<Definition> {
    let head = head::read(root, faults);
    let outlines = outline::outline(root, faults);
    let arrows = after::read_all(&outlines, faults);
    order::check(&outlines, &arrows, faults);
    let steps: Vec<Option<StepDef>> = outlines
        .steps
        .iter()
        .zip(&arrows)
        .map(|(outline, arrows)| {
            let after: Vec<After> = arrows.iter().map(|arrow| arrow.after).collect();
            step::read_step(outline, after, &outlines, faults)
        })
        .collect();
    template::check(&outlines, &steps, templates, faults);
    whole::check(root, &outlines, &arrows, &steps, faults);
    let policy = variant::read(root, whole::needs(&outlines, &steps), faults);
    let head = head?;
    let (policy, variants) = policy?;
    Some(Definition {
        code: head.code,
        title: head.title,
        zone: head.zone,
        calendar: head.calendar,
        informs_by: head.informs_by,
        labels: head.labels,
        policy,
        variants,
        phases: outlines.phases,
        steps: steps.into_iter().collect::<Option<_>>()?,
        digest: Digest::of(text).to_string(),
    })
}
