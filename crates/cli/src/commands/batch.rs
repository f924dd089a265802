//! `precede batch`: the mail house's answers.

use clap::{Args, Subcommand};
use precede_model::{Order, OrganisationCode};

use super::{said::SaidArguments, told};
use crate::{answer::Answer, context::Context, errors::CliError};

/// The mail house's answers.
#[derive(Subcommand)]
pub enum Command {
    /// A batch was posted
    #[command(after_help = "Example:
  precede batch posted 5PY F81006 1 --items 5210 --spoiled 3 --as mailhouse")]
    Posted {
        #[command(flatten)]
        which: Which,
        /// Items posted
        #[arg(long)]
        items: u32,
        /// Items spoiled
        #[arg(long, default_value_t = 0)]
        spoiled: u32,
        /// Items stopped
        #[arg(long, default_value_t = 0)]
        stopped: u32,
    },
    /// A recalled batch was stopped before posting
    #[command(after_help = "Example:
  precede batch stopped 5PY F81006 1 --as mailhouse")]
    Stopped {
        #[command(flatten)]
        which: Which,
    },
    /// Letters came back
    #[command(after_help = "Example:
  precede batch returned 5PY F81006 1 --items 12 --reason gone-away --as mailhouse")]
    Returned {
        #[command(flatten)]
        which: Which,
        /// How many
        #[arg(long)]
        items: u32,
        /// Why
        #[arg(long, default_value = "gone-away")]
        reason: String,
    },
}

/// Which batch.
#[derive(Args)]
pub struct Which {
    /// The campaign
    campaign: String,
    /// The practice
    practice: OrganisationCode,
    /// Its number within the practice
    batch: u16,
    /// When it happened [default: now]
    #[arg(long, value_name = "DATE")]
    happened: Option<String>,
}

/// Does it.
pub async fn run(context: &Context, command: Command) -> Result<Answer, CliError> {
    let (which, order) = match command {
        Command::Posted {
            which,
            items,
            spoiled,
            stopped,
        } => {
            let (practice, batch) = (which.practice, which.batch);
            (
                which,
                Order::Posted {
                    practice,
                    batch,
                    items,
                    spoiled,
                    stopped,
                },
            )
        }
        Command::Stopped { which } => {
            let (practice, batch) = (which.practice, which.batch);
            (which, Order::Stopped { practice, batch })
        }
        Command::Returned {
            which,
            items,
            reason,
        } => {
            let (practice, batch) = (which.practice, which.batch);
            (
                which,
                Order::Returned {
                    practice,
                    batch,
                    items,
                    reason,
                },
            )
        }
    };
    let said = SaidArguments {
        happened: which.happened,
        ..SaidArguments::default()
    };
    let told = told::order(context, &which.campaign, &said, order).await?;
    Ok(told.recorded())
}
