//! `cargo xtask soak`: national demos, seed after seed, until the time is up; `soak histories`: random histories; `soak years`:
//! national years with faults; `soak definitions`: random definitions; `soak protocol`: the model of the daemons' protocol.
//!
//! Each seed runs on SQLite and on a PostgreSQL of its own. Both must end without a violation, with
//! the same ledger head, and with an export that `ledger check` finds whole.

mod histories;
mod protocol;
mod years;

use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::failure::{Failure, Outcome, cannot};
use crate::postgres::Postgres;
use crate::running::Scratch;
use crate::{product, running};

const DEFAULT_MINUTES: u64 = 60;
/// Double deaths of a soak.
const DOUBLE_DEATHS: u64 = 10_000;

/// What the command line asks for.
#[derive(Debug, PartialEq, Eq)]
struct Request {
    budget: Duration,
    first_seed: u64,
}

/// Runs at least one seed, and starts no further one when the budget is spent. Exit code 1 when
/// any seed was found wanting; the others run all the same.
///
/// # Errors
///
/// When the product does not build or no PostgreSQL can be started.
pub fn run(arguments: &[String]) -> Outcome<ExitCode> {
    match arguments.split_first() {
        Some((what, rest)) if what == "histories" => return histories::run(rest),
        Some((what, rest)) if what == "years" => return years::run(rest),
        Some((what, [])) if what == "definitions" => return definitions(),
        Some((what, rest)) if what == "protocol" => return protocol::run(rest),
        Some((what, rest)) if what == "chaos" => return chaos(&parse(rest)?),
        Some((what, rest)) if what == "crashes" => return crashes(&parse(rest)?),
        _ => {}
    }
    let request = parse(arguments)?;
    running::clean_up_when_interrupted()?;
    let program = product::build()?;
    let postgres = Postgres::start()?;
    let begun = Instant::now();
    let mut wanting = Vec::new();
    let mut seed = request.first_seed;
    loop {
        match run_seed(&program, &postgres, seed) {
            Ok(head) => println!("seed {seed}: {head}"),
            Err(failure) => {
                println!("seed {seed}: WANTING: {failure}");
                wanting.push(seed);
            }
        }
        seed += 1;
        if begun.elapsed() >= request.budget {
            break;
        }
    }
    let done = seed - request.first_seed;
    println!(
        "{done} seeds on two databases, {} wanting {wanting:?}",
        wanting.len()
    );
    Ok(if wanting.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Real daemons killed and frozen until the time is up, from one seed after another.
fn chaos(request: &Request) -> Outcome<ExitCode> {
    running::clean_up_when_interrupted()?;
    let program = product::build()?;
    let begun = Instant::now();
    let mut seed = request.first_seed;
    while begun.elapsed() < request.budget || seed == request.first_seed {
        let left = request.budget.saturating_sub(begun.elapsed()).as_secs() / 60;
        // A run has work for some minutes.
        crate::chaos::run(
            &program,
            crate::chaos::Request::for_minutes(seed, left.clamp(1, 8)),
        )?;
        seed += 1;
    }
    Ok(ExitCode::SUCCESS)
}

/// Two deaths anywhere in five stories, 10,000 times or until the time is up.
fn crashes(request: &Request) -> Outcome<ExitCode> {
    running::clean_up_when_interrupted()?;
    let postgres = Postgres::start()?;
    let mut command = crate::workspace::cargo(&crate::workspace::root()?);
    command
        .args(["test", "--release", "--workspace", "--test", "scenarios"])
        .args(["two_deaths_anywhere", "--", "--nocapture"])
        .env("PRECEDE_TEST_POSTGRES_URL", postgres.default_url())
        .env("PRECEDE_TEST_SOAK_DEATHS", DOUBLE_DEATHS.to_string())
        .env(
            "PRECEDE_TEST_SOAK_MINUTES",
            (request.budget.as_secs() / 60).to_string(),
        );
    let running = running::Running::start(&mut command).map_err(cannot("run cargo"))?;
    let status = running.wait().map_err(cannot("wait for cargo"))?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Ten thousand random definitions, each with a forbidden order seeded into it: all must be refused.
fn definitions() -> Outcome<ExitCode> {
    running::clean_up_when_interrupted()?;
    let mut command = crate::workspace::cargo(&crate::workspace::root()?);
    command
        .args(["test", "--release", "--package", "precede-proof"])
        .args(["--test", "definitions", "--features", "long"])
        .args(["ten_thousand", "--", "--nocapture"]);
    let running = running::Running::start(&mut command).map_err(cannot("run cargo"))?;
    let status = running.wait().map_err(cannot("wait for cargo"))?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Both runs of one seed; the head they agree on.
fn run_seed(program: &Path, postgres: &Postgres, seed: u64) -> Outcome<String> {
    let on_sqlite = demo(program, seed, None)?;
    let database = format!("soak_{seed}");
    postgres.create_database(&database)?;
    let on_postgres = demo(program, seed, Some(&postgres.url(&database)))?;
    postgres.query("postgres", &format!("drop database \"{database}\""))?;
    if on_sqlite == on_postgres {
        return Ok(on_sqlite);
    }
    Err(Failure::Wanting(format!(
        "the head is {on_sqlite} on SQLite and {on_postgres} on PostgreSQL"
    )))
}

/// One national demo and the check of its ledger; the head.
fn demo(program: &Path, seed: u64, database_url: Option<&str>) -> Outcome<String> {
    let scratch = Scratch::new("soak")?;
    let precede = |words: &[&str]| {
        let mut command = Command::new(program);
        command
            .arg("--data-dir")
            .arg(scratch.path().join("data"))
            .args(words)
            .arg("--json");
        command.args(
            database_url
                .into_iter()
                .flat_map(|url| ["--database-url", url]),
        );
        command
    };
    let report = json_of(precede(&["demo", "--seed", &seed.to_string()]))?;
    if report["violations"] != 0 {
        return Err(Failure::Wanting(format!(
            "`violations` is {}",
            report["violations"]
        )));
    }
    json_of(precede(&["ledger", "check"]))?;
    let head = report["head"].as_str();
    head.map(str::to_owned)
        .ok_or_else(|| Failure::Wanting("the demo named no head".to_owned()))
}

/// Runs a command to its end in a way that an interrupt can stop, and reads what it printed.
fn json_of(mut command: Command) -> Outcome<Value> {
    let scratch = Scratch::new("answer")?;
    let file = scratch.path().join("answer.json");
    let output = std::fs::File::create(&file).map_err(cannot("keep the product's answer"))?;
    let running = running::Running::start(command.stdout(output)).map_err(cannot("run precede"))?;
    let status = running.wait().map_err(cannot("wait for precede"))?;
    let text = std::fs::read_to_string(&file).map_err(cannot("read the product's answer"))?;
    if !status.success() {
        let words: Vec<_> = command
            .get_args()
            .map(|word| word.to_string_lossy())
            .collect();
        let said = text.trim();
        return Err(Failure::Wanting(format!(
            "`{}`: {status}: {said}",
            words.join(" ")
        )));
    }
    serde_json::from_str(&text)
        .map_err(|error| Failure::Wanting(format!("precede did not print JSON: {error}")))
}

fn parse(arguments: &[String]) -> Outcome<Request> {
    let mut minutes = DEFAULT_MINUTES;
    let mut first_seed = 1;
    for pair in arguments.chunks(2) {
        let number = pair.get(1).and_then(|text| text.parse().ok());
        match (pair[0].as_str(), number) {
            ("--minutes", Some(number)) => minutes = number,
            ("--seed", Some(number)) => first_seed = number,
            _ => {
                return Err(Failure::Usage(
                    "usage: cargo xtask soak [chaos|crashes|histories|years|definitions|protocol] [--minutes N] [--seed N]".to_owned(),
                ));
            }
        }
    }
    Ok(Request {
        budget: Duration::from_secs(60 * minutes),
        first_seed,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_budget_and_seed() {
        let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let request = parse(&words("--minutes 2 --seed 7")).expect("a good command line");
        assert_eq!(
            request,
            Request {
                budget: Duration::from_secs(120),
                first_seed: 7
            }
        );
        assert_eq!(
            parse(&words("--minutes"))
                .expect_err("no number")
                .exit_code(),
            2
        );
        assert_eq!(
            parse(&words("--hours 2")).expect_err("unknown").exit_code(),
            2
        );
    }
}
