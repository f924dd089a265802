//! Conditions of a dispensation: laws that must hold for whom it exempts, at the instant of the act.

use super::{
    Faults, r01_practices_first, r02_nobody_hears_it_on_the_radio,
    r03_no_letter_without_a_campaign, r04_right_people, r05_time_to_choose, r06_both_agree,
    r07_uploads_wait,
};
use crate::{
    calendar::Instant,
    facts::{Facts, Practice},
};

/// Whether a law is about one practice, and says nothing of a whole campaign.
pub(super) fn is_of_practice(law: &str) -> bool {
    matches!(law, "R1" | "R4" | "R5" | "R6" | "R7")
}

/// Whether a law holds for a practice at an instant. Of the PCT as a whole nothing is true that a practice would have
/// to say; and what is no law over facts cannot be judged, so it does not hold.
pub(super) fn holds(law: &str, facts: &Facts, practice: &Practice, moment: Instant) -> bool {
    let mut faults = Faults::default();
    match law {
        "R1" => r01_practices_first::letters(facts, practice, moment, &mut faults),
        "R2" => r02_nobody_hears_it_on_the_radio::opening(facts, moment, &mut faults),
        "R3" => r03_no_letter_without_a_campaign::letters(facts, practice, moment, &mut faults),
        "R4" => r04_right_people::posting(facts, practice, moment, &mut faults),
        "R5" => r05_time_to_choose::permit(facts, practice, moment, &mut faults),
        "R6" => r06_both_agree::permit(facts, practice, moment, &mut faults),
        "R7" => r07_uploads_wait::permit(facts, practice, moment, &mut faults),
        _ => return false,
    }
    faults.0.is_empty()
}
