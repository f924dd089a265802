//! How many tests passed, failed and were left out.

use std::fmt;
use std::ops::AddAssign;

/// The counts of one test binary, of a suite or of everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub passed: u64,
    pub failed: u64,
    pub skipped: u64,
}

impl Counts {
    /// Reads `test result: ok. 3 passed; 0 failed; 1 ignored; …`, the line every test binary ends
    /// with. `None` for any other line.
    pub fn parse(line: &str) -> Option<Counts> {
        let rest = line.trim().strip_prefix("test result: ")?;
        let (_, figures) = rest.split_once(". ")?;
        let mut counts = Counts::default();
        for figure in figures.split("; ") {
            match figure.split_once(' ')? {
                (number, "passed") => counts.passed = number.parse().ok()?,
                (number, "failed") => counts.failed = number.parse().ok()?,
                (number, "ignored") => counts.skipped = number.parse().ok()?,
                _ => {}
            }
        }
        Some(counts)
    }

    /// A check that is not a test counts when it fails, so that the last line never reads
    /// `0 failed` after a failure, and does not swell the number of tests when it passes.
    pub fn of_check(passed: bool) -> Counts {
        Counts {
            failed: u64::from(!passed),
            ..Counts::default()
        }
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Counts) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Counts {
            passed,
            failed,
            skipped,
        } = self;
        write!(
            formatter,
            "{passed} passed, {failed} failed, {skipped} skipped"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_summary_of_a_test_binary() {
        let line = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out; \
                    finished in 0.01s";
        let expected = Counts {
            passed: 3,
            failed: 0,
            skipped: 1,
        };
        assert_eq!(Counts::parse(line), Some(expected));
    }

    #[test]
    fn reads_a_failed_summary_and_nothing_else() {
        let line = "test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out";
        let expected = Counts {
            passed: 1,
            failed: 2,
            skipped: 0,
        };
        assert_eq!(Counts::parse(line), Some(expected));
        assert_eq!(Counts::parse("test result of something else"), None);
        assert_eq!(Counts::parse("test time::tests::parses ... ok"), None);
    }

    #[test]
    fn says_the_last_line() {
        let mut all = Counts {
            passed: 2,
            failed: 0,
            skipped: 1,
        };
        all += Counts::of_check(true);
        all += Counts::of_check(false);
        assert_eq!(all.to_string(), "2 passed, 1 failed, 1 skipped");
    }
}
