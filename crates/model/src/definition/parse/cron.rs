//! The shape of a cron expression. What it means is the engine's matter.

use super::{fault::Faults, node::Node};

/// An expression of five fields (minute first), six (second first) or seven (year last).
pub(super) fn read(node: &Node, faults: &mut Faults) -> Option<String> {
    let text = node.text(faults)?;
    let fields: Vec<_> = text.split_ascii_whitespace().collect();
    if (5..=7).contains(&fields.len()) && fields.iter().all(|field| is_field(field)) {
        return Some(fields.join(" "));
    }
    node.fault(
        faults,
        format!("`{text}` is no cron expression"),
        "write five fields, minute hour day month weekday, for example `0 9 1 * *`",
    );
    None
}

fn is_field(field: &str) -> bool {
    field
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"*/,-?#".contains(&b))
        && field
            .bytes()
            .any(|b| b.is_ascii_alphanumeric() || b == b'*' || b == b'?')
}
