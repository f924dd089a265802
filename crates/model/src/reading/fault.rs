//! What is wrong with a file's text, where, and what to do about it.

use std::{collections::BTreeSet, fmt};

/// One thing wrong in a file. Shown as `file:line: key: what; remedy`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file, as the caller named it.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
    /// The key in words of the file, for example `step.tell-practice.after`; `toml` for a fault of syntax.
    pub key: String,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            file,
            line,
            key,
            what,
            remedy,
        } = self;
        write!(f, "{file}:{line}: {key}: {what}; {remedy}")
    }
}

impl std::error::Error for Fault {}

/// Collects faults, so that an author sees all of them at once.
#[derive(Debug)]
pub struct Faults<'a> {
    file: &'a str,
    line_starts: Vec<usize>,
    found: BTreeSet<Fault>,
}

impl<'a> Faults<'a> {
    /// No fault yet in this text; `file` is how the faults call it.
    pub fn new(file: &'a str, text: &str) -> Self {
        let after_breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            file,
            line_starts: std::iter::once(0).chain(after_breaks).collect(),
            found: BTreeSet::new(),
        }
    }

    /// The line of a byte offset, counted from 1.
    pub fn line(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset)
    }

    /// Reports a fault at a byte offset.
    pub fn add(
        &mut self,
        offset: usize,
        key: impl Into<String>,
        what: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.found.insert(Fault {
            file: self.file.to_owned(),
            line: self.line(offset),
            key: one_line(key.into()),
            what: one_line(what.into()),
            remedy: one_line(remedy.into()),
        });
    }

    /// Whether nothing was reported.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// All faults, by line; one that was met twice is told once.
    pub fn into_list(self) -> Vec<Fault> {
        self.found.into_iter().collect()
    }
}

/// A text of the file may hold line feeds and other controls; a fault is one line all the same.
fn one_line(text: String) -> String {
    if !text.contains(char::is_control) {
        return text;
    }
    text.chars()
        .flat_map(|c| {
            let plain = (!c.is_control()).then_some(c);
            let escaped = c.is_control().then(|| c.escape_default());
            plain.into_iter().chain(escaped.into_iter().flatten())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offset_has_its_line() {
        let faults = Faults::new("f", "ab\ncd\n");
        let lines: Vec<_> = (0..=6).map(|offset| faults.line(offset)).collect();
        assert_eq!(lines, [1, 1, 1, 2, 2, 2, 3]);
    }

    #[test]
    fn a_fault_reads_as_one_line() {
        let mut faults = Faults::new("scr.toml", "a\nb\n");
        faults.add(2, "code", "is missing", "add it");
        faults.add(2, "code", "is missing", "add it");
        let list = faults.into_list();
        assert_eq!(list.len(), 1);
        assert_eq!(list[0].to_string(), "scr.toml:2: code: is missing; add it");
    }
}
