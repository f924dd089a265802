//! What must hold after a run, however often it was cut short.

use std::collections::{BTreeMap, BTreeSet};

use precede_app::{App, DAEMON, WAKE, export_line};
use precede_store::EffectState;
use serde_json::Value;

use super::outside::Reached;

/// Everything that can be seen of a database at the end of a story, without what a crash may leave: refusals of orders
/// that were done already, a statement that was made again in the same words, and how often something was tried.
#[derive(Debug, PartialEq, Eq)]
pub struct Seen {
    campaigns: BTreeMap<String, String>,
    ledger: Vec<String>,
    effects: BTreeMap<String, &'static str>,
    timers: Vec<String>,
}

impl Seen {
    /// Reads all of it, and holds the ledger against the independent check and against the state.
    pub async fn of(app: &App) -> Self {
        let export = exported(app).await;
        check(&export);
        let mut campaigns = BTreeMap::new();
        let mut timers = Vec::new();
        for id in app.store().campaigns().await.expect("campaigns") {
            let loaded = app.store().campaign(id).await.expect("it is read");
            let campaign = loaded.expect("it is there").campaign;
            let folded = app.fold(id).await.expect("its history is whole").campaign;
            assert_eq!(
                folded, campaign,
                "the ledger of {id} folds to another state"
            );
            assert_eq!(state(&folded), state(&campaign));
            campaigns.insert(id.to_string(), state(&campaign));
            let wake = app.store().timer(&id.stream(), WAKE).await.expect("timers");
            timers.push(format!("{id} {:?}", wake.map(|timer| timer.due)));
        }
        for name in ["digest", "register-refresh", "self-check"] {
            let timer = app.store().timer(DAEMON, name).await.expect("timers");
            timers.push(format!("{name} {:?}", timer.map(|timer| timer.due)));
        }
        timers.push(format!("{}", app.now().await.expect("a clock")));
        Self {
            campaigns,
            ledger: said_once(export.iter().filter_map(|line| told(line)).collect()),
            effects: effects(app).await,
            timers,
        }
    }

    /// What differs from another run, in a few lines.
    pub fn differs_from(&self, other: &Self) -> Option<String> {
        if self.campaigns == other.campaigns
            && self.ledger == other.ledger
            && self.effects == other.effects
            && self.timers == other.timers
        {
            return None;
        }
        let lines = |seen: &Self| -> Vec<String> {
            let effects = seen.effects.iter().map(|(key, at)| format!("{key}: {at}"));
            let mut lines: Vec<String> = seen.ledger.iter().cloned().chain(effects).collect();
            lines.extend(seen.timers.iter().cloned());
            lines.extend(seen.campaigns.values().cloned());
            lines
        };
        let (mine, theirs) = (lines(self), lines(other));
        // What was written twice differs from what was written once.
        let only = |these: &[String], those: &[String]| -> String {
            let mut rest = those.to_vec();
            let missing = these.iter().filter(|one| {
                let place = rest.iter().position(|other| other == *one);
                place.map(|place| rest.swap_remove(place)).is_none()
            });
            missing.map(|line| format!("  {line}\n")).collect()
        };
        Some(format!(
            "only in this run:\n{}only in the undisturbed one:\n{}",
            only(&mine, &theirs),
            only(&theirs, &mine)
        ))
    }
}

/// A campaign's whole state, as it is stored.
fn state(campaign: &precede_model::Campaign) -> String {
    let tracks: Vec<Value> = campaign
        .tracks
        .iter()
        .map(|track| serde_json::to_value(track).expect("JSON"))
        .collect();
    let own = serde_json::to_string(campaign).expect("JSON");
    format!("{own} {}", Value::from(tracks))
}

async fn exported(app: &App) -> Vec<String> {
    let mut lines = Vec::new();
    for head in app.heads().await.expect("heads") {
        app.read_ledger::<precede_app::AppError>(&head.stream, |line| {
            lines.push(export_line(&line));
            Ok(())
        })
        .await
        .expect("the ledger is read");
    }
    lines
}

fn check(export: &[String]) {
    let text: String = export.iter().map(|line| format!("{line}\n")).collect();
    let report = precede_audit::check(text.as_bytes()).expect("an export is read");
    assert!(report.violations.is_empty(), "{:#?}", report.violations);
    assert_eq!(report.entries, export.len() as u64);
}

/// A line of the ledger without its place in the chain; `None` for a refusal.
fn told(line: &str) -> Option<String> {
    let line: Value = serde_json::from_str(line).expect("JSON");
    let body = line["body"].as_str().expect("a body");
    let is_refusal = body.contains("\"kind\":\"refused\"");
    (!is_refusal).then(|| format!("{} {body}", line["campaign"]))
}

/// Who got no answer says it again: the same words of a person at the same instant are one statement. What the daemon
/// records it records once.
fn said_once(lines: Vec<String>) -> Vec<String> {
    let mut said = BTreeSet::new();
    let is_by_person = |line: &str| !line.contains("\"actor\":\"precede\"");
    let mut lines = lines;
    lines.retain(|line| said.insert(line.clone()) || !is_by_person(line));
    lines
}

/// Every effect is accounted for: none is under way, in doubt or forgotten.
async fn effects(app: &App) -> BTreeMap<String, &'static str> {
    let mut effects = BTreeMap::new();
    for state in EffectState::ALL {
        for row in app.store().effects_in(state).await.expect("effects") {
            let is_open = matches!(
                state,
                EffectState::Sending | EffectState::InDoubt | EffectState::Quarantined
            );
            assert!(!is_open, "{} {} is left {state:?}", row.stream, row.key);
            effects.insert(format!("{} {}", row.stream, row.key), state.word());
        }
    }
    effects
}

/// Holds what reached the outside to what an undisturbed run sent there: each mail in the same order, repeated if at all
/// before its successor; each batch once, and once more each time a person said that it had not left.
pub fn same_outside(now: &Reached, then: &Reached) -> Option<String> {
    let mails: BTreeMap<_, _> = now
        .mails
        .iter()
        .map(|(to, mails)| (*to, once(mails.clone())))
        .collect();
    if mails != then.mails {
        return Some(format!("mails: {:?}, not {:?}", now.mails, then.mails));
    }
    for (batch, released) in &then.released {
        let times = now.released.get(batch).copied().unwrap_or_default();
        if times != *released {
            return Some(format!("batch {batch:?} was handed over {times} times"));
        }
    }
    let same =
        now.released.len() == then.released.len() && now.recalled.keys().eq(then.recalled.keys());
    (!same).then(|| "other batches were handed over or asked back".to_owned())
}

/// Repetitions that follow one another are one.
fn once<T: PartialEq>(mut told: Vec<T>) -> Vec<T> {
    told.dedup();
    told
}
