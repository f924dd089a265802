//! `cargo xtask soak years`: national years in virtual time with faults. What goes wrong is kept as a test.

use std::process::{Command, ExitCode};

use crate::failure::{Failure, Outcome, cannot};
use crate::{product, running, workspace};

/// Where cases are kept that the tests play again on every push.
const KEPT: &str = "crates/rehearsal/tests/year/seeds.txt";
/// What may be asked for, each with a number.
const KNOWN: [&str; 3] = ["--minutes", "--years", "--seed"];
const DEFAULT_MINUTES: &str = "60";

/// Plays them until the time is up or they are all played, and prints years a minute, faults by kind, what went wrong and
/// the seed to go on from. Exit code 1 when a year went wrong.
///
/// # Errors
///
/// When the product does not build.
pub fn run(arguments: &[String]) -> Outcome<ExitCode> {
    let asked = parse(arguments)?;
    running::clean_up_when_interrupted()?;
    let program = product::build()?;
    let mut command = Command::new(program);
    command
        .arg("soak-years")
        .args(&asked)
        .arg("--keep")
        .arg(workspace::root()?.join(KEPT));
    let running = running::Running::start(&mut command).map_err(cannot("run precede"))?;
    let status = running.wait().map_err(cannot("wait for precede"))?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn parse(arguments: &[String]) -> Outcome<Vec<String>> {
    let is_known = |pair: &[String]| {
        let number = pair.get(1).map(|text| text.parse::<u64>());
        KNOWN.contains(&pair[0].as_str()) && matches!(number, Some(Ok(_)))
    };
    if !arguments.chunks(2).all(is_known) {
        return Err(Failure::Usage(
            "usage: cargo xtask soak years [--minutes N] [--years N] [--seed N]".to_owned(),
        ));
    }
    let mut asked = arguments.to_vec();
    let is_bounded = |word: &String| word == "--minutes" || word == "--years";
    if !asked.iter().any(is_bounded) {
        asked.extend(["--minutes", DEFAULT_MINUTES].map(str::to_owned));
    }
    Ok(asked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_budget_and_seed() {
        let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let asked = |line| parse(&words(line)).expect("a good line").join(" ");
        assert_eq!(asked("--years 5 --seed 7"), "--years 5 --seed 7");
        assert_eq!(asked("--seed 7"), "--seed 7 --minutes 60");
        for wrong in ["--years", "--years many", "--hours 2"] {
            assert_eq!(parse(&words(wrong)).expect_err("wrong").exit_code(), 2);
        }
    }
}
