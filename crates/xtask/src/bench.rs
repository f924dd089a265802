//! `cargo xtask bench`: the product beside the raw limit of this machine.
//!
//! The limit comes from a program that is not ours, in the same run; the product runs its real
//! command with its real durability. Figures are printed, never asserted: another machine has
//! other figures, the ratio is what travels.

mod comparison;
mod cron;
mod directives;
mod durable;
mod fsyncs;
mod measured;
mod permits;
mod pgbench;
mod register;
mod sqlite;
mod steps;

use std::process::ExitCode;

use crate::failure::{Failure, Outcome};
use crate::{product, running};
use comparison::Comparison;

/// What the command line asks for.
struct Request {
    subjects: Vec<Subject>,
    json: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Subject {
    Steps,
    Cron,
    Register,
    Permits,
    Directives,
}

/// Measures one subject or all, printing each comparison when it is there. Exit code 1 when the
/// product could not be measured.
///
/// # Errors
///
/// When the limit cannot be measured or the product does not build.
pub fn run(arguments: &[String]) -> Outcome<ExitCode> {
    let request = parse(arguments)?;
    running::clean_up_when_interrupted()?;
    let program = product::build()?;
    let mut all = Vec::new();
    for subject in request.subjects {
        let mut print = |comparison: Comparison| {
            if !request.json {
                println!("{comparison}");
            }
            all.push(comparison);
        };
        match subject {
            Subject::Steps => steps::measure(&program, &mut print)?,
            Subject::Cron => print(cron::measure(&program)?),
            Subject::Register => print(register::measure(&program)?),
            Subject::Permits => permits::measure(&program, &mut print)?,
            Subject::Directives => directives::measure(&program, &mut print)?,
        }
    }
    if request.json {
        println!("{}", comparison::to_json(&all));
    }
    let complete = all.iter().all(|comparison| comparison.product.is_ok());
    Ok(if complete {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn parse(arguments: &[String]) -> Outcome<Request> {
    let mut request = Request {
        subjects: Vec::new(),
        json: false,
    };
    for argument in arguments {
        match argument.as_str() {
            "steps" => request.subjects.push(Subject::Steps),
            "cron" => request.subjects.push(Subject::Cron),
            "register" => request.subjects.push(Subject::Register),
            "permits" => request.subjects.push(Subject::Permits),
            "directives" => request.subjects.push(Subject::Directives),
            "--json" => request.json = true,
            other => {
                return Err(Failure::Usage(format!(
                    "`cargo xtask bench` knows steps, cron, register, permits, directives and --json, not `{other}`"
                )));
            }
        }
    }
    if request.subjects.is_empty() {
        request.subjects = vec![
            Subject::Steps,
            Subject::Cron,
            Subject::Register,
            Subject::Permits,
            Subject::Directives,
        ];
    }
    Ok(request)
}
