//! Cases of campaigns: incidents, and what people ask or complain of. Each has an owner and a clock.

use precede_model::{
    Campaign, CampaignId, Case, CaseKind, Happening, OrganisationCode, Role, Timestamp,
};
use serde::Serialize;

use crate::{App, AppError, Closing, Listed};

/// Which cases are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseGroup {
    /// Something went wrong.
    Incidents,
    /// Somebody asks, complains, or is owed an apology.
    Requests,
}

impl CaseGroup {
    /// Whether a kind is of this group.
    pub fn holds(self, about: CaseKind) -> bool {
        match self {
            Self::Incidents => about.is_incident(),
            Self::Requests => !about.is_incident(),
        }
    }
}

/// One case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseLine {
    /// The campaign, as people type it.
    pub campaign: String,
    /// Its number within the campaign.
    pub case: u16,
    /// What it is about.
    pub about: CaseKind,
    /// The practice, if it is about one.
    pub practice: Option<OrganisationCode>,
    /// Who sees to it.
    pub owner: Role,
    /// Who must be told.
    pub tell: Vec<Role>,
    /// Since when.
    pub since: Timestamp,
    /// By when it is to be closed.
    pub due: Timestamp,
    /// Whether it is open past its time, or was closed past it.
    pub overdue: bool,
    /// Whether it is closed.
    pub is_closed: bool,
    /// Who closed it, and what was done.
    pub closed: Option<Closing>,
}

impl App {
    /// Cases of one campaign or of all, by campaign and number.
    ///
    /// # Errors
    /// When there is no such campaign or the database is not available.
    pub async fn cases(
        &self,
        id: Option<CampaignId>,
        group: CaseGroup,
        listed: Listed,
    ) -> Result<Vec<CaseLine>, AppError> {
        let now = self.now().await?;
        let mut found = Vec::new();
        for id in self.one_or_all(id).await? {
            let mut tick = self.tick(now);
            let (campaign, _) = tick.campaign(id).await?;
            let mut lines = case_lines(campaign, now);
            tick.commit().await?;
            lines.retain(|line| group.holds(line.about));
            lines.retain(|line| listed == Listed::All || !line.is_closed);
            if lines.iter().any(|line| line.is_closed) {
                let mut closed = self.closings(id, closed_case).await?;
                for line in &mut lines {
                    line.closed = closed.remove(&line.case);
                }
            }
            found.extend(lines);
        }
        Ok(found)
    }

    /// Refuses a number that is not a case of this group, so that nobody closes an incident as a request.
    ///
    /// # Errors
    /// No such case in the group; no such campaign; the database.
    pub async fn check_case(
        &self,
        id: CampaignId,
        group: CaseGroup,
        number: u16,
    ) -> Result<(), AppError> {
        let known = self.cases(Some(id), group, Listed::Open).await?;
        if known.iter().any(|line| line.case == number) {
            return Ok(());
        }
        let noun = match group {
            CaseGroup::Incidents => "incident",
            CaseGroup::Requests => "request",
        };
        Err(AppError::bad(format!(
            "`{id}` has no open {noun} {number}: see `precede {noun} list {id}`"
        )))
    }
}

fn closed_case(what: &Happening) -> Option<u16> {
    match what {
        Happening::CaseClosed { case } => Some(*case),
        _ => None,
    }
}

/// Cases of a campaign by number; who closed them is in the history.
pub(crate) fn case_lines(campaign: &Campaign, now: Timestamp) -> Vec<CaseLine> {
    let reference = campaign.id.to_string();
    let line = |case: &Case| CaseLine {
        campaign: reference.clone(),
        case: case.case,
        about: case.about,
        practice: case.practice,
        owner: case.owner,
        tell: case.tell.clone(),
        since: case.since,
        due: case.due,
        overdue: is_overdue(case, now),
        is_closed: case.closed.is_some(),
        closed: None,
    };
    campaign.facts.cases.iter().map(line).collect()
}

/// Whether a case is open past its time, or was closed past it.
fn is_overdue(case: &Case, now: Timestamp) -> bool {
    case.closed.unwrap_or(now) > case.due
}

#[cfg(test)]
mod tests;
