//! The product as its users get it: the release build of `precede`, run as a program.

use std::path::PathBuf;
use std::process::Stdio;

use serde_json::Value;

use crate::failure::{Failure, Outcome, cannot};
use crate::workspace;

/// Builds `precede` for release and returns where the program is.
///
/// # Errors
///
/// `Wanting` when it does not build; the compiler's own messages are on standard error.
pub fn build() -> Outcome<PathBuf> {
    built(&["--release"])
}

/// The same without optimising: the program that the integration tests run, so that it is built once for both.
///
/// # Errors
///
/// As [`build`].
pub fn build_for_tests() -> Outcome<PathBuf> {
    built(&["--bin", "precede"])
}

fn built(how: &[&str]) -> Outcome<PathBuf> {
    let output = workspace::cargo(&workspace::root()?)
        .args(["build", "--package", "precede-cli"])
        .args(how)
        .args(["--message-format", "json-render-diagnostics"])
        .stderr(Stdio::inherit())
        .output()
        .map_err(cannot("run cargo"))?;
    if !output.status.success() {
        return Err(Failure::Wanting("`precede` does not build".to_owned()));
    }
    executable(&String::from_utf8_lossy(&output.stdout))
        .ok_or_else(|| Failure::Wanting("cargo built no program `precede`".to_owned()))
}

/// Cargo's own word on where the program is, whatever folder its settings name.
fn executable(messages: &str) -> Option<PathBuf> {
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter(|message| message["target"]["name"] == "precede")
        .filter_map(|message| message["executable"].as_str().map(PathBuf::from))
        .next_back()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_program_from_cargos_messages() {
        let messages = r#"
{"reason":"compiler-artifact","target":{"name":"serde"},"executable":null}
{"reason":"compiler-artifact","target":{"name":"precede"},"executable":"t/release/precede"}
{"reason":"build-finished","success":true}"#;
        assert_eq!(
            executable(messages),
            Some(PathBuf::from("t/release/precede"))
        );
        assert_eq!(executable(""), None);
    }
}
