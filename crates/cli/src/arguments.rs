//! The command line.

use std::path::PathBuf;

use clap::Parser;
use precede_model::PersonId;

use crate::commands::Command;

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
