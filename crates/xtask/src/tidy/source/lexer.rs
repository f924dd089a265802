//! Blanks what is not code, byte for byte, so that offsets and lines stay.

use std::ops::Range;

/// `text` with comments, strings and character literals replaced by spaces.
pub fn blank_comments_and_literals(text: &str) -> String {
    let mut code = text.to_owned();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let length = literal_or_comment(rest, &text[..at]);
        if length > 0 {
            blank(&mut code, at..at + length);
            at += length;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    code
}

/// Replaces all but line feeds by spaces, as many bytes as there were.
pub fn blank(code: &mut String, range: Range<usize>) {
    let spaces: String = code[range.clone()]
        .bytes()
        .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
        .collect();
    code.replace_range(range, &spaces);
}

/// The length of the comment or literal `rest` begins with; 0 when it begins with code.
fn literal_or_comment(rest: &str, before: &str) -> usize {
    if rest.starts_with("//") {
        return rest.find('\n').unwrap_or(rest.len());
    }
    if rest.starts_with("/*") {
        return block_comment(rest);
    }
    if rest.starts_with('"') {
        return string(rest);
    }
    if rest.starts_with('\'') {
        return character(rest);
    }
    let in_word = before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
    let after_prefix = rest.trim_start_matches(['b', 'c']).strip_prefix('r');
    match after_prefix {
        Some(raw) if !in_word => raw_string(rest, raw),
        _ => 0,
    }
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

fn string(rest: &str) -> usize {
    let mut escaped = false;
    for (index, c) in rest.char_indices().skip(1) {
        match c {
            '"' if !escaped => return index + 1,
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    rest.len()
}

/// `'x'`, `'\''` and `'\u{e9}'`; 0 for a lifetime.
fn character(rest: &str) -> usize {
    let mut letters = rest.char_indices().skip(1);
    match letters.next() {
        Some((_, '\\')) => {
            let end = rest[3..].find('\'');
            end.map_or(rest.len(), |end| 3 + end + 1)
        }
        Some(_) => match letters.next() {
            Some((index, '\'')) => index + 1,
            _ => 0,
        },
        None => 0,
    }
}

/// `raw` is what follows the `r`; 0 for a raw identifier or a mere word.
fn raw_string(rest: &str, raw: &str) -> usize {
    let hashes = raw.len() - raw.trim_start_matches('#').len();
    let Some(body) = raw[hashes..].strip_prefix('"') else {
        return 0;
    };
    let closing = format!("\"{}", "#".repeat(hashes));
    body.find(&closing).map_or(rest.len(), |end| {
        rest.len() - body.len() + end + closing.len()
    })
}
