//! Many rows as one parameter list: a JSON text for SQLite, an array a column for PostgreSQL. The number of statements
//! of a commit is thus the same for one write and for a thousand.

use std::borrow::Cow;
use std::fmt::Write as _;

use precede_model::Digest;
use sea_orm::{DbBackend, Value, sea_query::ArrayType};

/// What a column holds. Those that may be null travel to PostgreSQL as an array literal: the driver's arrays cannot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    TextOrNull,
    Number,
    NumberOrNull,
}

/// One value.
#[derive(Debug, Clone)]
pub(super) enum Cell<'a> {
    Text(Cow<'a, str>),
    Number(i64),
    Null,
}

/// Rows of named columns.
#[derive(Debug)]
pub(super) struct Rows<'a, const N: usize> {
    columns: [(&'static str, Kind); N],
    rows: Vec<[Cell<'a>; N]>,
}

impl<'a, const N: usize> Rows<'a, N> {
    pub fn new(columns: [(&'static str, Kind); N]) -> Self {
        Self {
            columns,
            rows: Vec::new(),
        }
    }

    pub fn push(&mut self, row: [Cell<'a>; N]) {
        self.rows.push(row);
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Adds the values and returns a `FROM` item named `w` with the columns.
    pub fn source(&self, backend: DbBackend, values: &mut Vec<Value>) -> String {
        if backend == DbBackend::Postgres {
            self.unnest(values)
        } else {
            self.json_each(values)
        }
    }

    fn json_each(&self, values: &mut Vec<Value>) -> String {
        values.push(self.json().into());
        let columns: Vec<_> = self
            .columns
            .iter()
            .enumerate()
            .map(|(ix, (name, _))| format!("value->>{ix} AS {name}"))
            .collect();
        let (columns, at) = (columns.join(", "), values.len());
        format!("(SELECT {columns} FROM json_each(${at})) AS w")
    }

    fn json(&self) -> String {
        let mut json = String::from("[");
        for (ix, row) in self.rows.iter().enumerate() {
            json.push_str(if ix == 0 { "[" } else { ",[" });
            for (ix, cell) in row.iter().enumerate() {
                if ix > 0 {
                    json.push(',');
                }
                match cell {
                    Cell::Text(text) => push_json_text(&mut json, text),
                    Cell::Number(number) => push_number(&mut json, *number),
                    Cell::Null => json.push_str("null"),
                }
            }
            json.push(']');
        }
        json.push(']');
        json
    }

    fn unnest(&self, values: &mut Vec<Value>) -> String {
        let mut arrays = Vec::new();
        for (ix, (_, kind)) in self.columns.iter().enumerate() {
            let cells = self.rows.iter().map(|row| &row[ix]);
            let (value, cast) = match kind {
                Kind::Text => (array(ArrayType::String, cells), "text[]"),
                Kind::Number => (array(ArrayType::BigInt, cells), "bigint[]"),
                Kind::TextOrNull => (array_literal(cells), "text::text[]"),
                Kind::NumberOrNull => (array_literal(cells), "text::bigint[]"),
            };
            values.push(value);
            arrays.push(format!("${}::{cast}", values.len()));
        }
        let names: Vec<_> = self.columns.iter().map(|(name, _)| *name).collect();
        format!("unnest({}) AS w({})", arrays.join(", "), names.join(", "))
    }
}

fn array<'c>(kind: ArrayType, cells: impl Iterator<Item = &'c Cell<'c>>) -> Value {
    let values = cells
        .map(|cell| match cell {
            Cell::Text(text) => Value::from(text.as_ref()),
            Cell::Number(number) => Value::from(*number),
            Cell::Null => unreachable!("a column of this kind is never null"),
        })
        .collect();
    Value::Array(kind, Some(Box::new(values)))
}

fn array_literal<'c>(cells: impl Iterator<Item = &'c Cell<'c>>) -> Value {
    let mut literal = String::from("{");
    for (ix, cell) in cells.enumerate() {
        if ix > 0 {
            literal.push(',');
        }
        match cell {
            Cell::Text(text) => {
                literal.push('"');
                for letter in text.chars() {
                    if matches!(letter, '"' | '\\') {
                        literal.push('\\');
                    }
                    literal.push(letter);
                }
                literal.push('"');
            }
            Cell::Number(number) => push_number(&mut literal, *number),
            Cell::Null => literal.push_str("NULL"),
        }
    }
    literal.push('}');
    literal.into()
}

fn push_number(out: &mut String, number: i64) {
    write!(out, "{number}").expect("a string takes all that is written to it");
}

fn push_json_text(out: &mut String, text: &str) {
    out.push_str(&serde_json::to_string(text).expect("text is always JSON"));
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl<'a> From<&'a String> for Cell<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<i64> for Cell<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<Digest> for Cell<'_> {
    fn from(digest: Digest) -> Self {
        digest.to_string().into()
    }
}

impl<'a, T: Into<Cell<'a>>> From<Option<T>> for Cell<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn awkward_text_is_quoted_for_both() {
        let mut rows = Rows::new([("a", Kind::TextOrNull), ("b", Kind::NumberOrNull)]);
        rows.push(["say \"no\" \\ {,}".into(), Cell::Null]);
        rows.push([Cell::Null, 7.into()]);
        let mut values = Vec::new();
        let from = rows.source(DbBackend::Postgres, &mut values);
        assert_eq!(
            from,
            "unnest($1::text::text[], $2::text::bigint[]) AS w(a, b)"
        );
        assert_eq!(values[0], r#"{"say \"no\" \\ {,}",NULL}"#.into());
        assert_eq!(values[1], "{NULL,7}".into());
        values.clear();
        let from = rows.source(DbBackend::Sqlite, &mut values);
        assert_eq!(
            from,
            "(SELECT value->>0 AS a, value->>1 AS b FROM json_each($1)) AS w"
        );
        assert_eq!(values[0], r#"[["say \"no\" \\ {,}",null],[null,7]]"#.into());
    }
}
