//! `precede campaign budget`: what may be spent on letters, signed by two people (R10).

use clap::Args;
use precede_model::{Happening, Money, Order, definition::PostClass, facts::Budget};

use super::{said::SaidArguments, told};
use crate::{answer::Answer, context::Context, errors::CliError};

/// A budget.
#[derive(Args)]
pub struct Arguments {
    /// The campaign
    campaign: String,
    /// The most that may be spent on letters, in pounds: 12000 or 12000.50
    #[arg(long, value_name = "POUNDS")]
    amount: Money,
    /// Cost of one letter of a class: bulk=25.7p; several times for several [default: the programme's own]
    #[arg(long, value_name = "CLASS=COST", value_parser = unit_cost)]
    unit_cost: Vec<(PostClass, Money)>,
    #[command(flatten)]
    said: SaidArguments,
}

/// Does it.
pub async fn run(context: &Context, arguments: Arguments) -> Result<Answer, CliError> {
    let Arguments {
        campaign,
        amount,
        unit_cost,
        said,
    } = arguments;
    let budget = Budget {
        amount,
        unit_cost: unit_cost.into_iter().collect(),
    };
    let told = told::order(context, &campaign, &said, Order::SignBudget(budget)).await?;
    let is_approved = told
        .events
        .iter()
        .any(|event| matches!(event.what, Happening::BudgetApproved { .. }));
    let sentence = if is_approved {
        format!("budget of {amount} approved")
    } else {
        format!("budget of {amount} signed; a second person approves it with the same amounts")
    };
    Ok(told.answer(&sentence))
}

fn unit_cost(text: &str) -> Result<(PostClass, Money), String> {
    let (class, cost) = text
        .split_once('=')
        .ok_or("write a class and its cost: bulk=25.7p")?;
    let class = class.parse().map_err(|_| {
        format!("`{class}` is no class: write bulk, second-class, first-class or direct-message")
    })?;
    let cost = cost.parse().map_err(|error| format!("{error}"))?;
    Ok((class, cost))
}
