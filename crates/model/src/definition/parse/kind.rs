//! The keys of each kind of step.

use super::{
    cron, establishes,
    fault::Faults,
    kind_word::KindWord,
    node::{Node, Table},
    outline::{Outline, Outlines},
    roles,
};
use crate::{
    FactName, Length, Role,
    definition::{After, Approval, Asks, Chase, Kind, StepIx},
};

/// Ways to be seen or heard by the public. `public-notice` can count as informing (`informs_by`).
pub(super) const MEDIA: &[&str] = &[
    "press",
    "radio",
    "television",
    "adverts",
    "events",
    "posters",
    "web",
    "social-media",
    "door-drop",
    "public-notice",
];

/// Reads the keys of a kind.
pub(super) fn read_kind(
    word: KindWord,
    step: &Outline,
    after: &[After],
    all: &Outlines,
    faults: &mut Faults,
) -> Option<Kind> {
    let table = &step.table;
    match word {
        KindWord::Task => task(step, faults),
        KindWord::Approval => approval(step, faults),
        KindWord::Consult => consult(table, faults),
        KindWord::Notice => notice(step, faults),
        KindWord::Acknowledgement => acknowledgement(table, after, all, faults),
        KindWord::Answer => Some(Kind::Answer),
        KindWord::Publicity => publicity(table, faults),
        KindWord::List => Some(Kind::List),
        KindWord::Batch => batch(table, faults),
        KindWord::Period => Some(Kind::Period),
        KindWord::SignOff => sign_off(table, faults),
        KindWord::Permit => Some(Kind::Permit),
        KindWord::Recurring => recurring(step, all, faults),
    }
}

fn task(step: &Outline, faults: &mut Faults) -> Option<Kind> {
    let checklist = step.table.get("checklist");
    let checklist = checklist.map_or(Some(Vec::new()), |node| {
        let items = node.items(faults)?;
        items.iter().map(|item| item.title(faults)).collect()
    });
    let establishes = establishes::read(step, faults);
    Some(Kind::Task {
        establishes: establishes?,
        checklist: checklist?,
    })
}

fn approval(step: &Outline, faults: &mut Faults) -> Option<Kind> {
    let by = roles::approvers(step, faults);
    let subject = match step.table.get("subject") {
        Some(node) => node.name(faults),
        None => step.id,
    };
    let subject = subject.map(|subject: FactName| match subject.as_str() {
        "plan" => Approval::Plan,
        "pack" => Approval::Pack,
        _ => Approval::Other(subject),
    });
    Some(Kind::Approval {
        subject: subject?,
        by: by?,
    })
}

fn consult(table: &Table, faults: &mut Faults) -> Option<Kind> {
    let of = match table.get("of") {
        Some(node) => node.name(faults),
        None => "lmc".parse().ok(),
    };
    let cycle = match table.get("cycle") {
        Some(node) => above_zero(&node, faults),
        None => Some(Length::Days(30)),
    };
    Some(Kind::Consult {
        of: of?,
        cycle: cycle?,
    })
}

fn notice(step: &Outline, faults: &mut Faults) -> Option<Kind> {
    let to = match step.table.get("to") {
        Some(node) => node.word("role", faults),
        None => Some(Role::Practice),
    };
    let template = match step.table.get("template") {
        Some(node) => node.name(faults),
        None => step.id,
    };
    Some(Kind::Notice {
        to: to?,
        template: template?,
    })
}

fn acknowledgement(
    table: &Table,
    after: &[After],
    all: &Outlines,
    faults: &mut Faults,
) -> Option<Kind> {
    let of = match table.get("of") {
        Some(node) => step_of_kind(&node, KindWord::Notice, all, faults),
        None => notice_before(table, after, all, faults),
    };
    let chase = chase(table, faults);
    Some(Kind::Acknowledgement {
        of: of?,
        chase: chase?,
    })
}

/// The one notice an acknowledgement without `of` comes after.
fn notice_before(
    table: &Table,
    after: &[After],
    all: &Outlines,
    faults: &mut Faults,
) -> Option<StepIx> {
    let is_notice = |ix: &StepIx| all.at(*ix).kind == Some(KindWord::Notice);
    let mut notices = after.iter().map(|after| after.step).filter(is_notice);
    match (notices.next(), notices.next()) {
        (Some(only), None) => Some(only),
        // An unknown step among them is reported already, and may be the notice.
        _ if table
            .get("after")
            .is_some_and(|node| node.len() != after.len()) =>
        {
            None
        }
        _ => {
            table.missing("of", "name the notice it answers", faults);
            None
        }
    }
}

fn step_of_kind(
    node: &Node,
    wanted: KindWord,
    all: &Outlines,
    faults: &mut Faults,
) -> Option<StepIx> {
    let found = all.find(node, faults)?;
    match all.at(found).kind {
        Some(kind) if kind != wanted => {
            let what = format!("`{}` is a step of kind `{kind}`", all.at(found).called());
            node.fault(faults, what, format!("name a step of kind `{wanted}`"));
            None
        }
        kind => kind.map(|_| found),
    }
}

