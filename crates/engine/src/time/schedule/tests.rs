//! Schedules against oracles that are written another way: a walk through UTC minute by minute, and the `cron` crate
//! itself where no clock changes.

use std::str::FromStr;

use chrono::{NaiveDateTime, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;
use precede_model::Timestamp;
use proptest::prelude::*;

use super::{BadSchedule, Schedule};

const MINUTE: i64 = 60_000_000;
const HOUR: i64 = 60 * MINUTE;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn schedule(text: &str) -> Schedule {
    Schedule::parse(text).unwrap()
}

fn fires(text: &str, after: &str, zone: Tz, count: usize) -> Vec<String> {
    schedule(text)
        .fires(at(after), zone)
        .take(count)
        .map(|fire| fire.to_string())
        .collect()
}

/// Walks through UTC minute by minute and remembers how far the wall clock has ever been: what it reaches or jumps
/// over for the first time fires. `suits` names the wall minutes of the schedule.
fn walk(
    from: Timestamp,
    minutes: i64,
    zone: Tz,
    suits: &dyn Fn(NaiveDateTime) -> bool,
) -> Vec<Timestamp> {
    let mut reached = (0..=26 * 60)
        .map(|back| Timestamp::from_micros(from.micros() - back * MINUTE).local(zone))
        .max()
        .unwrap();
    let mut fires = Vec::new();
    for minute in 1..=minutes {
        let now = Timestamp::from_micros(from.micros() + minute * MINUTE);
        let shown = now.local(zone);
        let mut fired = false;
        while reached < shown {
            reached += TimeDelta::minutes(1);
            fired |= suits(reached);
        }
        if fired {
            fires.push(now);
        }
    }
    fires
}

/// The whole hours before each clock change of a zone from 1996 to 2037.
fn clock_changes(zone: Tz) -> Vec<Timestamp> {
    let (first, last) = (at("1996-01-01T00:00:00Z"), at("2038-01-01T00:00:00Z"));
    let ahead = |micros: i64| {
        let instant = Timestamp::from_micros(micros);
        instant.local(zone) - instant.utc().naive_utc()
    };
    (first.micros()..last.micros())
        .step_by(usize::try_from(HOUR).unwrap())
        .filter(|micros| ahead(*micros) != ahead(micros + HOUR))
        .map(Timestamp::from_micros)
        .collect()
}

fn check_clock_changes(zone: Tz, expected_changes: usize) {
    type Suits = fn(NaiveDateTime) -> bool;
    let cases: [(&str, Suits); 5] = [
        ("30 1 * * *", |wall| (wall.hour(), wall.minute()) == (1, 30)),
        ("0 2 * * *", |wall| (wall.hour(), wall.minute()) == (2, 0)),
        ("0 0 * * *", |wall| (wall.hour(), wall.minute()) == (0, 0)),
        ("*/15 * * * *", |wall| wall.minute() % 15 == 0),
        ("* * * * *", |_| true),
    ];
    let changes = clock_changes(zone);
    assert_eq!(changes.len(), expected_changes, "{zone}");
    let days = 2 * 24 * 60;
    for change in changes {
        let from = Timestamp::from_micros(change.micros() - 24 * HOUR);
        let to = Timestamp::from_micros(from.micros() + days * MINUTE);
        for (text, suits) in cases {
            let expected = walk(from, days, zone, &suits);
            let schedule = schedule(text);
            let found: Vec<_> = schedule
                .fires(from, zone)
                .take_while(|fire| *fire <= to)
                .collect();
            assert_eq!(found, expected, "{text} in {zone} around {change}");
            // Asked anew after each fire, as the daemon asks, it gives the same.
            let mut last = from;
            for fire in found {
                assert_eq!(schedule.next_after(last, zone), Some(fire));
                assert!(fire > last, "{text} in {zone}: {fire} after {last}");
                last = fire;
            }
        }
    }
}

#[test]
fn every_clock_change_of_london() {
    check_clock_changes(chrono_tz::Europe::London, 84);
}

#[test]
fn every_clock_change_of_new_york() {
    check_clock_changes(chrono_tz::America::New_York, 84);
}

/// Clocks change by half an hour.
#[test]
fn every_clock_change_of_lord_howe() {
    check_clock_changes(chrono_tz::Australia::Lord_Howe, 84);
}

/// Clocks jump over midnight, and are put back to the evening before.
#[test]
fn every_clock_change_of_beirut() {
    check_clock_changes(chrono_tz::Asia::Beirut, 84);
}

/// Until 2011 clocks changed at one minute past midnight.
#[test]
fn every_clock_change_of_goose_bay() {
    check_clock_changes(chrono_tz::America::Goose_Bay, 84);
}

/// A whole day was left out in 2011.
#[test]
fn every_clock_change_of_apia() {
    let changes = clock_changes(chrono_tz::Pacific::Apia).len();
    check_clock_changes(chrono_tz::Pacific::Apia, changes);
    assert!(changes > 10);
}

#[test]
fn a_night_job_runs_once_on_each_day() {
    let zone = chrono_tz::Europe::London;
    let (first, last) = (at("1996-01-01T00:00:00Z"), at("2038-01-01T00:00:00Z"));
    for text in ["30 1 * * *", "0 2 * * *", "0 0 * * *"] {
        let schedule = schedule(text);
        let days: Vec<_> = schedule
            .fires(Timestamp::from_micros(first.micros() - 1), zone)
            .take_while(|fire| *fire < last)
            .map(|fire| fire.day(zone))
            .collect();
        let every_day: Vec<_> = first.day(zone).iter_days().take(15_341).collect();
        assert_eq!(days, every_day, "{text}");
    }
}

#[test]
fn a_gap_fires_once_and_a_repeated_hour_once() {
    let london = chrono_tz::Europe::London;
    assert_eq!(
        fires("*/30 * * * *", "2010-03-28T00:00:00Z", london, 4),
        [
            "2010-03-28T00:30:00Z",
            "2010-03-28T01:00:00Z",
            "2010-03-28T01:30:00Z",
            "2010-03-28T02:00:00Z"
        ]
    );
    assert_eq!(
        fires("*/30 * * * *", "2010-10-31T00:00:00Z", london, 3),
        [
            "2010-10-31T00:30:00Z",
            "2010-10-31T02:00:00Z",
            "2010-10-31T02:30:00Z"
        ]
    );
    // Asked in the second pass of the hour, between two whole seconds.
    assert_eq!(
        fires("30 1 * * *", "2010-10-31T01:10:00.5Z", london, 1),
        ["2010-11-01T01:30:00Z"]
    );
}

#[test]
fn the_instant_itself_is_not_after_itself() {
    let utc = Tz::UTC;
    assert_eq!(
        fires("0 9 * * *", "2010-01-04T09:00:00Z", utc, 1),
        ["2010-01-05T09:00:00Z"]
    );
    assert_eq!(
        fires("0 9 * * *", "2010-01-04T08:59:59.999999Z", utc, 1),
        ["2010-01-04T09:00:00Z"]
    );
    assert_eq!(
        fires("0 9 * * *", "2010-01-04T09:00:00.000001Z", utc, 1),
        ["2010-01-05T09:00:00Z"]
    );
}

#[test]
fn five_fields_count_weekdays_as_crontab_does() {
    // 2010-01-03 was a Sunday.
    let days = |text: &str| -> Vec<String> {
        schedule(text)
            .fires(at("2010-01-02T12:00:00Z"), Tz::UTC)
            .take_while(|fire| *fire < at("2010-01-10T00:00:00Z"))
            .map(|fire| fire.utc().format("%d").to_string())
            .collect()
    };
    assert_eq!(days("0 0 * * 0"), ["03"]);
    assert_eq!(days("0 0 * * 7"), ["03"]);
    assert_eq!(days("0 0 * * 1"), ["04"]);
    assert_eq!(days("0 0 * * SUN"), ["03"]);
    assert_eq!(days("0 0 * * 1-5"), ["04", "05", "06", "07", "08"]);
    assert_eq!(days("0 0 * * mon-fri"), ["04", "05", "06", "07", "08"]);
    assert_eq!(days("0 0 * * 5-7"), ["03", "08", "09"]);
    assert_eq!(days("0 0 * * 1-5/2,SAT"), ["04", "06", "08", "09"]);
    assert_eq!(days("0 0 * * 3/2"), ["06", "08"]);
    assert_eq!(days("0 0 * * */2"), ["03", "05", "07", "09"]);
    assert_eq!(days("0 0 * * 0-7").len(), 7);
    // Six fields count as the crate does.
    assert_eq!(days("0 0 0 * * 1"), ["03"]);
    assert_eq!(days("0 0 0 * * 2-6"), ["04", "05", "06", "07", "08"]);
    assert_eq!(days("@weekly"), ["03"]);
}

#[test]
fn two_day_fields_mean_either_in_five_fields_and_both_in_six() {
    let after = "2010-01-31T12:00:00Z";
    assert_eq!(
        fires("0 0 13 * 5", after, Tz::UTC, 3),
        [
            "2010-02-05T00:00:00Z",
            "2010-02-12T00:00:00Z",
            "2010-02-13T00:00:00Z"
        ]
    );
    assert_eq!(
        fires("0 0 0 13 * FRI", after, Tz::UTC, 1),
        ["2010-08-13T00:00:00Z"]
    );
    assert_eq!(
        fires("0 0 13 * ?", after, Tz::UTC, 1),
        ["2010-02-13T00:00:00Z"]
    );
}

#[test]
fn leap_days_years_and_ends() {
    assert_eq!(
        fires("0 0 29 2 *", "2096-02-28T00:00:00Z", Tz::UTC, 2),
        ["2096-02-29T00:00:00Z"],
        "2100 is no leap year and the last"
    );
    assert_eq!(
        fires(
            "59 59 23 31 12 ? 2011-2012",
            "2010-06-01T00:00:00Z",
            Tz::UTC,
            5
        ),
        ["2011-12-31T23:59:59Z", "2012-12-31T23:59:59Z"]
    );
    assert_eq!(
        schedule("@yearly").next_after(Timestamp::from_micros(i64::MAX), Tz::UTC),
        None
    );
}

#[test]
fn what_is_no_schedule_says_which_field_and_how() {
    let cases = [
        ("", "`` has 0 fields; a schedule has five"),
        ("* * * *", "`* * * *` has 4 fields"),
        ("* * * * * * * *", "has 8 fields"),
        (
            "60 * * * *",
            "`60` cannot be the minute of the schedule `60 * * * *`; write 0 to 59",
        ),
        ("0 25 * * *", "`25` cannot be the hour"),
        ("0 0 0 * *", "`0` cannot be the day of month"),
        ("0 0 * 13 *", "`13` cannot be the month"),
        (
            "0 0 * * 8",
            "`8` cannot be the weekday of the schedule `0 0 * * 8`; write 0 or 7 (Sunday)",
        ),
        ("0 0 * * 5-1", "`5-1` cannot be the weekday"),
        ("0 0 * * +1", "`+1` cannot be the weekday"),
        ("0 0 * * 1/0", "`1/0` cannot be the weekday"),
        ("0 0 * * 1,", "`1,` cannot be the weekday"),
        (
            "0 0 0 * * 0",
            "`0` cannot be the weekday of the schedule `0 0 0 * * 0`; write 1 (Sunday)",
        ),
        ("0 0 0 * * ? 1969", "`1969` cannot be the year"),
        ("0 0 ** * *", "`**` cannot be the day of month"),
        ("@often", "`@often` is not a schedule; write @hourly"),
        ("0 0 30 2 *", "`0 0 30 2 *` never fires"),
    ];
    for (text, said) in cases {
        let error = Schedule::parse(text).expect_err(text).to_string();
        assert!(error.contains(said), "{text}: {error}");
    }
    assert!(matches!(
        "0 0 31 4 *".parse::<Schedule>(),
        Err(BadSchedule::Never(_))
    ));
}

#[test]
fn a_schedule_is_written_as_given() {
    assert_eq!(schedule("30  1 * * 1-5").to_string(), "30  1 * * 1-5");
}

/// A field of the crate's grammar: `*`, a step, a value, a range or a list.
fn field(low: u32, high: u32) -> impl Strategy<Value = String> {
    let value = low..=high;
    prop_oneof![
        3 => Just("*".to_owned()),
        1 => (1..=high).prop_map(|step| format!("*/{step}")),
        1 => (value.clone(), value.clone())
            .prop_map(|(a, b)| format!("{}-{}", a.min(b), a.max(b))),
        2 => prop::collection::vec(value, 1..4).prop_map(|values| {
            let values: Vec<_> = values.iter().map(u32::to_string).collect();
            values.join(",")
        }),
    ]
}

proptest! {
    /// In UTC no clock changes, so there the crate's own answers hold.
    #[test]
    fn without_clock_changes_it_is_the_crate(
        seconds in field(0, 59),
        minutes in field(0, 59),
        hours in field(0, 23),
        days in field(1, 31),
        months in field(1, 12),
        weekdays in field(1, 7),
        after in 820_454_400..2_145_916_800_i64,
    ) {
        let text = format!("{seconds} {minutes} {hours} {days} {months} {weekdays}");
        let after = Timestamp::from_micros(after * 1_000_000);
        let theirs = cron::Schedule::from_str(&text).unwrap();
        let expected: Vec<Timestamp> =
            theirs.after(&after.utc()).take(30).map(Timestamp::from).collect();
        match Schedule::parse(&text) {
            Ok(ours) => {
                let found: Vec<_> = ours.fires(after, Tz::UTC).take(30).collect();
                prop_assert_eq!(found, expected, "{}", text);
            }
            Err(error) => {
                prop_assert_eq!(error, BadSchedule::Never(text));
                prop_assert_eq!(theirs.after(&chrono::DateTime::<Utc>::UNIX_EPOCH).next(), None);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_times_of_day_agree_with_a_walk(
        minutes in prop::collection::btree_set(0..60_u32, 1..5),
        hours in prop::collection::btree_set(0..24_u32, 1..8),
        weekdays in prop::collection::btree_set(0..7_u32, 1..7),
        zone in prop::sample::select(chrono_tz::TZ_VARIANTS.to_vec()),
        after in 820_454_400..2_145_916_800_i64,
    ) {
        use chrono::Datelike;

        let list = |values: &std::collections::BTreeSet<u32>| {
            values.iter().map(u32::to_string).collect::<Vec<_>>().join(",")
        };
        let text = format!("{} {} * * {}", list(&minutes), list(&hours), list(&weekdays));
        // The walk steps by whole minutes.
        let from = Timestamp::from_micros((after - after % 60) * 1_000_000);
        let suits = |wall: NaiveDateTime| {
            minutes.contains(&wall.minute())
                && hours.contains(&wall.hour())
                && weekdays.contains(&wall.weekday().num_days_from_sunday())
        };
        let span = 8 * 24 * 60;
        let expected = walk(from, span, zone, &suits);
        let to = Timestamp::from_micros(from.micros() + span * MINUTE);
        let schedule = schedule(&text);
        let found: Vec<_> = schedule.fires(from, zone).take_while(|at| *at <= to).collect();
        prop_assert_eq!(found, expected, "{} in {}", text, zone);
    }
}
