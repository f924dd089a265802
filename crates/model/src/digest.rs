//! SHA-256 digests: of definitions, packs, lists and ledger entries.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

/// A SHA-256 value, written as 64 hex digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

/// A text that is not a digest.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a SHA-256 digest of 64 hex digits")]
pub struct NotADigest(String);

impl Digest {
    /// All zeros: the digest of nothing that exists.
    pub const ZERO: Self = Self([0; 32]);

    /// The digest of some content.
    pub fn of(content: impl AsRef<[u8]>) -> Self {
        Self(Sha256::digest(content).into())
    }

    /// The hash of a ledger entry: over the previous hash (empty for the first), a line feed and the body.
    pub fn chained(prev: Option<Self>, body: &str) -> Self {
        let mut hasher = Sha256::new();
        if let Some(prev) = prev {
            hasher.update(hex::encode(prev.0));
        }
        hasher.update(b"\n");
        hasher.update(body);
        Self(hasher.finalize().into())
    }

    /// The first eight bytes as a number, for seeded chance.
    pub fn number(&self) -> u64 {
        u64::from_be_bytes(self.0[..8].try_into().expect("eight of thirty-two bytes"))
    }
}

impl FromStr for Digest {
    type Err = NotADigest;

    fn from_str(text: &str) -> Result<Self, NotADigest> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| NotADigest(text.to_owned()))?;
        Ok(Self(bytes))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}…", &hex::encode(self.0)[..8])
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_entry_chains_from_nothing() {
        assert_eq!(Digest::chained(None, "{}"), Digest::of("\n{}"));
        let first = Digest::of("\n{}");
        assert_eq!(
            Digest::chained(Some(first), "b"),
            Digest::of(format!("{first}\nb"))
        );
    }
}
