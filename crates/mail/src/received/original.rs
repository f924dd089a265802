//! Where a notice ends and the mail it brings back begins, for servers that write both into one text.

use super::fields;

/// Parts a text into the notice and the original after it.
pub fn split(text: &str) -> (&str, &str) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if at > 0 && is_first_header(line) {
            return text.split_at(at);
        }
        if announces(line) {
            return (&text[..at], &text[at + line.len()..]);
        }
        at += line.len();
    }
    (text, "")
}

/// A header that mail begins with, from the line's very beginning. (A notice that quotes some headers indents them.)
fn is_first_header(line: &str) -> bool {
    const FIRST: &[&str] = &[
        "received",
        "return-path",
        "x-received",
        "delivered-to",
        "dkim-signature",
    ];
    fields::field(line)
        .is_some_and(|(name, _)| FIRST.iter().any(|first| name.eq_ignore_ascii_case(first)))
}

/// A line that says that the original follows.
fn announces(line: &str) -> bool {
    const SAID: &[&str] = &[
        "original message follows",
        "original message header",
        "original message headers",
        "original headers follow",
        "original mail follows",
        "copy of the message",
        "copy of your message",
        "copy of the original",
        "copy of message",
        "message headers follow",
        "message header follows",
        "unsent message",
        "returned message",
        "text of your message follows",
        "message text follows",
        "headers of the message",
        "header of the original",
        "headers of your original message",
        "below is your original",
        "your message follows",
        "your original message",
    ];
    let bare = line.trim();
    if bare.len() > 100 {
        return false;
    }
    let lower = bare.to_lowercase();
    let ruled = bare.starts_with(['-', '*', '_', '=', '+', '#']);
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if ruled
        && has(&["message", "mail", "header"])
        && has(&[
            "original",
            "follows",
            "undelivered",
            "unsent",
            "returned",
            "copy of",
        ])
        && !lower.contains("received at")
        && !lower.contains("transcript")
    {
        return true;
    }
    // A sentence that only promises the original does not end the notice: more may stand below it.
    let whole = ruled || bare.ends_with(['.', ':']) || !bare.contains(',');
    whole
        && SAID.iter().any(|said| lower.contains(said))
        && !lower.contains("attachment")
        && !lower.contains("attached")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_original_is_cut_off() {
        for line in [
            "--- Below this line is a copy of the message.",
            "Original message follows.",
            "   ----- Unsent message follows -----",
            "----- Original message -----",
            "Message headers follow.",
        ] {
            let text = format!("no such user\n{line}\n\nTo: a@b.example\n");
            assert_eq!(
                split(&text),
                ("no such user\n", "\nTo: a@b.example\n"),
                "{line}"
            );
        }
        assert_eq!(
            split("a\nReceived: from b\n"),
            ("a\n", "Received: from b\n")
        );
    }

    #[test]
    fn a_promise_or_a_quoted_header_is_not_the_original() {
        for text in [
            "The original message follows as a separate attachment.\n<a@b.example>\n",
            "  Received: indented\nx\n",
        ] {
            assert_eq!(split(text), (text, ""));
        }
    }
}
