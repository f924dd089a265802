//! R5: before a permit, the time to choose has run for each batch from its own expected receipt, and for a public notice
//! from the end of its minimum; and each end was written down.

use precede_model::{Act, Timestamp};

use super::{Leaving, Practice, days};

pub(super) fn broken(leaving: &Leaving<'_>) -> Option<&'static str> {
    if leaving.act != Act::Permit {
        return None;
    }
    let practice = leaving.practice?;
    if leaving.now < end(leaving, practice) {
        return Some("the time to choose still runs");
    }
    let letters = practice.letters.iter().filter(|one| arrived(one.posted));
    let all_ended = letters.clone().all(|one| one.ended)
        && (!leaving.numbers.notice_informs || practice.notice_ended);
    (!all_ended).then_some("the end of the time to choose is not written down")
}

/// The earliest lawful end of the practice's periods: pauses make it later, nothing makes it earlier.
pub(super) fn end(leaving: &Leaving<'_>, practice: &Practice) -> Timestamp {
    let Some(length) = leaving.numbers.policy.decision_period else {
        return Timestamp::from_micros(i64::MIN);
    };
    let posted = practice.letters.iter().filter_map(|one| one.posted);
    let days_of_letters = posted.filter(|(items, _)| *items > 0).map(|(_, day)| day);
    let mut latest = days_of_letters.max();
    if leaving.numbers.notice_informs {
        let ran = leaving
            .history
            .publicity
            .iter()
            .find(|one| one.is_notice && one.until.is_none_or(|until| one.minimum <= until));
        latest = latest.max(ran.map(|one| days::day(one.minimum)));
    }
    latest.map_or(Timestamp::from_micros(i64::MIN), |day| {
        days::after(days::begins(day + 1), length)
    })
}

fn arrived(posted: Option<(u32, i64)>) -> bool {
    posted.is_some_and(|(items, _)| items > 0)
}
