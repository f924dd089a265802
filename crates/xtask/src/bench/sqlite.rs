//! The limit on SQLite, by SQLite's own command line.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use super::durable;
use super::fsyncs;
use super::measured::{Fsyncs, Measured, spell};
use crate::failure::{Failure, Outcome, cannot};
use crate::programs::{SQLITE3, ensure, find};
use crate::running::Scratch;

/// Runs `count` durable steps one by one: write-ahead log, `synchronous=FULL`, as the product.
///
/// # Errors
///
/// When sqlite3 is missing or fails.
pub fn limit(count: u64) -> Outcome<Measured> {
    ensure(&[SQLITE3])?;
    let scratch = Scratch::new("sqlite")?;
    let script = durable::sqlite_script(count);
    let (command, seconds) = timed(scratch.path(), "limit.db", &script)?;
    Ok(Measured {
        command: format!("{} < {count} steps of durable-step.sql", spell(&command)),
        done: count,
        seconds,
        commits: Some(count),
        fsyncs: fsyncs_of(scratch.path(), count.min(2_000)).ok(),
    })
}

/// Runs `script` on a new database `name` in `folder`; the command, and how long it took.
///
/// # Errors
///
/// When sqlite3 fails; its message is part of the failure.
fn timed(folder: &Path, name: &str, script: &str) -> Outcome<(Command, f64)> {
    let mut command = prepare(folder, name, script)?;
    let begun = Instant::now();
    let output = command.output().map_err(cannot("run `sqlite3`"))?;
    let seconds = begun.elapsed().as_secs_f64();
    succeed(&output)?;
    Ok((command, seconds))
}

/// A database with the tables of the durable step, and the command that runs `script` on it.
fn prepare(folder: &Path, name: &str, script: &str) -> Outcome<Command> {
    let sqlite3 = find(SQLITE3)?;
    let database = folder.join(name);
    let setup = format!("pragma journal_mode = wal;\n{}", durable::schema());
    let made = Command::new(&sqlite3).arg(&database).arg(setup).output();
    succeed(&made.map_err(cannot("run `sqlite3`"))?)?;

    let script_file = folder.join(format!("{name}.sql"));
    fs::write(&script_file, script).map_err(cannot("write the script of sqlite3"))?;
    let input = File::open(&script_file).map_err(cannot("open the script of sqlite3"))?;
    let mut command = Command::new(sqlite3);
    command
        .args(["-batch", "-bail"])
        .arg(database)
        .stdin(input)
        .stdout(Stdio::null());
    Ok(command)
}

fn fsyncs_of(folder: &Path, count: u64) -> Outcome<Fsyncs> {
    prepare(folder, "counted.db", &durable::sqlite_script(count))?;
    let read = format!(".read {}", folder.join("counted.db.sql").display());
    let mut command = Command::new(find(SQLITE3)?);
    command
        .args(["-batch", "-bail"])
        .arg(folder.join("counted.db"))
        .arg(read);
    Ok(Fsyncs {
        fsyncs: fsyncs::of(&command)?,
        commits: count,
    })
}

fn succeed(output: &std::process::Output) -> Outcome<()> {
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(Failure::Unavailable(format!(
        "`sqlite3` failed: {}",
        said.trim()
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_is_one_commit_that_reaches_the_disk() {
        let measured = limit(1_200).expect("sqlite3 runs");
        assert_eq!(measured.commits, Some(1_200));
        if let Some(counted) = measured.fsyncs {
            assert!(counted.fsyncs >= counted.commits, "{counted:?}");
        }
    }

    #[test]
    fn a_failing_script_is_a_failure() {
        let scratch = Scratch::new("test").expect("a temporary folder");
        let failure = timed(scratch.path(), "x.db", "select missing;").expect_err("no column");
        assert!(failure.to_string().contains("no such column"), "{failure}");
    }
}
