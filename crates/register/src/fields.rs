//! One row's fields, read by slot and checked on the way.

use chrono::NaiveDate;
use csv::StringRecord;
use precede_model::OrganisationCode;

use crate::columns::{Shape, plain_name};
use crate::date::date;
use crate::error::RowError;
use crate::format::Format;

/// Names longer than this are not names: the register's own limit is 100.
const NAME_CHARS_MAX: usize = 200;

/// Where each slot of a format stands in this file.
pub(crate) struct Layout {
    format: Format,
    /// Place of each slot; `None` for an optional column that is not there.
    places: Vec<Option<usize>>,
    /// How many columns each row has.
    width: usize,
}

impl Layout {
    /// The layout of a format without header.
    pub(crate) fn plain(format: Format, names: &[&str]) -> Self {
        Self {
            format,
            places: (0..names.len()).map(Some).collect(),
            width: names.len(),
        }
    }

    /// The layout a header gives, or the columns it lacks.
    pub(crate) fn of_header(format: Format, header: &StringRecord) -> Result<Self, Vec<RowError>> {
        let Shape::Header { required, optional } = format.shape() else {
            return Ok(Self::plain(format, &[]));
        };
        let names: Vec<String> = header.iter().map(plain_name).collect();
        let place = |name: &&str| names.iter().position(|found| found == name);
        let missing = required
            .iter()
            .filter(|name| place(name).is_none())
            .map(|name| {
                RowError::new(
                    1,
                    format!("the column `{name}` is missing from the header of this {format} file"),
                    "restore the column or name the right format",
                )
            });
        let missing: Vec<RowError> = missing.collect();
        if !missing.is_empty() {
            return Err(missing);
        }
        let places = required.iter().chain(optional).map(place).collect();
        Ok(Self {
            format,
            places,
            width: header.len(),
        })
    }

    /// The name of the column at a place, if the format knows it.
    pub(crate) fn name_at(&self, place: usize) -> &'static str {
        let slot = self.places.iter().position(|known| *known == Some(place));
        slot.map_or("not read", |slot| self.format.shape().slot_name(slot))
    }

    /// Whether a row is as wide as it must be, and keeps each field on one line.
    pub(crate) fn check(&self, row: u64, fields: &StringRecord) -> Result<(), RowError> {
        // A quotation mark that was never closed swallows the rows after it, so this comes first.
        if let Some(place) = fields.iter().position(|field| field.contains(['\n', '\r'])) {
            return Err(RowError::new(
                row,
                "a line ends inside quotation marks",
                "close the quotation marks of this row, or fetch the file again",
            )
            .at(place, self.name_at(place)));
        }
        if fields.len() != self.width {
            let (found, width) = (fields.len(), self.width);
            let what = if found < width {
                "a missing column"
            } else {
                "a column too many"
            };
            return Err(RowError::new(
                row,
                format!("{what}: {found} columns where {} has {width}", self.format),
                "restore the columns; if this is the last row the file was cut off: fetch it again",
            ));
        }
        Ok(())
    }
}

/// A row under its layout.
pub(crate) struct Fields<'a> {
    pub(crate) row: u64,
    layout: &'a Layout,
    fields: &'a StringRecord,
}

impl<'a> Fields<'a> {
    pub(crate) fn new(row: u64, layout: &'a Layout, fields: &'a StringRecord) -> Self {
        Self {
            row,
            layout,
            fields,
        }
    }

    /// The text of a slot without spaces around it; empty if the column is not there.
    pub(crate) fn text(&self, slot: usize) -> &'a str {
        let place = self.layout.places.get(slot).copied().flatten();
        place
            .and_then(|place| self.fields.get(place))
            .unwrap_or_default()
            .trim()
    }

    /// An error about a slot.
    pub(crate) fn fault(
        &self,
        slot: usize,
        why: impl Into<String>,
        remedy: &'static str,
    ) -> RowError {
        let error = RowError::new(self.row, why, remedy).found(self.text(slot));
        match self.layout.places.get(slot).copied().flatten() {
            Some(place) => error.at(place, self.layout.format.shape().slot_name(slot)),
            None => error,
        }
    }

    /// An organisation code, which must be there.
    pub(crate) fn code(&self, slot: usize) -> Result<OrganisationCode, RowError> {
        self.text(slot).parse().map_err(|_| {
            self.fault(
                slot,
                "is not an organisation code",
                "write up to 12 letters and digits; check that no column is missing or moved",
            )
        })
    }

    /// An organisation code that may be missing.
    pub(crate) fn code_or_none(&self, slot: usize) -> Result<Option<OrganisationCode>, RowError> {
        if self.text(slot).is_empty() {
            Ok(None)
        } else {
            self.code(slot).map(Some)
        }
    }

    /// A name, which must be there.
    pub(crate) fn name(&self, slot: usize) -> Result<String, RowError> {
        let name = self.text(slot);
        let why = if name.is_empty() {
            "the name is missing"
        } else if name.chars().any(char::is_control) {
            "the name holds a control character"
        } else if name.chars().count() > NAME_CHARS_MAX {
            "the name is too long"
        } else {
            return Ok(name.to_owned());
        };
        Err(self.fault(slot, why, "correct the name"))
    }

    /// A short text that may be missing.
    pub(crate) fn short(&self, slot: usize) -> Result<Option<String>, RowError> {
        if self.text(slot).is_empty() {
            Ok(None)
        } else {
            self.name(slot).map(Some)
        }
    }

    /// A day, which must be there.
    pub(crate) fn date(&self, slot: usize) -> Result<NaiveDate, RowError> {
        date(self.text(slot)).ok_or_else(|| {
            self.fault(
                slot,
                "is not a day of the calendar",
                "write it as YYYYMMDD or YYYY-MM-DD",
            )
        })
    }

    /// A day that may be missing.
    pub(crate) fn date_or_none(&self, slot: usize) -> Result<Option<NaiveDate>, RowError> {
        if self.text(slot).is_empty() {
            Ok(None)
        } else {
            self.date(slot).map(Some)
        }
    }

    /// A last day that may be missing and must not lie before the first.
    pub(crate) fn last_day(
        &self,
        slot: usize,
        first: Option<NaiveDate>,
    ) -> Result<Option<NaiveDate>, RowError> {
        let last = self.date_or_none(slot)?;
        match (first, last) {
            (Some(first), Some(last)) if last < first => Err(self.fault(
                slot,
                format!("the last day lies before the first, {first}"),
                "correct one of the two days",
            )),
            _ => Ok(last),
        }
    }

    /// A count of people.
    pub(crate) fn count(&self, slot: usize) -> Result<u32, RowError> {
        let text = self.text(slot);
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let count = digits.then(|| text.parse().ok()).flatten();
        count.ok_or_else(|| self.fault(slot, "is not a number of people", "write a whole number"))
    }
}
