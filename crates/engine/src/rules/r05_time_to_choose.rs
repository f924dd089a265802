//! R5, time to choose.
//!
//! Law: for each batch a period runs from its own latest expected receipt, at least `decision_period`; it may be
//! extended, never cut. For another means it runs from that means' evidenced end.
//! Source: `minimum_period`, `S08`, `S18`, `S19`: twelve weeks are a minimum.
//! Floor: a programme's number above zero (12w for the shipped one).
//! Reads: posted batches, publicity that is a public notice, the periods' ends, the times the campaign stood still.

use precede_model::{Missing, Role, Rule, Unmet};

use super::{View, lacks, posted_letters};

pub(super) fn permit(view: &View<'_>, found: &mut Vec<Unmet>) {
    let staff = (view.practice(), Role::PctStaff);
    match view.periods_end() {
        // What is missing here is the means itself, which is R7's to say.
        Err(Missing::PeriodExists) => lacks(found, Rule::R5, Missing::PeriodExists, staff, None),
        Err(_) => {}
        Ok(end) if view.now < end => lacks(found, Rule::R5, Missing::PeriodEnded, staff, Some(end)),
        // That it has run is not enough: its end is an event, for others to see.
        Ok(_) if !are_ended(view) => lacks(found, Rule::R5, Missing::PeriodEnded, staff, None),
        Ok(_) => {}
    }
}

fn are_ended(view: &View<'_>) -> bool {
    let Some(track) = view.track else {
        return false;
    };
    let mut letters = track.facts.batches.iter().filter_map(posted_letters);
    letters.all(|(_, ended)| ended.is_some())
        && (!view.def.informs_by_notice() || track.facts.notice_period_ended.is_some())
}
