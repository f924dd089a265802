//! `precede programme check`: a definition explored with the real engine.

use std::{path::PathBuf, sync::Arc, time::Instant};

use precede_app::{App, AppError, Bounds, Counterexample, Proof, draw};
use precede_model::{Timestamp, definition::Definition};
use precede_store::MemoryStore;

use super::programme::outline;
use crate::{answer::Answer, context::Context, errors::CliError};

/// Does it.
pub fn run(
    context: &Context,
    (name, text): (String, String),
    (quick, variant, drawing): (bool, Option<String>, Option<PathBuf>),
) -> Result<Answer, CliError> {
    // A check needs no data folder.
    let store = MemoryStore::new(Timestamp::from_micros(0));
    let app = context.over(Arc::new(store))?;
    let definition = app.check_definition(&text, &name)?.definition;
    let bounds = if quick { Bounds::QUICK } else { Bounds::FULL };
    let began = Instant::now();
    let mut report = prove(&app, &definition, (variant.as_deref(), bounds))?;
    report.seconds = (began.elapsed().as_secs_f64() * 1e3).round() / 1e3;
    if let Some(found) = &mut report.counterexample {
        found.replay.definition.text.clone_from(&text);
    }
    if let Some(file) = drawing {
        let svg = draw(&definition, report.counterexample.as_ref());
        std::fs::write(&file, svg).map_err(|error| {
            CliError::Usage(format!("`{}` cannot be written: {error}", file.display()))
        })?;
    }
    let words = in_words(&name, (&definition, &report));
    let is_sound = report.sound;
    Ok(Answer::done(words, report).judged(is_sound))
}

/// One variant; or the first one, and every other one quickly.
fn prove(
    app: &App,
    definition: &Definition,
    (variant, bounds): (Option<&str>, Bounds),
) -> Result<Proof, AppError> {
    let mut report = app.prove(definition, variant, bounds)?;
    if variant.is_some() {
        return Ok(report);
    }
    for other in definition.variants.iter().skip(1) {
        if !report.sound {
            break;
        }
        let states = report.unique_states;
        let quick = app.prove(definition, Some(&other.id), Bounds::QUICK)?;
        if !quick.sound {
            report = quick;
            report.unique_states += states;
            break;
        }
        report.unique_states += quick.unique_states;
    }
    Ok(report)
}

fn in_words(name: &str, (definition, report): (&Definition, &Proof)) -> String {
    let bounds = &report.bounds;
    let mut text = format!(
        "{name}: {}\n{} states in {:.2} s, {} bounds: {} practices and {} in reach, {} people of each role, at most \
         {} unusual in one history; {}\n",
        verdict(report),
        report.unique_states,
        report.seconds,
        bounds.name,
        bounds.practices,
        bounds.reached,
        bounds.people_per_role,
        bounds.unusual,
        match (bounds.whole, report.sound) {
            (true, true) => "every such history was looked at",
            (true, false) => "it ends at the first that is wrong",
            (false, _) => "there are too many to look at them all",
        },
    );
    for rule in &report.rules {
        let proved = match (rule.proved, rule.states) {
            (true, _) => "proved",
            (false, 0) => "not reached",
            (false, _) => "not proved",
        };
        text += &format!(
            "  {:16} {:11} {:>9} states  {}\n",
            rule.rule, proved, rule.states, rule.law
        );
    }
    match &report.counterexample {
        None => text += &format!("\n{}", outline(definition)),
        Some(found) => text += &told(found),
    }
    text
}

fn verdict(report: &Proof) -> String {
    match &report.counterexample {
        None if report.sound => "sound".to_owned(),
        None => "not proved: too large for the bounds".to_owned(),
        Some(found) => format!("not sound ({})", found.rule),
    }
}

fn told(found: &Counterexample) -> String {
    let mut text = "\nWhat could happen:\n".to_owned();
    for sentence in &found.story {
        text += &format!("  {}\n", sentence.text);
    }
    if !found.lines.is_empty() {
        text += "Lines that allow it:\n";
    }
    for line in &found.lines {
        text += &format!("  {:>4}  `{}` {}\n", line.line, line.step, line.why);
    }
    if let Some(mend) = &found.mend {
        text += &format!("What would mend it:\n  {mend}\n");
    }
    text
}
