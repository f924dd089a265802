//! A plan put into a store without the check that publishing asks for: as a folder of an earlier version may hold one, and
//! to show that the rules stand guard over any plan. Only for stores that are thrown away; no command leads here.

use precede_app::{App, AppError};
use precede_model::{Digest, PersonId, ProgrammeCode, Timestamp, definition};
use precede_store::{Expect, Record, StoredDefinition, Write};

/// Puts it there; its programme and its digest.
///
/// # Errors
/// Its faults, or the database.
pub(crate) async fn put(
    app: &App,
    text: &str,
    by: PersonId,
    now: Timestamp,
) -> Result<(ProgrammeCode, Digest), AppError> {
    let templates = |_: &str| true;
    let parsed = definition::parse(text, "the plan", &templates).map_err(AppError::Faults)?;
    let digest = Digest::of(text);
    let stream = format!("programme:{}", parsed.code);
    let row = app.store().stream(&stream).await?;
    let mut write = Write::to(stream, row.map_or(Expect::New, Expect::Row));
    write.records.push(Record::Definition(StoredDefinition {
        digest,
        programme: parsed.code,
        text: text.to_owned(),
        published_at: now,
        published_by: by,
    }));
    let mut tick = app.tick(now);
    tick.also(write);
    tick.commit().await?;
    Ok((parsed.code, digest))
}
