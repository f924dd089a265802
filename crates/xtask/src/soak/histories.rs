//! `cargo xtask soak histories`: random histories through the whole application, in memory and on both databases.

use std::{
    path::Path,
    process::{Command, ExitCode},
};

use crate::failure::{Failure, Outcome, cannot};
use crate::postgres::Postgres;
use crate::{product, running};

const IN_MEMORY: u32 = 100_000;
const ON_A_DATABASE: u32 = 2_000;
/// A history is played in a database of others: the fewer, the faster.
const OF_ONE_DATABASE: u32 = 100;

/// Nobody pulls the plug in a history: what is committed need not be on the disk before the next step.
const NOT_DURABLE: &str = "?options[synchronous_commit]=off";

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
struct Request {
    in_memory: u32,
    on_a_database: u32,
    seed: u64,
}

/// Plays them, one store after another, each printing its own table. Exit code 1 when any history is wrong.
///
/// # Errors
///
/// When the product does not build or no PostgreSQL can be started.
pub fn run(arguments: &[String]) -> Outcome<ExitCode> {
    let request = parse(arguments)?;
    running::clean_up_when_interrupted()?;
    let program = product::build()?;
    let mut well = play(&program, &request, ("memory", request.in_memory), &[])?;
    well &= play(&program, &request, ("sqlite", request.on_a_database), &[])?;
    let postgres = Postgres::start()?;
    let mut urls = Vec::new();
    for number in 0..request.on_a_database.div_ceil(OF_ONE_DATABASE) {
        let database = format!("histories_{number}");
        postgres.create_database(&database)?;
        urls.push(postgres.url(&database) + NOT_DURABLE);
    }
    well &= play(
        &program,
        &request,
        ("postgres", request.on_a_database),
        &urls,
    )?;
    Ok(if well {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn play(
    program: &Path,
    request: &Request,
    (store, count): (&str, u32),
    urls: &[String],
) -> Outcome<bool> {
    let mut command = Command::new(program);
    command
        .args(["soak-histories", "--store", store])
        .args(["--count", &count.to_string()])
        .args(["--seed", &request.seed.to_string()]);
    for url in urls {
        command.args(["--database-url", url]);
    }
    let running = running::Running::start(&mut command).map_err(cannot("run precede"))?;
    let status = running.wait().map_err(cannot("wait for precede"))?;
    Ok(status.success())
}

fn parse(arguments: &[String]) -> Outcome<Request> {
    let mut request = Request {
        in_memory: IN_MEMORY,
        on_a_database: ON_A_DATABASE,
        seed: 1,
    };
    for pair in arguments.chunks(2) {
        let value = pair.get(1).map(String::as_str).unwrap_or_default();
        let known = match pair[0].as_str() {
            "--memory" => value.parse().map(|count| request.in_memory = count),
            "--databases" => value.parse().map(|count| request.on_a_database = count),
            "--seed" => value.parse().map(|seed| request.seed = seed),
            _ => return Err(usage()),
        };
        known.map_err(|_| usage())?;
    }
    Ok(request)
}

fn usage() -> Failure {
    Failure::Usage(
        "usage: cargo xtask soak histories [--memory N] [--databases N] [--seed N]".to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_counts_and_seed() {
        let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let request = parse(&words("--memory 5 --databases 2 --seed 7")).expect("a good line");
        assert_eq!(
            request,
            Request {
                in_memory: 5,
                on_a_database: 2,
                seed: 7
            }
        );
        assert_eq!(parse(&[]).expect("nothing asked").in_memory, IN_MEMORY);
        for wrong in ["--memory", "--memory many", "--hours 2"] {
            assert_eq!(parse(&words(wrong)).expect_err("wrong").exit_code(), 2);
        }
    }
}
