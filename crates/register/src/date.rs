//! Dates as registers write them.

use chrono::{Datelike, NaiveDate};

/// Reads `20100416`, `2010-04-16` or `16Apr2010` (in any case). `None` for anything else, for days
/// that do not exist and for years no register can mean.
pub(crate) fn date(text: &str) -> Option<NaiveDate> {
    let bytes = text.as_bytes();
    let day = match bytes.len() {
        8 => ymd(
            number(&bytes[..4])?,
            number(&bytes[4..6])?,
            number(&bytes[6..])?,
        ),
        10 if bytes[4] == b'-' && bytes[7] == b'-' => ymd(
            number(&bytes[..4])?,
            number(&bytes[5..7])?,
            number(&bytes[8..])?,
        ),
        9 => ymd(
            number(&bytes[5..])?,
            month(&bytes[2..5])?,
            number(&bytes[..2])?,
        ),
        _ => None,
    }?;
    (1900..=2100).contains(&day.year()).then_some(day)
}

fn ymd(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |sum, digit| {
        digit
            .is_ascii_digit()
            .then(|| sum * 10 + u32::from(digit - b'0'))
    })
}

fn month(name: &[u8]) -> Option<u32> {
    let names = b"JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
    let place = names
        .chunks_exact(3)
        .position(|month| month.eq_ignore_ascii_case(name))?;
    u32::try_from(place + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_forms_mean_the_same_day() {
        let day = NaiveDate::from_ymd_opt(2021, 1, 1);
        for text in [
            "20210101",
            "2021-01-01",
            "01JAN2021",
            "01Jan2021",
            "01jan2021",
        ] {
            assert_eq!(date(text), day, "{text}");
        }
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in [
            "",
            "20130231",
            "20131301",
            "2013-1-01",
            "01Foo2022",
            "2013/01/01",
            "99991231",
            "201301",
            "+2130101",
            "2013-02-3\u{e9}",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
    }
}
