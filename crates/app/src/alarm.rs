//! Alarms of campaigns: what is to be looked into before a practice's next act.

use precede_model::{AlarmKind, Campaign, CampaignId, Happening, OrganisationCode, Timestamp};
use serde::Serialize;

use crate::{App, AppError, Closing};

/// Which of several are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// Those still to be seen to.
    Open,
    /// Also those that were.
    All,
}

/// One alarm.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AlarmLine {
    /// The campaign, as people type it.
    pub campaign: String,
    /// The practice.
    pub practice: OrganisationCode,
    /// Its number within the campaign.
    pub alarm: u16,
    /// What it is about.
    pub about: AlarmKind,
    /// Since when.
    pub since: Timestamp,
    /// Whether a named person cleared it.
    pub is_cleared: bool,
    /// Who cleared it, and what they found.
    pub cleared: Option<Closing>,
}

impl App {
    /// Alarms of one campaign or of all, by campaign and number.
    ///
    /// # Errors
    /// When there is no such campaign or the database is not available.
    pub async fn alarms(
        &self,
        id: Option<CampaignId>,
        listed: Listed,
    ) -> Result<Vec<AlarmLine>, AppError> {
        let mut found = Vec::new();
        for id in self.one_or_all(id).await? {
            let mut tick = self.tick(self.now().await?);
            let (campaign, _) = tick.campaign(id).await?;
            let mut lines = alarm_lines(campaign);
            tick.commit().await?;
            lines.retain(|line| listed == Listed::All || !line.is_cleared);
            if lines.iter().any(|line| line.is_cleared) {
                let mut cleared = self.closings(id, cleared_alarm).await?;
                for line in &mut lines {
                    line.cleared = cleared.remove(&line.alarm);
                }
            }
            found.extend(lines);
        }
        Ok(found)
    }

    /// This campaign alone, or every one.
    pub(crate) async fn one_or_all(
        &self,
        id: Option<CampaignId>,
    ) -> Result<Vec<CampaignId>, AppError> {
        match id {
            Some(id) => Ok(vec![id]),
            None => Ok(self.store().campaigns().await?),
        }
    }
}

fn cleared_alarm(what: &Happening) -> Option<u16> {
    match what {
        Happening::AlarmCleared { alarm } => Some(*alarm),
        _ => None,
    }
}

/// Alarms of a campaign by number; who cleared them is in the history.
pub(crate) fn alarm_lines(campaign: &Campaign) -> Vec<AlarmLine> {
    let reference = campaign.id.to_string();
    let of_practices = campaign.tracks.iter().flat_map(|track| {
        let alarms = track.facts.alarms.iter();
        alarms.map(|alarm| (track.practice, *alarm))
    });
    let mut lines: Vec<_> = of_practices
        .map(|(practice, alarm)| AlarmLine {
            campaign: reference.clone(),
            practice,
            alarm: alarm.alarm,
            about: alarm.about,
            since: alarm.since,
            is_cleared: alarm.cleared.is_some(),
            cleared: None,
        })
        .collect();
    lines.sort_by_key(|line| line.alarm);
    lines
}

#[cfg(test)]
mod tests;
