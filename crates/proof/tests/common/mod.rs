//! What the tests of this room share: the shipped definitions and a calendar.

use chrono::NaiveDate;
use precede_engine::time::Calendar;
use precede_model::{
    CalendarId,
    definition::{self, Definition},
};

/// Reads a definition that has no fault.
pub fn parse(text: &str) -> Definition {
    definition::parse(text, "a definition", &|_| true)
        .unwrap_or_else(|faults| panic!("{faults:#?}"))
}

/// England's working days of 2010, the bank holidays that matter.
pub fn calendar() -> Calendar {
    let days = [
        "2010-01-01",
        "2010-04-02",
        "2010-04-05",
        "2010-05-03",
        "2010-05-31",
    ];
    let days = days.map(|day| day.parse::<NaiveDate>().unwrap());
    Calendar::of_whole_years(CalendarId::EnglandAndWales, days)
}

/// The shipped definitions.
pub const SHIPPED: [&str; 3] = [
    include_str!("../../../../templates/programmes/announcement.toml"),
    include_str!("../../../../templates/programmes/scr.toml"),
    include_str!("../../../../templates/programmes/shared-care-record.toml"),
];
