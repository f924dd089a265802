//! The project's own tasks: `cargo xtask chaos | demo | test | tidy | bench | register | soak`.

mod bench;
mod chaos;
mod demo;
mod failure;
mod postgres;
mod product;
mod programs;
mod random;
mod register;
mod running;
mod soak;
mod states;
mod test;
mod tidy;
mod workspace;

use std::env;
use std::process::ExitCode;

use failure::{Failure, Outcome};

const USAGE: &str = "\
usage: cargo xtask TASK

  chaos [--seed N]                    real daemons killed and frozen, as `test` does it
  demo [ARGUMENTS]                    a national roll-out, in ./demo unless --data-dir names a folder
  test                                everything CI runs, on SQLite and on a PostgreSQL of its own
  tidy                                dependency arrows, touches of the outside, words not to publish
  bench [steps|cron|register|permits|directives] [--json]
                                      the product beside the raw limit of this machine
  register [--from FOLDER]            the tables below data/, from the official files
  states                              docs/states.md, from the model's crash table
  soak [chaos|crashes] [--minutes N] [--seed N]
                                       national demos on both databases until the time is up; real daemons killed
                                       and frozen; 10,000 double deaths in five stories
  soak histories [--memory N] [--databases N] [--seed N]
                                       random histories through the whole application, on every store
  soak years [--minutes N] [--years N] [--seed N]
                                       national years with faults in virtual time; what goes wrong is kept as a test
  soak definitions                    10,000 random definitions, each with a forbidden order that must be refused
  soak protocol [--states N] [--ways N] [--seed N]
                                       the model of the daemons' protocol: large worlds, and ways led along both databases

exit codes: 0 done, 1 found wanting, 2 bad command line, 3 something needed is missing";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match run(&arguments) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::from(failure.exit_code())
        }
    }
}

fn run(arguments: &[String]) -> Outcome<ExitCode> {
    let Some((task, rest)) = arguments.split_first() else {
        return Err(Failure::Usage(format!("no task named\n\n{USAGE}")));
    };
    match task.as_str() {
        "demo" => demo::run(rest),
        "test" => test::run(rest),
        "tidy" => tidy::run(rest),
        "bench" => bench::run(rest),
        "chaos" => chaos::task(rest),
        "soak" => soak::run(rest),
        "register" => register::run(rest),
        "states" => states::run(rest),
        "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        other => Err(Failure::Usage(format!(
            "there is no task `{other}`\n\n{USAGE}"
        ))),
    }
}
