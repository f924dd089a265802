//! Definitions: checked, published, listed.

use precede_engine::time::Schedule;
use precede_model::{
    Digest, PersonId, Role,
    definition::{self, Definition, Kind},
};
use precede_store::{Expect, Record, StoredDefinition, Write};
use serde_json::json;

use crate::{App, AppError};

/// A definition without faults.
pub struct Checked {
    /// As read.
    pub definition: Definition,
}

/// A definition approved for use.
pub struct Published {
    /// Its digest.
    pub digest: Digest,
    /// Whether it had been published before.
    pub was_there: bool,
}

impl App {
    /// Reads a definition and reports everything that is wrong with it.
    ///
    /// # Errors
    /// All faults at once.
    pub fn check_definition(&self, text: &str, file: &str) -> Result<Checked, AppError> {
        let templates = |name: &str| self.renderer().has(name);
        let definition = definition::parse(text, file, &templates).map_err(AppError::Faults)?;
        let faults = bad_schedules(&definition, file);
        if faults.is_empty() {
            Ok(Checked { definition })
        } else {
            Err(AppError::BadInput(faults))
        }
    }

    /// Publishes a definition: from now on campaigns can be planned on it. Publishing the same text again changes
    /// nothing.
    ///
    /// # Errors
    /// Its faults, a person who may not, or the database.
    pub async fn publish(
        &self,
        text: &str,
        file: &str,
        by: PersonId,
    ) -> Result<Published, AppError> {
        self.require_role(by, &[Role::ProgrammeLead, Role::Administrator])
            .await?;
        let definition = self.check_definition(text, file)?.definition;
        let digest = Digest::of(text);
        if self.store().definition(digest).await?.is_some() {
            return Ok(Published {
                digest,
                was_there: true,
            });
        }
        let now = self.now().await?;
        let stream = format!("programme:{}", definition.code);
        let row = self.store().stream(&stream).await?;
        let mut write = Write::to(stream, row.map_or(Expect::New, Expect::Row));
        write.bodies.push(
            json!({
                "at": now, "happened": now, "counts_from": now, "kind": "definition-published",
                "pct": null, "practice": null, "step": null, "actor": by, "evidence": {},
                "programme": definition.code, "title": definition.title, "definition": digest,
            })
            .to_string(),
        );
        write.records.push(Record::Definition(StoredDefinition {
            digest,
            programme: definition.code,
            text: text.to_owned(),
            published_at: now,
            published_by: by,
        }));
        let mut tick = self.tick(now);
        tick.also(write);
        tick.commit().await?;
        Ok(Published {
            digest,
            was_there: false,
        })
    }
}

/// Cron expressions the engine's clock cannot follow. The reader of definitions knows their shape only.
fn bad_schedules(definition: &Definition, file: &str) -> Vec<String> {
    let recurring = definition.steps.iter().filter_map(|step| match &step.kind {
        Kind::Recurring { every, .. } => Some((step, every)),
        _ => None,
    });
    recurring
        .filter_map(|(step, every)| Some((step, Schedule::parse(every).err()?)))
        .map(|(step, bad)| format!("{file}:{}: {}.every: {bad}", step.line, step.id))
        .collect()
}
