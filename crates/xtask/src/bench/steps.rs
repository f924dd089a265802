//! Durable transitions: state, ledger, timer and outbox in one transaction.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::comparison::{Aim, Comparison};
use super::fsyncs;
use super::measured::{Fsyncs, Measured, json_of, spell};
use super::pgbench::{self, Work};
use super::sqlite;
use crate::failure::{Failure, Outcome};
use crate::postgres::Postgres;
use crate::running::Scratch;

const SECONDS: u32 = 10;
const IN_FLIGHT: u32 = 32;
const SHARED: u32 = 100;
/// About as long as pgbench runs.
const SQLITE_STEPS: u64 = 40_000;

/// How the product is asked to run.
#[derive(Clone, Copy)]
struct Load {
    in_flight: u32,
    /// Steps that share a commit, as those of one tick do.
    per_commit: u32,
    seconds: u32,
}

/// Measures both databases, one step a commit and with shared commits.
///
/// # Errors
///
/// When a limit cannot be measured.
pub fn measure(program: &Path, print: &mut impl FnMut(Comparison)) -> Outcome<()> {
    on_postgres(program, print)?;
    on_sqlite(program, print)
}

fn on_postgres(program: &Path, print: &mut impl FnMut(Comparison)) -> Outcome<()> {
    let postgres = Postgres::start()?;
    let limit = pgbench::limit(&postgres, IN_FLIGHT, SECONDS)?;
    for (title, database, per_commit, aim) in [
        (
            "PostgreSQL, one step a commit, 32 in flight",
            "single",
            1,
            Aim::Ratio(0.8),
        ),
        (
            "PostgreSQL, steps of one tick share a commit",
            "shared",
            SHARED,
            Aim::Rate(30_000.0),
        ),
    ] {
        postgres.create_database(database)?;
        let load = Load {
            in_flight: IN_FLIGHT,
            per_commit,
            seconds: SECONDS,
        };
        let product = product_on_postgres(program, &postgres, database, load);
        print(comparison(title, &limit, product, aim));
    }
    Ok(())
}

fn on_sqlite(program: &Path, print: &mut impl FnMut(Comparison)) -> Outcome<()> {
    let limit = sqlite::limit(SQLITE_STEPS)?;
    for (title, per_commit, aim) in [
        ("SQLite FULL, one step a commit", 1, Aim::Ratio(0.35)),
        (
            "SQLite FULL, steps of one tick share a commit",
            SHARED,
            Aim::Rate(20_000.0),
        ),
    ] {
        let load = Load {
            in_flight: 1,
            per_commit,
            seconds: SECONDS,
        };
        print(comparison(
            title,
            &limit,
            product_on_sqlite(program, load),
            aim,
        ));
    }
    Ok(())
}

fn comparison(
    title: &'static str,
    limit: &Measured,
    product: Outcome<Measured>,
    aim: Aim,
) -> Comparison {
    Comparison {
        title,
        unit: "steps",
        limit: Some(limit.clone()),
        product: product.map_err(|failure| failure.to_string()),
        aim,
        notes: Vec::new(),
    }
}

/// Commits and fsyncs are the server's own account, not the product's.
fn product_on_postgres(
    program: &Path,
    postgres: &Postgres,
    database: &str,
    load: Load,
) -> Outcome<Measured> {
    let scratch = Scratch::new("bench")?;
    let mut command = bench_steps(program, scratch.path(), load);
    command.args(["--database-url", &postgres.url(database)]);
    let (answer, work) = Work::during(postgres, database, || json_of(&mut command))?;
    let (steps, seconds, _) = figures(&answer)?;
    Ok(work.of(spell(&command), steps, seconds))
}

fn product_on_sqlite(program: &Path, load: Load) -> Outcome<Measured> {
    let scratch = Scratch::new("bench")?;
    let mut command = bench_steps(program, &scratch.path().join("timed"), load);
    let (steps, seconds, commits) = figures(&json_of(&mut command)?)?;
    let short = Load { seconds: 1, ..load };
    let counted = scratch.path().join("counted");
    let fsyncs = fsyncs_of(bench_steps(program, &counted, short)).ok();
    Ok(Measured {
        command: spell(&command),
        done: steps,
        seconds,
        commits: Some(commits),
        fsyncs,
    })
}

/// The product's side of the contract: a hidden subcommand that makes its tables in an empty
/// database (SQLite in the data folder unless `--database-url` names another), commits durable
/// steps for so many seconds and prints `{"steps": N, "seconds": S, "commits": N}`.
fn bench_steps(program: &Path, data_dir: &Path, load: Load) -> Command {
    let mut command = Command::new(program);
    command
        .arg("--data-dir")
        .arg(data_dir)
        .args(["bench-steps", "--json"]);
    command.args(["--in-flight", &load.in_flight.to_string()]);
    command.args(["--per-commit", &load.per_commit.to_string()]);
    command.args(["--seconds", &load.seconds.to_string()]);
    command
}

/// The traced run's own number of commits is not seen, because tracing takes its output; so it
/// writes to a file by way of the shell.
fn fsyncs_of(command: Command) -> Outcome<Fsyncs> {
    let scratch = Scratch::new("counted")?;
    let answer_file = scratch.path().join("answer.json");
    let mut shell = Command::new("sh");
    shell.args(["-c", "exec \"$@\" > \"$ANSWER\"", "sh"]);
    shell
        .arg(command.get_program())
        .args(command.get_args())
        .env("ANSWER", &answer_file);
    let fsyncs = fsyncs::of(&shell)?;
    let text = std::fs::read_to_string(&answer_file)
        .map_err(crate::failure::cannot("read the product's answer"))?;
    let answer = serde_json::from_str(&text)
        .map_err(|error| Failure::Wanting(format!("`bench-steps` did not print JSON: {error}")))?;
    let (_, _, commits) = figures(&answer)?;
    Ok(Fsyncs { fsyncs, commits })
}

fn figures(answer: &Value) -> Outcome<(u64, f64, u64)> {
    let all = || {
        let seconds = answer["seconds"]
            .as_f64()
            .filter(|seconds| *seconds > 0.0)?;
        Some((
            answer["steps"].as_u64()?,
            seconds,
            answer["commits"].as_u64()?,
        ))
    };
    all().ok_or_else(|| {
        Failure::Wanting(format!(
            "`bench-steps` printed no steps, seconds and commits: {answer}"
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_products_answer_is_read_or_refused() {
        let answer = serde_json::json!({ "steps": 100, "seconds": 2.5, "commits": 10 });
        assert_eq!(figures(&answer).expect("complete"), (100, 2.5, 10));
        let failure = figures(&serde_json::json!({ "steps": 100 })).expect_err("incomplete");
        assert!(failure.to_string().contains("100"), "{failure}");
    }
}
