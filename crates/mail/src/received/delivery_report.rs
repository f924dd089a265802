//! Delivery reports in the standard form (RFC 3464).

use super::{
    address,
    answer::Recipient,
    fields::Fields,
    notice::{self, Failing},
    parts::cut,
    status::{self, Told},
};

/// What a report says of one recipient.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Failed,
    Late,
    /// Delivered, handed on, or spread over a list: nothing failed.
    Arrived,
}

/// What a whole report says.
#[derive(Debug, Default)]
pub struct Report {
    /// Whom it did not reach, or not yet.
    pub recipients: Vec<Recipient>,
    /// Some were reached.
    pub arrived: bool,
    /// A failure without an address: the notice or the original must tell it.
    pub nameless: Option<Fields>,
}

/// Longest text of a server that is kept.
pub const WORDS_MAX: usize = 500;

/// Most recipients of one report that are kept; each of our mails has one.
const RECIPIENTS_MAX: usize = 200;

/// The notice beside a report, which some servers say more in.
#[derive(Debug)]
pub struct Notice<'a> {
    /// All of it.
    pub text: &'a str,
    /// What it says of single addresses.
    pub failing: &'a [Failing],
}

/// Reads the blocks of a report.
pub fn read(blocks: &[Fields], notice: &Notice<'_>) -> Report {
    let mut report = Report::default();
    for block in joined(blocks) {
        let outcome = outcome_of(&block);
        let Some(to) = recipient_of(&block) else {
            if outcome != Outcome::Arrived {
                report.nameless.get_or_insert(block);
            }
            continue;
        };
        if outcome == Outcome::Arrived {
            report.arrived = true;
            continue;
        }
        let known = |seen: &Recipient| seen.address.eq_ignore_ascii_case(&to);
        if report.recipients.len() < RECIPIENTS_MAX && !report.recipients.iter().any(known) {
            report
                .recipients
                .push(judged(&block, to, outcome == Outcome::Late, notice));
        }
    }
    report
}

/// One block a recipient. The first block is about the whole message, and servers cut a recipient's block in two.
fn joined(blocks: &[Fields]) -> Vec<Fields> {
    let mut joined: Vec<Fields> = Vec::new();
    let mut loose = Fields::default();
    for block in blocks {
        if recipient_of(block).is_some() {
            let mut whole = block.clone();
            whole.extend(std::mem::take(&mut loose));
            joined.push(whole);
        } else if let Some(last) = joined.last_mut() {
            last.extend(block.clone());
        } else {
            loose.extend(block.clone());
        }
    }
    if !loose.is_empty() {
        joined.push(loose);
    }
    joined
}

/// The mailbox that failed: where it went in the end, else where it was sent.
fn recipient_of(block: &Fields) -> Option<String> {
    [
        "final-recipient",
        "x-actual-recipient",
        "original-recipient",
    ]
    .iter()
    .filter_map(|name| block.get(name))
    .find_map(|value| {
        // Inside a house a host may have a single name.
        let bare = value
            .rsplit(';')
            .next()
            .unwrap_or(value)
            .trim()
            .trim_matches(['<', '>']);
        let local = bare.contains('@') && !bare.contains(char::is_whitespace);
        address::first(value)
            .or(local.then_some(bare))
            .map(str::to_owned)
    })
}

fn outcome_of(block: &Fields) -> Outcome {
    let action = block.get("action").unwrap_or_default().to_ascii_lowercase();
    let status = block.get("status").unwrap_or_default();
    if ["deliver", "relay", "expand"]
        .iter()
        .any(|word| action.starts_with(word))
    {
        Outcome::Arrived
    } else if action.starts_with("delay") {
        Outcome::Late
    } else if action.is_empty() && status.starts_with('2') {
        Outcome::Arrived
    } else {
        Outcome::Failed
    }
}

/// Judges one recipient by its block and, where that is silent, by the notice.
pub fn judged(block: &Fields, address: String, late: bool, notice: &Notice<'_>) -> Recipient {
    let field = block.get("status").and_then(status::from_field);
    let answer = block.get("diagnostic-code").map(|value| {
        // `smtp; 550 …`: a word before a semicolon names the language of the rest.
        let named = |kind: &str| {
            kind.trim()
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        match value.split_once(';') {
            Some((kind, answer)) if named(kind) => answer.trim().to_owned(),
            _ => value.trim().to_owned(),
        }
    });
    let words = answer
        .filter(|answer| !answer.is_empty())
        .unwrap_or_else(|| notice::words_about(notice.failing, &address).to_owned());
    let verdict = status::judge(&Told {
        field: field.as_deref(),
        words: &words,
        notice: if field.is_some() { "" } else { notice.text },
        late,
    });
    Recipient {
        address,
        status: verdict.status,
        permanent: Some(verdict.permanent),
        reason: verdict.reason,
        words: cut(&words, WORDS_MAX).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fields::blocks;
    use super::*;

    fn report(text: &str) -> Report {
        read(
            &blocks(text),
            &Notice {
                text: "",
                failing: &[],
            },
        )
    }

    #[test]
    fn each_recipient_has_its_own_fate() {
        let read = report(
            "Reporting-MTA: dns; mx.example\n\n\
             Final-Recipient: rfc822; a@x.example\nAction: failed\nStatus: 5.1.1\n\n\
             Final-Recipient: rfc822; b@x.example\nAction: delayed\nStatus: 4.4.1\n\n\
             Final-Recipient: rfc822; c@x.example\nAction: relayed\nStatus: 2.0.0\n",
        );
        let fates: Vec<_> = read
            .recipients
            .iter()
            .map(|to| (to.address.as_str(), to.status.as_str(), to.permanent))
            .collect();
        assert_eq!(
            fates,
            [
                ("a@x.example", "5.1.1", Some(true)),
                ("b@x.example", "4.4.1", Some(false))
            ]
        );
        assert!(read.arrived);
    }

    #[test]
    fn a_block_cut_in_two_is_one_and_names_repeat_once() {
        let read = report(
            "Final-Recipient: rfc822; a@x.example\nAction: failed\n\nStatus: 5.2.2\n\n\
             Original-Recipient: <A@x.example>\nStatus: 5.2.2\n",
        );
        assert_eq!(read.recipients.len(), 1);
        assert_eq!(read.recipients[0].status, "5.2.2");
    }
}
