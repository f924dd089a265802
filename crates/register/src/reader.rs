//! Reads a file row by row, or whole.

use std::collections::{BTreeMap, VecDeque};
use std::io::{self, Read};
use std::mem;

use chrono::NaiveDate;
use csv::{ByteRecord, StringRecord};
use serde::Serialize;

use crate::checks::Seen;
use crate::columns::Shape;
use crate::detect::{detect, detect_exact};
use crate::error::{ERRORS_MAX, Refused, RowError};
use crate::fields::{Fields, Layout};
use crate::format::Format;
use crate::input::{self, End, Watched};
use crate::parse::{self, Out};
use crate::record::{Record, Row};

/// What was read: rows taken, and rows skipped by reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The format read.
    pub format: Format,
    /// Rows, without a header.
    pub rows: u64,
    /// Rows that stated at least one record.
    pub taken: u64,
    /// Rows left out, by reason. Together with `taken` they are `rows`.
    pub skipped: BTreeMap<String, u64>,
    /// The newest first or last day of an organisation or membership: about how old the file is.
    pub newest: Option<NaiveDate>,
}

/// A whole file, read without fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The records, in the order of the file.
    pub rows: Vec<Row>,
    /// The counts.
    pub report: Report,
}

impl Reading {
    /// The records without their row numbers.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.rows.iter().map(|row| &row.record)
    }
}

/// Reads a whole file, packed by gzip or not; `None` recognises the format.
///
/// # Errors
///
/// Any fault refuses the file. Up to [`ERRORS_MAX`] of them are collected.
pub fn read_all(source: impl Read, format: Option<Format>) -> Result<Reading, Refused> {
    let mut reader = Reader::open(source, format)?;
    let (mut rows, mut errors) = (Vec::new(), Vec::new());
    for row in reader.by_ref() {
        match row {
            Ok(row) if errors.is_empty() => rows.push(row),
            Ok(_) => {}
            Err(error) => errors.push(error),
        }
        if errors.len() == ERRORS_MAX {
            return Err(Refused { errors, more: true });
        }
    }
    if errors.is_empty() {
        Ok(Reading {
            rows,
            report: reader.into_report(),
        })
    } else {
        Err(Refused {
            errors,
            more: false,
        })
    }
}

/// Streams a file's records. A fault may come after any number of good records (a cut-off file
/// shows at its end), so take nothing for good before the end was reached without one.
pub struct Reader<'r> {
    table: csv::Reader<Watched<'r>>,
    layout: Layout,
    bytes: ByteRecord,
    seen: Seen,
    waiting: VecDeque<Row>,
    report: Report,
    /// The last row seen, and whether it was faulty.
    last: (u64, bool),
    ended: bool,
}

impl<'r> Reader<'r> {
    /// Opens a file, packed by gzip or not; `None` recognises the format.
    ///
    /// # Errors
    ///
    /// The first bytes cannot be read, the file is empty, looks like another format than asked
    /// for, like none, or its header lacks columns.
    pub fn open(source: impl Read + 'r, format: Option<Format>) -> Result<Self, Refused> {
        let (first, whole) = input::open(source).map_err(|error| unreadable(1, &error))?;
        let format = agree(&first, format)?;
        let mut table = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(whole);
        let layout = match format.shape() {
            Shape::Plain(names) => Layout::plain(format, names),
            Shape::Header { .. } => {
                Layout::of_header(format, &header(&mut table)?).map_err(|errors| Refused {
                    errors,
                    more: false,
                })?
            }
        };
        Ok(Self {
            table,
            layout,
            bytes: ByteRecord::new(),
            seen: Seen::default(),
            waiting: VecDeque::new(),
            report: Report {
                format,
                rows: 0,
                taken: 0,
                skipped: BTreeMap::new(),
                newest: None,
            },
            last: (1, false),
            ended: false,
        })
    }

    /// What was read so far.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// What was read, after the end.
    pub fn into_report(self) -> Report {
        self.report
    }

    /// Reads one row into `waiting`.
    fn read_row(&mut self) -> Result<(), RowError> {
        let found = self
            .table
            .read_byte_record(&mut self.bytes)
            .map_err(|error| {
                self.ended = true;
                unreadable(self.last.0, &error.into())
            })?;
        if !found {
            self.ended = true;
            return self.judge_end();
        }
        let number = self.line();
        self.last = (number, true);
        self.report.rows += 1;
        let fields = as_text(number, mem::take(&mut self.bytes), &self.layout)?;
        self.take(number, &fields)?;
        self.last = (number, false);
        self.bytes = fields.into_byte_record();
        Ok(())
    }

