//! The keys at the top of a definition.

use std::collections::BTreeMap;

use chrono_tz::Tz;

use super::{fault::Faults, node::Table};
use crate::{CalendarId, ProgrammeCode, definition::Means};

const KEYS: &[&str] = &[
    "code",
    "title",
    "zone",
    "calendar",
    "informs_by",
    "labels",
    "policy",
    "variant",
    "phase",
];

/// What stands above the phases, save the policy.
pub(super) struct Head {
    pub code: ProgrammeCode,
    pub title: String,
    pub zone: Tz,
    pub calendar: CalendarId,
    pub informs_by: Vec<Means>,
    pub labels: BTreeMap<String, String>,
}

/// Reads the head; reports all that is wrong with it before it gives up.
pub(super) fn read(root: &Table, faults: &mut Faults) -> Option<Head> {
    root.only(KEYS, faults);
    let code = root.need(
        "code",
        "give the programme a code, for example `scr`",
        faults,
    );
    let code = code.and_then(|node| node.name(faults));
    let title = root.need("title", "write what people should read", faults);
    let title = title.and_then(|node| node.title(faults));
    let zone = root.need("zone", "name a zone, for example `Europe/London`", faults);
    let zone = zone.and_then(|node| {
        let text = node.text(faults)?;
        let zone = text.parse::<Tz>().ok();
        if zone.is_none() {
            let what = format!("`{text}` is no known time zone");
            node.fault(faults, what, "write an IANA name such as `Europe/London`");
        }
        zone
    });
    let calendar = root.need(
        "calendar",
        "name a calendar of working days, for example `england-and-wales`",
        faults,
    );
    let calendar = calendar.and_then(|node| node.word("calendar", faults));
    let informs_by = match root.get("informs_by") {
        Some(node) => node.words("means of informing a patient", faults),
        None => Some(Vec::new()),
    };
    let labels = labels(root, faults);
    Some(Head {
        code: code?,
        title: title?,
        zone: zone?,
        calendar: calendar?,
        informs_by: informs_by?,
        labels: labels?,
    })
}

/// Words shown to people for the words in code.
fn labels(root: &Table, faults: &mut Faults) -> Option<BTreeMap<String, String>> {
    let Some(node) = root.get("labels") else {
        return Some(BTreeMap::new());
    };
    let table = node.table(faults)?;
    let read: Vec<_> = table
        .entries()
        .map(|(word, node, _)| Some((word.to_owned(), node.title(faults)?)))
        .collect();
    read.into_iter().collect()
}
