//! The laws, one a file. Each judges an entry against the facts before it and says in words what it found wanting.

mod r01_practices_first;
mod r02_nobody_hears_it_on_the_radio;
mod r03_no_letter_without_a_campaign;
mod r04_right_people;
mod r05_time_to_choose;
mod r06_both_agree;
mod r07_uploads_wait;
mod r11_written_first;

use crate::{event::Event, facts::Facts, report::Rule};

/// A law over one entry. What it returns is empty when the entry is lawful.
type Law = fn(&Facts, &Event) -> Vec<String>;

const LAWS: [(Rule, Law); 8] = [
    (Rule::R1, r01_practices_first::faults),
    (Rule::R2, r02_nobody_hears_it_on_the_radio::faults),
    (Rule::R3, r03_no_letter_without_a_campaign::faults),
    (Rule::R4, r04_right_people::faults),
    (Rule::R5, r05_time_to_choose::faults),
    (Rule::R6, r06_both_agree::faults),
    (Rule::R7, r07_uploads_wait::faults),
    (Rule::R11, r11_written_first::faults),
];

/// Every law the entry breaks, with what it breaks in it.
pub(crate) fn judge(facts: &Facts, event: &Event) -> Vec<(Rule, Vec<String>)> {
    LAWS.iter()
        .map(|(rule, law)| (*rule, law(facts, event)))
        .filter(|(_, faults)| !faults.is_empty())
        .collect()
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
