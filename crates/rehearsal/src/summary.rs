//! What happened in a demo, counted from its ledger in one pass.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use precede_app::{App, AppError, export_line, head_of_heads};
use precede_model::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Demo, peak_rss_mb};

/// Judges one stream of an export (its lines, in order) and says how many of its entries broke a rule. The check is the
/// caller's, so that it shares nothing with what it judges.
pub type Check<'a> = dyn FnMut(&str) -> Result<u64, AppError> + Send + 'a;

/// Counts of a demo. The fields are an interface: `precede demo --json` prints them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Summary {
    /// Campaigns.
    pub pcts: u64,
    /// Practices that were in a tranche at any time.
    pub practices: u64,
    /// Notices handed over.
    pub notices: u64,
    /// Reminders handed over.
    pub reminders: u64,
    /// Practices that acknowledged and stand by it.
    pub acknowledged: u64,
    /// Silent practices released by name.
    pub silent: u64,
    /// Practices whose last answer is that they decline.
    pub declined: u64,
    /// Batches posted.
    pub batches: u64,
    /// Letters that came back.
    pub returned: u64,
    /// Go-live approvals issued.
    pub permits: u64,
    /// Alarms raised.
    pub alarms: u64,
    /// Practices that closed or merged into another.
    pub closed: u64,
    /// Practices that moved to another PCT.
    pub moved: u64,
    /// Refusals in the ledger, by rule.
    pub refusals: BTreeMap<String, u64>,
    /// Entries that broke a rule, as an independent check of the export found them.
    pub violations: u64,
    /// Simulated days since the start.
    pub simulated_days: u64,
    /// Seconds this run took.
    pub wall_seconds: f64,
    /// Most memory used.
    pub peak_rss_mb: u64,
    /// Head of the data folder: SHA-256 over the sorted lines `stream head`.
    pub head: String,
    /// The data folder.
    pub data_dir: String,
    /// Where captured mail lies.
    pub mail_dir: String,
}

/// The fields of a ledger body that are counted.
#[derive(Deserialize)]
struct Body<'a> {
    #[serde(borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    practice: Option<Cow<'a, str>>,
    #[serde(default)]
    practices: Vec<String>,
    number: Option<u64>,
    items: Option<u64>,
    #[serde(borrow)]
    answer: Option<Cow<'a, str>>,
    #[serde(borrow)]
    rule: Option<Cow<'a, str>>,
    informed_at: Option<Timestamp>,
    to: Option<serde_json::Value>,
}

/// Counts what the ledger of a data folder holds.
///
/// # Errors
/// A line that cannot be read, the check's own error, or the database.
pub(crate) async fn count(
    app: &App,
    demo: &Demo,
    opened: Timestamp,
    check: &mut Check<'_>,
) -> Result<Summary, AppError> {
    let heads = app.heads().await?;
    let mut counted = Counted::default();
    for head in &heads {
        let mut export = String::new();
        let mut stream = OfStream::default();
        app.read_ledger::<AppError>(&head.stream, |line| {
            let body: Body<'_> = serde_json::from_str(&line.body).map_err(|error| {
                AppError::bad(format!(
                    "{} line {}: cannot be read: {error}",
                    line.stream, line.seq
                ))
            })?;
            counted.take(&body, &mut stream);
            export.push_str(&export_line(&line));
            export.push('\n');
            Ok(())
        })
        .await?;
        counted.end(stream);
        counted.violations += check(&export)?;
    }
    let seconds = (app.now().await?.micros() - opened.micros()) / 1_000_000;
    Ok(Summary {
        pcts: counted.campaigns,
        practices: counted.practices.len() as u64,
        notices: counted.notices,
        reminders: counted.reminders,
        acknowledged: counted.acknowledged.len() as u64,
        silent: counted.silent,
        declined: counted.declined.len() as u64,
        batches: counted.batches,
        returned: counted.returned,
        permits: counted.permits,
        alarms: counted.alarms,
        closed: counted.closed,
        moved: counted.moved,
        refusals: counted.refusals,
        violations: counted.violations,
        simulated_days: (seconds / 86_400).try_into().unwrap_or(0),
        wall_seconds: 0.0,
        peak_rss_mb: peak_rss_mb(),
        head: head_of_heads(&heads).to_string(),
        data_dir: demo.data_dir.display().to_string(),
        mail_dir: demo.mail_dir.display().to_string(),
    })
}

/// Counts of all streams.
#[derive(Default)]
struct Counted {
    campaigns: u64,
    practices: BTreeSet<String>,
    acknowledged: BTreeSet<String>,
    declined: BTreeSet<String>,
    notices: u64,
    reminders: u64,
    silent: u64,
    batches: u64,
    returned: u64,
    permits: u64,
    alarms: u64,
    closed: u64,
    moved: u64,
    refusals: BTreeMap<String, u64>,
    violations: u64,
}

/// Where practices stand at the end of one stream.
#[derive(Default)]
struct OfStream {
    acknowledged: BTreeSet<String>,
    declined: BTreeSet<String>,
}

impl Counted {
    fn take(&mut self, body: &Body<'_>, stream: &mut OfStream) {
        let practice = || body.practice.as_deref().unwrap_or_default().to_owned();
        match &*body.kind {
            "campaign-planned" => {
                self.campaigns += 1;
                self.practices.extend(body.practices.iter().cloned());
            }
            "practice-joined" => {
                self.practices.insert(practice());
                if body.informed_at.is_some() {
                    stream.acknowledged.insert(practice());
                }
                answered(body.answer.as_deref(), practice(), stream);
            }
            "practice-left" => {
                self.moved += u64::from(body.to.as_ref().is_some_and(|to| !to.is_null()))
            }
            "practice-closed" | "practice-merged" => self.closed += 1,
            "notice-handed-over" if body.number == Some(0) => self.notices += 1,
            "notice-handed-over" => self.reminders += 1,
            "practice-informed" => {
                stream.acknowledged.insert(practice());
            }
            "informed-withdrawn" => {
                stream.acknowledged.remove(&practice());
            }
            "practice-answered" => answered(body.answer.as_deref(), practice(), stream),
            "silent-released" => self.silent += 1,
            "batch-posted" => self.batches += 1,
            "item-returned" => self.returned += body.items.unwrap_or(0),
            "alarm-raised" => self.alarms += 1,
            "permit-issued" => self.permits += 1,
            "refused" => {
                let rule = body.rule.as_deref().unwrap_or_default().to_owned();
                *self.refusals.entry(rule).or_default() += 1;
            }
            _ => {}
        }
    }

    fn end(&mut self, stream: OfStream) {
        self.acknowledged.extend(stream.acknowledged);
        self.declined.extend(stream.declined);
    }
}

fn answered(answer: Option<&str>, practice: String, stream: &mut OfStream) {
    match answer {
        Some("declines") => stream.declined.insert(practice),
        Some(_) => stream.declined.remove(&practice),
        None => false,
    };
}
