//! The parts of a message that tell something, and no more of it than is needed.
//!
//! MIME is read by `mail-parser`. What is handed to it is bounded first, in bytes and in parts: its nested messages are
//! values inside values, and a hostile message must not choose how deep they go.

use mail_parser::{HeaderValue, Message, MessageParser, MessagePart, PartType};

use super::fields::{self, Fields};

/// Bytes of a message that are looked at: reports come first, and the original's headers right after them.
const BYTES_MAX: usize = 256 * 1024;

/// Every level of nesting and every part names a content type; a report has a handful.
const CONTENT_TYPES_MAX: usize = 64;

/// Characters of notice that are searched for addresses and words.
const NOTICE_MAX: usize = 64 * 1024;

/// Bytes of a returned original that are looked at.
const ORIGINAL_MAX: usize = 32 * 1024;

/// A message taken apart.
#[derive(Debug, Default)]
pub struct Parts {
    /// Its own headers, undecoded.
    pub headers: Fields,
    /// Its subject, decoded.
    pub subject: String,
    /// What it says to people.
    pub notice: String,
    /// The blocks of its delivery report.
    pub delivery: Vec<Fields>,
    /// Its feedback report.
    pub feedback: Option<Fields>,
    /// It is a receipt (RFC 8098): somebody opened or deleted our mail.
    pub receipt: bool,
    /// Headers of the mail it brings back.
    pub original: Fields,
    /// The report stands in a message inside this one: somebody handed a bounce on.
    pub handed_on: bool,
}

/// Takes a message apart. `None` where not even a header can be read.
pub fn read(bytes: &[u8]) -> Option<Parts> {
    let bytes = bounded(without_envelope_line(bytes));
    let message = MessageParser::default().parse(bytes)?;
    let mut parts = Parts {
        headers: fields::first_block(&String::from_utf8_lossy(bytes)),
        subject: message.subject().unwrap_or_default().to_owned(),
        ..Parts::default()
    };
    let mut html = String::new();
    for part in &message.parts {
        parts.take(part, &mut html);
    }
    if parts.notice.trim().is_empty() {
        parts.notice = html;
    }
    parts.find_embedded_report();
    Some(parts)
}

/// A mail file may begin with the envelope line of a mailbox: `From name date`.
fn without_envelope_line(bytes: &[u8]) -> &[u8] {
    if !bytes.starts_with(b"From ") {
        return bytes;
    }
    let line = bytes.iter().position(|b| *b == b'\n');
    line.map_or(bytes, |end| &bytes[end + 1..])
}

/// The beginning of a message that is looked at.
fn bounded(bytes: &[u8]) -> &[u8] {
    let bytes = &bytes[..bytes.len().min(BYTES_MAX)];
    let name = b"content-type";
    let mut seen = 0;
    let mut at = 0;
    while at + name.len() <= bytes.len() {
        if bytes[at..at + name.len()].eq_ignore_ascii_case(name) {
            seen += 1;
            if seen > CONTENT_TYPES_MAX {
                return &bytes[..at];
            }
            at += name.len();
        } else {
            at += 1;
        }
    }
    bytes
}

impl Parts {
    fn take(&mut self, part: &MessagePart<'_>, html: &mut String) {
        match content_type(part).as_str() {
            "message/delivery-status" | "message/global-delivery-status" => {
                self.delivery.extend(fields::blocks(&text_of(part)));
            }
            "message/feedback-report" => {
                let mut report = Fields::default();
                for block in fields::blocks(&text_of(part)) {
                    report.extend(block);
                }
                self.feedback.get_or_insert(report);
            }
            "message/disposition-notification" | "message/global-disposition-notification" => {
                self.receipt = true;
            }
            "text/rfc822-headers"
            | "text/rfc822-header"
            | "message/global-headers"
            | "message/rfc822-headers" => self.take_original(&text_of(part)),
            _ => match &part.body {
                PartType::Text(text) => add(&mut self.notice, text),
                PartType::Html(text) => {
                    add(html, &mail_parser::decoders::html::html_to_text(text));
                }
                PartType::Message(inner) => self.take_message(inner, html),
                PartType::Binary(_) | PartType::InlineBinary(_) | PartType::Multipart(_) => {}
            },
        }
    }

