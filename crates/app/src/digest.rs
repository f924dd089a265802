//! The daily digest to PCT staff: only with news, and then with where things stand, what waits and what comes.
//!
//! News is read from the campaign's state over a window of time, the windows of successive digests touching, so that
//! nothing is told twice and nothing is left out after a night without a daemon.

mod news;
mod seen_to;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use precede_engine::Def;
use precede_model::{Campaign, CampaignId, EffectKey, Outgoing, StepId, StepState, Timestamp};
use precede_render::{ComingStep, DigestContext, StepCount, Waiting, date_words};
use precede_store::TimerChange;

use crate::{
    App, AppError, DAEMON, Tick,
    day::{NEVER, register_day},
    explain, status,
};

/// The timer row that keeps the windows. It never fires.
const WINDOWS: &str = "digest-windows";
/// Windows kept: a digest that waits for the relay longer than this says what is new as at its sending.
const WINDOWS_MAX: usize = 14;
/// At most so many things that wait are listed; the rest is in `precede campaign status`.
const WAITING_MAX: usize = 20;

/// From when to when the digest of a day looks; the first instant is not in it, the last is.
type Window = (Timestamp, Timestamp);

impl Tick<'_> {
    /// Plans today's digest for every running campaign that has news.
    ///
    /// # Errors
    /// When the database is not available.
    pub async fn plan_digests(&mut self) -> Result<(), AppError> {
        let now = self.now();
        let day = register_day(now);
        let mut windows = self.app().digest_windows().await?;
        let since = windows.values().map(|(_, until)| *until).max();
        // The first digest looks back a day.
        let window = (since.unwrap_or(now.plus_seconds(-86_400)), now);
        for id in self.live_campaigns().await? {
            let (campaign, def) = self.campaign(id).await?;
            if campaign.is_running() && !news::of(def, campaign, window).is_empty() {
                self.correspond(id, key(day), Outgoing::Digest { day })
                    .await?;
            }
        }
        windows.insert(day, window);
        while windows.len() > WINDOWS_MAX {
            windows.pop_first();
        }
        let carries = serde_json::to_string(&windows).expect("days and instants are JSON");
        self.daemon_timer(TimerChange::Set {
            name: WINDOWS.to_owned(),
            due: NEVER,
            carries,
        });
        Ok(())
    }
}

impl App {
    /// What the digest of a day says of a campaign.
    ///
    /// # Errors
    /// When there is no such campaign or the database is not available.
    pub async fn digest(
        &self,
        id: CampaignId,
        day: NaiveDate,
        now: Timestamp,
    ) -> Result<DigestContext, AppError> {
        let window = self.digest_windows().await?.get(&day).copied();
        let window = window.unwrap_or((now.plus_seconds(-86_400), now));
        let pct_name = self.organisation_name(id.pct).await?;
        let wake = self.store().timer(&id.stream(), crate::WAKE).await?;
        let mut tick = self.tick(now);
        let (campaign, def) = tick.campaign(id).await?;
        let mut context = context(def, campaign, (window, day), now);
        tick.commit().await?;
        context.pct_name = pct_name;
        context.coming.extend(wake.map(|timer| ComingStep {
            date: date_words(register_day(timer.due)),
            what: "the next reminder, wait or date that falls due".to_owned(),
        }));
        Ok(context)
    }

    /// What is new in a campaign since an instant, a sentence each.
    ///
    /// # Errors
    /// When there is no such campaign or the database is not available.
    pub async fn digest_news(
        &self,
        id: CampaignId,
        since: Timestamp,
    ) -> Result<Vec<String>, AppError> {
        let now = self.now().await?;
        let mut tick = self.tick(now);
        let (campaign, def) = tick.campaign(id).await?;
        let news = news::of(def, campaign, (since, now));
        tick.commit().await?;
        Ok(news)
    }

    async fn digest_windows(&self) -> Result<BTreeMap<NaiveDate, Window>, AppError> {
        let kept = self.store().timer(DAEMON, WINDOWS).await?;
        // A row that cannot be read costs one digest its window, no more.
        Ok(kept
            .and_then(|timer| serde_json::from_str(&timer.carries).ok())
            .unwrap_or_default())
    }
}

/// One digest a campaign and day.
fn key(day: NaiveDate) -> EffectKey {
    let step: StepId = "digest".parse().expect("`digest` is a name");
    let days = day.signed_duration_since(NaiveDate::default()).num_days();
    let number = u16::try_from(days.rem_euclid(65_536)).expect("the remainder is below 65,536");
    EffectKey {
        step,
        subject: None,
        occurrence: 1,
        number,
    }
}

fn context(
    def: &Def,
    campaign: &Campaign,
    (window, day): (Window, NaiveDate),
    now: Timestamp,
) -> DigestContext {
    let mut news = news::of(def, campaign, window);
    if news.is_empty() {
        news.push("what was new has been settled meanwhile".to_owned());
    }
    DigestContext {
        programme_title: def.definition.title.clone(),
        reference: campaign.id.to_string(),
        pct_name: String::new(),
        date: date_words(day),
        phase_title: status::phase(def, campaign)
            .map_or("all done".to_owned(), |phase| phase.title),
        news,
        counts: counts(def, campaign),
        waiting: waiting(def, campaign, now),
        coming: Vec::new(),
    }
}

/// Steps that have begun.
fn counts(def: &Def, campaign: &Campaign) -> Vec<StepCount> {
    let lines = def
        .definition
        .indexed()
        .map(|step| status::line(def, campaign, step));
    lines
        .filter(|line| line.open + line.done > 0)
        .map(|line| StepCount {
            done: line.done,
            // What was passed over is nobody's work.
            all: line.pending + line.open + line.done,
            title: line.title,
        })
        .collect()
}

/// Steps of the campaign that wait for somebody, then practices' steps by how many wait.
fn waiting(def: &Def, campaign: &Campaign, now: Timestamp) -> Vec<Waiting> {
    let zone_day = |at: Timestamp| date_words(def.day(at));
    let of_campaign = def.campaign_steps().iter().filter_map(|ix| {
        let state = def.state(campaign, None, *ix)?;
        matches!(state, StepState::Open(_)).then_some(())?;
        let step = explain::step(def, campaign, (*ix, state), None, now)?;
        let (what, who) = (step.title, step.who.unwrap_or_default());
        Some(Waiting {
            what,
            needs: step.waits_for,
            who,
            earliest: step.earliest.map(zone_day),
        })
    });
    let of_practices = def.track_steps().iter().filter_map(|ix| {
        let line = status::line(def, campaign, (*ix, def.step(*ix)));
        (line.open > 0).then(|| Waiting {
            what: line.title,
            needs: practices_words(line.open),
            who: line.owner,
            earliest: None,
        })
    });
    // What is wrong stands first, for nothing else of the practice goes on meanwhile.
    seen_to::waiting(campaign, now)
        .into_iter()
        .chain(of_campaign)
        .chain(of_practices)
        .take(WAITING_MAX)
        .collect()
}

/// `1 practice`, `12 practices`.
pub(crate) fn practices_words(count: u32) -> String {
    if count == 1 {
        "1 practice".to_owned()
    } else {
        format!("{count} practices")
    }
}

#[cfg(test)]
mod tests;
