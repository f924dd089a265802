//! Standing go-live approvals: which there are, what a token may be signed on at this instant, and what was revoked.

use std::time::Duration;

use precede_engine::{Def, explain, withheld};
use precede_model::{
    Act, Campaign, CampaignId, Digest, Event, Happening, Lifecycle, Missing, OrganisationCode,
    PersonId, ProgrammeCode, Refusal, Role, Rule, Timestamp, Unmet, facts::Permit,
};
use serde::Serialize;

use crate::{App, AppError};

/// One practice's go-live approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PermitLine {
    /// The campaign, as people type it.
    pub campaign: String,
    /// The practice.
    pub practice: OrganisationCode,
    /// none, planned, issued or revoked.
    pub state: &'static str,
    /// Since when.
    pub since: Option<Timestamp>,
    /// Digest of the evidence it rests on.
    pub evidence: Option<Digest>,
    /// People it did not cover when it was issued; a token says how many it does not cover when it is signed.
    pub withheld: Option<u32>,
    /// When the first upload was reported.
    pub upload: Option<Timestamp>,
    /// Place of its last event in the campaign's chain.
    pub seq: Option<u64>,
    /// Why it was revoked.
    pub reason: Option<String>,
    /// Whether a token may be signed on it now: it stands and every rule holds.
    pub good_for_token: bool,
}

/// What one token says and how long it may live.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenGround {
    /// The campaign.
    pub campaign: CampaignId,
    /// The practice.
    pub practice: OrganisationCode,
    /// Digest of the permit's evidence.
    pub evidence: Digest,
    /// People the permit does not cover.
    pub withheld: u32,
    /// When the permit was issued.
    pub approved_at: Timestamp,
    /// The longest life of a token.
    pub life_max: Duration,
}

/// A practice whose permit was revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RevokedPermit {
    /// The campaign.
    pub campaign: CampaignId,
    /// The practice.
    pub practice: OrganisationCode,
    /// When.
    pub at: Timestamp,
}

/// The last word of a campaign's chain on one practice's permit.
struct LastWord {
    practice: OrganisationCode,
    seq: u64,
    evidence: Option<Digest>,
    withheld: Option<u32>,
    reason: Option<String>,
}

impl App {
    /// The go-live approvals of a campaign: every practice that has or had one.
    ///
    /// # Errors
    /// When there is no such campaign or the database is not available.
    pub async fn permits(&self, id: CampaignId) -> Result<Vec<PermitLine>, AppError> {
        let now = self.now().await?;
        let words = self.last_words(id).await?;
        let mut tick = self.tick(now);
        let (campaign, def) = tick.campaign(id).await?;
        let lines = campaign.tracks.iter().filter_map(|track| {
            let (state, since) = match track.facts.permit {
                Permit::None => return None,
                Permit::Planned => ("planned", None),
                Permit::Issued { at } => ("issued", Some(at)),
                Permit::Revoked { at } => ("revoked", Some(at)),
            };
            let word = words.iter().find(|word| word.practice == track.practice);
            let unmet = explain(def, campaign, Act::Permit, Some(track.practice), now);
            Some(PermitLine {
                campaign: id.to_string(),
                practice: track.practice,
                state,
                since,
                evidence: word.and_then(|word| word.evidence),
                withheld: word.and_then(|word| word.withheld),
                upload: track.facts.upload,
                seq: word.map(|word| word.seq),
                reason: word.and_then(|word| word.reason.clone()),
                good_for_token: state == "issued"
                    && !stands_still(campaign)
                    && unmet.is_ok_and(|unmet| unmet.is_empty()),
            })
        });
        let lines = lines.collect();
        tick.commit().await?;
        Ok(lines)
    }

    /// What tokens for these practices may be signed on: a standing permit each, with every rule holding at this instant.
    ///
    /// # Errors
    /// A person who may not ask; for the first practice that cannot have one, the rule that does not hold, or that no
    /// permit stands. Nothing is recorded: a token is no event.
    pub async fn token_grounds(
        &self,
        id: CampaignId,
        practices: &[OrganisationCode],
        by: PersonId,
    ) -> Result<Vec<TokenGround>, AppError> {
        self.may_have_tokens(id, practices, by).await?;
        let now = self.now().await?;
        let words = self.last_words(id).await?;
        let mut tick = self.tick(now);
        let (campaign, def) = tick.campaign(id).await?;
        let grounds = practices.iter().map(|practice| {
            let word = words.iter().find(|word| word.practice == *practice);
            ground(def, campaign, (*practice, word), now)
        });
        let grounds = grounds.collect();
        tick.commit().await?;
        grounds
    }

    /// Permits of a programme revoked since an instant, ascending.
    ///
    /// # Errors
    /// When the database is not available.
    pub async fn revoked_since(
        &self,
        programme: ProgrammeCode,
        since: Timestamp,
    ) -> Result<Vec<RevokedPermit>, AppError> {
        let mut found = Vec::new();
        for id in self.store().campaigns().await? {
            if id.programme != programme || !self.has_moved_permits(id, since).await? {
                continue;
            }
            self.read_ledger::<AppError>(&id.stream(), |line| {
                if line.body.contains("\"permit-revoked\"")
                    && let Ok(event) = serde_json::from_str::<Event>(&line.body)
                    && matches!(event.what, Happening::PermitRevoked { .. })
                    && event.at >= since
                {
                    let named = event.practice.iter().chain(event.what.practices());
                    found.extend(named.map(|practice| RevokedPermit {
                        campaign: id,
                        practice: *practice,
                        at: event.at,
                    }));
                }
                Ok(())
            })
            .await?;
        }
        found.sort_unstable();
        Ok(found)
    }

