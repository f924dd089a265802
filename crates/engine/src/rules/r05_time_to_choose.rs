//! R5, time to choose.
//!
//! Law: for each batch a period runs from its own latest expected receipt, at least `decision_period`; it may be
//! extended, never cut. For another means it runs from that means' evidenced end.
//! Source: `minimum_period`, `S08`, `S18`, `S19`: twelve weeks are a minimum.
//! Floor: a programme's number above zero (12w for the shipped one).
//! Reads: posted batches, publicity that is a public notice.

use precede_model::{Missing, Role, Rule, Unmet};

use super::{View, lacks};

pub(super) fn permit(view: &View<'_>, found: &mut Vec<Unmet>) {
    let staff = (view.practice(), Role::PctStaff);
    match view.periods_end() {
        // What is missing here is the means itself, which is R7's to say.
        Err(Missing::PeriodExists) => lacks(found, Rule::R5, Missing::PeriodExists, staff, None),
        Err(_) => {}
        Ok(end) if view.now < end => lacks(found, Rule::R5, Missing::PeriodEnded, staff, Some(end)),
        Ok(_) => {}
    }
}
