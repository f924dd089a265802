//! `precede rehearse --replay`: a counterexample of `programme check` played through the shipped engine.

use std::{path::Path, sync::Arc};

use precede_app::{App, AppError, replay::Replay};
use precede_rehearsal::counterexample;
use precede_render::Renderer;
use precede_store::{MemoryStore, Store};
use serde_json::{Value, json};
use tracing::{instrument::WithSubscriber, subscriber::NoSubscriber};

use crate::{answer::Answer, errors::CliError};

/// Does it.
pub async fn run(file: &Path) -> Result<Answer, CliError> {
    let replay = read(file)?;
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new(replay.world.starts));
    let app = App::new(store, Arc::new(Renderer::embedded()));
    let played = counterexample::play(&app, &replay)
        .with_subscriber(NoSubscriber::default())
        .await?;
    let mut text = played.diary.clone();
    for line in &played.refused {
        text += &format!("refused: {line}\n");
    }
    text += &ending(&replay, played.is_reached);
    let json = json!({
        "reached": played.is_reached, "opening": replay.opening, "refused": played.refused,
        "diary": played.diary.lines().collect::<Vec<_>>(),
    });
    Ok(Answer::done(text, json).judged(played.is_reached))
}

fn ending(replay: &Replay, is_reached: bool) -> String {
    let Some(opening) = &replay.opening else {
        return if is_reached {
            "every command was taken\n".to_owned()
        } else {
            "not every command was taken\n".to_owned()
        };
    };
    let whom = opening
        .practice
        .map_or_else(String::new, |code| format!(" of practice {code}"));
    let (step, rule) = (opening.step, opening.rule);
    if is_reached {
        format!(
            "reached: `{step}`{whom} stands open, and {rule} ({}) refuses it\n",
            rule.title()
        )
    } else {
        format!(
            "not reached: `{step}`{whom} does not stand open against {rule} ({})\n",
            rule.title()
        )
    }
}

/// The replay itself, or the check's whole answer.
fn read(file: &Path) -> Result<Replay, CliError> {
    let name = file.display().to_string();
    let bad = |why: String| CliError::App(AppError::bad(format!("`{name}`: {why}")));
    let text = std::fs::read_to_string(file)
        .map_err(|error| bad(format!("{error}: name a file of commands")))?;
    let value: Value =
        serde_json::from_str(&text).map_err(|error| bad(format!("is no JSON: {error}")))?;
    let inner = [&value["counterexample"]["replay"], &value["replay"]];
    let found = inner
        .into_iter()
        .find(|inner| inner.is_object())
        .unwrap_or(&value);
    if value["sound"] == json!(true) {
        return Err(bad(
            "the definition is sound: there is nothing to play".to_owned()
        ));
    }
    serde_json::from_value(found.clone()).map_err(|error| bad(format!("holds no replay: {error}")))
}
