//! Twins: definitions broken in one way each, all run through the one world, its bounds and its properties. If one of
//! them passes, the proof is worth nothing.

use precede_engine::time::Calendar;
use precede_proof::{Bounds, check};

use crate::common::{calendar, parse};

/// The files, each with the rule its first line says it breaks.
fn twins() -> Vec<(String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/twins");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder of twins")
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|file| {
            let name = file.file_stem().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(&file).unwrap())
        })
        .collect()
}

#[test]
fn every_twin_is_caught() {
    let twins = twins();
    assert!(twins.len() >= 20, "{}", twins.len());
    let wrong: Vec<String> = twins
        .iter()
        .filter_map(|(name, text)| look(name, text, &calendar()).err())
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn look(name: &str, text: &str, calendar: &Calendar) -> Result<(), String> {
    let definition = parse(text);
    let report = check(&definition, None, Bounds::QUICK, calendar).unwrap();
    let Some(found) = report.counterexample else {
        return Err(format!(
            "{name}: it passes ({} states)",
            report.unique_states
        ));
    };
    let rule = text
        .lines()
        .next()
        .unwrap_or_default()
        .trim_start_matches("# Broken: ");
    let rule = rule.split(". ").next().unwrap_or_default();
    if found.rule != rule {
        return Err(format!("{name}: caught by {} and not {rule}", found.rule));
    }
    if !found.replayed {
        return Err(format!("{name}: its replay does not lead there"));
    }
    if found.story.is_empty() || found.lines.is_empty() {
        return Err(format!("{name}: nothing is told of it"));
    }
    let last = &found.story[found.story.len() - 1].text;
    println!(
        "{name}: {last}\n    {}",
        found.mend.as_deref().unwrap_or("no mend found")
    );
    Ok(())
}
