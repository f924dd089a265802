//! Settings as they were written: each with its place.

use std::{collections::BTreeMap, fmt, path::Path};

/// Every setting there is: its key in the file; its variable is `PRECEDE_` and the key in capitals, dots doubled to
/// underscores.
const KEYS: [&str; 14] = [
    "data_dir",
    "database_url",
    "log",
    "permit_keys",
    "templates_dir",
    "mail.mode",
    "mail.relay_host",
    "mail.relay_port",
    "mail.relay_idle_seconds",
    "mail.tls",
    "mail.user",
    "mail.password_file",
    "mail.redirect_to",
    "mail.from",
];

/// Where a setting was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A line of the file.
    File {
        /// Its path.
        path: String,
        /// Counted from 1.
        line: usize,
    },
    /// An environment variable.
    Variable(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { path, line } => write!(f, "{path}:{line}"),
            Self::Variable(name) => f.write_str(name),
        }
    }
}

/// Everything wrong with the settings, a sentence each.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct SettingsError(pub Vec<String>);

/// Settings read, not yet judged.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    values: BTreeMap<String, (String, Place)>,
    unknown: Vec<String>,
}

impl Sources {
    pub fn read(
        file: Option<&Path>,
        variables: &[(String, String)],
    ) -> Result<Self, SettingsError> {
        let Some(path) = file else {
            return Self::of("", "", variables);
        };
        let text = std::fs::read_to_string(path).map_err(|error| {
            SettingsError(vec![format!("{}: cannot be read: {error}", path.display())])
        })?;
        Self::of(&path.display().to_string(), &text, variables)
    }

    pub fn of(
        path: &str,
        text: &str,
        variables: &[(String, String)],
    ) -> Result<Self, SettingsError> {
        let mut sources = Self::default();
        sources.file(path, text)?;
        sources.variables(variables)?;
        Ok(sources)
    }

    /// A setting's text, if it was written anywhere.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.values.get(key).map(|(value, _)| value.as_str())
    }

    /// Where a setting was written.
    pub fn place(&self, key: &str) -> String {
        self.values
            .get(key)
            .map_or_else(|| "default".to_owned(), |(_, place)| place.to_string())
    }

    /// A value that cannot be used.
    pub fn fault(&self, key: &str, value: &str, expected: &str) -> String {
        format!(
            "{}: {key} = `{value}` cannot be used: write {expected}",
            self.place(key)
        )
    }

    /// Keys and variables nobody knows.
    pub fn unknown(&self) -> Vec<String> {
        self.unknown.clone()
    }

    fn file(&mut self, path: &str, text: &str) -> Result<(), SettingsError> {
        let line = |offset: usize| 1 + text[..offset].matches('\n').count();
        let table = toml::de::DeTable::parse(text).map_err(|error| {
            let at = error.span().map_or(1, |span| line(span.start));
            SettingsError(vec![format!("{path}:{at}: {}", error.message())])
        })?;
        for (name, value) in table.get_ref() {
            match value.get_ref() {
                toml::de::DeValue::Table(inner) => {
                    for (key, value) in inner {
                        let place = Place::File {
                            path: path.to_owned(),
                            line: line(key.span().start),
                        };
                        self.take(
                            format!("{}.{}", name.get_ref(), key.get_ref()),
                            value.get_ref(),
                            place,
                        );
                    }
                }
                other => {
                    let place = Place::File {
                        path: path.to_owned(),
                        line: line(name.span().start),
                    };
                    self.take(name.get_ref().to_string(), other, place);
                }
            }
        }
        Ok(())
    }

    fn take(&mut self, key: String, value: &toml::de::DeValue<'_>, place: Place) {
        let text = match value {
            toml::de::DeValue::String(text) => text.to_string(),
            toml::de::DeValue::Integer(number) => number.to_string(),
            toml::de::DeValue::Boolean(flag) => flag.to_string(),
            _ => String::new(),
        };
        if KEYS.contains(&key.as_str()) {
            self.values.insert(key, (text, place));
        } else {
            let near = nearest(&key, KEYS.iter().copied());
            self.unknown.push(format!(
                "{place}: there is no setting `{key}`: did you mean `{near}`?"
            ));
        }
    }

    fn variables(&mut self, variables: &[(String, String)]) -> Result<(), SettingsError> {
        let mut contradictions = Vec::new();
        for (name, value) in variables {
            if name == "PRECEDE_CONFIG" || name.starts_with("PRECEDE_TEST_") {
                continue;
            }
            let Some(key) = KEYS.iter().find(|key| variable(key) == *name) else {
                let names: Vec<String> = KEYS.iter().map(|key| variable(key)).collect();
                let near = nearest(name, names.iter().map(String::as_str));
                self.unknown.push(format!(
                    "there is no setting `{name}`: did you mean `{near}`?"
                ));
                continue;
            };
            let place = Place::Variable(name.clone());
            if let Some((written, first)) = self.values.get(*key)
                && written != value
            {
                contradictions.push(format!(
                    "{key} is `{written}` in {first} and `{value}` in {place}: make them agree or remove one"
                ));
            }
            self.values
                .insert((*key).to_owned(), (value.clone(), place));
        }
        if contradictions.is_empty() {
            Ok(())
        } else {
            Err(SettingsError(contradictions))
        }
    }
}

/// The variable of a key.
fn variable(key: &str) -> String {
    format!("PRECEDE_{}", key.replace('.', "__").to_uppercase())
}

/// The candidate with the most letters in common at its ends: enough for a slip of the finger.
fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> &'a str {
    let shared = |candidate: &str| {
        let front = word
            .chars()
            .zip(candidate.chars())
            .take_while(|(a, b)| a == b)
            .count();
        let back = word
            .chars()
            .rev()
            .zip(candidate.chars().rev())
            .take_while(|(a, b)| a == b)
            .count();
        front + back
    };
    candidates
        .max_by_key(|candidate| shared(candidate))
        .unwrap_or_default()
}
