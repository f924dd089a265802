//! `cargo xtask demo`: builds the product and shows a national roll-out in a folder of its own.

use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

use crate::failure::{Outcome, cannot};
use crate::product;

/// The data folder when none is named; `.gitignore` knows it.
const DEFAULT_FOLDER: &str = "demo";

/// Runs `precede demo` with `arguments`. The product takes this process's place, so that its exit
/// code and its handling of Ctrl-C are its own.
///
/// # Errors
///
/// When the product does not build.
pub fn run(arguments: &[String]) -> Outcome<ExitCode> {
    let program = product::build()?;
    let error = Command::new(&program).args(command_line(arguments)).exec();
    Err(cannot(format_args!("run `{}`", program.display()))(error))
}

fn command_line(arguments: &[String]) -> Vec<String> {
    let names_folder = arguments
        .iter()
        .any(|argument| argument == "--data-dir" || argument.starts_with("--data-dir="));
    let folder = if names_folder {
        vec![]
    } else {
        vec!["--data-dir", DEFAULT_FOLDER]
    };
    folder
        .into_iter()
        .chain(["demo"])
        .map(str::to_owned)
        .chain(arguments.iter().cloned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn a_folder_is_chosen_only_when_none_is_named() {
        assert_eq!(
            command_line(&words("--seed 2")),
            words("--data-dir demo demo --seed 2")
        );
        assert_eq!(
            command_line(&words("--data-dir=x")),
            words("demo --data-dir=x")
        );
        assert_eq!(
            command_line(&words("--data-dir x")),
            words("demo --data-dir x")
        );
    }
}
