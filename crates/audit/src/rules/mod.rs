//! The laws, one a file. Each judges an entry against the facts before it and says in words what it found wanting.

mod conditions;
mod floors;
mod r01_practices_first;
mod r02_nobody_hears_it_on_the_radio;
mod r03_no_letter_without_a_campaign;
mod r04_right_people;
mod r05_time_to_choose;
mod r06_both_agree;
mod r07_uploads_wait;
mod r08_directives_bind;
mod r09_quiet_times;
mod r10_money;
mod r11_written_first;
mod r12_stop_means_stop;

use crate::{event::Event, facts::Facts, report::Rule};
pub(crate) use r12_stop_means_stop::{duties, lost_over_time};

/// A law over one entry. What it returns is empty when the entry is lawful.
type Law = fn(&Facts, &Event) -> Vec<String>;

const LAWS: [(Rule, Law); 12] = [
    (Rule::R1, r01_practices_first::faults),
    (Rule::R2, r02_nobody_hears_it_on_the_radio::faults),
    (Rule::R3, r03_no_letter_without_a_campaign::faults),
    (Rule::R4, r04_right_people::faults),
    (Rule::R5, r05_time_to_choose::faults),
    (Rule::R6, r06_both_agree::faults),
    (Rule::R7, r07_uploads_wait::faults),
    (Rule::R8, r08_directives_bind::faults),
    (Rule::R9, r09_quiet_times::faults),
    (Rule::R10, r10_money::faults),
    (Rule::R11, r11_written_first::faults),
    (Rule::R12, r12_stop_means_stop::faults),
];

/// How many practices a finding names before it only counts the rest.
const NAMED_MAX: usize = 5;

/// Every law the entry breaks, with what it breaks in it.
pub(crate) fn judge(facts: &Facts, event: &Event) -> Vec<(Rule, Vec<String>)> {
    let floors = floors::faults(event);
    let of = |rule: Rule| floors.iter().filter(move |(other, _)| *other == rule);
    LAWS.iter()
        .map(|(rule, law)| {
            let mut faults = law(facts, event);
            faults.extend(of(*rule).map(|(_, fault)| fault.clone()));
            (*rule, faults)
        })
        .filter(|(_, faults)| !faults.is_empty())
        .collect()
}

/// Names some of those a finding is about.
pub(crate) fn listed(codes: &[&str]) -> String {
    let named = codes[..codes.len().min(NAMED_MAX)].join(", ");
    match codes.len().saturating_sub(NAMED_MAX) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}

/// Collects what is wanting: a fault is noted when its condition does not hold.
#[derive(Default)]
struct Faults(Vec<String>);

impl Faults {
    fn unless(&mut self, holds: bool, fault: &str) {
        if !holds {
            self.0.push(fault.to_owned());
        }
    }
}
