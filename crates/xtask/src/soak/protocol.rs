//! `cargo xtask soak protocol`: the large worlds of the protocol's model, and more ways through it on both databases.

use std::process::{Command, ExitCode};

use crate::failure::{Failure, Outcome, cannot};
use crate::postgres::Postgres;
use crate::{running, workspace};

/// States of one world; five worlds have more. So many take 1.3 GB.
const STATES: u64 = 30_000_000;
/// Ways replayed on each database.
const WAYS: u64 = 20_000;

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
struct Request {
    states: u64,
    ways: u64,
    seed: u64,
}

/// Searches, then replays. Exit code 1 when either finds anything.
///
/// # Errors
///
/// When no PostgreSQL can be started.
pub fn run(arguments: &[String]) -> Outcome<ExitCode> {
    let request = parse(arguments)?;
    running::clean_up_when_interrupted()?;
    let root = workspace::root()?;
    let mut search = workspace::cargo(&root);
    search
        .args(["test", "--release", "--package", "precede-proof"])
        .args(["--features", "long", "--test", "protocol"])
        .args(["the_large_worlds", "--", "--nocapture"])
        .env("PRECEDE_TEST_SOAK_STATES", request.states.to_string());
    let mut well = succeeds(search)?;
    let postgres = Postgres::start()?;
    let url = postgres.default_url();
    let mut replay = workspace::cargo(&root);
    replay
        .args(["test", "--release", "--workspace", "--test", "scenarios"])
        .args(["the_database_says_what_the_model_says", "--", "--nocapture"])
        .env("PRECEDE_TEST_POSTGRES_URL", url)
        .env("PRECEDE_TEST_SOAK_WAYS", request.ways.to_string())
        .env("PRECEDE_TEST_SEED", request.seed.to_string());
    well &= succeeds(replay)?;
    Ok(if well {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn succeeds(mut command: Command) -> Outcome<bool> {
    let running = running::Running::start(&mut command).map_err(cannot("run cargo"))?;
    let status = running.wait().map_err(cannot("wait for cargo"))?;
    Ok(status.success())
}

fn parse(arguments: &[String]) -> Outcome<Request> {
    let mut request = Request {
        states: STATES,
        ways: WAYS,
        seed: 1,
    };
    for pair in arguments.chunks(2) {
        let value = pair.get(1).and_then(|text| text.parse().ok());
        match (pair[0].as_str(), value) {
            ("--states", Some(states)) => request.states = states,
            ("--ways", Some(ways)) => request.ways = ways,
            ("--seed", Some(seed)) => request.seed = seed,
            _ => {
                return Err(Failure::Usage(
                    "usage: cargo xtask soak protocol [--states N] [--ways N] [--seed N]"
                        .to_owned(),
                ));
            }
        }
    }
    Ok(request)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_states_ways_and_seed() {
        let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let request = parse(&words("--states 5 --ways 2 --seed 7")).expect("a good line");
        assert_eq!(
            request,
            Request {
                states: 5,
                ways: 2,
                seed: 7
            }
        );
        assert_eq!(parse(&[]).expect("nothing asked").states, STATES);
        for wrong in ["--states", "--ways many", "--hours 2"] {
            assert_eq!(parse(&words(wrong)).expect_err("wrong").exit_code(), 2);
        }
    }
}
