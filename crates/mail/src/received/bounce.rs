//! Bounces: by a delivery report where there is one, by the notice's words else.

use super::{
    address,
    answer::{Kind, Received, Recipient},
    delivery_report::{self, Notice, WORDS_MAX},
    fields::Fields,
    notice::{self, Failing, Shape},
    original,
    parts::{Parts, cut},
    signs,
    status::{self, Told},
};

/// The bounce in a message, if it is one; a report that all went well is `Other`.
pub fn read(parts: &mut Parts) -> Option<Received> {
    let sender = addresses(parts, &["to", "from"]);
    let (text, returned) = original::split(&parts.notice);
    let (text, returned) = (text.to_owned(), returned.to_owned());
    let failing = notice::failing(&text, &sender);
    let beside = Notice {
        text: &text,
        failing: &failing,
    };
    let report = delivery_report::read(&parts.delivery, &beside);
    if report.recipients.is_empty() && report.arrived {
        return Some(Received::other());
    }
    parts.take_original(&returned);
    if parts.handed_on && !signs::is_bounce(parts) {
        return None;
    }
    let recipients = if !report.recipients.is_empty() {
        report.recipients
    } else if let Some(block) = &report.nameless {
        nameless(parts, block, &beside)
    } else if !parts.delivery.is_empty() || signs::is_bounce(parts) {
        in_words(parts, &beside)
    } else {
        return None;
    };
    Some(Received {
        kind: Kind::Bounce,
        recipients,
        ..Received::other()
    })
}

/// The recipients of a report that says what failed and not for whom.
fn nameless(parts: &Parts, block: &Fields, notice: &Notice<'_>) -> Vec<Recipient> {
    named(parts, notice.failing)
        .into_iter()
        .map(|failing| delivery_report::judged(block, failing.address, false, notice))
        .collect()
}

/// The failing addresses: of the notice, or from elsewhere where the notice only mentions some.
fn named(parts: &Parts, told: &[Failing]) -> Vec<Failing> {
    let mut found = told.to_vec();
    if found.iter().any(|failing| failing.shape != Shape::Loose) {
        return found;
    }
    let elsewhere = named_elsewhere(parts);
    let known = |failing: &Failing| {
        elsewhere
            .iter()
            .any(|other| other.address.eq_ignore_ascii_case(&failing.address))
    };
    if found.iter().any(known) {
        found.retain(known);
    } else if found.len() != 1 && !elsewhere.is_empty() {
        return elsewhere;
    }
    found
}

/// The recipients of a notice without a report.
fn in_words(parts: &Parts, notice: &Notice<'_>) -> Vec<Recipient> {
    let found = named(parts, notice.failing);
    let alone = found.len() == 1;
    found
        .into_iter()
        .map(|failing| judged(failing, notice.text, alone))
        .collect()
}

fn judged(failing: Failing, text: &str, alone: bool) -> Recipient {
    // What is said of the address alone comes first; a notice about one address is all about it.
    let own = status::find(&failing.words);
    let words = if alone && own == status::Codes::default() {
        text
    } else {
        failing.words.as_str()
    };
    let verdict = status::judge(&Told {
        field: None,
        words,
        notice: text,
        late: false,
    });
    Recipient {
        status: verdict.status,
        permanent: Some(verdict.permanent),
        reason: verdict.reason,
        words: cut(failing.words.as_str(), WORDS_MAX).to_owned(),
        address: failing.address,
    }
}

/// Addresses a notice does not name: in a header beside it, else those our mail was for.
fn named_elsewhere(parts: &Parts) -> Vec<Failing> {
    let stated = addresses(parts, &["x-failed-recipients"]);
    let mut listed = if stated.is_empty() {
        ["x-envelope-to", "x-original-to", "delivered-to", "to"]
            .iter()
            .filter_map(|name| parts.original.get(name))
            .map(|value| {
                address::all(value)
                    .map(|found| found.address.to_owned())
                    .collect()
            })
            .find(|found: &Vec<String>| !found.is_empty())
            .unwrap_or_default()
    } else {
        stated
    };
    if listed.is_empty() {
        listed
            .extend(super::returned_to(&parts.headers).and_then(|to| address::verp_recipient(&to)));
    }
    listed
        .into_iter()
        .map(|address| Failing {
            address,
            shape: Shape::Loose,
            words: String::new(),
        })
        .collect()
}

fn addresses(parts: &Parts, names: &[&str]) -> Vec<String> {
    names
        .iter()
        .filter_map(|name| parts.headers.get(name))
        .flat_map(address::all)
        .map(|found| found.address.to_owned())
        .collect()
}
