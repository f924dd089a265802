//! One order of the person who acts, and the answer: what was recorded, and what it caused beside itself.

use precede_app::{Consequence, consequences};
use precede_model::{CampaignId, Event, Order};
use serde_json::json;

use super::said::SaidArguments;
use crate::{answer::Answer, context::Context, errors::CliError, parse};

/// An order that was taken.
pub struct Told {
    /// The campaign.
    pub id: CampaignId,
    /// The order in a word.
    pub word: &'static str,
    /// What it caused in the campaign's chain, in order.
    pub events: Vec<Event>,
}

/// Gives an order to a campaign as people type it. A refusal is in the ledger before it is the answer.
pub async fn order(
    context: &Context,
    campaign: &str,
    said: &SaidArguments,
    order: Order,
) -> Result<Told, CliError> {
    let app = context.app().await?;
    let id = parse::campaign(&app, campaign).await?;
    let person = context.person()?;
    let word = order.word();
    let events = app.tell(id, person, said.said(&app).await?, order).await?;
    Ok(Told { id, word, events })
}

impl Told {
    /// `scr/5PY/all: WORD recorded`, and what it caused.
    pub fn recorded(&self) -> Answer {
        self.answer(&format!("{} recorded", self.word))
    }

    /// The campaign, a sentence, and what the order caused.
    pub fn answer(&self, sentence: &str) -> Answer {
        let caused = consequences(&self.events);
        Answer::done(
            format!("{}: {sentence}\n{}", self.id, in_words(&caused)),
            json!({"campaign": self.id.to_string(), "done": self.word, "caused": caused}),
        )
    }
}

/// Consequences, a line each.
pub fn in_words(caused: &[Consequence]) -> String {
    let lines = caused.iter().map(|one| format!("  {}\n", one.words()));
    lines.collect()
}
