//! A directive over a whole national programme in mid-April 2010, and practices explained, on both databases.
//!
//! No outside program does the same; what is printed is seconds of one such act within the process.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::comparison::{Aim, Comparison};
use super::measured::{Measured, json_of, spell};
use crate::failure::Outcome;
use crate::postgres::Postgres;
use crate::running::Scratch;

/// When most campaigns run.
const DAY: &str = "2010-04-16T09:00";
const ROUNDS: u32 = 5;

/// What is timed: its key in the product's answer, its titles, and the aim in seconds of one.
const TIMED: [(&str, [&str; 2], f64); 3] = [
    (
        "preview",
        [
            "SQLite, a directive over the programme looked at",
            "PostgreSQL, a directive over the programme looked at",
        ],
        0.2,
    ),
    (
        "issue",
        [
            "SQLite, the directive recorded, one transaction",
            "PostgreSQL, the directive recorded, one transaction",
        ],
        0.2,
    ),
    (
        "explain",
        [
            "SQLite, one practice explained",
            "PostgreSQL, one practice explained",
        ],
        0.005,
    ),
];

/// Measures both databases, each over a demo of its own.
///
/// # Errors
///
/// When PostgreSQL does not start or the demo cannot be made.
pub fn measure(program: &Path, print: &mut impl FnMut(Comparison)) -> Outcome<()> {
    let postgres = Postgres::start()?;
    postgres.create_database("directives")?;
    let url = postgres.url("directives");
    for (ix, url) in [None, Some(url.as_str())].into_iter().enumerate() {
        let scratch = Scratch::new("directives")?;
        let product = |arguments: &[&str]| {
            let mut command = Command::new(program);
            command.arg("--data-dir").arg(scratch.path().join("demo"));
            if let Some(url) = url {
                command.env("PRECEDE_DATABASE_URL", url);
            }
            command.args(arguments).arg("--json");
            command
        };
        json_of(&mut product(&["demo", "--until", DAY]))?;
        let rounds = ROUNDS.to_string();
        let mut command = product(&["bench-directive", "--rounds", &rounds]);
        command.args(["--as", "programme-lead"]);
        let answer = json_of(&mut command).map_err(|failure| failure.to_string());
        for (key, titles, aim) in TIMED {
            let product = answer.clone();
            print(Comparison {
                title: titles[ix],
                unit: "done",
                limit: None,
                product: product.and_then(|answer| figures(&answer, key, &command)),
                aim: Aim::Seconds(aim),
                notes: notes(&answer, key),
            });
        }
    }
    Ok(())
}

fn figures(answer: &Value, key: &str, command: &Command) -> Result<Measured, String> {
    let missing = || format!("`bench-directive` printed no `{key}`: {answer}");
    let seconds = answer[key]["median_seconds"].as_f64().ok_or_else(missing)?;
    Ok(Measured {
        command: spell(command),
        done: 1,
        seconds,
        commits: None,
        fsyncs: None,
    })
}

fn notes(answer: &Result<Value, String>, key: &str) -> Vec<String> {
    let Ok(answer) = answer else {
        return Vec::new();
    };
    let (figures, campaigns) = (&answer[key], &answer["campaigns"]);
    vec![format!(
        "the median of {}, the longest {:.4} s; {campaigns} campaigns read from the database each time",
        figures["count"],
        figures["most_seconds"].as_f64().unwrap_or_default(),
    )]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_without_the_key_is_no_measurement() {
        let command = Command::new("precede");
        let answer = serde_json::json!({ "preview": { "median_seconds": 0.1 } });
        let measured = figures(&answer, "preview", &command).expect("complete");
        assert_eq!((measured.done, measured.seconds), (1, 0.1));
        assert!(figures(&answer, "issue", &command).is_err());
    }
}
