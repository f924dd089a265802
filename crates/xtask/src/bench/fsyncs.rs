//! Counts how often a program asks the disk to be sure, by `strace`.
//!
//! Tracing slows a program down, so this is done in a shorter run of its own, never in one whose
//! time is measured.

use std::process::Command;

use crate::failure::{Failure, Outcome, cannot};
use crate::programs::{STRACE, find};
use crate::running::Scratch;

/// Runs `command` to its end, its output thrown away, and counts its calls of `fsync` and
/// `fdatasync`, those of its threads and children included.
///
/// # Errors
///
/// When strace is missing or not allowed here, or the command fails.
pub fn of(command: &Command) -> Outcome<u64> {
    let scratch = Scratch::new("strace")?;
    let record = scratch.path().join("record");
    let mut traced = Command::new(find(STRACE)?);
    traced.args([
        "-f",
        "-qq",
        "-e",
        "trace=fsync,fdatasync",
        "-e",
        "signal=none",
        "-o",
    ]);
    traced
        .arg(&record)
        .arg(command.get_program())
        .args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => traced.env(name, value),
            None => traced.env_remove(name),
        };
    }
    let output = traced.output().map_err(cannot("run `strace`"))?;
    if !output.status.success() {
        return Err(Failure::Unavailable(format!(
            "fsyncs cannot be counted: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        )));
    }
    let record = std::fs::read_to_string(&record).map_err(cannot("read strace's record"))?;
    Ok(count(&record))
}

/// A call interrupted by another thread's takes two lines, `<unfinished ...>` and `resumed`.
fn count(record: &str) -> u64 {
    let begins = |line: &&str| {
        let call = line.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
        call.starts_with("fsync(") || call.starts_with("fdatasync(")
    };
    record.lines().filter(begins).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_calls_not_lines() {
        let record = "12 fsync(3)  = 0\n12 fdatasync(4 <unfinished ...>\n13 fsync(5) = 0\n\
                      12 <... fdatasync resumed>) = 0\n12 +++ exited with 0 +++\n";
        assert_eq!(count(record), 3);
    }
}
