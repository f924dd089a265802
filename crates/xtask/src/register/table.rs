//! A table to be written: rows of text under a header.

use std::fs;
use std::path::Path;

use crate::failure::{Outcome, cannot};

/// A table in the making.
pub struct Table {
    /// The file's name.
    pub name: &'static str,
    width: usize,
    rows: u64,
    writer: csv::Writer<Vec<u8>>,
}

impl Table {
    /// A table with its header.
    pub fn new(name: &'static str, header: &[&str]) -> Self {
        let mut table = Self {
            name,
            width: header.len(),
            rows: 0,
            writer: csv::Writer::from_writer(Vec::new()),
        };
        table.write_row(header.iter().copied());
        table
    }

    /// Adds a row, which must be as wide as the header.
    pub fn row<T: AsRef<[u8]>>(&mut self, fields: impl IntoIterator<Item = T>) {
        self.write_row(fields);
        self.rows += 1;
    }

    fn write_row<T: AsRef<[u8]>>(&mut self, fields: impl IntoIterator<Item = T>) {
        let fields: csv::ByteRecord = fields.into_iter().collect();
        assert_eq!(
            fields.len(),
            self.width,
            "rows of `{}` are as wide as its header",
            self.name
        );
        self.writer
            .write_byte_record(&fields)
            .expect("writing to memory does not fail");
        self.writer
            .flush()
            .expect("writing to memory does not fail");
    }

    /// The whole text.
    pub fn text(&self) -> String {
        String::from_utf8(self.writer.get_ref().clone()).expect("all fields are text")
    }

    /// Writes the file into a folder and returns a line about it.
    ///
    /// # Errors
    ///
    /// The file cannot be written.
    pub fn write(&self, folder: &Path) -> Outcome<String> {
        let path = folder.join(self.name);
        let text = self.text();
        fs::write(&path, &text).map_err(cannot(format_args!("write `{}`", path.display())))?;
        Ok(format!(
            "{:20} {:6} rows {:8} bytes",
            self.name,
            self.rows,
            text.len()
        ))
    }
}

/// A day as the tables write it; empty when there is none.
pub fn day(day: Option<chrono::NaiveDate>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}
