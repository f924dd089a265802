//! `precede campaign spending`: what was approved, what letters cost so far, and what is left (R10).

use clap::Args;
use precede_app::{Breakdown, SpendingLine};
use precede_model::Money;
use serde_json::json;

use crate::{answer::Answer, context::Context, errors::CliError, parse};

/// Whose money.
#[derive(Args)]
pub struct Arguments {
    /// The campaign
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    campaign: Option<String>,
    /// Every campaign
    #[arg(long)]
    all: bool,
    /// Also a line for each practice
    #[arg(long)]
    practices: bool,
}

/// Does it. In JSON amounts are whole hundredths of a penny.
pub async fn run(context: &Context, arguments: Arguments) -> Result<Answer, CliError> {
    let app = context.app().await?;
    let id = match &arguments.campaign {
        None => None,
        Some(campaign) => Some(parse::campaign(&app, campaign).await?),
    };
    let breakdown = if arguments.practices {
        Breakdown::ByPractice
    } else {
        Breakdown::Total
    };
    let lines = app.spending(id, breakdown).await?;
    let mut text: String = lines.iter().map(in_words).collect();
    if lines.len() > 1 {
        text += &total(&lines);
    }
    if lines.is_empty() {
        text = "there is no campaign".to_owned();
    }
    Ok(Answer::done(text, json!({"campaigns": lines})))
}

fn in_words(line: &SpendingLine) -> String {
    let mut text = format!("{}: {}", line.campaign, sums(line));
    for one in &line.practices {
        text += &format!(
            "  {:8} {} letters; committed {}, spent {}\n",
            one.practice, one.letters, one.committed, one.spent
        );
    }
    text
}

/// The money of a campaign in two lines.
pub fn sums(line: &SpendingLine) -> String {
    let amount = |amount: Option<Money>, none: &str| {
        amount.map_or(none.to_owned(), |amount| amount.to_string())
    };
    let mut text = format!(
        "approved {}; committed {}, spent {}, left {}\n  {} letters, {} at {}\n",
        amount(line.approved, "nothing"),
        line.committed,
        line.spent,
        amount(line.left, "unknown"),
        line.letters,
        line.class,
        amount(line.unit_cost, "a cost nobody has named")
    );
    if let Some(proposed) = &line.proposed {
        text += &format!(
            "  {} signed by {}, to be approved by a second person\n",
            proposed.budget.amount, proposed.by
        );
    }
    text
}

fn total(lines: &[SpendingLine]) -> String {
    let sum = |of: fn(&SpendingLine) -> Money| lines.iter().map(of).fold(Money::ZERO, Money::plus);
    let letters: u64 = lines.iter().map(|line| line.letters).sum();
    format!(
        "together: approved {}; committed {}, spent {}; {letters} letters\n",
        sum(|line| line.approved.unwrap_or(Money::ZERO)),
        sum(|line| line.committed),
        sum(|line| line.spent)
    )
}
