//! `cargo xtask tidy`: what the compiler cannot see.
//!
//! It reads the files git knows or would add, never the build folder, and judges four things: the
//! dependency arrows between our crates, who touches clock, network, files, environment and
//! database, words that must not be published, and that the lock file is there.

mod arrows;
mod files;
mod manifest;
mod source;
mod touches;
mod words;

use std::fmt;
use std::path::Path;
use std::process::ExitCode;

use crate::failure::{Failure, Outcome};
use crate::states;
use crate::workspace;

/// One thing to put right.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Path from the workspace's root, with `/`.
    file: String,
    /// Counted from 1; 1 where the whole file is meant.
    line: usize,
    what: String,
    remedy: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Finding {
            file,
            line,
            what,
            remedy,
        } = self;
        write!(formatter, "{file}:{line}: {what}; {remedy}")
    }
}

/// Runs all checks and prints the findings.
///
/// # Errors
///
/// When the files cannot be read. Findings are exit code 1, not an error.
pub fn run(arguments: &[String]) -> Outcome<ExitCode> {
    if let Some(argument) = arguments.first() {
        return Err(Failure::Usage(format!(
            "`cargo xtask tidy` takes no argument `{argument}`"
        )));
    }
    let clean = report(&workspace::root()?)?;
    Ok(if clean {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The crash table's page, when it is behind the model it is made from.
fn stale_states(root: &Path) -> Option<Finding> {
    let written = std::fs::read_to_string(root.join(states::PAGE)).unwrap_or_default();
    (written != states::page()).then(|| Finding {
        file: states::PAGE.to_owned(),
        line: 1,
        what: "is not what the model says".to_owned(),
        remedy: "run `cargo xtask states`".to_owned(),
    })
}

/// Prints the findings of the workspace at `root` and returns whether there are none.
///
/// # Errors
///
/// When the files cannot be read.
pub fn report(root: &Path) -> Outcome<bool> {
    let files = files::of(root)?;
    let mut findings = check(&files);
    findings.extend(stale_states(root));
    findings.sort();
    for finding in &findings {
        println!("{finding}");
    }
    println!(
        "tidy: {} files read, {} findings",
        files.len(),
        findings.len()
    );
    Ok(findings.is_empty())
}

fn check(files: &[files::TextFile]) -> Vec<Finding> {
    let mut findings = manifest::check(files);
    findings.extend(touches::check(files));
    findings.extend(words::check(files));
    if !files.iter().any(|file| file.path == "Cargo.lock") {
        findings.push(Finding {
            file: "Cargo.lock".to_owned(),
            line: 1,
            what: "the lock file is missing".to_owned(),
            remedy: "run `cargo generate-lockfile` and commit it".to_owned(),
        });
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_lock_file_is_found() {
        assert_eq!(check(&[])[0].file, "Cargo.lock");
        let lock = files::TextFile {
            path: "Cargo.lock".to_owned(),
            text: String::new(),
        };
        assert_eq!(check(&[lock]), []);
    }
}
