//! Running one suite: cargo's output is passed on line by line and counted on the way.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use super::counts::Counts;
use crate::failure::{Failure, Outcome, cannot};
use crate::running::Running;

/// Runs a check that either passes or fails.
///
/// # Errors
///
/// When the program cannot be run.
pub fn check(mut command: Command) -> Outcome<Counts> {
    let running = Running::start(&mut command).map_err(cannot("run cargo"))?;
    let status = running.wait().map_err(cannot("wait for cargo"))?;
    Ok(Counts::of_check(status.success()))
}

/// Runs tests and adds up what their binaries report. A run that fails without naming a failed
/// test, because it does not compile or a test binary died, counts as one failure; so does one
/// that ends well without having run any test.
///
/// # Errors
///
/// When the program cannot be run.
pub fn tests(command: &mut Command) -> Outcome<Counts> {
    command.stdout(Stdio::piped());
    let running = Running::start(command).map_err(cannot("run cargo"))?;
    let output = running
        .with(|child| child.stdout.take())
        .ok_or_else(|| Failure::Unavailable("cargo has no output to read".to_owned()))?;
    let mut counts = Counts::default();
    // Test output need not be UTF-8, and a strange byte must not end the run.
    for line in BufReader::new(output).split(b'\n') {
        let line = line.map_err(cannot("read the output of cargo"))?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        if let Some(more) = Counts::parse(&line) {
            counts += more;
        }
    }
    let status = running.wait().map_err(cannot("wait for cargo"))?;
    let nothing_ran = counts.passed + counts.failed == 0;
    if counts.failed == 0 && (nothing_ran || !status.success()) {
        counts.failed = 1;
    }
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn adds_up_several_binaries() {
        let script = "echo 'test result: ok. 2 passed; 0 failed; 1 ignored'; \
                      echo 'test result: FAILED. 1 passed; 1 failed; 0 ignored'; exit 101";
        let counts = tests(&mut shell(script)).expect("sh runs");
        assert_eq!(
            counts,
            Counts {
                passed: 3,
                failed: 1,
                skipped: 1
            }
        );
    }

    #[test]
    fn a_suite_that_does_not_compile_or_runs_nothing_has_failed() {
        let failed = Counts {
            passed: 0,
            failed: 1,
            skipped: 0,
        };
        assert_eq!(tests(&mut shell("exit 101")).expect("sh runs"), failed);
        assert_eq!(tests(&mut shell("true")).expect("sh runs"), failed);
    }

    #[test]
    fn a_binary_that_dies_after_good_ones_is_not_forgotten() {
        let script = "echo 'test result: ok. 2 passed; 0 failed; 0 ignored'; exit 101";
        let counts = tests(&mut shell(script)).expect("sh runs");
        assert_eq!(
            counts,
            Counts {
                passed: 2,
                failed: 1,
                skipped: 0
            }
        );
    }
}
