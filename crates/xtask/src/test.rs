//! `cargo xtask test`: everything CI runs, in order, on one machine.
//!
//! No suite is left out silently: what a suite needs is installed, or the task ends with exit 3.

mod counts;
mod report;
mod suite;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use crate::failure::{Failure, Outcome};
use crate::postgres::Postgres;
use crate::programs::{SQLITE3, ensure, locate};
use crate::{product, running, tidy, workspace};
use counts::Counts;
use report::Report;

/// Where tests find PostgreSQL; unset for a run on SQLite.
const POSTGRES_URL: &str = "PRECEDE_TEST_POSTGRES_URL";
/// The same for a database in which nothing is yet, and which one test alone uses.
const EMPTY_POSTGRES_URL: &str = "PRECEDE_TEST_POSTGRES_EMPTY_URL";
/// The integration member; it runs once on each database.
const INTEGRATION: &str = "precede-tests";
/// Its part that lets a process die at every statement, on both databases; a suite of its own, as long as all others.
const CRASH_COUNTER: &str = "crash_counter";

/// Runs every suite and prints each one's share of time. The last line of standard output is
/// `N passed, N failed, N skipped` and nothing else.
///
/// # Errors
///
/// `Unavailable` when a suite cannot run here. A suite that failed is exit code 1, not an error.
pub fn run(arguments: &[String]) -> Outcome<ExitCode> {
    if let Some(argument) = arguments.first() {
        return Err(Failure::Usage(format!(
            "`cargo xtask test` takes no argument `{argument}`"
        )));
    }
    running::clean_up_when_interrupted()?;
    let root = workspace::root()?;
    ensure_components()?;
    ensure(&[SQLITE3])?;

    let mut report = Report::default();
    report.add("rustfmt", || {
        suite::check(cargo(&root, &["fmt", "--all", "--check"]))
    })?;
    report.add("clippy", || {
        let arguments = [
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ];
        suite::check(cargo(&root, &arguments))
    })?;
    report.add("tidy", || Ok(Counts::of_check(tidy::report(&root)?)))?;
    run_tests(&root, &mut report)?;
    Ok(report.finish())
}

/// The suites that need a database. The server's start has a line of its own in the report.
fn run_tests(root: &Path, report: &mut Report) -> Outcome<()> {
    let begun = Instant::now();
    let postgres = Postgres::start()?;
    let url = postgres.default_url();
    postgres.create_database("integration")?;
    postgres.create_database("histories")?;
    report.record("start PostgreSQL", begun.elapsed(), Counts::default());

    report.add("unit and property", || {
        let mut command = cargo(
            root,
            &[
                "test",
                "--no-fail-fast",
                "--workspace",
                "--exclude",
                INTEGRATION,
            ],
        );
        suite::tests(command.env(POSTGRES_URL, &url))
    })?;
    let [integration, counter] = [["--skip", CRASH_COUNTER], ["", CRASH_COUNTER]].map(|chosen| {
        let mut words = vec!["test", "--no-fail-fast", "--package", INTEGRATION, "--"];
        words.extend(chosen.into_iter().filter(|word| !word.is_empty()));
        words
    });
    // Engines broken on purpose: compiled here alone, so that the feature is in no other build.
    report.add("broken engines", || {
        let target = std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| root.join("target"), PathBuf::from)
            .join("twins");
        let mut command = cargo(
            root,
            &[
                "test",
                "--package",
                "precede-proof",
                "--features",
                "twins",
                "--test",
                "engine_twins",
            ],
        );
        suite::tests(command.env("CARGO_TARGET_DIR", target))
    })?;
    report.add("integration on SQLite", || {
        suite::tests(cargo(root, &integration).env_remove(POSTGRES_URL))
    })?;
    report.add("integration on PostgreSQL", || {
        let mut command = cargo(root, &integration);
        command.env(POSTGRES_URL, postgres.url("integration"));
        // Nobody pulls the plug in that test.
        let empty = postgres.url("histories") + "?options[synchronous_commit]=off";
        suite::tests(command.env(EMPTY_POSTGRES_URL, empty))
    })?;
    report.add("crash counter", || {
        suite::tests(cargo(root, &counter).env(POSTGRES_URL, postgres.url("integration")))
    })?;
    drop(postgres);
    report.add("chaos", chaos)
}

/// Real daemons killed and frozen, from a seed that differs from run to run and is printed.
fn chaos() -> Outcome<Counts> {
    let program = product::build_for_tests()?;
    let seed = u64::from(std::process::id());
    match crate::chaos::run(&program, crate::chaos::Request::of_a_push(seed)) {
        Ok(_) => Ok(Counts {
            passed: 1,
            ..Counts::default()
        }),
        Err(Failure::Wanting(wanting)) => {
            println!("{wanting}");
            Ok(Counts::of_check(false))
        }
        Err(unavailable) => Err(unavailable),
    }
}

fn cargo(root: &Path, arguments: &[&str]) -> Command {
    let mut command = workspace::cargo(root);
    command.args(arguments);
    command
}

/// rustfmt and clippy are parts of the toolchain that a minimal installation lacks.
fn ensure_components() -> Outcome<()> {
    let missing: Vec<&str> = [("cargo-fmt", "rustfmt"), ("cargo-clippy", "clippy")]
        .into_iter()
        .filter(|(program, component)| !works(program, component))
        .map(|(_, component)| component)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let mut command = Command::new("rustup");
    command.args(["component", "add"]).args(&missing);
    if command.status().is_ok_and(|status| status.success()) {
        return Ok(());
    }
    let list = missing.join(" ");
    Err(Failure::Unavailable(format!(
        "please install {list}: `rustup component add {list}`"
    )))
}

/// A rustup proxy exists even where its component does not, so it is asked for its version.
fn works(program: &str, component: &str) -> bool {
    let answers = |name: &str| {
        Command::new(name)
            .arg("--version")
            .output()
            .is_ok_and(|output| output.status.success())
    };
    let second = if component == "clippy" {
        "clippy-driver"
    } else {
        component
    };
    locate(program).is_some() && answers(program) && answers(second)
}
