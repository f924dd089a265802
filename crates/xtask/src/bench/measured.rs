//! Figures of one program's run.

use std::ffi::OsStr;
use std::process::Command;

use serde_json::{Value, json};

use crate::failure::{Failure, Outcome, cannot};

/// What one program did and how fast.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The command with its arguments, as one could type it.
    pub command: String,
    /// How many of the comparison's units were done.
    pub done: u64,
    pub seconds: f64,
    pub commits: Option<u64>,
    pub fsyncs: Option<Fsyncs>,
}

/// How often a program asked the disk to be sure, beside the commits of the same run: of this one,
/// or of a shorter one where counting would have slowed this one down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fsyncs {
    pub fsyncs: u64,
    pub commits: u64,
}

impl Measured {
    /// Units a second.
    pub fn rate(&self) -> f64 {
        self.done as f64 / self.seconds
    }

    /// For machines.
    pub fn to_json(&self) -> Value {
        json!({
            "command": self.command,
            "done": self.done,
            "seconds": self.seconds,
            "rate": self.rate(),
            "commits": self.commits,
            "fsyncs": self.fsyncs.as_ref().map(|counted| {
                json!({ "fsyncs": counted.fsyncs, "commits": counted.commits })
            }),
        })
    }
}

/// The command as one could type it. Passwords in connection strings are left out.
pub fn spell(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| quoted(without_password(word)))
        .collect::<Vec<_>>()
        .join(" ")
}

fn quoted(word: String) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:=@,".contains(c);
    if word.chars().all(plain) {
        word
    } else {
        format!("\"{word}\"")
    }
}

fn without_password(word: &OsStr) -> String {
    let word = word.to_string_lossy();
    let hidden = || {
        let (scheme, rest) = word.split_once("://")?;
        let (user, place) = rest.split_once('@')?;
        let (name, _) = user.split_once(':')?;
        Some(format!("{scheme}://{name}@{place}"))
    };
    hidden().unwrap_or_else(|| word.clone().into_owned())
}

/// Runs `command` and reads the JSON it prints on standard output.
///
/// # Errors
///
/// `Wanting`, with the command and what it said, when it fails or prints something else.
pub fn json_of(command: &mut Command) -> Outcome<Value> {
    let output = command
        .output()
        .map_err(cannot(format_args!("run `{}`", spell(command))))?;
    let text = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() {
        return Err(Failure::Wanting(format!(
            "`{}` ended with {}: {} {}",
            spell(command),
            output.status,
            text.trim(),
            String::from_utf8_lossy(&output.stderr).trim()
        )));
    }
    serde_json::from_str(&text).map_err(|error| {
        Failure::Wanting(format!("`{}` did not print JSON: {error}", spell(command)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spelled_command_holds_no_password() {
        let mut command = Command::new("precede");
        command.args([
            "--database-url",
            "postgres://precede:secret@127.0.0.1:1/x",
            "serve",
        ]);
        assert_eq!(
            spell(&command),
            "precede --database-url postgres://precede@127.0.0.1:1/x serve"
        );
    }

    #[test]
    fn a_program_that_fails_is_named_with_its_words() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo sorry >&2; exit 2"]);
        let failure = json_of(&mut command)
            .expect_err("it exits with 2")
            .to_string();
        assert!(
            failure.contains("sh -c") && failure.contains("sorry"),
            "{failure}"
        );
    }
}
