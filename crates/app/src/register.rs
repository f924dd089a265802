//! Official register files are imported: all of them are read and checked before anything is written, and what they
//! change is one commit with one event. Importing the same files again changes nothing and records nothing.

mod difference;
mod files;
mod tables;

use std::{collections::BTreeMap, io::Read, sync::Arc};

use precede_model::{Actor, Digest, PersonId, Role, Timestamp};
use precede_register::{Alteration, Format, Register};
use precede_store::{Expect, Guard, Write};
use serde::Serialize;
use serde_json::json;

use self::difference::Difference;
pub use self::{difference::MembershipCounts, tables::SHIPPED_REGISTER};
use crate::{App, AppError};

/// The stream of organisations, memberships and contacts.
pub(crate) const REGISTER: &str = "register";

/// The register that these files make, with no database: all of them are read and checked.
///
/// # Errors
/// Every fault of every file with its row.
pub fn read_register<R: Read + Send>(files: Vec<(String, R)>) -> Result<Register, AppError> {
    let read = files::read_all(files)?;
    Ok(files::apply(&Register::default(), read)?.0)
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImportReport {
    /// File by file, in the order in which they were taken: older before newer.
    pub files: Vec<FileReport>,
    /// Whether anything was written.
    pub changed: bool,
    /// How many organisations changed in each way.
    pub organisations: BTreeMap<Alteration, u64>,
    /// How many memberships changed in each way.
    pub memberships: MembershipCounts,
}

/// What was read of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileReport {
    /// Its name, as the caller gave it.
    pub name: String,
    /// SHA-256 of its bytes.
    pub digest: Digest,
    /// Its format.
    pub format: Format,
    /// Rows, without a header.
    pub rows: u64,
    /// Rows that stated something.
    pub taken: u64,
    /// Rows skipped, by reason.
    pub skipped: BTreeMap<String, u64>,
    /// Memberships left out because a side of them is not in the register, by reason.
    pub left_out: BTreeMap<String, u64>,
}

impl App {
    /// Imports official register files (or the project's condensed tables), each with a name for messages. The files
    /// of one call may name one another's organisations; where they disagree the newer file is right.
    ///
    /// # Errors
    /// Every fault of every file with its row, and then nothing is written; a person who may not.
    pub async fn import_register<R: Read + Send>(
        &self,
        files: Vec<(String, R)>,
        by: Option<PersonId>,
    ) -> Result<ImportReport, AppError> {
        if let Some(person) = by {
            self.require_role(person, &[Role::Administrator]).await?;
        }
        let read = files::read_all(files)?;
        // The row first: who else changes the register from here on is met at the commit.
        let mut write = self.register_write().await?;
        let before = self.register().await?;
        let (after, files) = files::apply(&before, read)?;
        let difference = Difference::between(&before, &after);
        let report = ImportReport {
            files,
            changed: !difference.records.is_empty(),
            organisations: difference.alterations,
            memberships: difference.memberships,
        };
        if !report.changed {
            return Ok(report);
        }
        let now = self.now().await?;
        write.bodies.push(imported(now, by, &report));
        write.records = difference.records;
        let mut tick = self.tick(now);
        tick.also(write);
        tick.commit().await?;
        Ok(report)
    }

    /// Imports the condensed tables built into the program: the register of 2010.
    ///
    /// # Errors
    /// When the database is not available.
    pub async fn import_shipped_register(&self) -> Result<ImportReport, AppError> {
        let files = SHIPPED_REGISTER.map(|(name, text)| (name.to_owned(), text.as_bytes()));
        self.import_register(files.into(), None).await
    }

    /// The register as it is stored. It is read anew only when its row has moved since: it has tens of thousands of
    /// rows, and changes some nights a year.
    ///
    /// # Errors
    /// When the database is not available.
    pub async fn register(&self) -> Result<Arc<Register>, AppError> {
        let version = self.register_version().await?;
        if let Some(register) = self.seen_register(version) {
            return Ok(register);
        }
        let organisations = self.store().organisations(None).await?;
        let memberships = self.store().memberships().await?;
        let register = Arc::new(Register::new(organisations, memberships));
        // Moved between the reads, it may be half of the one and half of the other: not kept.
        if self.register_version().await? == version {
            self.keep_register(version, register.clone());
        }
        Ok(register)
    }

    /// How often the register's row was written.
    pub(crate) async fn register_version(&self) -> Result<u64, AppError> {
        let row = self.store().stream(REGISTER).await?;
        Ok(row.map_or(0, |row| row.version))
    }

    /// A write of the register's stream that no directive can pass unseen: it reads the row of every programme (E16).
    pub(crate) async fn register_write(&self) -> Result<Write<'static>, AppError> {
        let row = self.store().stream(REGISTER).await?;
        let mut write = Write::to(REGISTER, row.map_or(Expect::New, Expect::Row));
        let mut programmes: Vec<_> = self
            .store()
            .definitions(None)
            .await?
            .iter()
            .map(|one| one.programme)
            .collect();
        programmes.sort_unstable();
        programmes.dedup();
        for programme in programmes {
            let stream = format!("programme:{programme}");
            if let Some(row) = self.store().stream(&stream).await? {
                write.guards.push(Guard {
                    stream,
                    version: row.version,
                });
            }
        }
        Ok(write)
    }
}

/// The event. File names stay out of the ledger: they are paths on somebody's machine.
fn imported(at: Timestamp, by: Option<PersonId>, report: &ImportReport) -> String {
    let files: Vec<_> = report
        .files
        .iter()
        .map(|file| json!({"format": file.format, "digest": file.digest, "rows": file.rows, "taken": file.taken}))
        .collect();
    json!({
        "at": at, "happened": at, "counts_from": at, "kind": "register-imported",
        "pct": null, "practice": null, "step": null,
        "actor": by.map_or(Actor::Precede, Actor::Person), "evidence": {},
        "files": files, "organisations": report.organisations, "memberships": report.memberships,
    })
    .to_string()
}

#[cfg(test)]
mod tests;
