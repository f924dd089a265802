//! Areas and scopes: whom a directive, a dispensation or a quiet time is about, and the three answers to that.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{FactName, OrganisationCode, word::by_word};

/// A part of a programme. Written `programme`, `wave:accelerated`, `region:Q35`, `pct:5PY` or `practice:F81006`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Area {
    /// Everybody.
    Programme,
    /// The PCTs of a wave, which may be known incompletely.
    Wave(FactName),
    /// The PCTs of a region, as at the day.
    Region(OrganisationCode),
    /// One PCT with its practices, as at the day.
    Pct(OrganisationCode),
    /// One practice.
    Practice(OrganisationCode),
}

/// A text that names no area.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no area: write `programme`, `wave:ID`, `region:CODE`, `pct:CODE` or `practice:CODE`"
)]
pub struct NotAnArea(String);

/// Whom it is about: any of these areas, none of those.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Scope {
    /// Included.
    pub areas: Vec<Area>,
    /// Left out again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<Area>,
}

/// Whether somebody falls under a directive. What is not proved counts as covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Coverage {
    /// Inside, and that is proved. Inside and exempt at once counts as inside, and is listed.
    Covered,
    /// Outside, or left out by name, and that is proved.
    Exempt,
    /// Nobody can say yet: a named person is to settle it.
    Unproved,
}

impl Coverage {
    /// Whether the directive holds here.
    pub fn holds(self) -> bool {
        match self {
            Self::Covered | Self::Unproved => true,
            Self::Exempt => false,
        }
    }
}

by_word!(Coverage);

impl fmt::Display for Area {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Programme => f.write_str("programme"),
            Self::Wave(id) => write!(f, "wave:{id}"),
            Self::Region(code) => write!(f, "region:{code}"),
            Self::Pct(code) => write!(f, "pct:{code}"),
            Self::Practice(code) => write!(f, "practice:{code}"),
        }
    }
}

impl FromStr for Area {
    type Err = NotAnArea;

    fn from_str(text: &str) -> Result<Self, NotAnArea> {
        let wrong = || NotAnArea(text.to_owned());
        if text == "programme" {
            return Ok(Self::Programme);
        }
        let (kind, name) = text.split_once(':').ok_or_else(wrong)?;
        let code = || name.parse::<OrganisationCode>().map_err(|_| wrong());
        match kind {
            "wave" => name.parse().map(Self::Wave).map_err(|_| wrong()),
            "region" => code().map(Self::Region),
            "pct" => code().map(Self::Pct),
            "practice" => code().map(Self::Practice),
            _ => Err(wrong()),
        }
    }
}

impl Serialize for Area {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Area {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_is_read_as_written() {
        for text in [
            "programme",
            "wave:accelerated",
            "region:Q35",
            "pct:5PY",
            "practice:F81006",
        ] {
            assert_eq!(text.parse::<Area>().unwrap().to_string(), text);
        }
        for text in ["", "wave", "wave:", "county:Essex", "pct:5 PY"] {
            assert!(text.parse::<Area>().is_err(), "{text}");
        }
    }
}
