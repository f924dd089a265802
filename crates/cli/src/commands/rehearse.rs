//! `precede rehearse`: a programme plan played through a year in a moment; or a counterexample of `programme check`.

mod replay;
mod year;

use std::path::PathBuf;

use clap::Args;
use precede_model::{OrganisationCode, Timestamp};

pub(super) use self::year::check;
use crate::{answer::Answer, context::Context, errors::CliError, parse};

/// Plays a programme plan through a year on the register of 2010 and prints its diary, in about a second.
///
/// The rules are the real ones, the people are made up and follow the seed; no data folder is needed, nothing is kept and nobody
/// is written to. For the country the diary is told by month, for up to three PCTs by day. The whole history is checked at
/// the end by the independent check. With `--replay`: plays a counterexample of `programme check`.
#[derive(Args)]
#[command(after_help = "Examples:
  precede rehearse
  precede rehearse scr --seed 7 --variant 2010-10
  precede rehearse my-plan.toml --pcts 5PY --until 2010-07-01
  precede rehearse scr --faults                 (the daemon dies, the relay forgets, clocks leap, people contradict)
  precede rehearse scr --json | jq .counts

  precede programme check plan.toml --json > found.json
  precede rehearse --replay found.json

FILE may be the name of a shipped plan: scr, shared-care-record, announcement. The same seed gives the same diary. Exit code 0:
it went well; 1: something happened that must not; 2: the plan cannot be used: it has faults, each told with its line, or is
not sound, which `precede programme check` explains.

For `--replay` FILE is what the check prints with `--json`, or the value of its `replay` alone; it is played to the opening of
the act that the check found. Exit code 0: the act was opened as the check says; 1: it was not; 2: the file cannot be used.")]
pub struct Arguments {
    /// A plan: a file, or a shipped plan's name
    #[arg(value_name = "FILE", default_value = "scr")]
    file: PathBuf,
    /// Seed of all chance
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Only these PCTs
    #[arg(
        long,
        visible_alias = "pct",
        value_delimiter = ',',
        value_name = "CODES"
    )]
    pcts: Vec<OrganisationCode>,
    /// Until this simulated time [default: a year from the start]
    #[arg(long, value_name = "TIME", value_parser = parse::instant)]
    until: Option<Timestamp>,
    /// A variant of the plan [default: its first]
    #[arg(long, value_name = "VARIANT")]
    variant: Option<String>,
    /// Lets things go wrong, as the seed draws them
    #[arg(long)]
    faults: bool,
    /// The commands of a counterexample to play instead
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["file", "seed", "pcts", "until", "variant", "faults"]
    )]
    replay: Option<PathBuf>,
}

/// Does it.
pub async fn run(context: &Context, arguments: Arguments) -> Result<Answer, CliError> {
    match &arguments.replay {
        Some(file) => replay::run(file).await,
        None => year::run(context, arguments),
    }
}
