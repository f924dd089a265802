//! Reads the table of bank holidays, `data/holidays.csv`: a header, then rows of calendar, date and title.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use precede_model::CalendarId;

use super::Calendar;

const HEADER: &str = "calendar,date,title";

/// The calendars of all three divisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendars([Calendar; 3]);

impl Calendars {
    /// Every calendar there is.
    pub const IDS: [CalendarId; 3] = [
        CalendarId::EnglandAndWales,
        CalendarId::Scotland,
        CalendarId::NorthernIreland,
    ];

    /// Reads the table. Each calendar is taken to be complete for whole years, from the first with a holiday to the
    /// last, because the publisher gives whole years.
    ///
    /// # Errors
    /// The first row that cannot be read.
    pub fn parse(csv: &str) -> Result<Self, BadHolidays> {
        let rows = parse_holidays(csv)?;
        Ok(Self(Self::IDS.map(|id| {
            let holidays = rows.iter().filter(|(calendar, ..)| *calendar == id);
            Calendar::of_whole_years(id, holidays.map(|(_, date, _)| *date))
        })))
    }

    /// The calendar of one division.
    pub fn get(&self, id: CalendarId) -> &Calendar {
        let [england_and_wales, scotland, northern_ireland] = &self.0;
        match id {
            CalendarId::EnglandAndWales => england_and_wales,
            CalendarId::Scotland => scotland,
            CalendarId::NorthernIreland => northern_ireland,
        }
    }
}

/// The rows of the table in their order: calendar, date and title. Everything after the second comma is title, so a
/// title needs no quotation marks, and marks around a field are refused instead of becoming part of it.
///
/// # Errors
/// The first row that is no holiday, or that gives a day of a calendar twice.
pub fn parse_holidays(csv: &str) -> Result<Vec<(CalendarId, NaiveDate, String)>, BadHolidays> {
    let mut lines = (1..).zip(csv.lines());
    if lines.next().map(|(_, header)| header) != Some(HEADER) {
        return Err(BadHolidays {
            row: 1,
            fault: HolidayFault::Header,
        });
    }
    let mut seen = BTreeSet::new();
    lines
        .map(|(row, line)| {
            let holiday = parse_row(line).map_err(|fault| BadHolidays { row, fault })?;
            if seen.insert((holiday.0, holiday.1)) {
                Ok(holiday)
            } else {
                let fault = HolidayFault::Twice(holiday.0, holiday.1);
                Err(BadHolidays { row, fault })
            }
        })
        .collect()
}

fn parse_row(line: &str) -> Result<(CalendarId, NaiveDate, String), HolidayFault> {
    if line.contains('"') {
        return Err(HolidayFault::Quoted);
    }
    let mut fields = line.splitn(3, ',');
    let (Some(calendar), Some(date), Some(title)) = (fields.next(), fields.next(), fields.next())
    else {
        return Err(HolidayFault::Short);
    };
    let calendar = calendar
        .parse()
        .map_err(|_| HolidayFault::Calendar(calendar.to_owned()))?;
    let date = date
        .parse()
        .map_err(|_| HolidayFault::Date(date.to_owned()))?;
    if title.trim().is_empty() {
        return Err(HolidayFault::Untitled);
    }
    Ok((calendar, date, title.to_owned()))
}

/// A row of the table that cannot be read; nothing of the table is used then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("holidays, row {row}: {fault}")]
pub struct BadHolidays {
    /// Row in the file; the header is row 1.
    pub row: usize,
    /// What is wrong with it.
    pub fault: HolidayFault,
}

/// What is wrong with a row of holidays.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HolidayFault {
    /// The first row is not the header.
    #[error("the table must begin with the header `{HEADER}`")]
    Header,
    /// Fewer than three fields.
    #[error("a calendar, a date and a title are needed, like `scotland,2013-01-02,2nd January`")]
    Short,
    /// Quotation marks.
    #[error("write the fields without quotation marks; a title may hold commas")]
    Quoted,
    /// No such calendar.
    #[error("`{0}` is not a calendar: use england-and-wales, scotland or northern-ireland")]
    Calendar(String),
    /// No such date.
    #[error("`{0}` is not a date like 2013-01-02")]
    Date(String),
    /// The title is empty.
    #[error("the holiday has no title")]
    Untitled,
    /// The same day of the same calendar again.
    #[error("{1} of `{0}` is already given by an earlier row")]
    Twice(CalendarId, NaiveDate),
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    const TABLE: &str = include_str!("../../../../data/holidays.csv");

    /// The calendars the project ships.
    pub(crate) fn shipped() -> Calendars {
        Calendars::parse(TABLE).expect("the shipped table is whole")
    }

    #[test]
    fn the_shipped_table_is_whole_and_sorted() {
        let rows = parse_holidays(TABLE).unwrap();
        assert_eq!(rows.len(), 512);
        assert!(rows.is_sorted_by_key(|(calendar, date, _)| (calendar.to_string(), *date)));
        let since = |id, date: &str| {
            let day: NaiveDate = date.parse().unwrap();
            let calendars = shipped();
            let calendar = calendars.get(id);
            assert!(
                calendar.covers(day) && !calendar.covers(day.pred_opt().unwrap()),
                "{id}"
            );
        };
        since(CalendarId::EnglandAndWales, "2007-01-01");
        since(CalendarId::Scotland, "2012-01-01");
        since(CalendarId::NorthernIreland, "2012-01-01");
    }

    #[test]
    fn a_title_may_hold_commas() {
        let rows = parse_holidays("calendar,date,title\r\nscotland,2013-01-02,One, two\r\n");
        assert_eq!(rows.unwrap()[0].2, "One, two");
    }

    #[test]
    fn a_bad_row_is_named() {
        let cases = [
            (
                "",
                "row 1: the table must begin with the header `calendar,date,title`",
            ),
            (
                "scotland,2013-01-02",
                "row 3: a calendar, a date and a title are needed",
            ),
            ("wales,2013-01-02,New", "row 3: `wales` is not a calendar"),
            (
                "scotland,2013-02-30,New",
                "row 3: `2013-02-30` is not a date",
            ),
            ("scotland,2013-01-02, ", "row 3: the holiday has no title"),
            (
                "scotland,2013-01-02,\"New\"",
                "row 3: write the fields without quotation marks",
            ),
            (
                "scotland,2013-01-01,New",
                "row 3: 2013-01-01 of `scotland` is already given",
            ),
        ];
        for (row, said) in cases {
            let table = match row {
                "" => String::new(),
                row => format!("{HEADER}\nscotland,2013-01-01,New Year\n{row}\n"),
            };
            let error = parse_holidays(&table).unwrap_err().to_string();
            assert!(error.contains(said), "{row}: {error}");
        }
    }
}
