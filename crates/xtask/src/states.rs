//! `cargo xtask states`: writes docs/states.md from the crash table of the model. `tidy` refuses a page that is behind.

use std::fmt::Write as _;
use std::process::ExitCode;

use precede_model::states;

use crate::failure::{Failure, Outcome};
use crate::workspace;

/// The page, below the workspace's root.
pub const PAGE: &str = "docs/states.md";

/// Writes the page.
///
/// # Errors
///
/// When it cannot be written.
pub fn run(arguments: &[String]) -> Outcome<ExitCode> {
    if let Some(other) = arguments.first() {
        return Err(Failure::Usage(format!(
            "states takes no argument, not `{other}`"
        )));
    }
    let path = workspace::root()?.join(PAGE);
    std::fs::write(&path, page())
        .map_err(|error| Failure::Wanting(format!("cannot write {}: {error}", path.display())))?;
    println!("wrote {PAGE}");
    Ok(ExitCode::SUCCESS)
}

/// The page's text.
pub fn page() -> String {
    let mut text = String::from(
        "# States\n\nMade by `cargo xtask states` from `crates/model/src/states.rs`; not to be edited by hand. \
         Every state of every machine: what it means,\nwho moves it on, and what happens if the process dies in it.\n",
    );
    for machine in states::machines() {
        let states::Machine { name, of, states } = machine;
        let _ = write!(text, "\n## {name}: {of}\n\n");
        text.push_str("| state | means | moved on by | if the process dies here |\n| --- | --- | --- | --- |\n");
        for [state, means, moved_by, after_crash] in states {
            let _ = writeln!(text, "| {state} | {means} | {moved_by} | {after_crash} |");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_state_has_a_full_row() {
        for line in super::page().lines().filter(|line| line.starts_with('|')) {
            assert_eq!(line.matches(" |").count(), 4, "{line}");
            assert!(!line.contains("|  |"), "{line}");
        }
    }
}
