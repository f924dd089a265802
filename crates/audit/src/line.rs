//! One line of an export, and what can be wrong with reading it.

use std::{error, fmt, io};

use serde::Deserialize;

/// A line as exported. `body` is the exact stored text.
#[derive(Debug, Deserialize)]
pub(crate) struct Line {
    pub campaign: String,
    pub seq: u64,
    pub prev: String,
    pub hash: String,
    pub body: String,
}

/// Why an export could not be read. Nothing is said about its laws then.
#[derive(Debug)]
pub enum ReadError {
    /// The source failed.
    Io {
        /// The line being read, from 1.
        line: u64,
        /// What the source said.
        source: io::Error,
    },
    /// A line is not an entry of a ledger.
    Malformed {
        /// The line, from 1.
        line: u64,
        /// What is wrong with it.
        source: serde_json::Error,
    },
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io { line, .. } => write!(f, "cannot read line {line} of the export"),
            Self::Malformed { line, source } => {
                write!(
                    f,
                    "line {line} of the export is not a ledger entry: {source}"
                )
            }
        }
    }
}

impl error::Error for ReadError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            Self::Malformed { .. } => None,
        }
    }
}
