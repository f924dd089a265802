//! R6: before a permit and after the time to choose, opt-outs are coded and freshly counted, the practice is fit, and
//! practice and PCT have agreed, by different people.

use precede_model::Act;

use super::{Leaving, days::after, history::FIT, r05_time_to_choose::end};

pub(super) fn broken(leaving: &Leaving<'_>) -> Option<&'static str> {
    if leaving.act != Act::Permit {
        return None;
    }
    let practice = leaving.practice?;
    let chosen = end(leaving, practice);
    let Some((counted, all_coded)) = practice.counted.filter(|(at, _)| *at >= chosen) else {
        return Some("opt-outs were not counted after the time to choose");
    };
    if !all_coded {
        return Some("opt-outs are received and not coded");
    }
    let age = leaving.numbers.policy.opt_out_count_max_age;
    if age.is_some_and(|age| leaving.now > after(counted, age)) {
        return Some("the count of opt-outs is too old");
    }
    if practice.fit != FIT {
        return Some("training, system or data quality is not shown");
    }
    let Some((_, signer)) = practice.agreed.filter(|(at, _)| *at >= chosen) else {
        return Some("the practice has not agreed after the time to choose");
    };
    let Some((_, other)) = practice.pct_agreed.filter(|(at, _)| *at >= chosen) else {
        return Some("the PCT has not agreed after the time to choose");
    };
    (signer == other).then_some("one person signed for the practice and for the PCT")
}
