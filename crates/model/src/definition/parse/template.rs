//! Every mail a definition sends has a template.

use super::{fault::Faults, outline::Outlines};
use crate::definition::{Kind, StepDef};

/// Reports notices, reminders and escalations without a template.
pub(super) fn check(
    all: &Outlines,
    steps: &[Option<StepDef>],
    has: &dyn Fn(&str) -> bool,
    faults: &mut Faults,
) {
    for (outline, step) in all.steps.iter().zip(steps) {
        let Some(step) = step else { continue };
        let mut check = |key: &str, template: &str| {
            if has(template) {
                return;
            }
            let table = &outline.table;
            let place = table.get(key).map_or(table.offset, |node| node.offset);
            faults.add(
                place,
                format!("{}.{key}", table.key),
                format!("there is no e-mail template `{template}`"),
                format!("add the folder `emails/{template}` or name another template"),
            );
        };
        match &step.kind {
            Kind::Notice { template, .. } => check("template", template.as_str()),
            Kind::Acknowledgement { chase, .. } => {
                if !chase.remind.is_empty() {
                    check("remind", "reminder");
                }
                if chase.escalate.is_some() {
                    check("escalate", "escalation");
                }
            }
            Kind::Task { .. }
            | Kind::Approval { .. }
            | Kind::Consult { .. }
            | Kind::Answer
            | Kind::Publicity { .. }
            | Kind::List
            | Kind::Batch { .. }
            | Kind::Period
            | Kind::SignOff { .. }
            | Kind::Permit
            | Kind::Recurring { .. } => {}
        }
    }
}
