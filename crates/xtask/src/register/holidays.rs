//! `holidays.csv`: the bank holidays of each division.

use std::collections::{BTreeMap, BTreeSet};

use precede_model::CalendarId;
use serde::Deserialize;

use crate::failure::{Failure, Outcome};

use super::official::Official;
use super::table::Table;

/// The published list: a division's holidays under its name.
#[derive(Deserialize)]
struct Division {
    events: Vec<Holiday>,
}

#[derive(Deserialize)]
struct Holiday {
    date: chrono::NaiveDate,
    title: String,
}

/// The table, sorted by calendar and date.
///
/// # Errors
///
/// One of the two lists is missing or not as expected.
pub fn table(official: &Official) -> Outcome<Table> {
    let published = "bank-holidays-2012-on.json";
    let divisions: BTreeMap<CalendarId, Division> =
        serde_json::from_str(&official.text(published)?).map_err(|error| bad(published, error))?;
    let mut rows = BTreeSet::new();
    for (calendar, division) in divisions {
        rows.extend(division.events.into_iter().map(|one| row(calendar, one)));
    }
    let earlier = "bank-holidays-england-2007-2011.csv";
    let text = official.text(earlier)?;
    for holiday in csv::Reader::from_reader(text.as_bytes()).deserialize() {
        let holiday = holiday.map_err(|error| bad(earlier, error))?;
        rows.insert(row(CalendarId::EnglandAndWales, holiday));
    }
    let mut table = Table::new("holidays.csv", &["calendar", "date", "title"]);
    for fields in &rows {
        table.row(fields);
    }
    Ok(table)
}

/// A row; apostrophes are set as in the published list.
fn row(calendar: CalendarId, holiday: Holiday) -> [String; 3] {
    let title = holiday.title.replace('\'', "\u{2019}");
    [calendar.to_string(), holiday.date.to_string(), title]
}

fn bad(name: &str, error: impl std::fmt::Display) -> Failure {
    Failure::Wanting(format!("`{name}` is not as expected: {error}"))
}
