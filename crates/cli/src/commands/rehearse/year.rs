//! `precede rehearse FILE`: a year of a plan, its diary and what it came to.

use std::{sync::Arc, time::Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use precede_app::{AppError, compile};
use precede_engine::Def;
use precede_model::definition::Definition;
use precede_rehearsal::{
    START,
    year::{Faults, Rehearsal, Rehearsed, a_year_after, rehearse},
};
use precede_store::MemoryStore;
use serde_json::json;

use super::Arguments;
use crate::{answer::Answer, commands::programme, context::Context, errors::CliError};

/// Does it.
pub fn run(context: &Context, arguments: Arguments) -> Result<Answer, CliError> {
    let (name, def) = usable(context, &arguments)?;
    let until = arguments.until.unwrap_or(a_year_after(START));
    if until <= START {
        return Err(CliError::Usage(format!(
            "a rehearsal begins on {START}: `--until` must be later"
        )));
    }
    let rehearsal = Rehearsal {
        seed: arguments.seed,
        def: &def,
        pcts: arguments.pcts,
        opened: START,
        until,
        faults: if arguments.faults {
            Faults::Drawn
        } else {
            Faults::None
        },
        check: &check,
    };
    let bar = bar();
    let begun = Instant::now();
    let rehearsed = rehearse(&rehearsal, &|ended| bar.set_position(ended))?;
    bar.finish_and_clear();
    Ok(answer(&name, &rehearsed, begun.elapsed().as_secs_f64()))
}

/// The plan, compiled, if it may be used at all.
fn usable(context: &Context, arguments: &Arguments) -> Result<(String, Def), CliError> {
    let (name, text) = programme::read(context, &arguments.file)?;
    // A rehearsal needs no data folder; who asks whether a plan is sound does.
    let app = context.over(Arc::new(MemoryStore::new(START)))?;
    let definition: Definition = app.check_definition(&text, &name)?.definition;
    let def = compile(definition.clone(), arguments.variant.as_deref())?;
    app.require_sound(&definition).map_err(|error| match error {
        AppError::Unsound(_) => CliError::Usage(format!(
            "`{name}` is not sound: it could break the order; `precede programme check {}` tells how",
            arguments.file.display()
        )),
        other => other.into(),
    })?;
    Ok((name, def))
}

/// The independent check of one campaign's history.
pub(in crate::commands) fn check(export: &str) -> Result<Vec<String>, AppError> {
    let report = precede_audit::check(export.as_bytes())
        .map_err(|error| AppError::bad(error.to_string()))?;
    let line = |one: &precede_audit::Violation| {
        let practice = one.practice.as_deref().unwrap_or("the campaign");
        format!("entry {} ({practice}): {}: {}", one.seq, one.rule, one.why)
    };
    Ok(report.violations.iter().map(line).collect())
}

/// Campaigns that have ended, on stderr.
fn bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(5));
    let style = ProgressStyle::with_template("{spinner} {pos} campaigns played  {elapsed}")
        .unwrap_or_else(|_| ProgressStyle::default_spinner());
    bar.set_style(style);
    bar
}

fn answer(name: &str, rehearsed: &Rehearsed, seconds: f64) -> Answer {
    let is_well = rehearsed.wrong.is_empty();
    let text = in_words(name, rehearsed);
    let mut value = serde_json::to_value(rehearsed).unwrap_or_default();
    value["definition"] = json!(name);
    value["well"] = json!(is_well);
    value["seconds"] = json!((seconds * 1e3).round() / 1e3);
    Answer::done(text, value).judged(is_well)
}

/// The same seed gives the same words: how long it took is not among them.
fn in_words(name: &str, rehearsed: &Rehearsed) -> String {
    let Rehearsed {
        practices,
        counts,
        diary,
        table,
        waiting,
        faults,
        wrong,
    } = rehearsed;
    let mut text = String::new();
    for entry in diary {
        text += &format!("{}\n", entry.heading);
        for line in &entry.lines {
            text += &format!("  {line}\n");
        }
    }
    text += &format!(
        "\n{table}\n{name}: {} campaigns, {practices} practices, {} entries\n",
        counts.planned, counts.entries
    );
    for line in counts.sentences() {
        text += &format!("  {line}\n");
    }
    for (rule, times) in &counts.refusals {
        text += &format!("    {rule}: {times}\n");
    }
    if !faults.is_empty() {
        text += "went wrong on the way\n";
    }
    for (fault, times) in faults {
        text += &format!("  {times:>6} {fault}\n");
    }
    if !waiting.is_empty() {
        text += "waiting longest\n";
    }
    for one in waiting {
        let (practice, name, campaign) = (one.practice, &one.name, &one.campaign);
        text += &format!("  {practice} {name} ({campaign}), since {}\n", one.since);
        for line in &one.lines {
            text += &format!("    {line}\n");
        }
    }
    text += &format!("must not be: {}\n", wrong.len());
    for line in wrong {
        text += &format!("  {line}\n");
    }
    text
}
