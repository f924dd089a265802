//! How something was closed, as people read it below its line in a list.

use precede_app::{Closing, moment_words};

/// A line of its own; nothing for what still stands.
pub fn line(word: &str, closing: Option<&Closing>) -> String {
    let Some(closing) = closing else {
        return String::new();
    };
    let note = closing.note.as_deref().unwrap_or("nothing was written");
    format!(
        "  {word} {} by {}: {note}\n",
        moment_words(closing.at),
        closing.by
    )
}
