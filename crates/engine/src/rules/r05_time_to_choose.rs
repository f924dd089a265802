//! R5, time to choose.
//!
//! Law: for each batch a period runs from its own latest expected receipt, at least `decision_period`; it may be
//! extended, never cut. For another means it runs from that means' evidenced end.
//! Source: `minimum_period`, `S08`, `S18`, `S19`: twelve weeks are a minimum.
//! Floor: a programme's number above zero (12w for the shipped one).
//! Reads: posted batches, publicity that is a public notice, the periods' ends, the times the campaign stood still.

use precede_model::{Missing, Role, Rule, Unmet, facts::BatchState};

use super::{Proof, View, lacks, posted_letters};

pub(super) fn permit(view: &View<'_>, found: &mut Vec<Unmet>) {
    let staff = (view.practice(), Role::PctStaff);
    match view.periods_end() {
        // Nothing from which a time to choose could run is no time to choose, whatever R7 says of it besides.
        Err(missing) => lacks(found, Rule::R5, missing, staff, None),
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

/// Letters that were posted and the periods that have ended.
pub(super) fn evidence(view: &View<'_>) -> Vec<Proof> {
    let Some(track) = view.track else {
        return Vec::new();
    };
    let mut proofs = Vec::new();
    for batch in &track.facts.batches {
        let about = format!("batch {}", batch.number);
        let BatchState::Posted {
            at, period_ended, ..
        } = batch.state
        else {
            continue;
        };
        let posted = Proof::recorded("batch-posted", at).about(&about);
        let ended = period_ended.map(|at| Proof::recorded("period-ended", at).about(&about));
        proofs.extend([Some(posted), ended].into_iter().flatten());
    }
    let of_notice = track.facts.notice_period_ended;
    proofs.extend(of_notice.map(|at| Proof::recorded("period-ended", at).about("public notice")));
    (proofs.into_iter())
        .map(|proof| proof.of(view.practice()))
        .collect()
}
