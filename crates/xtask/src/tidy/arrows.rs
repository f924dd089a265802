//! The dependency arrows between our crates: the one place to read and to change them.
//!
//! A new arrow is the part of a change that deserves the most thought. Arrows point one way, from
//! what the operator sees down to what touches nothing.

/// The crates a crate may depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// These and no others.
    Only(&'static [&'static str]),
    /// Any of our crates: this one wires them together.
    Any,
}

use Allowed::{Any, Only};

/// Crate (package name without `precede-`) and what it may depend on.
const ARROWS: &[(&str, Allowed)] = &[
    // Data and parsing; changes of the database's shape; the independent check of a ledger.
    ("model", Only(&[])),
    ("migrations", Only(&[])),
    ("audit", Only(&[])),
    // Pure: the rules, and the exploration of a definition with them.
    ("engine", Only(&["model"])),
    ("proof", Only(&["engine", "model"])),
    // Pure as well: what is signed, with the time, seeds and ids it is given.
    ("permit", Only(&["model"])),
    // One outside thing each.
    ("settings", Only(&["model"])),
    ("render", Only(&["model"])),
    ("press", Only(&["model"])),
    ("register", Only(&["model"])),
    ("store", Only(&["migrations", "model"])),
    // Acts on the outside, which need the engine's warrant.
    ("mail", Only(&["engine", "model"])),
    ("mailroom", Only(&["engine", "model", "press"])),
    // Use cases, and those who call them.
    (
        "app",
        Only(&[
            "engine", "mailroom", "model", "permit", "press", "proof", "register", "render",
            "store",
        ]),
    ),
    (
        "daemon",
        Only(&[
            "app", "engine", "mail", "mailroom", "model", "render", "store",
        ]),
    ),
    ("web", Only(&["app", "model", "render"])),
    (
        "rehearsal",
        Only(&["app", "daemon", "engine", "model", "store"]),
    ),
    ("cli", Any),
    // Not part of the product.
    ("xtask", Only(&["model", "register"])),
    (DEV_ONLY, Any),
    ("tests", Any),
];

/// The crate that others may use in their tests alone.
pub const DEV_ONLY: &str = "testkit";

/// What the tests of a crate may use beside what the crate itself may: the independent check judges the engine's and
/// the rehearsal's histories, and a rehearsal is tested with real outlets.
pub fn in_tests(name: &str) -> &'static [&'static str] {
    match name {
        "engine" => &["audit"],
        "rehearsal" => &["audit", "mail", "mailroom", "render"],
        _ => &[],
    }
}

/// What the crate `name` may depend on; `None` for a crate the table does not know.
pub fn from(name: &str) -> Option<Allowed> {
    ARROWS
        .iter()
        .find(|(from, _)| *from == name)
        .map(|(_, allowed)| *allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_have_no_cycle_and_name_known_crates() {
        // Peel off crates whose targets are all gone; a cycle would never be peeled.
        let mut left: Vec<_> = ARROWS
            .iter()
            .filter_map(|(from, allowed)| match allowed {
                Only(targets) => Some((*from, *targets)),
                Any => None,
            })
            .collect();
        while !left.is_empty() {
            let names: Vec<&str> = left.iter().map(|(from, _)| *from).collect();
            let before = left.len();
            left.retain(|(_, targets)| targets.iter().any(|target| names.contains(target)));
            assert!(left.len() < before, "a cycle among {names:?}");
        }
        for (_, allowed) in ARROWS {
            if let Only(targets) = allowed {
                assert!(
                    targets.iter().all(|target| from(target).is_some()),
                    "{targets:?}"
                );
            }
        }
    }
}
