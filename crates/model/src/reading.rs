//! Reads TOML by hand from its spanned tree, so that everything wrong with a file is reported at once, each fault
//! with its line, its key and what to do.
//!
//! By hand, because serde stops at the first fault and loses the places of keys in tagged enums. Programme
//! definitions and the facts of a replay are read so.

pub(crate) mod fault;
pub(crate) mod nearest;
pub(crate) mod node;
pub(crate) mod words;

pub use fault::{Fault, Faults};
pub use node::{Node, Table};
use toml::de::DeTable;

/// Reads a file's text with `reader`, which takes the root table and reports what it finds wrong.
///
/// `file` is the name used in faults.
///
/// # Errors
///
/// All faults, by line: those of the syntax alone if there are any, else those the reader reported. Never an empty
/// list.
pub fn read<T>(
    text: &str,
    file: &str,
    reader: impl FnOnce(&Table, &mut Faults) -> Option<T>,
) -> Result<T, Vec<Fault>> {
    let mut faults = Faults::new(file, text);
    let (tree, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let offset = error.span().map_or(0, |span| span.start);
        let remedy = "correct the TOML; the rest is read once this is";
        faults.add(offset, "toml", error.message(), remedy);
    }
    if !faults.is_empty() {
        return Err(faults.into_list());
    }
    match reader(&Table::root(&tree), &mut faults) {
        Some(read) if faults.is_empty() => Ok(read),
        _ => {
            if faults.is_empty() {
                faults.add(
                    0,
                    "file",
                    "cannot be read",
                    "report this: no fault was named",
                );
            }
            Err(faults.into_list())
        }
    }
}
