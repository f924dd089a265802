//! R2: before publicity opens, every practice it touches was told and its lead has run, every one that takes part is ready,
//! the LMC was consulted, and readiness and plan were signed by different people.

use precede_model::Act;

use super::{Leaving, Place, days::after};

pub(super) fn broken(leaving: &Leaving<'_>) -> Option<&'static str> {
    if leaving.act != Act::Publicity {
        return None;
    }
    let history = leaving.history;
    if !history.lmc {
        return Some("the LMC has not been consulted");
    }
    let Some(ready) = history.readiness else {
        return Some("nobody has signed readiness");
    };
    let Some((first, second)) = history.plan else {
        return Some("the plan is not approved");
    };
    if first == second
        || ready
            .person()
            .is_some_and(|one| one == first || one == second)
    {
        return Some("readiness and plan are not signed by different people");
    }
    if !history.practices.iter().any(|one| one.takes_part()) {
        return Some("no practice takes part");
    }
    let lead = leaving.numbers.policy.practice_lead;
    for practice in history
        .practices
        .iter()
        .filter(|one| one.place != Place::Gone)
    {
        let Some(told) = practice.told else {
            return Some("a practice has not been told");
        };
        if leaving.now < after(told, lead) {
            return Some("a practice was told too late for its lead time");
        }
        if practice.takes_part() && practice.informed.is_none() {
            return Some("a practice is not ready");
        }
    }
    None
}
