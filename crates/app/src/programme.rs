//! Definitions: checked, published, listed.

use precede_engine::time::Schedule;
use precede_model::{
    Digest, PersonId, Role,
    definition::{self, Definition, Kind},
};
use precede_proof::{Bounds, Report, proved};
use precede_store::{Expect, Record, StoredDefinition, Write};
use serde_json::json;

use crate::{App, AppError, shipped};

/// A definition without faults.
pub struct Checked {
    /// As read.
    pub definition: Definition,
}

/// How a definition was proved before it was published.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
struct Passed {
    /// The content that was checked.
    digest: Digest,
    /// Within which bounds.
    bounds: &'static str,
    /// `build`: this very content is among those proved when this version was made; `here`: it was explored now.
    explored: &'static str,
    /// Different states, over all variants.
    unique_states: usize,
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

    /// Proves a definition: explores it with the real engine. `None`: its first variant. The caller keeps the time.
    ///
    /// # Errors
    /// When it has no such variant.
    pub fn prove(
        &self,
        definition: &Definition,
        variant: Option<&str>,
        bounds: Bounds,
    ) -> Result<Report, AppError> {
        let calendar = shipped::calendars().get(definition.calendar);
        precede_proof::check(definition, variant, bounds, calendar)
            .map_err(|unknown| AppError::bad(unknown.to_string()))
    }

    /// Publishes a definition: from now on campaigns can be planned on it. Publishing the same text again changes
    /// nothing. Its content must have passed the check in each of its variants; what was checked is in the ledger.
    ///
    /// # Errors
    /// Its faults, that it is not sound, a person who may not, or the database.
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
        let passed = self.passes(&definition)?;
        self.put_in_use(text, (&definition, passed), by).await
    }

    /// Demands a passed check of this very content, without publishing it.
    ///
    /// # Errors
    /// That it is not sound.
    pub fn require_sound(&self, definition: &Definition) -> Result<(), AppError> {
        self.passes(definition).map(drop)
    }

    /// A check of this very content that was passed: when this version was made, or now.
    fn passes(&self, definition: &Definition) -> Result<Passed, AppError> {
        let digest = definition
            .digest
            .parse()
            .map_err(|_| AppError::bad("the definition has no digest"))?;
        let variants: Vec<Option<&str>> = if definition.variants.is_empty() {
            vec![None]
        } else {
            definition
                .variants
                .iter()
                .map(|one| Some(one.id.as_str()))
                .collect()
        };
        let known: Vec<_> = proved(&definition.digest).collect();
        let is_known = variants.iter().all(|variant| {
            known
                .iter()
                .any(|one| one.variant == variant.unwrap_or_default())
        });
        let mut passed = Passed {
            digest,
            bounds: "quick",
            explored: "build",
            unique_states: known.iter().map(|one| one.states).sum(),
        };
        if is_known {
            return Ok(passed);
        }
        passed.explored = "here";
        passed.unique_states = 0;
        for variant in variants {
            let report = self.prove(definition, variant, Bounds::QUICK)?;
            passed.unique_states += report.unique_states;
            if !report.sound {
                return Err(AppError::Unsound(Box::new(report)));
            }
        }
        Ok(passed)
    }

    async fn put_in_use(
        &self,
        text: &str,
        (definition, passed): (&Definition, Passed),
        by: PersonId,
    ) -> Result<Published, AppError> {
        let digest = Digest::of(text);
        let now = self.now().await?;
        let stream = format!("programme:{}", definition.code);
        let row = self.store().stream(&stream).await?;
        let mut write = Write::to(stream, row.map_or(Expect::New, Expect::Row));
        write.bodies.push(
            json!({
                "at": now, "happened": now, "counts_from": now, "kind": "definition-published",
                "pct": null, "practice": null, "step": null, "actor": by, "evidence": {},
                "programme": definition.code, "title": definition.title, "definition": digest, "check": passed,
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
