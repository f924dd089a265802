//! What comes back: bounces, answers of machines and complaints, told apart from the bytes of one message.
//!
//! Pure. Nothing here knows who our recipients are or what a campaign does about a bounce.

mod address;
mod answer;
mod auto_reply;
mod bounce;
mod complaint;
mod delivery_report;
mod fields;
mod notice;
mod notification;
mod original;
mod parts;
mod reason;
mod signs;
mod status;

pub use answer::{Kind, Received, Recipient};
pub use reason::Reason;

use fields::Fields;
use parts::Parts;

/// Reads one message. What cannot be read is [`Kind::Other`]; time and memory are bounded whatever the bytes.
pub fn classify(bytes: &[u8]) -> Received {
    let Some(mut parts) = parts::read(bytes) else {
        return Received::other();
    };
    let read = judge(&mut parts);
    with_original(read, &parts)
}

/// A complaint says so itself. A bounce comes before an answer by a machine, for it may hold any words, and some servers
/// mark their bounces as answers; a receipt is neither.
fn judge(parts: &mut Parts) -> Received {
    if parts.receipt && parts.delivery.is_empty() {
        return Received::other();
    }
    notification::read(parts)
        .or_else(|| complaint::read(parts))
        .or_else(|| bounce::read(parts))
        .or_else(|| auto_reply::read(parts))
        .unwrap_or_else(Received::other)
}

fn with_original(read: Received, parts: &Parts) -> Received {
    let named = parts.original.get("message-id");
    let answered = parts.headers.get("in-reply-to");
    let own = |(name, _): &(&str, &str)| name.to_ascii_lowercase().starts_with("x-precede-");
    Received {
        original_message_id: named
            .or(answered)
            .map(|id| id.trim().trim_matches(['<', '>']).to_owned()),
        own_headers: parts
            .original
            .iter()
            .filter(own)
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        verp: returned_to(&parts.headers).filter(|to| address::verp_recipient(to).is_some()),
        ..read
    }
}

/// The address of ours that the message came to.
fn returned_to(headers: &Fields) -> Option<String> {
    ["x-original-to", "delivered-to", "envelope-to", "to"]
        .iter()
        .filter_map(|name| headers.get(name))
        .find_map(|value| address::first(value).map(str::to_owned))
}
