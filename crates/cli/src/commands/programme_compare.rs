//! `precede programme compare`: two versions of a definition, before any campaign moves.

use std::{path::PathBuf, sync::Arc, time::Instant};

use clap::Args;
use precede_app::{App, AppError, Bounds, Change, Comparison, Sentence};
use precede_model::Timestamp;
use precede_store::MemoryStore;

use super::{moving, programme::read};
use crate::{answer::Answer, context::Context, errors::CliError};

/// Which versions.
#[derive(Args)]
pub struct Arguments {
    /// The old version
    from: PathBuf,
    /// The new version
    to: PathBuf,
    /// The old version's variant [default: its first]
    #[arg(long, value_name = "VARIANT")]
    from_variant: Option<String>,
    /// The new version's variant [default: its first]
    #[arg(long, value_name = "VARIANT")]
    variant: Option<String>,
    /// Explores less: one unusual thing in a history
    #[arg(long)]
    quick: bool,
}

/// Fewest figures by which a published version is known.
const DIGEST_MIN: usize = 6;

/// Does it.
pub async fn run(context: &Context, arguments: Arguments) -> Result<Answer, CliError> {
    let folder = match context.app().await {
        Ok(app) => Some(app),
        Err(CliError::Usage(_)) => None,
        Err(error) => return Err(error),
    };
    // Two files need no data folder.
    let app = match &folder {
        Some(app) => app.clone(),
        None => context.over(Arc::new(MemoryStore::new(Timestamp::from_micros(0))))?,
    };
    let from = version(context, folder.as_deref(), &arguments.from).await?;
    let to = version(context, folder.as_deref(), &arguments.to).await?;
    let old = app.check_definition(&from.1, &from.0)?.definition;
    let new = app.check_definition(&to.1, &to.0)?.definition;
    let bounds = if arguments.quick {
        Bounds::QUICK
    } else {
        Bounds::FULL
    };
    let variants = (
        arguments.from_variant.as_deref(),
        arguments.variant.as_deref(),
    );
    let began = Instant::now();
    let mut found = app.compare_versions((&old, variants.0), (&new, variants.1), bounds)?;
    if let Some(app) = &folder {
        found.campaigns = Some(app.would_move(&new, variants.1).await?);
    }
    found.seconds = (began.elapsed().as_secs_f64() * 1e3).round() / 1e3;
    let words = in_words((&from.0, &to.0), &found);
    let is_lawful = found.lawful;
    Ok(Answer::done(words, found).judged(is_lawful))
}

/// A version's name and text: a published one by its digest, a file, or a shipped one.
async fn version(
    context: &Context,
    app: Option<&App>,
    name: &std::path::Path,
) -> Result<(String, String), CliError> {
    let word = name.display().to_string();
    let is_digest =
        word.len() >= DIGEST_MIN && word.chars().all(|figure| figure.is_ascii_hexdigit());
    let (Some(app), true, false) = (app, is_digest, name.exists()) else {
        return read(context, name);
    };
    let published = app
        .store()
        .definitions(None)
        .await
        .map_err(AppError::from)?;
    let mut known = published
        .into_iter()
        .filter(|one| one.digest.to_string().starts_with(&word));
    match (known.next(), known.next()) {
        (Some(one), None) => Ok((word, one.text)),
        (Some(_), Some(_)) => Err(CliError::Usage(format!(
            "several published definitions begin with `{word}`: write more of the digest (`precede programme list`)"
        ))),
        (None, _) => Err(CliError::Usage(format!(
            "no published definition begins with `{word}`: see `precede programme list`"
        ))),
    }
}

fn in_words((old, new): (&str, &str), found: &Comparison) -> String {
    let mut text = format!("{old} -> {new}: {}\n", verdict(found));
    if found.states > 0 {
        text += &format!(
            "{} states of the old version, {} move; {} states explored after the move; {:.2} s, {} bounds\n",
            found.states, found.moves, found.states_after, found.seconds, found.bounds
        );
    }
    text += "\nWhat differs:\n";
    if found.changes.is_empty() {
        text += "  nothing\n";
    }
    for change in &found.changes {
        text += &format!("  {}\n", changed(change));
    }
    for stays in &found.stays {
        text += &format!("\nStays in {} states: {}\n", stays.states, stays.why);
        text += &told(&stays.story);
    }
    if let Some(wrong) = &found.wrong {
        text += &format!(
            "\nWhat could go wrong ({}):\n{}",
            wrong.rule,
            told(&wrong.story)
        );
    }
    match &found.campaigns {
        Some(report) => {
            let (moved, stay) = (report.moved.len(), report.refused.len());
            text += &format!("\nCampaigns here: {moved} would move, {stay} would stay\n");
            text += &moving::each(report);
        }
        None => text += "\nNo data folder here: no campaigns were looked at\n",
    }
    text
}

fn verdict(found: &Comparison) -> String {
    if found.from == found.to {
        return "one and the same version".to_owned();
    }
    match (&found.wrong, found.stays.is_empty(), found.whole) {
        (Some(wrong), ..) => format!("something could go wrong after the move ({})", wrong.rule),
        (None, _, false) => "not proved: too large for the bounds".to_owned(),
        (None, false, true) => "some campaigns could not move".to_owned(),
        (None, true, true) => "every campaign moves lawfully".to_owned(),
    }
}

/// One change: `order  step `x` (line 7): after: a -> b`.
fn changed(change: &Change) -> String {
    let bearing = serde_json::to_value(change.bears_on).unwrap_or_default();
    let line = change.line_after.or(change.line_before);
    let place = match (change.step, line) {
        (Some(step), Some(line)) => format!("`{step}` (line {line}): "),
        (Some(step), None) => format!("`{step}`: "),
        (None, _) => String::new(),
    };
    let what = match (&change.before, &change.after) {
        (Some(before), Some(after)) => format!("{} {before} -> {after}", change.key),
        (None, Some(after)) => format!("{} new: {after}", change.key),
        (Some(before), None) => format!("{} gone: {before}", change.key),
        (None, None) => change.key.clone(),
    };
    format!("{:8} {place}{what}", bearing.as_str().unwrap_or_default())
}

fn told(story: &[Sentence]) -> String {
    let lines = story
        .iter()
        .map(|sentence| format!("  {}\n", sentence.text));
    lines.collect()
}
