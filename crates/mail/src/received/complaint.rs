//! Feedback reports (RFC 5965): somebody called our mail unwanted.

use super::{
    address,
    answer::{Kind, Received, Recipient},
    fields::Fields,
    parts::Parts,
    reason::Reason,
};

/// The complaint in a message, if it is one. A report of type `not-spam` takes a complaint back and is none.
pub fn read(parts: &Parts) -> Option<Received> {
    let report = match &parts.feedback {
        Some(report) => report.clone(),
        None => older_form(parts)?,
    };
    let kind = report.get("feedback-type").unwrap_or_default();
    if kind.trim().eq_ignore_ascii_case("not-spam") {
        return Some(Received::other());
    }
    Some(Received {
        kind: Kind::Complaint,
        recipients: complainer(&report, &parts.original)
            .map(|address| Recipient {
                address,
                status: String::new(),
                permanent: None,
                reason: Reason::Unwanted,
                words: kind.to_owned(),
            })
            .into_iter()
            .collect(),
        ..Received::other()
    })
}

/// Providers that send the mail back without a report: a header of theirs on the original, or fields as plain text.
fn older_form(parts: &Parts) -> Option<Fields> {
    if parts.original.has("x-hmxmroriginalrecipient") {
        return Some(parts.original.clone());
    }
    let lower = parts.notice.to_ascii_lowercase();
    let start = if lower.starts_with("feedback-type:") {
        0
    } else {
        lower.find("\nfeedback-type:")? + 1
    };
    super::fields::blocks(&parts.notice[start..])
        .into_iter()
        .next()
}

/// Who complained: as the report says, else whom our mail was for. Providers hide a name by cutting it off.
fn complainer(report: &Fields, original: &Fields) -> Option<String> {
    let named = [
        "original-rcpt-to",
        "x-hmxmroriginalrecipient",
        "removal-recipient",
    ]
    .iter()
    .filter_map(|name| report.get(name));
    let addressed = [
        "x-hmxmroriginalrecipient",
        "to",
        "x-original-to",
        "delivered-to",
    ]
    .iter()
    .filter_map(|name| original.get(name));
    let redacted = report.get("redacted-address").into_iter();
    named
        .chain(addressed)
        .chain(redacted)
        .find_map(|value| address::first(value).map(str::to_owned))
}
