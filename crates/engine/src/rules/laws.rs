//! Which rules speak of which act, each with its law and its evidence, in the order they are named to people.

use precede_model::{Act, HeldAct, Rule};

use super::{
    Law, Proof, View, r01_practices_first, r02_nobody_hears_it_on_the_radio,
    r03_no_letter_without_a_campaign, r04_right_people, r05_time_to_choose, r06_both_agree,
    r07_uploads_wait, r08_directives_bind, r09_quiet_times, r10_money, r11_written_first,
    r12_stop_means_stop,
};

/// The rules an act must keep.
pub(crate) fn laws(act: Act) -> &'static [Article] {
    match act {
        Act::Tell => &TELL,
        Act::Publicity => &PUBLICITY,
        Act::Post => &POST,
        Act::Permit => &PERMIT,
    }
}

/// What one rule rests on, for the same act.
type Evidence = fn(&View<'_>) -> Vec<Proof>;

/// One rule as it speaks of one act: its law, and where its evidence lies.
pub(crate) struct Article {
    pub rule: Rule,
    pub law: Law,
    pub evidence: Evidence,
}

const fn article(rule: Rule, law: Law, evidence: Evidence) -> Article {
    Article {
        rule,
        law,
        evidence,
    }
}

static TELL: [Article; 2] = [
    article(
        Rule::R11,
        r11_written_first::tell,
        r11_written_first::evidence,
    ),
    article(Rule::R8, r08_directives_bind::tell, |view| {
        r08_directives_bind::evidence(view, HeldAct::Tell)
    }),
];

static PUBLICITY: [Article; 3] = [
    article(
        Rule::R2,
        r02_nobody_hears_it_on_the_radio::publicity,
        r02_nobody_hears_it_on_the_radio::evidence,
    ),
    article(Rule::R8, r08_directives_bind::publicity, |view| {
        r08_directives_bind::evidence(view, HeldAct::Publicity)
    }),
    article(
        Rule::R9,
        r09_quiet_times::publicity,
        r09_quiet_times::evidence,
    ),
];

static POST: [Article; 6] = [
    article(
        Rule::R1,
        r01_practices_first::post,
        r01_practices_first::evidence,
    ),
    article(
        Rule::R3,
        r03_no_letter_without_a_campaign::post,
        r03_no_letter_without_a_campaign::evidence,
    ),
    article(Rule::R4, r04_right_people::post, r04_right_people::evidence),
    article(Rule::R8, r08_directives_bind::post, |view| {
        r08_directives_bind::evidence(view, HeldAct::Post)
    }),
    article(Rule::R10, r10_money::post, r10_money::evidence),
    article(
        Rule::R12,
        r12_stop_means_stop::post,
        r12_stop_means_stop::evidence,
    ),
];

static PERMIT: [Article; 7] = [
    article(
        Rule::R1,
        r01_practices_first::permit,
        r01_practices_first::evidence,
    ),
    article(
        Rule::R4,
        r04_right_people::permit,
        r04_right_people::evidence,
    ),
    article(
        Rule::R5,
        r05_time_to_choose::permit,
        r05_time_to_choose::evidence,
    ),
    article(Rule::R6, r06_both_agree::permit, r06_both_agree::evidence),
    article(
        Rule::R7,
        r07_uploads_wait::permit,
        r07_uploads_wait::evidence,
    ),
    article(Rule::R8, r08_directives_bind::permit, |view| {
        r08_directives_bind::evidence(view, HeldAct::Permit)
    }),
    article(
        Rule::R12,
        r12_stop_means_stop::permit,
        r12_stop_means_stop::evidence,
    ),
];
