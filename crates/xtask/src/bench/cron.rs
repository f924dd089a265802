//! Next fire times: how many a second, and whether they are right at clock changes.
//!
//! No outside program does the same, so there is no limit to compare with. Correctness is judged by
//! arithmetic of its own: the zone's rule (last Sundays of March and October at 01:00 UTC, in force
//! in Britain since 1996) written down here, not taken from the table the product uses.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};
use serde_json::Value;

use super::comparison::{Aim, Comparison};
use super::measured::{Measured, json_of, spell};
use crate::failure::{Failure, Outcome};

const COUNT: u64 = 1_000_000;
const EVERY_MINUTE: &str = "* * * * *";
/// A time that the clock skips each March and shows twice each October.
const DAILY: &str = "30 1 * * *";
const FIRST_YEAR: i32 = 1996;
const LAST_YEAR: i32 = 2037;

/// Measures the rate of `precede schedule next` and checks every day of 42 years.
///
/// # Errors
///
/// None at present; what the product cannot do is part of the comparison.
pub fn measure(program: &Path) -> Outcome<Comparison> {
    let product = rate(program);
    let verdict = daily_fires(program).map(|fires| verdict(&fires));
    Ok(Comparison {
        title: "next fire times in Europe/London",
        unit: "fires",
        limit: None,
        product: product.map_err(|failure| failure.to_string()),
        aim: Aim::Rate(1_000_000.0),
        notes: vec![verdict.unwrap_or_else(|failure| format!("not checked: {failure}"))],
    })
}

/// The whole command is timed: its start and the printing of a million times are part of it.
fn rate(program: &Path) -> Outcome<Measured> {
    let mut command = schedule_next(program, EVERY_MINUTE, "2010-01-01T00:00", COUNT);
    let begun = Instant::now();
    let answer = json_of(&mut command)?;
    let seconds = begun.elapsed().as_secs_f64();
    let done = fires(&answer)?.len() as u64;
    Ok(Measured {
        command: spell(&command),
        done,
        seconds,
        commits: None,
        fsyncs: None,
    })
}

fn daily_fires(program: &Path) -> Outcome<Vec<DateTime<Utc>>> {
    let after = format!("{FIRST_YEAR}-01-01T00:00");
    let count = expected().count() as u64;
    fires(&json_of(&mut schedule_next(program, DAILY, &after, count))?)
}

fn schedule_next(program: &Path, cron: &str, after: &str, count: u64) -> Command {
    let mut command = Command::new(program);
    command.args([
        "schedule",
        "next",
        cron,
        "--zone",
        "Europe/London",
        "--after",
        after,
    ]);
    command.args(["--count", &count.to_string(), "--json"]);
    command
}

fn fires(answer: &Value) -> Outcome<Vec<DateTime<Utc>>> {
    let unreadable = || Failure::Wanting("`schedule next` printed no list `fires`".to_owned());
    let list = answer["fires"].as_array().ok_or_else(unreadable)?;
    list.iter()
        .map(|fire| {
            let text = fire.as_str().unwrap_or_default();
            let time = DateTime::parse_from_rfc3339(text).map_err(|error| {
                Failure::Wanting(format!(
                    "`schedule next` printed the time `{fire}`: {error}"
                ))
            })?;
            Ok(time.with_timezone(&Utc))
        })
        .collect()
}

/// The sentence on correctness: right, or the first day that is not.
fn verdict(fires: &[DateTime<Utc>]) -> String {
    let expected: Vec<DateTime<Utc>> = expected().collect();
    if fires.len() != expected.len() {
        return format!(
            "WRONG: {} fires of `{DAILY}`, not {}",
            fires.len(),
            expected.len()
        );
    }
    let wrong = fires
        .iter()
        .zip(&expected)
        .find(|(fire, expected)| fire != expected);
    match wrong {
        Some((fire, expected)) => format!("WRONG: `{DAILY}` fires at {fire}, not {expected}"),
        None => format!(
            "right: `{DAILY}` on each of {} days {FIRST_YEAR}-{LAST_YEAR}, {} clock changes included",
            expected.len(),
            2 * (LAST_YEAR - FIRST_YEAR + 1)
        ),
    }
}

/// When 01:30 in London comes round on each day: a time that does not exist runs at the first
/// valid instant after, one that exists twice runs at the first only.
fn expected() -> impl Iterator<Item = DateTime<Utc>> {
    let first = date(FIRST_YEAR, 1, 1);
    let days = first.iter_days().take_while(|day| day.year() <= LAST_YEAR);
    days.map(|day| {
        let spring = last_sunday(day.year(), 3);
        let autumn = last_sunday(day.year(), 10);
        let minutes_utc = if day == spring {
            60 // 01:00 UTC, which is 02:00 on the clock
        } else if day > spring && day <= autumn {
            30
        } else {
            90
        };
        let midnight = day.and_time(chrono::NaiveTime::MIN);
        (midnight + Duration::minutes(minutes_utc)).and_utc()
    })
}

fn last_sunday(year: i32, month: u32) -> NaiveDate {
    let last = date(year, month, 31);
    last - Duration::days(i64::from(last.weekday().num_days_from_sunday()))
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("the calendar has this day")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        DateTime::parse_from_rfc3339(text)
            .expect("a time")
            .with_timezone(&Utc)
    }

    #[test]
    fn the_arithmetic_knows_the_days_around_the_changes_of_2010() {
        let of_2010: Vec<_> = expected().filter(|fire| fire.year() == 2010).collect();
        for (day, fire) in [
            ("2010-03-27T01:30:00+00:00", 85),
            ("2010-03-28T02:00:00+01:00", 86),
            ("2010-03-29T01:30:00+01:00", 87),
            ("2010-10-31T01:30:00+01:00", 303),
            ("2010-11-01T01:30:00+00:00", 304),
        ] {
            assert_eq!(of_2010[fire], at(day), "{day}");
        }
    }

    #[test]
    fn a_wrong_or_missing_fire_is_named() {
        let mut fires: Vec<_> = expected().collect();
        assert!(verdict(&fires).starts_with("right"), "{}", verdict(&fires));
        fires[86] += Duration::minutes(1);
        assert!(verdict(&fires).starts_with("WRONG"), "{}", verdict(&fires));
        fires.pop();
        assert!(verdict(&fires).starts_with("WRONG"), "{}", verdict(&fires));
    }
}
