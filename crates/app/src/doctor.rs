//! Whether all is well: nothing orphaned, nothing overdue, nothing in doubt, and the state is what the ledger says.

use std::{collections::BTreeSet, fmt};

use precede_engine::Def;
use precede_model::{
    Campaign, CampaignId, Lifecycle, OrganisationCode, Progress, StepId, StepState, Timestamp,
    definition::Kind,
};
use precede_store::{EffectState, OutboxRow};
use serde::Serialize;

use crate::{App, AppError, WAKE};

/// Work later than this is late: a daemon polls every second and a simulated clock jumps from minute to minute.
const LATE_SECONDS: i64 = 300;
/// Above this the machine's clock is wrong enough to tell.
const SKEW_SECONDS: i64 = 2;

/// What was found.
#[derive(Debug, Clone, Serialize)]
pub struct Health {
    /// Whether nothing needs a person.
    pub well: bool,
    /// The clock the work goes by.
    pub now: Timestamp,
    /// Whether that clock is a simulated one.
    pub simulated: bool,
    /// How far the machine's clock is ahead of the database's, in seconds; none beside a simulated clock.
    pub skew_seconds: Option<f64>,
    /// Campaigns, live and ended.
    pub campaigns: u64,
    /// Campaigns that have not ended.
    pub live: u64,
    /// Effects by state.
    pub effects: Vec<(String, u64)>,
    /// Campaigns whose history was folded, if that was asked for.
    pub folded: Option<u64>,
    /// Everything that needs a person.
    pub findings: Vec<Finding>,
}

/// One thing that needs a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "finding")]
pub enum Finding {
    /// A live campaign that neither time, nor an effect, nor a person would move on (E10).
    Orphaned {
        /// The campaign.
        campaign: String,
    },
    /// Work that should have been done by now: no daemon runs, or it cannot.
    Overdue {
        /// Whose.
        stream: String,
        /// Since when.
        since: Timestamp,
    },
    /// The machine's clock and the database's differ.
    Skew {
        /// By how many seconds.
        seconds: i64,
    },
    /// An effect found half-done after a crash: somebody must say whether it left.
    InDoubt {
        /// Its campaign.
        stream: String,
        /// The effect.
        effect: String,
    },
    /// An effect three daemons died of: somebody must look at it.
    Quarantined {
        /// Its campaign.
        stream: String,
        /// The effect.
        effect: String,
    },
    /// A notice that could not leave.
    Failed {
        /// Its campaign.
        stream: String,
        /// The step.
        step: StepId,
        /// The practice.
        practice: Option<OrganisationCode>,
        /// Why, in words.
        why: String,
    },
    /// The stored state is not what the history makes (E18).
    Differs {
        /// The campaign.
        campaign: String,
        /// In words.
        why: String,
    },
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Orphaned { campaign } => write!(
                f,
                "{campaign}: no timer, no effect and no open step would move it on; this is a fault, please report it"
            ),
            Self::Overdue { stream, since } => write!(
                f,
                "{stream}: work has waited since {since}; is a daemon running (`precede serve`, or `precede clock advance`)?"
            ),
            Self::Skew { seconds } => {
                write!(
                    f,
                    "the machine's clock is {seconds} s off the database's; mend time synchronisation"
                )
            }
            Self::InDoubt { stream, effect } => write!(
                f,
                "{stream}: `{effect}` was begun and not recorded; find out whether it left, then `precede effect settle`"
            ),
            Self::Quarantined { stream, effect } => write!(
                f,
                "{stream}: three daemons died of `{effect}`; find out why, then `precede effect settle`"
            ),
            Self::Failed {
                stream,
                step,
                practice,
                why,
            } => {
                let practice = practice.map_or(String::new(), |code| format!(" to {code}"));
                write!(
                    f,
                    "{stream}: `{step}`{practice} could not leave: {why}; bring an address with `precede contacts import`"
                )
            }
            Self::Differs { campaign, why } => {
                write!(f, "{campaign}: {why}; restore a backup or report it")
            }
        }
    }
}

