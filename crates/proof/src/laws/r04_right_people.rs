//! R4: letters rest on a list that is fresh, and go to nobody twice. A permit that rests on letters rests on their list.

use precede_model::{Act, Happening};

use super::{Leaving, Stage, days::after};

pub(super) fn broken(leaving: &Leaving<'_>) -> Option<&'static str> {
    let practice = leaving.practice?;
    if leaving.act == Act::Permit {
        let missing = practice.list.is_none() && !practice.letters.is_empty();
        return missing.then_some("the list its letters rested on was taken back");
    }
    if leaving.act != Act::Post {
        return None;
    }
    let Some((extracted, deaths, people)) = practice.list else {
        return Some("no patient list is accepted");
    };
    let policy = &leaving.numbers.policy;
    if policy
        .list_max_age
        .is_some_and(|age| leaving.now > after(extracted, age))
    {
        return Some("the patient list is too old");
    }
    if policy
        .death_recheck_max_age
        .is_some_and(|age| leaving.now > after(deaths, age))
    {
        return Some("the check for deaths is too old");
    }
    let Happening::BatchReleased { batch } = leaving.event.what else {
        return None;
    };
    let written: u32 = (practice.letters.iter())
        .filter(|one| one.number != batch && one.stage == Stage::Left)
        .map(|one| one.posted.map_or(one.items, |(posted, _)| posted))
        .sum();
    let own: u32 = (practice.letters.iter())
        .filter(|one| one.number == batch)
        .map(|one| one.items)
        .sum();
    (written + own > people).then_some("more letters leave than there are people on the list")
}
