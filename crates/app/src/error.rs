//! Why a use case did not happen, and what to do about it.

use precede_model::{Refusal, definition::Fault};
use precede_proof::Report;
use precede_store::{CommitError, StoreError};

/// The kinds follow the exit codes of the command line: refused 1, bad input 2, unavailable 3.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// A rule, the order of steps or a person's rights refuse it. The refusal is in the ledger.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// What was typed or brought cannot be used. Each line says where, what, and what to do.
    #[error("{}", .0.join("\n"))]
    BadInput(Vec<String>),
    /// The definition has faults.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Faults(Vec<Fault>),
    /// The definition is not sound: it could break the order, and is not published.
    #[error("{}", unsound(.0))]
    Unsound(Box<Report>),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Rows kept moving under this command; nothing was written.
    #[error("others kept changing `{0}`; nothing was written; try again")]
    Busy(String),
}

impl AppError {
    /// One line of bad input.
    pub fn bad(line: impl Into<String>) -> Self {
        Self::BadInput(vec![line.into()])
    }
}

impl From<CommitError> for AppError {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Conflict { stream } | CommitError::Fenced { stream, .. } => {
                Self::Busy(stream)
            }
            CommitError::Store(error) => Self::Store(error),
        }
    }
}

/// Rule and story of a definition that is not sound.
fn unsound(report: &Report) -> String {
    let Some(found) = &report.counterexample else {
        return "the definition is too large to be proved within the bounds".to_owned();
    };
    let mut lines = vec![format!("the definition is not sound ({}):", found.rule)];
    lines.extend(
        found
            .story
            .iter()
            .map(|sentence| format!("  {}", sentence.text)),
    );
    lines.extend(
        found
            .mend
            .iter()
            .map(|mend| format!("what would mend it: {mend}")),
    );
    lines.join("\n")
}
