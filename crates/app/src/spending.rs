//! What campaigns may spend on letters, and what they have spent (R10).

use precede_engine::{Def, spending};
use precede_model::{
    Campaign, CampaignId, Money, OrganisationCode, PersonId, Track, Tracks,
    definition::PostClass,
    facts::{BatchState, Budget},
};
use serde::Serialize;

use crate::{App, AppError};

/// How far sums are broken down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Breakdown {
    /// By campaign alone.
    Total,
    /// Also by practice.
    ByPractice,
}

/// The money of one campaign. Amounts are whole hundredths of a penny.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SpendingLine {
    /// The campaign, as people type it.
    pub campaign: String,
    /// The approved budget; `None`: none was approved.
    pub approved: Option<Money>,
    /// A budget signed by one person, that a second has still to approve.
    pub proposed: Option<Proposed>,
    /// The class letters are posted in.
    pub class: PostClass,
    /// Cost of one letter of it; `None`: nobody has said.
    pub unit_cost: Option<Money>,
    /// Letters planned, with the mail house, posted or spoiled.
    pub letters: u64,
    /// Cost of letters planned or with the mail house.
    pub committed: Money,
    /// Cost of letters posted or spoiled.
    pub spent: Money,
    /// What is left of the budget; `None` without one.
    pub left: Option<Money>,
    /// Practices with letters, by code, where they were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub practices: Vec<PracticeSpending>,
}

/// A budget signed by one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proposed {
    /// Who signed.
    pub by: PersonId,
    /// What they signed.
    pub budget: Budget,
}

/// The money of one practice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PracticeSpending {
    /// The practice.
    pub practice: OrganisationCode,
    /// Letters planned, with the mail house, posted or spoiled.
    pub letters: u64,
    /// Cost of letters planned or with the mail house.
    pub committed: Money,
    /// Cost of letters posted or spoiled.
    pub spent: Money,
}

impl App {
    /// The money of one campaign or of all.
    ///
    /// # Errors
    /// When there is no such campaign or the database is not available.
    pub async fn spending(
        &self,
        id: Option<CampaignId>,
        breakdown: Breakdown,
    ) -> Result<Vec<SpendingLine>, AppError> {
        let mut tick = self.tick(self.now().await?);
        let mut lines = Vec::new();
        for id in self.one_or_all(id).await? {
            let (campaign, def) = tick.campaign(id).await?;
            let mut line = spending_line(def, campaign);
            if breakdown == Breakdown::ByPractice {
                line.practices = of_practices(def, campaign);
            }
            lines.push(line);
        }
        tick.commit().await?;
        Ok(lines)
    }
}

/// The money of a campaign as a whole.
pub(crate) fn spending_line(def: &Def, campaign: &Campaign) -> SpendingLine {
    let sums = spending(def, campaign);
    let proposed = campaign.facts.spending.proposed.as_ref();
    SpendingLine {
        campaign: campaign.id.to_string(),
        approved: sums.approved,
        proposed: proposed.map(|(by, budget)| Proposed {
            by: *by,
            budget: budget.clone(),
        }),
        class: sums.class,
        unit_cost: sums.unit_cost,
        letters: campaign.tracks.iter().map(letters).sum(),
        committed: sums.committed,
        spent: sums.spent,
        left: sums.left,
        practices: Vec::new(),
    }
}

/// The engine's own sum, over a campaign of one practice at a time.
fn of_practices(def: &Def, campaign: &Campaign) -> Vec<PracticeSpending> {
    let mut alone = Campaign {
        tracks: Tracks::default(),
        ..campaign.clone()
    };
    let with_letters = campaign
        .tracks
        .iter()
        .filter(|track| !track.facts.batches.is_empty());
    with_letters
        .map(|track| {
            alone.tracks = Tracks::default();
            alone.tracks.push(track.clone());
            let sums = spending(def, &alone);
            PracticeSpending {
                practice: track.practice,
                letters: letters(track),
                committed: sums.committed,
                spent: sums.spent,
            }
        })
        .collect()
}

/// Letters of a practice that cost money, or will.
fn letters(track: &Track) -> u64 {
    let of_batches = track.facts.batches.iter().map(|batch| match batch.state {
        BatchState::Planned | BatchState::Released { .. } => u64::from(batch.items),
        BatchState::Posted {
            posted, spoiled, ..
        } => u64::from(posted) + u64::from(spoiled),
        BatchState::Stopped { .. } => 0,
    });
    of_batches.sum()
}

#[cfg(test)]
mod tests;