    /// A message inside is the mail that came back; or, where nothing was reported yet, a whole bounce that a filter
    /// or a list handed on. Only one level is opened.
    fn take_message(&mut self, inner: &Message<'_>, html: &mut String) {
        let reports = |part: &MessagePart<'_>| content_type(part).ends_with("delivery-status");
        if self.handed_on || !self.delivery.is_empty() || !inner.parts.iter().any(reports) {
            self.take_original(&headers_of(inner));
            return;
        }
        self.handed_on = true;
        for part in &inner.parts {
            self.take(part, html);
        }
    }

    /// Keeps the headers of the first mail that came back.
    pub(super) fn take_original(&mut self, text: &str) {
        if self.original.is_empty() {
            self.original = fields::first_block(text);
        }
    }

    /// Gateways break the frame of a report and leave its fields as text.
    fn find_embedded_report(&mut self) {
        if !self.delivery.is_empty() {
            return;
        }
        let lower = self.notice.to_ascii_lowercase();
        let Some(at) = lower.find("\nfinal-recipient:") else {
            return;
        };
        let from = lower[..at].rfind("\nreporting-mta:").unwrap_or(at);
        let to = lower[at..]
            .find("\n--")
            .map_or(self.notice.len(), |end| at + end);
        self.delivery = fields::blocks(&self.notice[from..to]);
        let rest = self.notice.split_off(to);
        self.notice.truncate(from);
        if let Some((_, original)) = rest.split_once("rfc822") {
            let headers = original
                .split_once("\n\n")
                .map_or(original, |(_, text)| text);
            self.take_original(headers);
        }
    }
}

fn add(notice: &mut String, text: &str) {
    let room = NOTICE_MAX.saturating_sub(notice.len());
    notice.push_str(cut(text, room));
    notice.push('\n');
}

/// At most so many bytes of a text, at a character's edge.
pub fn cut(text: &str, bytes_max: usize) -> &str {
    &text[..text.floor_char_boundary(bytes_max)]
}

fn content_type(part: &MessagePart<'_>) -> String {
    let found = part.headers.iter().find_map(|header| match &header.value {
        HeaderValue::ContentType(found)
            if header.name.as_str().eq_ignore_ascii_case("content-type") =>
        {
            Some(found)
        }
        _ => None,
    });
    found.map_or_else(String::new, |found| {
        format!("{}/{}", found.ctype(), found.subtype().unwrap_or_default()).to_ascii_lowercase()
    })
}

fn text_of(part: &MessagePart<'_>) -> String {
    let bytes = part.contents();
    String::from_utf8_lossy(&bytes[..bytes.len().min(NOTICE_MAX)]).replace('\r', "")
}

fn headers_of(inner: &Message<'_>) -> String {
    let start = inner
        .parts
        .first()
        .map_or(0, |part| part.offset_header as usize);
    let raw = inner.raw_message.get(start..).unwrap_or_default();
    String::from_utf8_lossy(&raw[..raw.len().min(ORIGINAL_MAX)]).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_beginning_is_looked_at() {
        assert_eq!(bounded(&vec![b'x'; 50_000_000]).len(), BYTES_MAX);
        let typed = "CONTENT-type: a/b\n".repeat(1000);
        let kept = bounded(typed.as_bytes());
        assert_eq!(kept.len(), typed.len() / 1000 * CONTENT_TYPES_MAX);
    }

    #[test]
    fn a_mailbox_line_is_no_header() {
        let parts =
            read(b"From a@b.example Thu Apr 1 10:00:00 2010\nSubject: x\n\nHello\n").unwrap();
        assert_eq!(parts.subject, "x");
        assert_eq!(parts.notice.trim(), "Hello");
    }
}
