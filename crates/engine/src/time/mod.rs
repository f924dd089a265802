//! Calendars, due dates and recurring schedules: sums over times that are handed in.
//!
//! Nothing here reads a clock or a file. The holidays are text the caller passes, zone data is compiled in.

pub mod calendar;
pub mod due;
pub mod holidays;
pub mod schedule;
pub mod walltime;

pub use calendar::{BeyondCalendar, Calendar};
pub use due::{due, due_date, due_warning};
pub use holidays::{BadHolidays, Calendars, parse_holidays};
pub use schedule::{BadSchedule, Schedule};
pub use walltime::{instant_of, midnight};
