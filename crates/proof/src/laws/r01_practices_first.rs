//! R1: before a letter leaves, a person at the practice has acknowledged, and the practice's lead has run since. A permit
//! too rests on the acknowledgement.

use precede_model::Act;

use super::{Leaving, days::after};

pub(super) fn broken(leaving: &Leaving<'_>) -> Option<&'static str> {
    if !matches!(leaving.act, Act::Post | Act::Permit) {
        return None;
    }
    let informed = leaving.practice?.informed;
    let Some(informed) = informed else {
        return Some("nobody at the practice has acknowledged");
    };
    let lead = after(informed, leaving.numbers.policy.practice_lead);
    (leaving.act == Act::Post && leaving.now < lead)
        .then_some("the practice's lead time has not run")
}
