//! R8: an act that a directive holds does not leave, unless a dispensation in date covers its subject. Publicity is held
//! for all when it is held for one whom it touches.

use precede_model::{Act, HeldAct};

use super::{Leaving, Place};

pub(super) fn broken(leaving: &Leaving<'_>) -> Option<&'static str> {
    let history = leaving.history;
    let act = HeldAct::from(leaving.act);
    let held = |practice| history.is_held(act, practice, leaving.now);
    let is_held = match leaving.act {
        Act::Publicity => {
            let touched = history
                .practices
                .iter()
                .filter(|one| one.place != Place::Gone);
            held(None) || touched.map(|one| one.code).any(|code| held(Some(code)))
        }
        Act::Tell | Act::Post | Act::Permit => held(leaving.event.practice),
    };
    is_held.then_some("a directive holds it and no dispensation exempts")
}
