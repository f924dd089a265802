//! Errors on their way out: exit codes 1 refused, 2 bad input, 3 unavailable.

use std::process::ExitCode;

use precede_app::{AppError, words};
use precede_model::Refusal;
use precede_settings::SettingsError;
use precede_store::StoreError;
use serde_json::{Value, json};

/// Why a command did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// The application's.
    #[error(transparent)]
    App(#[from] AppError),
    /// What was typed.
    #[error("{0}")]
    Usage(String),
    /// Files, locks, databases.
    #[error("{0}")]
    Unavailable(String),
}

impl From<SettingsError> for CliError {
    fn from(error: SettingsError) -> Self {
        Self::App(AppError::BadInput(error.0))
    }
}

impl From<StoreError> for CliError {
    fn from(error: StoreError) -> Self {
        Self::App(error.into())
    }
}

impl From<Refusal> for CliError {
    fn from(refusal: Refusal) -> Self {
        Self::App(refusal.into())
    }
}

/// Prints an error for people on stderr, or as JSON on stdout.
pub fn print(json: bool, error: &CliError) -> ExitCode {
    if json {
        println!("{}", as_json(error));
    } else if let CliError::App(AppError::Refused(refusal)) = error {
        eprint!("{}", refused_in_words(refusal));
    } else {
        eprintln!("error: {error}");
    }
    ExitCode::from(code(error))
}

fn code(error: &CliError) -> u8 {
    match error {
        CliError::App(AppError::Refused(_) | AppError::Unsound(_)) => 1,
        CliError::App(AppError::BadInput(_) | AppError::Faults(_)) | CliError::Usage(_) => 2,
        CliError::App(AppError::Store(_) | AppError::Busy(_)) | CliError::Unavailable(_) => 3,
    }
}

fn as_json(error: &CliError) -> Value {
    match error {
        CliError::App(AppError::Refused(refusal)) => refused(refusal),
        CliError::App(AppError::BadInput(messages)) => bad_input(messages.clone()),
        CliError::App(AppError::Faults(faults)) => {
            bad_input(faults.iter().map(ToString::to_string).collect())
        }
        CliError::App(AppError::Unsound(report)) => json!({"refused": {
            "rule": report.counterexample.as_ref().map(|found| &found.rule), "check": report,
        }}),
        CliError::Usage(message) => bad_input(vec![message.clone()]),
        other => json!({"error": {"kind": "unavailable", "messages": [other.to_string()]}}),
    }
}

fn bad_input(messages: Vec<String>) -> Value {
    json!({"error": {"kind": "bad-input", "messages": messages}})
}

/// A refusal: which rule, what is missing, who supplies it, and from when it is lawful by time alone.
pub fn refused(refusal: &Refusal) -> Value {
    let unmet = refusal.unmet;
    json!({"refused": {
        "rule": unmet.rule, "missing": unmet.missing.code(), "practice": unmet.practice,
        "who": unmet.who, "earliest": unmet.from, "words": words::missing(unmet.missing),
    }})
}

fn refused_in_words(refusal: &Refusal) -> String {
    let unmet = refusal.unmet;
    let whose = unmet
        .practice
        .map_or(String::new(), |code| format!(" (practice {code})"));
    let mut text = format!(
        "refused by {} ({}){whose}: {}\n",
        unmet.rule,
        unmet.rule.title(),
        words::missing(unmet.missing)
    );
    text += &format!("  who can act next: {}\n", words::role(unmet.who, None));
    if let Some(from) = unmet.from {
        text += &format!("  earliest: {from}\n");
    }
    text
}