    /// Whether a campaign's permits tell of anything since an instant: a permit revoked, or one issued anew after that.
    async fn has_moved_permits(&self, id: CampaignId, since: Timestamp) -> Result<bool, AppError> {
        let mut tick = self.tick(self.now().await?);
        let (campaign, _) = tick.campaign(id).await?;
        let moved = campaign
            .tracks
            .iter()
            .any(|track| match track.facts.permit {
                Permit::Issued { at } | Permit::Revoked { at } => at >= since,
                Permit::Planned => true,
                Permit::None => false,
            });
        tick.commit().await?;
        Ok(moved)
    }

    /// What the chain says last of each practice's permit.
    async fn last_words(&self, id: CampaignId) -> Result<Vec<LastWord>, AppError> {
        let mut words: Vec<LastWord> = Vec::new();
        self.read_ledger::<AppError>(&id.stream(), |line| {
            // Most lines are not about permits: only those that may be are read.
            if !line.body.contains("\"permit-issued\"") && !line.body.contains("\"permit-revoked\"")
            {
                return Ok(());
            }
            let Ok(event) = serde_json::from_str::<Event>(&line.body) else {
                return Ok(());
            };
            let (evidence, withheld) = match event.what {
                Happening::PermitIssued { digest, withheld } => (Some(digest), Some(withheld)),
                Happening::PermitRevoked { .. } => (None, None),
                _ => return Ok(()),
            };
            for practice in event.practice.iter().chain(event.what.practices()) {
                words.retain(|word| word.practice != *practice);
                words.push(LastWord {
                    practice: *practice,
                    seq: line.seq,
                    evidence,
                    withheld,
                    reason: event.evidence.reason.clone(),
                });
            }
            Ok(())
        })
        .await?;
        Ok(words)
    }

    /// The PCT, the practice itself and the programme may have tokens.
    async fn may_have_tokens(
        &self,
        id: CampaignId,
        practices: &[OrganisationCode],
        by: PersonId,
    ) -> Result<(), AppError> {
        const WHO: &[Role] = &[
            Role::PctLead,
            Role::PctStaff,
            Role::PctApprover,
            Role::Director,
            Role::Practice,
            Role::ProgrammeLead,
            Role::Administrator,
        ];
        let person = self.require_role(by, WHO).await?;
        let is_theirs = match person.role {
            Role::Practice => practices == [person.organisation],
            Role::ProgrammeLead | Role::Administrator => true,
            _ => person.organisation == id.pct,
        };
        if is_theirs {
            return Ok(());
        }
        Err(Refusal::from(Unmet {
            rule: Rule::Rights,
            missing: Missing::Role,
            practice: practices.first().copied(),
            who: Role::PctLead,
            from: None,
        })
        .into())
    }
}

fn ground(
    def: &Def,
    campaign: &Campaign,
    (practice, word): (OrganisationCode, Option<&LastWord>),
    now: Timestamp,
) -> Result<TokenGround, AppError> {
    let unmet = explain(def, campaign, Act::Permit, Some(practice), now)?;
    let first = unmet
        .iter()
        .find(|lack| lack.from.is_none())
        .or(unmet.first());
    if let Some(lack) = first {
        return Err(Refusal::from(*lack).into());
    }
    if stands_still(campaign) {
        return Err(refused(Missing::CampaignRunning, practice));
    }
    let Some(track) = campaign.track(practice) else {
        return Err(no_permit(practice));
    };
    let (Permit::Issued { at }, Some(word)) = (track.facts.permit, word) else {
        return Err(no_permit(practice));
    };
    let Some(evidence) = word.evidence else {
        return Err(no_permit(practice));
    };
    let life_max = def.policy.permit_life.map_or(Duration::ZERO, |life| {
        let micros = def.due(now, life).micros() - now.micros();
        Duration::from_micros(micros.try_into().unwrap_or_default())
    });
    Ok(TokenGround {
        campaign: campaign.id,
        practice,
        evidence,
        // As many as now: who came since the permit, or whose letter came back since, is outside it too.
        withheld: withheld(&track.facts),
        approved_at: at,
        life_max,
    })
}

/// Nothing new goes out of a campaign that is paused or withdrawn.
fn stands_still(campaign: &Campaign) -> bool {
    matches!(
        campaign.lifecycle,
        Lifecycle::Paused { .. } | Lifecycle::Withdrawn { .. }
    )
}

fn no_permit(practice: OrganisationCode) -> AppError {
    refused(Missing::PermitStands, practice)
}

fn refused(missing: Missing, practice: OrganisationCode) -> AppError {
    Refusal::from(Unmet {
        rule: Rule::Order,
        missing,
        practice: Some(practice),
        who: Role::PctLead,
        from: None,
    })
    .into()
}