fn chase(table: &Table, faults: &mut Faults) -> Option<Chase> {
    let remind = table.get("remind").map(|node| node.lengths(faults));
    let single = |key: &str, faults: &mut Faults| {
        let node = table.get(key)?;
        Some(node.length(faults).map(|length| (node, length)))
    };
    let escalate = single("escalate", faults);
    let end = single("chase_end", faults);
    let remind = remind.unwrap_or(Some(Vec::new()))?;
    let (escalate, end) = (
        escalate.map_or(Some(None), wrap)?,
        end.map_or(Some(None), wrap)?,
    );
    let in_order = remind.iter().chain(&escalate).chain(&end);
    check_ascending(in_order, faults);
    Some(Chase {
        remind: remind.into_iter().map(|(_, length)| length).collect(),
        escalate: escalate.map(|(_, length)| length),
        end: end.map(|(_, length)| length),
    })
}

fn wrap<T>(read: Option<T>) -> Option<Option<T>> {
    read.map(Some)
}

/// Reminders come before the telephone, the telephone before the end of the chase.
fn check_ascending<'n, 'a: 'n>(
    steps: impl Iterator<Item = &'n (Node<'a>, Length)>,
    faults: &mut Faults,
) {
    let mut before = 0;
    for (node, length) in steps {
        let hours = rough_hours(*length);
        if hours == 0 {
            node.fault(
                faults,
                format!("`{length}` is no time at all"),
                "write more than 0",
            );
        } else if hours <= before {
            let what = format!("`{length}` is not later than what comes before it");
            let remedy = "let `remind`, `escalate` and `chase_end` follow one another in time";
            node.fault(faults, what, remedy);
        }
        before = before.max(hours);
    }
}

/// Hours, with five working days to a week: good enough to say which of two lengths is longer.
pub(super) fn rough_hours(length: Length) -> u64 {
    match length {
        Length::Hours(hours) => u64::from(hours),
        Length::Days(days) => u64::from(days) * 24,
        Length::WorkingDays(days) => u64::from(days) * 24 * 7 / 5,
    }
}

/// A length that is some time at all.
pub(super) fn above_zero(node: &Node, faults: &mut Faults) -> Option<Length> {
    let length = node.length(faults)?;
    if rough_hours(length) == 0 {
        node.fault(
            faults,
            format!("`{length}` is no time at all"),
            "write more than 0",
        );
        return None;
    }
    Some(length)
}

fn publicity(table: &Table, faults: &mut Faults) -> Option<Kind> {
    let lasts = table.need("lasts", "say how long it runs at least", faults);
    let lasts = lasts.and_then(|node| above_zero(&node, faults));
    let media = table.need("media", "name what the public sees or hears", faults);
    let media = media.and_then(|node| read_media(&node, faults));
    Some(Kind::Publicity {
        lasts: lasts?,
        media: media?,
    })
}

fn read_media(node: &Node, faults: &mut Faults) -> Option<Vec<String>> {
    let items = node.items(faults)?;
    if items.is_empty() {
        node.fault(
            faults,
            "names nothing",
            "name what the public sees or hears",
        );
        return None;
    }
    let read = items.iter().map(|item| {
        let word = item.text(faults)?;
        if !MEDIA.contains(&word) {
            item.unknown("medium", word, MEDIA, faults);
            return None;
        }
        Some(word.to_owned())
    });
    read.collect::<Vec<_>>().into_iter().collect()
}

fn batch(table: &Table, faults: &mut Faults) -> Option<Kind> {
    let pack = match table.get("pack") {
        Some(node) => node.words("part of a pack", faults),
        None => Some(Vec::new()),
    };
    Some(Kind::Batch { pack: pack? })
}

fn sign_off(table: &Table, faults: &mut Faults) -> Option<Kind> {
    let by = roles::signer(table, faults);
    let asks = match table.get("asks") {
        Some(node) => node.word("thing to ask of a signer", faults),
        None => Some(Asks::Agrees),
    };
    Some(Kind::SignOff {
        by: by?,
        asks: asks?,
    })
}

fn recurring(step: &Outline, all: &Outlines, faults: &mut Faults) -> Option<Kind> {
    let every = step.table.need("every", "write a cron expression", faults);
    let every = every.and_then(|node| cron::read(&node, faults));
    let until = match step.table.get("until") {
        Some(node) => until(&node, step, all, faults).map(Some),
        None => Some(None),
    };
    Some(Kind::Recurring {
        every: every?,
        until: until?,
    })
}

/// The step whose end stops a recurring one: it must have one end for whomever the recurring step is done for.
fn until(node: &Node, step: &Outline, all: &Outlines, faults: &mut Faults) -> Option<StepIx> {
    let found = all.find(node, faults)?;
    let named = all.at(found);
    if named.kind == Some(KindWord::Recurring) {
        let what = format!("`{}` recurs and never ends", named.called());
        node.fault(faults, what, "name a step that ends");
        return None;
    }
    if step
        .scope
        .zip(named.scope)
        .is_some_and(|(own, its)| its > own)
    {
        let what = format!(
            "`{}` ends for each practice at another time",
            named.called()
        );
        node.fault(
            faults,
            what,
            "name a step of the PCT, or let this one be `for` practice",
        );
        return None;
    }
    Some(found)
}
