//! What a command says: text for people, JSON for programs, an exit code.

use serde::Serialize;
use serde_json::Value;

/// An answer.
pub struct Answer {
    /// For people, with its line ends.
    pub text: String,
    /// For programs.
    pub json: Value,
    /// 0 done, 1 refused or found wanting.
    pub code: u8,
}

impl Answer {
    /// Done.
    pub fn done(text: impl Into<String>, json: impl Serialize) -> Self {
        let mut text = text.into();
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
        let json = serde_json::to_value(json).unwrap_or(Value::Null);
        Self {
            text,
            json,
            code: 0,
        }
    }

    /// The command has written its answer itself.
    pub fn silent() -> Self {
        Self {
            text: String::new(),
            json: Value::Null,
            code: 0,
        }
    }

    /// Found wanting unless it is well.
    pub fn judged(self, well: bool) -> Self {
        Self {
            code: u8::from(!well),
            ..self
        }
    }
}
