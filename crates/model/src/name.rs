//! Short names held in place: copying one costs nothing, so states stay small and hashable.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Up to `N` bytes of printable ASCII without spaces, the rest zero.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name<const N: usize>([u8; N]);

/// Why a text is not a name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not a usable name: {why}")]
pub struct NameError {
    text: String,
    why: &'static str,
}

impl NameError {
    /// Says why a text is not usable.
    pub fn because(text: &str, why: &'static str) -> Self {
        Self {
            text: text.to_owned(),
            why,
        }
    }
}

impl<const N: usize> Name<N> {
    /// A name written in the program, checked when it is compiled.
    ///
    /// # Panics
    /// When the text is empty or too long.
    pub const fn fixed(text: &str) -> Self {
        let from = text.as_bytes();
        assert!(
            !from.is_empty() && from.len() <= N,
            "a name has 1 to N characters"
        );
        let mut bytes = [0; N];
        let mut ix = 0;
        while ix < from.len() {
            assert!(from[ix].is_ascii_graphic(), "a name is printable ASCII");
            bytes[ix] = from[ix];
            ix += 1;
        }
        Self(bytes)
    }

    /// The name as it is held: its bytes, the rest zero. Cheaper than its text where names are only told apart.
    pub fn bytes(&self) -> &[u8; N] {
        &self.0
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        let end = self.0.iter().position(|b| *b == 0).unwrap_or(N);
        std::str::from_utf8(&self.0[..end]).expect("names are checked to be ASCII when made")
    }
}

impl<const N: usize> FromStr for Name<N> {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let fault = |why| NameError {
            text: text.to_owned(),
            why,
        };
        if text.is_empty() {
            return Err(fault("it is empty"));
        }
        if text.len() > N {
            return Err(fault("it is too long"));
        }
        if !text
            .bytes()
            .all(|b| b.is_ascii_graphic() && b != b'/' && b != b'"' && b != b'\\')
        {
            return Err(fault("use letters, digits, hyphen, dot or underscore"));
        }
        let mut bytes = [0; N];
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        Ok(Self(bytes))
    }
}

impl<const N: usize> fmt::Display for Name<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl<const N: usize> fmt::Debug for Name<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.as_str())
    }
}

impl<const N: usize> Serialize for Name<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de, const N: usize> Deserialize<'de> for Name<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_text_and_order() {
        let a: Name<8> = "5PY".parse().unwrap();
        let b: Name<8> = "F81006".parse().unwrap();
        assert_eq!(a.to_string(), "5PY");
        assert!(a < b);
        assert_eq!(serde_json::to_string(&a).unwrap(), "\"5PY\"");
        assert_eq!(serde_json::from_str::<Name<8>>("\"5PY\"").unwrap(), a);
    }

    #[test]
    fn what_is_not_a_name_is_refused() {
        for text in ["", "TOO-LONG-FOR-EIGHT", "a b", "a/b", "caf\u{e9}"] {
            assert!(text.parse::<Name<8>>().is_err(), "{text}");
        }
    }
}
