//! Dates and lengths as people read them.

use chrono::NaiveDate;
use precede_model::Length;

/// A day in words: “Friday 16 April 2010”.
pub fn date_words(day: NaiveDate) -> String {
    day.format("%A %-d %B %Y").to_string()
}

/// A length in words: “10 working days”, “12 weeks”, “1 hour”.
pub fn length_words(length: Length) -> String {
    let (number, unit) = match length {
        Length::Days(days) if days > 0 && days % 7 == 0 => (days / 7, "week"),
        Length::Days(days) => (days, "day"),
        Length::WorkingDays(days) => (days, "working day"),
        Length::Hours(hours) => (hours, "hour"),
    };
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {unit}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_lengths_read_as_words() {
        let day = NaiveDate::from_ymd_opt(2010, 4, 6).unwrap();
        assert_eq!(date_words(day), "Tuesday 6 April 2010");
        for (length, words) in [
            ("12w", "12 weeks"),
            ("7d", "1 week"),
            ("10d", "10 days"),
            ("0d", "0 days"),
            ("1wd", "1 working day"),
            ("36h", "36 hours"),
        ] {
            assert_eq!(length_words(length.parse().unwrap()), words);
        }
    }
}
