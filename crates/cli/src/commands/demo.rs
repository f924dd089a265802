//! `precede demo`: an empty folder becomes a national roll-out.

use clap::Args;

use crate::{answer::Answer, context::Context, errors::CliError};

/// To come.
#[derive(Args)]
pub struct Arguments {}

/// Does it.
pub async fn run(_: &Context, _: Arguments) -> Result<Answer, CliError> {
    Err(CliError::Usage("the demo is not built yet".to_owned()))
}
