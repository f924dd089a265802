//! What ran, how long it took and how it ended.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use super::counts::Counts;
use crate::failure::Outcome;

/// The suites run so far.
#[derive(Default)]
pub struct Report {
    suites: Vec<Suite>,
}

struct Suite {
    name: &'static str,
    took: Duration,
    counts: Counts,
}

impl Report {
    /// Runs a suite, naming it first, and keeps its counts and time. A failed suite does not stop
    /// the ones after it.
    ///
    /// # Errors
    ///
    /// What `suite` returns: it could not be run at all.
    pub fn add(
        &mut self,
        name: &'static str,
        suite: impl FnOnce() -> Outcome<Counts>,
    ) -> Outcome<()> {
        println!("== {name}");
        let begun = Instant::now();
        let counts = suite()?;
        self.record(name, begun.elapsed(), counts);
        Ok(())
    }

    /// Keeps the counts and time of what was run elsewhere.
    pub fn record(&mut self, name: &'static str, took: Duration, counts: Counts) {
        self.suites.push(Suite { name, took, counts });
    }

    /// Prints the table and, last of all, the line of counts. The exit code is 1 when any suite
    /// failed.
    pub fn finish(&self) -> ExitCode {
        println!("\n{}", self.table());
        let failed = self.failed();
        if !failed.is_empty() {
            println!("failed: {}", failed.join("; "));
        }
        println!("{}", self.total());
        if failed.is_empty() {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }

    fn failed(&self) -> Vec<&str> {
        let failed = self.suites.iter().filter(|suite| suite.counts.failed > 0);
        failed.map(|suite| suite.name).collect()
    }

    fn total(&self) -> Counts {
        let mut total = Counts::default();
        for suite in &self.suites {
            total += suite.counts;
        }
        total
    }

    fn table(&self) -> String {
        let all: f64 = self
            .suites
            .iter()
            .map(|suite| suite.took.as_secs_f64())
            .sum();
        let mut lines = vec![format!(
            "{:<26}{:>9}{:>8}  result",
            "suite", "seconds", "share"
        )];
        for suite in &self.suites {
            let seconds = suite.took.as_secs_f64();
            let share = if all > 0.0 {
                100.0 * seconds / all
            } else {
                0.0
            };
            let result = match suite.counts {
                counts if counts != Counts::of_check(counts.failed == 0) => counts.to_string(),
                counts if counts.failed == 0 => "ok".to_owned(),
                _ => "FAILED".to_owned(),
            };
            lines.push(format!(
                "{:<26}{seconds:>9.1}{share:>7.0}%  {result}",
                suite.name
            ));
        }
        lines.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_shares_and_names_what_failed() {
        let mut report = Report::default();
        report.record("rustfmt", Duration::from_secs(1), Counts::of_check(false));
        let counts = Counts {
            passed: 3,
            failed: 0,
            skipped: 1,
        };
        report.record("unit and property", Duration::from_secs(3), counts);
        let expected = "\
suite                       seconds   share  result
rustfmt                         1.0     25%  FAILED
unit and property               3.0     75%  3 passed, 0 failed, 1 skipped";
        assert_eq!(report.table(), expected);
        assert_eq!(report.total().to_string(), "3 passed, 1 failed, 1 skipped");
        assert_eq!(report.failed(), ["rustfmt"]);
    }
}
