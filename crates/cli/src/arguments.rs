//! The command line.

use std::{path::PathBuf, process::ExitCode};

use clap::{CommandFactory as _, FromArgMatches as _, Parser, error::ErrorKind};
use precede_model::PersonId;

use crate::{
    commands::Command,
    errors::{self, CliError},
};

/// Runs public-information campaigns whose order matters.
///
/// Exit codes: 0 done; 1 refused by a rule, or found wanting; 2 bad input; 3 unavailable.
#[derive(Parser)]
#[command(name = "precede", version, arg_required_else_help = true, after_help = EXAMPLE)]
pub struct Cli {
    /// Folder of the database, captured mail and batches [default: ./precede-data]
    #[arg(long, global = true, value_name = "D")]
    pub data_dir: Option<PathBuf>,
    /// Answers as JSON alone on standard output
    #[arg(long, global = true)]
    pub json: bool,
    /// Who acts
    #[arg(long = "as", global = true, value_name = "PERSON")]
    pub person: Option<PersonId>,
    /// What to do
    #[command(subcommand)]
    pub command: Command,
}

const EXAMPLE: &str = "Example:
  precede --data-dir trial init --simulated 2010-04-16T09:00
  precede --data-dir trial demo --pct 5PY --until 2010-09-01";

/// Reads the command line. What is wrong with it is told like any other fault: on standard error, or as JSON.
///
/// # Errors
/// The exit code, when there is nothing more to do: help was asked for, or the line cannot be read.
pub fn parse() -> Result<Cli, ExitCode> {
    let matches = flowing(with_examples(Cli::command())).try_get_matches();
    let fault = match matches.and_then(|found| Cli::from_arg_matches(&found)) {
        Ok(cli) => return Ok(cli),
        Err(fault) => fault,
    };
    let is_help = matches!(
        fault.kind(),
        ErrorKind::DisplayHelp
            | ErrorKind::DisplayVersion
            | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
    );
    let wants_json = std::env::args_os().any(|one| one == "--json");
    if wants_json && !is_help {
        let text = fault.render().to_string();
        let said = text.trim().trim_start_matches("error: ").to_owned();
        return Err(errors::print(true, &CliError::Usage(said)));
    }
    // A reader that went away (a closed pipe) is no fault of ours.
    let _ = fault.print();
    Err(ExitCode::from(u8::try_from(fault.exit_code()).unwrap_or(2)))
}

/// A group of commands has its first command's example.
fn with_examples(mut command: clap::Command) -> clap::Command {
    let groups: Vec<String> = command
        .get_subcommands()
        .filter(|one| one.has_subcommands())
        .map(|one| one.get_name().to_owned())
        .collect();
    for group in groups {
        command = command.mut_subcommand(group, |group| {
            let group = with_examples(group);
            let of_first = group
                .get_subcommands()
                .find_map(|one| one.get_after_help().map(ToString::to_string));
            match (group.get_after_help(), of_first) {
                (None, Some(example)) => group.after_help(example),
                _ => group,
            }
        });
    }
    command
}

/// Help in paragraphs of one line each, so that they are broken where the terminal ends and nowhere else.
fn flowing(command: clap::Command) -> clap::Command {
    let help = command.get_after_help().map(ToString::to_string);
    let command = match help {
        Some(help) => command.after_help(joined(&help)),
        None => command,
    };
    command.mut_subcommands(flowing)
}

/// Lines of prose joined; examples, which are indented, stay lines of their own.
fn joined(text: &str) -> String {
    let mut joined = String::new();
    let is_prose = |line: &str| !line.is_empty() && !line.starts_with(' ');
    let mut goes_on = false;
    for (place, line) in text.lines().enumerate() {
        let starts_anew = line.is_empty() || line.starts_with(' ');
        let between = if goes_on && !starts_anew { ' ' } else { '\n' };
        if place > 0 {
            joined.push(between);
        }
        joined.push_str(line);
        goes_on = is_prose(line);
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_flows_and_examples_stay() {
        let text = "Example:\n  precede a\n  precede b\n\nSays what\nit does. Exit code\n0: well\n  precede c";
        let flowing = "Example:\n  precede a\n  precede b\n\nSays what it does. Exit code 0: well\n  precede c";
        assert_eq!(joined(text), flowing);
    }

    fn all(command: &clap::Command, path: &str, found: &mut Vec<String>) {
        for one in command.get_subcommands().filter(|one| !one.is_hide_set()) {
            let path = format!("{path} {}", one.get_name());
            let example = one.get_after_help().map(ToString::to_string);
            if one.get_name() != "help" && !example.is_some_and(|text| text.contains("Example")) {
                found.push(path.clone());
            }
            all(one, &path, found);
        }
    }

    #[test]
    fn every_command_and_group_shows_an_example() {
        let mut without = Vec::new();
        all(&with_examples(Cli::command()), "precede", &mut without);
        assert!(without.is_empty(), "{without:?}");
    }
}
