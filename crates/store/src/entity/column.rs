//! Reading columns: what is stored is never trusted to be what was written.

use std::{fmt::Display, str::FromStr};

use serde::de::DeserializeOwned;

use crate::{StoreError, prepared::damaged};

/// Text with a form of its own.
pub(crate) fn parsed<T: FromStr<Err: Display>>(
    what: &'static str,
    text: &str,
) -> Result<T, StoreError> {
    text.parse().map_err(|fault| damaged(what, fault))
}

/// The same, or nothing.
pub(crate) fn parsed_or_none<T: FromStr<Err: Display>>(
    what: &'static str,
    text: Option<String>,
) -> Result<Option<T>, StoreError> {
    text.map(|text| parsed(what, &text)).transpose()
}

/// JSON text.
pub(crate) fn json<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|fault| damaged(what, fault))
}

/// A number that cannot be negative.
pub(crate) fn count(number: i64) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(|fault| damaged("number", fault))
}

/// A count as stored. Versions and sequences grow by one from nought: they never come near the end of `i64`.
pub(crate) fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
