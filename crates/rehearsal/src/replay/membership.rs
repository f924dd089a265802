//! Whether a PCT is in a wave, which is often not known.

use precede_model::OrganisationCode;

use super::facts::Wave;

/// What the facts say about a PCT and a wave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Membership {
    /// A source names it.
    Member,
    /// All of the wave is named, and the PCT is not.
    NotMember,
    /// Not named, but not everybody in the wave is.
    Unknown,
}

/// Judges one PCT and one wave.
///
/// All of the wave is named when the facts call its list complete, or when as many PCTs are named as a source counted.
/// Where more are named than were counted, the count is wrong and proves nothing.
pub fn membership(pct: OrganisationCode, wave: &Wave) -> Membership {
    let named = u32::try_from(wave.members.len()).ok();
    if wave.members.contains(&pct) {
        Membership::Member
    } else if wave.complete || (named.is_some() && named == wave.stated_count) {
        Membership::NotMember
    } else {
        Membership::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wave(stated_count: Option<u32>, complete: bool) -> Wave {
        Wave {
            id: "first".parse().unwrap(),
            stated_count,
            complete,
            members: vec!["5PY".parse().unwrap(), "5QA".parse().unwrap()],
            note: None,
            sources: Vec::new(),
        }
    }

    #[test]
    fn a_pct_is_outside_only_when_everybody_inside_is_named() {
        for (stated, complete, expected) in [
            (Some(70), false, Membership::Unknown),
            (None, false, Membership::Unknown),
            (Some(2), false, Membership::NotMember),
            (Some(70), true, Membership::NotMember),
            (None, true, Membership::NotMember),
            (Some(1), false, Membership::Unknown),
        ] {
            let wave = wave(stated, complete);
            let judged = membership("5HQ".parse().unwrap(), &wave);
            assert_eq!(judged, expected, "{stated:?} {complete}");
            let named = membership("5PY".parse().unwrap(), &wave);
            assert_eq!(named, Membership::Member);
        }
    }
}