impl App {
    /// Looks at everything. `machine` is the machine's clock; `fold` also folds every campaign's history and compares.
    ///
    /// # Errors
    /// When the database is not available.
    pub async fn health(&self, machine: Timestamp, fold: bool) -> Result<Health, AppError> {
        let now = self.now().await?;
        let simulated = self.store().simulated().await?.is_some();
        let mut findings = self.self_check(now).await?;
        let skew = (!simulated).then(|| machine.micros() - now.micros());
        if let Some(skew) = skew.filter(|skew| skew.abs() > SKEW_SECONDS * 1_000_000) {
            findings.push(Finding::Skew {
                seconds: skew / 1_000_000,
            });
        }
        for row in self.store().effects_in(EffectState::Failed).await? {
            findings.extend(self.failed(row).await?);
        }
        let campaigns = self.store().campaigns().await?;
        let mut tick = self.tick(now);
        let live = tick.live_campaigns().await?.len() as u64;
        tick.commit().await?;
        if fold {
            for id in &campaigns {
                findings.extend(self.compare(*id).await?);
            }
        }
        let counts = self.store().effect_counts().await?;
        Ok(Health {
            well: findings.is_empty(),
            now,
            simulated,
            skew_seconds: skew.map(|micros| micros as f64 / 1e6),
            campaigns: campaigns.len() as u64,
            live,
            effects: counts
                .into_iter()
                .map(|(state, count)| (state.word().to_owned(), count))
                .collect(),
            folded: fold.then_some(campaigns.len() as u64),
            findings,
        })
    }

    /// The daemon's regular self-check (E10): what would never move again by itself, and what is late or in doubt.
    ///
    /// # Errors
    /// When the database is not available.
    pub async fn self_check(&self, now: Timestamp) -> Result<Vec<Finding>, AppError> {
        let mut findings = self.orphans(now).await?;
        let late = now.plus_seconds(-LATE_SECONDS);
        if let Some(timer) = self.store().due_timers(late, 1).await?.pop() {
            findings.push(Finding::Overdue {
                stream: timer.stream,
                since: timer.due,
            });
        } else if let Some(row) = self.overdue_effect(late).await? {
            findings.push(Finding::Overdue {
                stream: row.stream,
                since: row.not_before,
            });
        }
        for row in self.store().effects_in(EffectState::InDoubt).await? {
            findings.push(Finding::InDoubt {
                stream: row.stream,
                effect: row.key.to_string(),
            });
        }
        for row in self.store().effects_in(EffectState::Quarantined).await? {
            findings.push(Finding::Quarantined {
                stream: row.stream,
                effect: row.key.to_string(),
            });
        }
        Ok(findings)
    }

    /// Effects of a paused campaign wait lawfully; any other that waits is late.
    async fn overdue_effect(&self, late: Timestamp) -> Result<Option<OutboxRow>, AppError> {
        let rows = self.store().due_effects(late, 100).await?;
        let mut tick = self.tick(late);
        let mut overdue = None;
        for row in rows {
            if tick.campaign(row.campaign).await?.0.is_running() {
                overdue = Some(row);
                break;
            }
        }
        tick.commit().await?;
        Ok(overdue)
    }

    async fn orphans(&self, now: Timestamp) -> Result<Vec<Finding>, AppError> {
        let mut tick = self.tick(now);
        let mut candidates = Vec::new();
        for id in tick.live_campaigns().await? {
            let (campaign, def) = tick.campaign(id).await?;
            if !waits_for_a_person(def, campaign) {
                candidates.push(id);
            }
        }
        tick.commit().await?;
        let mut asleep = Vec::new();
        for id in candidates {
            if self.store().timer(&id.stream(), WAKE).await?.is_none() {
                asleep.push(id);
            }
        }
        if asleep.is_empty() {
            return Ok(Vec::new());
        }
        let mut busy = BTreeSet::new();
        for state in [
            EffectState::Planned,
            EffectState::Sending,
            EffectState::InDoubt,
            EffectState::Quarantined,
        ] {
            busy.extend(
                self.store()
                    .effects_in(state)
                    .await?
                    .into_iter()
                    .map(|row| row.campaign),
            );
        }
        let orphans = asleep.into_iter().filter(|id| !busy.contains(id));
        Ok(orphans
            .map(|id| Finding::Orphaned {
                campaign: id.to_string(),
            })
            .collect())
    }

