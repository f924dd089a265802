//! One word of a closed list.

use precede_model::reading::{Faults, Node};

/// The value a word stands for; `called` is what the list is called in a fault, for example `kind of event`.
pub(super) fn choice<T: Copy>(
    node: &Node,
    called: &str,
    words: &[(&str, T)],
    faults: &mut Faults,
) -> Option<T> {
    let text = node.text(faults)?;
    let found = words.iter().find(|(word, _)| *word == text);
    if found.is_none() {
        let known: Vec<_> = words.iter().map(|(word, _)| *word).collect();
        node.unknown(called, text, &known, faults);
    }
    found.map(|(_, value)| *value)
}
