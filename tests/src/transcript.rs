//! Telling a scenario, and holding it to what was told before.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use crate::{Scenario, program, words};

/// Types every command of a scenario in an empty folder. Returns the transcript.
///
/// # Panics
/// When a command ends with another exit code than the scenario says; the transcript so far is the message.
pub fn tell(scenario: &Scenario) -> String {
    let folder = tempfile::tempdir().expect("the machine has room for a folder");
    for (name, text) in &scenario.files {
        std::fs::write(folder.path().join(name), text).expect("the folder can be written");
    }
    let mut transcript = String::new();
    for line in scenario.story.trim().lines() {
        let _ = writeln!(transcript, "# {line}");
    }
    for typed in &scenario.typed {
        let output = run(folder.path(), &typed.command);
        let code = output.status.code().unwrap_or(-1);
        if typed.shown || code != typed.exit {
            let _ = write!(
                transcript,
                "\n$ {}\n{}",
                typed.command,
                answer(&output, folder.path())
            );
        }
        assert_eq!(
            code, typed.exit,
            "`{}` ended with another code:\n{transcript}",
            typed.command
        );
        if typed.shown && code != 0 {
            let _ = writeln!(transcript, "[exit {code}]");
        }
    }
    transcript
}

fn run(folder: &Path, line: &str) -> Output {
    let words = words(line);
    let (name, arguments) = words.split_first().expect("a command has words");
    assert_eq!(name, "precede", "scenarios type `precede …`");
    let mut command = Command::new(program());
    command.args(arguments).current_dir(folder);
    // Nothing of the tester's own surroundings may show.
    for (name, _) in
        std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PRECEDE_"))
    {
        command.env_remove(name);
    }
    command.output().expect("the program can be run")
}

/// What a command said; standard error is marked. Folders and digests, which differ from run to run or with every
/// wording of a definition, are masked.
fn answer(output: &Output, folder: &Path) -> String {
    let mut text = String::new();
    for (mark, bytes) in [("", &output.stdout), ("! ", &output.stderr)] {
        for line in String::from_utf8_lossy(bytes).lines() {
            let line = masked(&line.replace(&folder.display().to_string(), "FOLDER"));
            let _ = writeln!(text, "{mark}{line}");
        }
    }
    text
}

/// Every run of 64 hex digits becomes `DIGEST`.
fn masked(line: &str) -> String {
    let mut masked = String::new();
    let mut rest = line;
    while let Some(start) = rest.find(|c: char| c.is_ascii_hexdigit()) {
        let (before, from) = rest.split_at(start);
        let length = from
            .find(|c: char| !c.is_ascii_hexdigit())
            .unwrap_or(from.len());
        masked.push_str(before);
        masked.push_str(if length == 64 {
            "DIGEST"
        } else {
            &from[..length]
        });
        rest = &from[length..];
    }
    masked + rest
}

/// A transcript that is not the one reviewed.
#[derive(Debug)]
pub struct Mismatch {
    /// Where the new transcript lies.
    pub new: PathBuf,
    /// The first line that differs: its number, what was expected and what came.
    pub first: (usize, String, String),
}

/// Holds a transcript to the one that was reviewed. A differing one is kept beside it as `NAME.out.new`.
///
/// # Errors
/// Where they differ.
pub fn compare(transcript: &str, reviewed: &Path) -> Result<(), Mismatch> {
    let expected = std::fs::read_to_string(reviewed).unwrap_or_default();
    let new = reviewed.with_extension("out.new");
    if transcript == expected {
        let _ = std::fs::remove_file(new);
        return Ok(());
    }
    std::fs::write(&new, transcript).expect("the scenarios folder can be written");
    let (mut is, mut was) = (transcript.lines(), expected.lines());
    let mut number = 1;
    loop {
        let (came, wanted) = (is.next(), was.next());
        if came != wanted || came.is_none() {
            let text = |line: Option<&str>| line.unwrap_or("(the end)").to_owned();
            return Err(Mismatch {
                new,
                first: (number, text(wanted), text(came)),
            });
        }
        number += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_masked_and_nothing_else() {
        let digest = "ab".repeat(32);
        assert_eq!(
            masked(&format!("published as {digest}, 2 faces")),
            "published as DIGEST, 2 faces"
        );
    }

    #[test]
    fn a_transcript_that_differs_is_told_by_its_first_line() {
        let folder = tempfile::tempdir().unwrap();
        let reviewed = folder.path().join("a.out");
        std::fs::write(&reviewed, "one\ntwo\n").unwrap();
        assert!(compare("one\ntwo\n", &reviewed).is_ok());
        let mismatch = compare("one\nthree\n", &reviewed).unwrap_err();
        assert_eq!(mismatch.first, (2, "two".to_owned(), "three".to_owned()));
        assert!(mismatch.new.exists());
    }
}