    /// The line of the row just read.
    fn line(&self) -> u64 {
        let Some(position) = self.bytes.position() else {
            return self.last.0 + 1;
        };
        // With DOS line ends a row is said to begin before the line feed of the row above.
        let late = position.byte() > 0 && self.table.get_ref().has_dos_lines();
        position.line() + u64::from(late)
    }

    fn take(&mut self, number: u64, fields: &StringRecord) -> Result<(), RowError> {
        self.layout.check(number, fields)?;
        let mut out = Out::new(&self.seen);
        parse::row(
            self.report.format,
            &Fields::new(number, &self.layout, fields),
            &mut out,
        )?;
        let Out {
            records, skipped, ..
        } = out;
        for record in records {
            self.seen.add(number, &record)?;
            self.report.newest = self.report.newest.max(newest_day(&record));
            self.waiting.push_back(Row { number, record });
        }
        match skipped {
            None => self.report.taken += 1,
            Some(reason) => *self.report.skipped.entry(reason).or_default() += 1,
        }
        Ok(())
    }

    /// At the end of the file: is it whole?
    fn judge_end(&self) -> Result<(), RowError> {
        let (row, faulty) = self.last;
        let (why, remedy) = match self.table.get_ref().end() {
            // A faulty last row was reported as such already.
            _ if faulty => return Ok(()),
            End::Whole => return Ok(()),
            End::InQuotes => (
                "the last row ends inside quotation marks: the file was cut off",
                "fetch the file again",
            ),
            End::MidRow => (
                "the last row has no line end: the file may have been cut off",
                "fetch the file again; if the row is whole, add a line end",
            ),
        };
        Err(RowError::new(row, why, remedy))
    }
}

impl Iterator for Reader<'_> {
    type Item = Result<Row, RowError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(row) = self.waiting.pop_front() {
                return Some(Ok(row));
            }
            if self.ended {
                return None;
            }
            if let Err(error) = self.read_row() {
                return Some(Err(error));
            }
        }
    }
}

/// The format to read: the one asked for, unless the file is plainly of another.
fn agree(first: &[u8], asked: Option<Format>) -> Result<Format, RowError> {
    if first.iter().all(u8::is_ascii_whitespace) {
        return Err(RowError::new(
            1,
            "the file is empty",
            "fetch the file again",
        ));
    }
    match (asked, detect_exact(first)) {
        (Some(asked), Some(found)) if asked != found => Err(RowError::new(
            1,
            format!("this looks like {found}, not {asked}"),
            "name the right format, or the right file",
        )),
        (Some(asked), _) => Ok(asked),
        (None, Some(found)) => Ok(found),
        (None, None) => detect(first).ok_or_else(|| {
            RowError::new(
                1,
                "this is like no register file Precede reads",
                "name its format if it is one; check that it is comma-separated text",
            )
        }),
    }
}

fn header(table: &mut csv::Reader<Watched<'_>>) -> Result<StringRecord, RowError> {
    let mut header = StringRecord::new();
    match table.read_record(&mut header) {
        Ok(_) => Ok(header),
        Err(error) if matches!(error.kind(), csv::ErrorKind::Utf8 { .. }) => Err(RowError::new(
            1,
            "the header holds bytes that are not UTF-8",
            SAVE_AS_UTF8,
        )),
        Err(error) => Err(unreadable(1, &error.into())),
    }
}

const SAVE_AS_UTF8: &str = "save the file as UTF-8";

fn as_text(row: u64, bytes: ByteRecord, layout: &Layout) -> Result<StringRecord, RowError> {
    StringRecord::from_byte_record(bytes).map_err(|error| {
        let place = error.utf8_error().field();
        let field = error.into_byte_record();
        let field = field.get(place).unwrap_or_default();
        let bad = std::str::from_utf8(field)
            .err()
            .map_or(0, |error| error.valid_up_to());
        let byte = field.get(bad).copied().unwrap_or_default();
        // The text itself is not repeated: it may be an address.
        RowError::new(
            row,
            format!("the byte 0x{byte:02X} is not UTF-8"),
            SAVE_AS_UTF8,
        )
        .at(place, layout.name_at(place))
    })
}

fn unreadable(row: u64, error: &io::Error) -> RowError {
    RowError::new(
        row,
        format!("the file cannot be read to its end: {error}"),
        "fetch the file again: it may have been cut off or damaged",
    )
}

fn newest_day(record: &Record) -> Option<NaiveDate> {
    match record {
        Record::Organisation(listed) => listed.opened.max(listed.closed),
        Record::Membership(one) | Record::Commissioner(one) => Some(one.from).max(one.until),
        Record::ListSize(size) => Some(size.as_of),
        Record::Residents(count) => Some(count.as_of),
    }
}
