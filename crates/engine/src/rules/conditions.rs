//! The conditions of a dispensation: rules that must hold for its subject while it exempts (R8).

use precede_model::{Rule, Unmet};

use super::{
    Law, View, r01_practices_first, r02_nobody_hears_it_on_the_radio,
    r03_no_letter_without_a_campaign, r04_right_people, r05_time_to_choose, r06_both_agree,
    r07_uploads_wait,
};

/// What one rule lacks for the subject of an act. `None`: it is no rule that this subject can keep, be it no law of
/// facts at all, or a law of one practice asked of a whole campaign. Such a condition never holds.
pub(crate) fn lacking(rule: Rule, view: &View<'_>) -> Option<Vec<Unmet>> {
    if is_of_practice(rule) && view.track.is_none() {
        return None;
    }
    let law: Law = match rule {
        Rule::R1 => r01_practices_first::post,
        Rule::R2 => r02_nobody_hears_it_on_the_radio::publicity,
        Rule::R3 => r03_no_letter_without_a_campaign::post,
        Rule::R4 => r04_right_people::post,
        Rule::R5 => r05_time_to_choose::permit,
        Rule::R6 => r06_both_agree::permit,
        Rule::R7 => r07_uploads_wait::permit,
        Rule::R8
        | Rule::R9
        | Rule::R10
        | Rule::R11
        | Rule::R12
        | Rule::Order
        | Rule::Rights
        | Rule::Evidence => return None,
    };
    let mut found = Vec::new();
    law(view, &mut found);
    Some(found)
}

/// Whether a rule reads one practice's facts, and says nothing of a campaign.
pub(super) fn is_of_practice(rule: Rule) -> bool {
    matches!(rule, Rule::R1 | Rule::R4 | Rule::R5 | Rule::R6 | Rule::R7)
}

/// Whether a rule can be a condition at all.
pub(crate) fn can_be_condition(rule: Rule) -> bool {
    is_of_practice(rule) || matches!(rule, Rule::R2 | Rule::R3)
}
