//! The floors every programme has to keep, and the law each belongs to. Only what is written is looked at: what is
//! absent counts as the floor (or, for the time to choose, as a period without an end).

use super::Policy;
use crate::{length::Length, report::Rule};

/// Parts of a pack by which a patient says no for nothing.
const WAYS_TO_SAY_NO: [&str; 4] = ["opt-out-form", "freephone", "online-form", "practice-desk"];
/// Parts of a pack that say where to send a no.
const WHERE_TO: [&str; 2] = ["prepaid-envelope", "return-address"];

/// How much a number may be in each unit, and never nothing. 0: not in this unit.
struct Most {
    hours: u32,
    days: u32,
    working_days: u32,
    words: &'static str,
}

/// Practices work on working days, and so is their lead counted.
const LEAD: Most = Most {
    hours: 0,
    days: 0,
    working_days: u32::MAX,
    words: "at least `1wd`, in working days",
};
/// The time to choose begins and ends with a day.
const CHOICE: Most = Most {
    hours: 0,
    days: u32::MAX,
    working_days: u32::MAX,
    words: "more than nothing, in days",
};
const LIST_AGE: Most = Most {
    hours: 28 * 24,
    days: 28,
    working_days: 0,
    words: "at most `28d`",
};
const DEATH_CHECK_AGE: Most = Most {
    hours: 3 * 24,
    days: 3,
    working_days: 0,
    words: "at most `3d`",
};
const COUNT_AGE: Most = Most {
    hours: 2 * 24,
    days: 2,
    working_days: 2,
    words: "at most `2wd`",
};
const PERMIT_LIFE: Most = Most {
    hours: 24,
    days: 0,
    working_days: 0,
    words: "at most `24h`, in hours",
};
const MINIMUM: Most = Most {
    hours: u32::MAX,
    days: u32::MAX,
    working_days: u32::MAX,
    words: "more than nothing",
};

impl Most {
    fn allows(&self, length: Length) -> bool {
        let (number, most) = match length {
            Length::Hours(hours) => (hours, self.hours),
            Length::Days(days) => (days, self.days),
            Length::WorkingDays(days) => (days, self.working_days),
        };
        0 < number && number <= most
    }
}

impl Policy {
    /// Every number looser than its floor. What a definition without such an act says of its pack binds nobody; one that
    /// does not say what it contains (`None`) may contain everything.
    pub fn below_floors(&self, acts: Option<&[String]>) -> Vec<(Rule, String)> {
        let loose = self
            .numbers()
            .into_iter()
            .filter_map(|(rule, name, number, most)| {
                let number = number.filter(|number| !most.allows(*number))?;
                let words = most.words;
                Some((
                    rule,
                    format!("`{name}` is `{number}`, and its floor is {words}"),
                ))
            });
        let contains =
            |act: &str| acts.is_none_or(|acts| acts.iter().any(|contained| contained == act));
        loose
            .chain(self.pack_below_floor(contains("post"), contains("permit")))
            .collect()
    }

    fn numbers(&self) -> [(Rule, &'static str, Option<Length>, Most); 7] {
        // A token that outlives its day would be used on counts and agreements of another, so its life is R6's.
        [
            (Rule::R1, "practice_lead", self.practice_lead, LEAD),
            (Rule::R4, "list_max_age", self.list_max_age, LIST_AGE),
            (
                Rule::R4,
                "death_recheck_max_age",
                self.death_recheck_max_age,
                DEATH_CHECK_AGE,
            ),
            (Rule::R5, "decision_period", self.decision_period, CHOICE),
            (
                Rule::R6,
                "opt_out_count_max_age",
                self.opt_out_count_max_age,
                COUNT_AGE,
            ),
            (Rule::R6, "permit_life", self.permit_life, PERMIT_LIFE),
            (
                Rule::R7,
                "publicity_minimum",
                self.publicity_minimum,
                MINIMUM,
            ),
        ]
    }

    fn pack_below_floor(&self, posts: bool, permits: bool) -> Vec<(Rule, String)> {
        let holds = |parts: &[&str]| parts.iter().any(|part| self.pack.iter().any(|p| p == part));
        let asked = [
            (
                (posts || permits) && self.pack.is_empty(),
                "the policy's pack holds nothing",
            ),
            (
                permits && !holds(&WAYS_TO_SAY_NO),
                "the policy's pack holds no free way to say no",
            ),
            (
                permits && !holds(&WHERE_TO),
                "the policy's pack does not say where to send a no",
            ),
        ];
        let broken = asked.into_iter().filter(|(is_broken, _)| *is_broken);
        broken
            .map(|(_, fault)| (Rule::R3, fault.to_owned()))
            .collect()
    }
}
