//! Reads cron expressions with the `cron` crate; five-field ones are first rewritten into its six fields.

use std::{borrow::Cow, str::FromStr};

use cron::TimeUnitSpec;

use super::pattern::{DayRule, Pattern};

/// An expression that cannot be read as a schedule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadSchedule {
    /// Neither five nor six nor seven fields.
    #[error(
        "`{text}` has {found} fields; a schedule has five (minute, hour, day of month, month, weekday), \
         or six or seven with seconds before and years after them, for example `30 7 * * 1-5`"
    )]
    FieldCount {
        /// What was given.
        text: String,
        /// How many fields it has.
        found: usize,
    },
    /// One field is at fault.
    #[error("`{value}` cannot be the {field} of the schedule `{text}`; write {example}")]
    Field {
        /// What was given.
        text: String,
        /// Which field, in words.
        field: &'static str,
        /// What stands there.
        value: String,
        /// What could stand there.
        example: &'static str,
    },
    /// An `@` word nobody knows.
    #[error("`{0}` is not a schedule; write @hourly, @daily, @weekly, @monthly, @yearly or fields")]
    Word(String),
    /// Every field is good, but there is no such date.
    #[error("`{0}` never fires: no date suits it")]
    Never(String),
}

/// The fields in the order of the `cron` crate: their names, examples and what can stand for "any".
const FIELDS: [(&str, &str); 7] = [
    ("second", "0 to 59, for example `0` or `*/10`"),
    ("minute", "0 to 59, for example `30` or `*/15`"),
    ("hour", "0 to 23, for example `7` or `9-17`"),
    ("day of month", "1 to 31, for example `1` or `1,15`"),
    ("month", "1 to 12 or names, for example `4` or `APR-SEP`"),
    (
        "weekday",
        "1 (Sunday) to 7 (Saturday) or names, for example `MON-FRI`",
    ),
    ("year", "1970 to 2100, for example `2010-2012`"),
];

/// How a weekday is written in five fields.
const CRONTAB_WEEKDAY: &str =
    "0 or 7 (Sunday) to 6 (Saturday) or names, for example `1-5` or `MON-FRI`";

/// The wall times an expression names.
pub(super) fn pattern(text: &str) -> Result<Pattern, BadSchedule> {
    let fields: Vec<&str> = text.split_whitespace().collect();
    let pattern = match fields.as_slice() {
        [word] if word.starts_with('@') => {
            let schedule = cron::Schedule::from_str(word);
            let schedule = schedule.map_err(|_| BadSchedule::Word((*word).to_owned()))?;
            from_cron(&schedule, DayRule::Both)
        }
        [minute, hour, day, month, weekday] => {
            let translated = weekday_from_crontab(weekday);
            let fields = ["0", minute, hour, day, month, &translated];
            let days = match is_restricted(day) && is_restricted(weekday) {
                true => DayRule::Either,
                false => DayRule::Both,
            };
            let schedule = read(&fields).map_err(|at| crontab_fault(text, at, weekday, &fields))?;
            from_cron(&schedule, days)
        }
        [_, _, _, _, _, _] | [_, _, _, _, _, _, _] => {
            let schedule = read(&fields).map_err(|at| fault(text, at, fields[at]))?;
            from_cron(&schedule, DayRule::Both)
        }
        fields => {
            return Err(BadSchedule::FieldCount {
                text: text.to_owned(),
                found: fields.len(),
            });
        }
    };
    match pattern.ever_fires() {
        true => Ok(pattern),
        false => Err(BadSchedule::Never(text.to_owned())),
    }
}

/// Each field is tried alone first, because the crate's own error does not say which one is at fault, and because it
/// would read `**` as two fields. On error: the index of the field.
fn read(fields: &[&str]) -> Result<cron::Schedule, usize> {
    for (at, field) in fields.iter().enumerate() {
        let mut alone = ["*"; 7];
        alone[at] = field;
        cron::Schedule::from_str(&alone.join(" ")).map_err(|_| at)?;
    }
    cron::Schedule::from_str(&fields.join(" ")).map_err(|_| fields.len() - 1)
}

fn fault(text: &str, at: usize, value: &str) -> BadSchedule {
    let (field, example) = FIELDS[at];
    BadSchedule::Field {
        text: text.to_owned(),
        field,
        value: value.to_owned(),
        example,
    }
}

fn crontab_fault(text: &str, at: usize, weekday: &str, fields: &[&str]) -> BadSchedule {
    match fault(text, at, fields[at]) {
        BadSchedule::Field { text, field, .. } if field == "weekday" => BadSchedule::Field {
            text,
            field,
            value: weekday.to_owned(),
            example: CRONTAB_WEEKDAY,
        },
        other => other,
    }
}

/// Whether a crontab day field narrows anything, by crontab's own test.
fn is_restricted(field: &str) -> bool {
    !field.starts_with(['*', '?'])
}

/// Numbers of weekdays as crontab counts them (Sunday 0 or 7) turned into the crate's (Sunday 1). What holds no such
/// numbers is left for the crate to judge.
fn weekday_from_crontab(field: &str) -> String {
    let parts: Vec<Cow<'_, str>> = field
        .split(',')
        .map(|part| crontab_days(part).map_or(Cow::Borrowed(part), Cow::Owned))
        .collect();
    parts.join(",")
}

fn crontab_days(part: &str) -> Option<String> {
    let (days, step) = match part.split_once('/') {
        Some((days, step)) => (days, Some(digit(step).filter(|step| *step > 0)?)),
        None => (part, None),
    };
    let (from, to) = match days.split_once('-') {
        Some((from, to)) => (digit(from)?, digit(to)?),
        None => {
            let day = digit(days)?;
            // `2/3` goes on to the end of the week.
            (day, if step.is_some() { day.max(6) } else { day })
        }
    };
    // A range that runs backwards is nothing; the crate says so.
    (from <= to).then(|| {
        let days = (from..=to).step_by(step.unwrap_or(1));
        let days: Vec<String> = days.map(|day| (day % 7 + 1).to_string()).collect();
        days.join(",")
    })
}

/// A number from 0 to 7, the weekdays of crontab.
fn digit(text: &str) -> Option<usize> {
    match text.as_bytes() {
        [digit @ b'0'..=b'7'] => Some(usize::from(digit - b'0')),
        _ => None,
    }
}

fn from_cron(schedule: &cron::Schedule, days: DayRule) -> Pattern {
    let years = schedule.years().iter();
    Pattern {
        seconds: bits(schedule.seconds()),
        minutes: bits(schedule.minutes()),
        hours: bits(schedule.hours()),
        days_of_month: bits(schedule.days_of_month()),
        months: bits(schedule.months()),
        // The crate counts Sunday as 1.
        weekdays: bits(schedule.days_of_week()) >> 1,
        years: years.filter_map(|year| i32::try_from(year).ok()).collect(),
        days,
    }
}

fn bits(values: &impl TimeUnitSpec) -> u64 {
    values.iter().fold(0, |set, value| set | 1 << value)
}
