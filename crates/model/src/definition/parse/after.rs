//! What a step comes after.

use super::{
    fault::Faults,
    kind,
    node::Node,
    outline::{Outline, Outlines},
};
use crate::definition::After;

/// One arrow with its place in the file.
pub(super) struct Arrow {
    pub after: After,
    pub offset: usize,
    pub key: String,
}

/// Reads the arrows into every step, in the order of the steps.
pub(super) fn read_all(all: &Outlines, faults: &mut Faults) -> Vec<Vec<Arrow>> {
    all.steps
        .iter()
        .map(|step| read(step, all, faults))
        .collect()
}

fn read(step: &Outline, all: &Outlines, faults: &mut Faults) -> Vec<Arrow> {
    let items = step.table.get("after").and_then(|node| node.items(faults));
    let mut arrows: Vec<Arrow> = Vec::new();
    for item in items.unwrap_or_default() {
        let Some(after) = read_item(&item, all, faults) else {
            continue;
        };
        if arrows.iter().any(|arrow| arrow.after.step == after.step) {
            let what = format!("names `{}` twice", all.at(after.step).called());
            item.fault(faults, what, "remove one of them");
        }
        arrows.push(Arrow {
            after,
            offset: item.offset,
            key: item.key,
        });
    }
    arrows
}

/// `"x"` or `{ step = "x", wait = "2wd" }`.
fn read_item(item: &Node, all: &Outlines, faults: &mut Faults) -> Option<After> {
    if !item.is_table() {
        let step = all.find(item, faults)?;
        return Some(After { step, wait: None });
    }
    let table = item.table(faults)?;
    table.only(&["step", "wait"], faults);
    let step = table.need("step", "name the step that comes before", faults);
    let step = step.and_then(|node| all.find(&node, faults));
    let wait = match table.get("wait") {
        Some(node) => kind::above_zero(&node, faults).map(Some),
        None => Some(None),
    };
    Some(After {
        step: step?,
        wait: wait?,
    })
}
