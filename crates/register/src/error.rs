//! What is wrong with a file, where, and what to do about it.

use std::fmt;

use serde::Serialize;

/// How many errors of one file are collected before reading stops.
pub const ERRORS_MAX: usize = 50;

/// Longest piece of a file an error repeats, in characters.
const VALUE_CHARS_MAX: usize = 40;

/// A column of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Place in the row, counted from 1.
    pub number: u32,
    /// Name in the header, or in the format's description.
    pub name: Box<str>,
}

/// One fault of a file. Any fault refuses the whole file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowError {
    /// Name of the file, once somebody who knows it has said so.
    pub file: Option<String>,
    /// Line of the file, counted from 1 (a header is line 1).
    pub row: u64,
    /// The column, where one is to blame.
    pub column: Option<Column>,
    /// The value found, shortened; empty where it says nothing.
    pub value: String,
    /// What is wrong.
    pub why: String,
    /// What to do about it.
    pub remedy: &'static str,
}

impl RowError {
    pub(crate) fn new(row: u64, why: impl Into<String>, remedy: &'static str) -> Self {
        Self {
            file: None,
            row,
            column: None,
            value: String::new(),
            why: why.into(),
            remedy,
        }
    }

    pub(crate) fn at(mut self, place: usize, name: &str) -> Self {
        let number = u32::try_from(place + 1).unwrap_or(u32::MAX);
        self.column = Some(Column {
            number,
            name: name.into(),
        });
        self
    }

    pub(crate) fn found(mut self, value: &str) -> Self {
        self.value = value
            .chars()
            .take(VALUE_CHARS_MAX)
            .flat_map(char::escape_debug)
            .collect();
        if value.chars().nth(VALUE_CHARS_MAX).is_some() {
            self.value.push('\u{2026}');
        }
        self
    }

    /// The same error, naming its file.
    pub fn of_file(mut self, file: impl Into<String>) -> Self {
        self.file = Some(file.into());
        self
    }
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "`{file}` ")?;
        }
        write!(f, "row {}", self.row)?;
        if let Some(Column { number, name }) = &self.column {
            write!(f, ", column {number} ({name})")?;
        }
        if !self.value.is_empty() {
            write!(f, ", `{}`", self.value)?;
        }
        write!(f, ": {}; {}", self.why, self.remedy)
    }
}

impl std::error::Error for RowError {}

/// A file that was refused: nothing of it may be taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// The faults, in the order of the file; at most [`ERRORS_MAX`] of them.
    pub errors: Vec<RowError>,
    /// Whether reading stopped because there were too many.
    pub more: bool,
}

impl Refused {
    /// The same refusal, with every error naming the file.
    pub fn of_file(self, file: &str) -> Self {
        let errors = self
            .errors
            .into_iter()
            .map(|error| error.of_file(file))
            .collect();
        Self {
            errors,
            more: self.more,
        }
    }
}

impl From<RowError> for Refused {
    fn from(error: RowError) -> Self {
        Self {
            errors: vec![error],
            more: false,
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, error) in self.errors.iter().enumerate() {
            if place > 0 {
                writeln!(f)?;
            }
            write!(f, "{error}")?;
        }
        if self.more {
            write!(f, "\nand more; reading stopped here")?;
        }
        Ok(())
    }
}

impl std::error::Error for Refused {}
