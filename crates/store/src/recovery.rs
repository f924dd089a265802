//! What becomes of an effect whose claim came to no outcome (E7, R11).

use crate::EffectState;

/// Claims that may crash before a person looks at the row.
pub(crate) const CRASHES_MAX: u32 = 3;

/// Said of an effect that is tried again.
pub(crate) const TRIED_AGAIN: &str = "its daemon stopped before the outcome was known; tried again";
/// Said of an effect that a person decides on.
pub(crate) const IN_DOUBT: &str =
    "its daemon stopped before the outcome was known; a person decides";
/// Said of an effect taken out of the way.
pub(crate) const QUARANTINED: &str =
    "three daemons stopped while it was under way; a person decides";

/// The new state and its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crashed {
    /// Where the effect stands now.
    pub state: EffectState,
    /// Said of it.
    pub outcome: &'static str,
}

/// After one more crashed claim; `crashes` counts those before it.
pub fn after_crash(is_repeatable: bool, crashes: u32) -> Crashed {
    let (state, outcome) = match (is_repeatable, crashes + 1 >= CRASHES_MAX) {
        (false, _) => (EffectState::InDoubt, IN_DOUBT),
        (true, true) => (EffectState::Quarantined, QUARANTINED),
        (true, false) => (EffectState::Planned, TRIED_AGAIN),
    };
    Crashed { state, outcome }
}
