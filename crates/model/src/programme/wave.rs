//! A wave: a named group of PCTs, possibly known only in part.

use serde::{Deserialize, Serialize};

use crate::{FactName, OrganisationCode};

/// A named group of PCTs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wave {
    /// For example `accelerated`.
    pub id: FactName,
    /// How many PCTs it is said to have.
    pub stated_count: Option<u32>,
    /// Whether the members named are all there are.
    pub complete: bool,
    /// PCTs proved to be in it, ascending.
    pub members: Vec<OrganisationCode>,
}

impl Wave {
    /// Whether a PCT is in it; `None` when nobody can say: it is not named, and not everybody is.
    pub fn holds(&self, pct: OrganisationCode) -> Option<bool> {
        if self.members.contains(&pct) {
            return Some(true);
        }
        let named = self.members.len();
        let is_known = self.complete || self.stated_count.is_some_and(|all| named >= all as usize);
        is_known.then_some(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_not_named_is_outside_only_when_everybody_is_named() {
        let code = |text: &str| text.parse::<OrganisationCode>().unwrap();
        let mut wave = Wave {
            id: "accelerated".parse().unwrap(),
            stated_count: Some(70),
            complete: false,
            members: vec![code("5PY")],
        };
        assert_eq!(wave.holds(code("5PY")), Some(true));
        assert_eq!(wave.holds(code("5GC")), None);
        wave.stated_count = Some(1);
        assert_eq!(wave.holds(code("5GC")), Some(false));
        wave.stated_count = None;
        assert_eq!(wave.holds(code("5GC")), None);
        wave.complete = true;
        assert_eq!(wave.holds(code("5GC")), Some(false));
    }
}
