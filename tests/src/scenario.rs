//! A scenario as its file tells it.

use std::{collections::BTreeMap, path::Path};

use serde::Deserialize;

/// One story.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// What it shows, in a sentence or two.
    pub story: String,
    /// Files in the folder, by name.
    #[serde(default)]
    pub files: BTreeMap<String, String>,
    /// What is typed, in order.
    pub typed: Vec<Typed>,
}

/// One command.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Typed {
    /// As somebody types it, beginning with `precede`. Words in single quotes are one.
    pub command: String,
    /// The exit code it must end with.
    #[serde(default)]
    pub exit: i32,
    /// Whether its answer stands in the transcript. Preparations are left out where another scenario shows them.
    #[serde(default = "shown")]
    pub shown: bool,
}

fn shown() -> bool {
    true
}

impl Scenario {
    /// Reads a scenario's file.
    ///
    /// # Panics
    /// When it cannot be read: scenarios are our own.
    pub fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }
}

/// The words of a command line.
pub fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let (mut word, mut quoted, mut begun) = (String::new(), false, false);
    for c in line.chars() {
        match c {
            '\'' => {
                quoted = !quoted;
                begun = true;
            }
            ' ' if !quoted => {
                if begun {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            c => {
                word.push(c);
                begun = true;
            }
        }
    }
    if begun {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_words_are_one() {
        assert_eq!(
            words("precede schedule next '30 1 * * *' --name ''"),
            ["precede", "schedule", "next", "30 1 * * *", "--name", ""]
        );
    }
}
