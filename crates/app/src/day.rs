//! Which day it is for registers and contacts.

use chrono::NaiveDate;
use chrono_tz::Tz;
use precede_model::Timestamp;

/// Registers and contacts date by the clock of the United Kingdom; a campaign has its definition's own zone.
pub const REGISTER_ZONE: Tz = chrono_tz::Europe::London;

/// The day an instant falls on, for registers and contacts.
pub fn register_day(at: Timestamp) -> NaiveDate {
    at.day(REGISTER_ZONE)
}

/// An instant as people read it, by the same clock: “16 April 2010 09:30”.
pub fn moment_words(at: Timestamp) -> String {
    at.local(REGISTER_ZONE)
        .format("%-d %B %Y %H:%M")
        .to_string()
}

/// When a timer row that only keeps something falls due.
pub(crate) const NEVER: Timestamp = Timestamp::from_micros(253_402_300_799_000_000);
