//! The diary of a rehearsal: for the nation month by month, in counts; for a few PCTs day by day, in people's words.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use precede_app::words;
use precede_engine::{Def, moves};
use precede_model::{Event, Happening, Missing, OrganisationCode};
use serde::Serialize;

use super::Counts;

/// Codes that are named where many practices do the same on one day.
const NAMED_MAX: usize = 6;

/// One heading of a diary with what is under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// A day, or the first of a month.
    pub day: NaiveDate,
    /// As people read it.
    pub heading: String,
    /// What happened.
    pub lines: Vec<String>,
}

/// Counts by month.
#[derive(Debug, Default)]
pub(super) struct Months(BTreeMap<NaiveDate, Counts>);

impl Months {
    /// Takes a campaign's history.
    pub fn take(&mut self, def: &Def, events: &[Event]) {
        for event in events {
            let day = def.day(event.at);
            let month = day.with_day(1).unwrap_or(day);
            self.0.entry(month).or_default().take(event);
        }
    }

    /// The diary.
    pub fn entries(&self) -> Vec<Entry> {
        let told = self.0.iter().map(|(month, counts)| Entry {
            day: *month,
            heading: month.format("%B %Y").to_string(),
            lines: with_refusals(counts),
        });
        told.filter(|entry| !entry.lines.is_empty()).collect()
    }
}

fn with_refusals(counts: &Counts) -> Vec<String> {
    let mut lines = counts.sentences();
    if let Some(last) = lines.last_mut().filter(|_| !counts.refusals.is_empty()) {
        let by_rule = counts.refusals.iter();
        let by_rule: Vec<String> = by_rule
            .map(|(rule, times)| format!("{rule} {times}"))
            .collect();
        *last = format!("{last} ({})", by_rule.join(", "));
    }
    lines
}

/// What happened in some campaigns, by day.
#[derive(Debug, Default)]
pub(super) struct Days(BTreeMap<NaiveDate, Vec<Sentence>>);

/// A sentence, and the other practices it is true of.
#[derive(Debug)]
struct Sentence {
    pct: OrganisationCode,
    /// The sentence with its practice left out: what makes others like it.
    pattern: String,
    first: String,
    others: Vec<OrganisationCode>,
}

impl Days {
    /// Takes a campaign's history.
    pub fn take(&mut self, def: &Def, events: &[Event]) {
        for event in events {
            if let Some(text) = told(def, event) {
                self.say(def.day(event.at), event, text);
            }
        }
    }

    fn say(&mut self, day: NaiveDate, event: &Event, text: String) {
        let pattern = match event.practice {
            Some(code) => text.replace(code.as_str(), "…"),
            None => text.clone(),
        };
        let of_day = self.0.entry(day).or_default();
        let like = of_day
            .iter_mut()
            .find(|one| one.pct == event.pct && one.pattern == pattern);
        match (like, event.practice) {
            (Some(like), Some(code)) => like.others.push(code),
            _ => of_day.push(Sentence {
                pct: event.pct,
                pattern,
                first: text,
                others: Vec::new(),
            }),
        }
    }

    /// The diary. With several PCTs each sentence names its own.
    pub fn entries(&self, names_pct: bool) -> Vec<Entry> {
        let entry = |(day, sentences): (&NaiveDate, &Vec<Sentence>)| Entry {
            day: *day,
            heading: day.format("%A %-d %B %Y").to_string(),
            lines: sentences.iter().map(|one| one.line(names_pct)).collect(),
        };
        self.0.iter().map(entry).collect()
    }
}

impl Sentence {
    fn line(&self, names_pct: bool) -> String {
        let Self {
            pct, first, others, ..
        } = self;
        let mut line = if names_pct {
            format!("{pct}: {first}")
        } else {
            first.clone()
        };
        if !others.is_empty() {
            let named: Vec<_> = others
                .iter()
                .take(NAMED_MAX)
                .map(ToString::to_string)
                .collect();
            let more = if others.len() > NAMED_MAX {
                ", …"
            } else {
                ""
            };
            line += &format!(
                "; the same for {} more: {}{more}",
                others.len(),
                named.join(", ")
            );
        }
        line
    }
}

/// An event in a sentence, refusals with their reason; `None` for what only the machine needs.
fn told(def: &Def, event: &Event) -> Option<String> {
    let Happening::Refused { act, rule, missing } = &event.what else {
        return moves::told(def, event);
    };
    let whose = event
        .practice
        .map_or(String::new(), |code| format!(" for practice {code}"));
    let code = serde_json::from_value::<Missing>(missing.clone().into());
    let why = code.map_or_else(|_| missing.clone(), words::missing);
    let who = match event.actor {
        precede_model::Actor::Person(id) => format!("{id} may not"),
        precede_model::Actor::Precede => "not released:".to_owned(),
    };
    Some(format!("{who} {act}{whose}: {rule}, {why}"))
}
