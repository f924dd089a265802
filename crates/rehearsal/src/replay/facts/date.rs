//! A date as well as it is known.

use std::fmt;

use chrono::{Days, Months, NaiveDate};
use precede_model::reading::{Faults, Node};

use super::choice::choice;

/// When something was, as well as a source tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FactDate {
    /// On this day.
    Exact(NaiveDate),
    /// In this month.
    Month {
        /// The year.
        year: i32,
        /// The month, 1 to 12.
        month: u32,
    },
    /// No source tells.
    Unknown,
}

/// How a date came to be known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Precision {
    /// A source gives the day.
    Day,
    /// A source gives the month.
    Month,
    /// Day or month follow from what sources say.
    Deduced,
    /// It is not known.
    None,
}

impl FactDate {
    /// The first day it can have been.
    pub fn earliest(self) -> Option<NaiveDate> {
        match self {
            Self::Exact(day) => Some(day),
            Self::Month { year, month } => NaiveDate::from_ymd_opt(year, month, 1),
            Self::Unknown => None,
        }
    }

    /// The last day it can have been.
    pub fn latest(self) -> Option<NaiveDate> {
        match self {
            Self::Exact(day) => Some(day),
            Self::Month { .. } => self
                .earliest()?
                .checked_add_months(Months::new(1))?
                .checked_sub_days(Days::new(1)),
            Self::Unknown => None,
        }
    }
}

impl fmt::Display for FactDate {
    /// `16 April 2010`, `April 2010` or `unknown`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let format = match self {
            Self::Exact(_) => "%-d %B %Y",
            Self::Month { .. } => "%B %Y",
            Self::Unknown => return f.pad("unknown"),
        };
        match self.earliest() {
            Some(day) => write!(f, "{}", day.format(format)),
            None => f.pad("unknown"),
        }
    }
}

/// Reads `2010-04-16`, `2010-04` or `unknown`.
pub(super) fn read(node: &Node, faults: &mut Faults) -> Option<FactDate> {
    let text = node.text(faults)?;
    let date = parse(text);
    if date.is_none() {
        node.fault(
            faults,
            format!("`{text}` is no date"),
            "write a day such as `2010-04-16`, a month such as `2010-04`, or `unknown`",
        );
    }
    date
}

/// A date that has to be known to the day.
pub(super) fn read_day(node: &Node, faults: &mut Faults) -> Option<NaiveDate> {
    match read(node, faults)? {
        FactDate::Exact(day) => Some(day),
        FactDate::Month { .. } | FactDate::Unknown => {
            let remedy = "write a day such as `2010-04-16`";
            node.fault(faults, "has to be known to the day", remedy);
            None
        }
    }
}

/// Reads how a date came to be known; it has to suit the date.
pub(super) fn read_precision(
    node: &Node,
    date: Option<FactDate>,
    faults: &mut Faults,
) -> Option<Precision> {
    let words = [
        ("day", Precision::Day),
        ("month", Precision::Month),
        ("deduced", Precision::Deduced),
        ("none", Precision::None),
    ];
    let precision = choice(node, "precision of a date", &words, faults)?;
    let (suits, remedy) = match date? {
        FactDate::Exact(_) => (
            matches!(precision, Precision::Day | Precision::Deduced),
            "write `day` or `deduced`, or give the month alone",
        ),
        FactDate::Month { .. } => (
            matches!(precision, Precision::Month | Precision::Deduced),
            "write `month` or `deduced`, or give the day",
        ),
        FactDate::Unknown => (
            matches!(precision, Precision::None),
            "write `none`, or give the date",
        ),
    };
    if !suits {
        node.fault(faults, "does not suit the date beside it", remedy);
    }
    suits.then_some(precision)
}

fn parse(text: &str) -> Option<FactDate> {
    if text == "unknown" {
        return Some(FactDate::Unknown);
    }
    let mut parts = text.split('-');
    let year = number(parts.next()?, 4)?;
    let month = number(parts.next()?, 2)?;
    let first = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, 1)?;
    let Some(day) = parts.next() else {
        let year = i32::try_from(year).ok()?;
        return Some(FactDate::Month { year, month });
    };
    let day = number(day, 2)?.checked_sub(1)?;
    let date = first.checked_add_days(Days::new(day.into()))?;
    let same_month = date < first.checked_add_months(Months::new(1))?;
    (same_month && parts.next().is_none()).then_some(FactDate::Exact(date))
}

/// A number of so many digits and nothing else: no sign, no space.
fn number(text: &str, digits: usize) -> Option<u32> {
    let is_plain = text.len() == digits && text.bytes().all(|b| b.is_ascii_digit());
    is_plain.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_shown_and_bounded() {
        for (text, shown, earliest, latest) in [
            ("2010-04-16", "16 April 2010", "2010-04-16", "2010-04-16"),
            ("2010-12", "December 2010", "2010-12-01", "2010-12-31"),
            ("2012-02", "February 2012", "2012-02-01", "2012-02-29"),
        ] {
            let date = parse(text).unwrap();
            assert_eq!(date.to_string(), shown);
            assert_eq!(date.earliest().unwrap().to_string(), earliest);
            assert_eq!(date.latest().unwrap().to_string(), latest);
        }
        assert_eq!(parse("unknown").unwrap().to_string(), "unknown");
        assert_eq!(FactDate::Unknown.latest(), None);
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "2010",
            "2010-4",
            "2010-13",
            "2010-00",
            "2010-02-30",
            "2010-04-00",
            "2010-04-16-1",
            "+010-04",
            "16 April 2010",
            "2010-04-1",
            "2010-04-32",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