    /// A failed notice whose step still waits for it.
    async fn failed(&self, row: OutboxRow) -> Result<Option<Finding>, AppError> {
        let mut tick = self.tick(row.not_before);
        let (campaign, def) = tick.campaign(row.campaign).await?;
        let place = row.key.subject.and_then(|code| campaign.track_ix(code));
        let state = def
            .find(row.key.step)
            .and_then(|(ix, _)| def.state(campaign, place, ix));
        let waits = !campaign.has_ended()
            && matches!(state, Some(StepState::Open(open))
                if open.progress == Progress::Failed && open.occurrence == row.key.occurrence);
        tick.commit().await?;
        Ok(waits.then(|| Finding::Failed {
            stream: row.stream,
            step: row.key.step,
            practice: row.key.subject,
            why: row.outcome.unwrap_or_default(),
        }))
    }

    /// Folds a campaign's history and compares it with what is stored, byte by byte.
    async fn compare(&self, id: CampaignId) -> Result<Option<Finding>, AppError> {
        let differs = |why: String| {
            Ok(Some(Finding::Differs {
                campaign: id.to_string(),
                why,
            }))
        };
        let folded = match self.fold(id).await {
            Ok(fold) => fold.campaign,
            Err(AppError::BadInput(lines)) => return differs(lines.join("; ")),
            Err(error) => return Err(error),
        };
        let Some(stored) = self.store().campaign(id).await? else {
            return differs("its row is gone".to_owned());
        };
        if bytes(&folded) == bytes(&stored.campaign) {
            return Ok(None);
        }
        differs("its stored state is not what its history makes".to_owned())
    }
}

/// A campaign as it is stored: its own row, then its tracks.
fn bytes(campaign: &Campaign) -> String {
    let tracks: Vec<_> = campaign
        .tracks
        .iter()
        .map(serde_json::to_string)
        .collect::<Result<_, _>>()
        .unwrap_or_default();
    format!(
        "{}\n{}",
        serde_json::to_string(campaign).unwrap_or_default(),
        tracks.join("\n")
    )
}

/// Whether somebody can move the campaign on: it is not started or stands still, an alarm or a directive holds it, or a
/// step is open that people do.
fn waits_for_a_person(def: &Def, campaign: &Campaign) -> bool {
    match campaign.lifecycle {
        Lifecycle::Planned | Lifecycle::Paused { .. } => return true,
        Lifecycle::Running { .. } | Lifecycle::Withdrawn { .. } | Lifecycle::Closed { .. } => {}
    }
    let mut alarms = campaign.tracks.iter().flat_map(|track| &track.facts.alarms);
    let mut directives = campaign.facts.directives.iter();
    if alarms.any(|one| one.cleared.is_none()) || directives.any(|one| one.lifted.is_none()) {
        return true;
    }
    let is_open = |place: Option<usize>| {
        def.definition
            .indexed()
            .any(|(ix, step)| match def.state(campaign, place, ix) {
                Some(StepState::Open(open)) => is_human(&step.kind, &open.progress),
                _ => false,
            })
    };
    is_open(None) || (0..campaign.tracks.len()).any(|place| is_open(Some(place)))
}

fn is_human(kind: &Kind, progress: &Progress) -> bool {
    match kind {
        Kind::Task { .. }
        | Kind::Approval { .. }
        | Kind::Consult { .. }
        | Kind::Acknowledgement { .. }
        | Kind::Answer
        | Kind::Publicity { .. }
        | Kind::List
        | Kind::SignOff { .. }
        // The mail house posts what it was handed.
        | Kind::Batch { .. } => true,
        Kind::Notice { .. } => *progress == Progress::Failed,
        Kind::Period | Kind::Permit | Kind::Recurring { .. } => false,
    }
}

#[cfg(test)]
mod tests;
