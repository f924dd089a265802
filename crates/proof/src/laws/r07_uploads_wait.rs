//! R7: before a permit, publicity has run its minimum, patients were informed by a means that counts, and the mailing adds
//! up. A programme without time to choose has no permits.

use precede_model::{
    Act,
    definition::{Means, PostClass},
};

use super::{Leaving, Live, days::after};

pub(super) fn broken(leaving: &Leaving<'_>) -> Option<&'static str> {
    if leaving.act != Act::Permit {
        return None;
    }
    let practice = leaving.practice?;
    let numbers = leaving.numbers;
    if !numbers.has_period {
        return Some("patients had no time to choose");
    }
    let ran = |one: &Live| {
        let least = numbers.policy.publicity_minimum;
        let minimum = least.map_or(one.minimum, |least| {
            one.minimum.max(after(one.since, least))
        });
        minimum <= leaving.now && one.until.is_none_or(|until| minimum <= until)
    };
    if !leaving.history.publicity.iter().any(ran) {
        return Some("publicity has not run its minimum");
    }
    let by_post = practice.letters.iter().any(|one| {
        let means = match one.class {
            PostClass::DirectMessage => Means::DirectMessage,
            PostClass::Bulk | PostClass::SecondClass | PostClass::FirstClass => {
                Means::AddressedLetter
            }
        };
        one.posted.is_some_and(|(items, _)| items > 0) && numbers.informs_by.contains(&means)
    });
    let by_notice = numbers.notice_informs
        && leaving
            .history
            .publicity
            .iter()
            .any(|one| one.is_notice && ran(one));
    if !by_post && !by_notice {
        return Some("no means that counts as informing has reached its patients");
    }
    let adds_up = practice.letters.iter().all(|one| one.answered)
        && (practice.letters.is_empty() || practice.reconciled);
    (!adds_up).then_some("the mailing is not reconciled")
}
