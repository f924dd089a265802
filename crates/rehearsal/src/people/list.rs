//! Patient lists: PCT staff accept one when its letters can be posted in time. Here and there an old one is brought.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use precede_app::Said;
use precede_model::{
    Digest, Length, Open, Order, OrganisationCode, PatientList, Role, Timestamp,
    definition::Kind,
    facts::{BatchState, TrackFacts},
};

use super::{Deed, Spot, intents::Out};
use crate::diary::{DAY, Slot};

pub(crate) fn bring(spot: &Spot<'_>, open: &Open, out: Out<'_>) {
    let slot = spot.days(open.since, "list", 0, 12);
    if spot.chance("mislaid").is_one_of(4) {
        let early = spot.quarters(open.since, "mislaid at", 1, 8);
        out(spot.intent(early, owner(spot), Deed::BringStaleList).once());
    }
    out(spot.intent(in_time(spot, slot), owner(spot), Deed::BringList));
}

pub(crate) fn owner(spot: &Spot<'_>) -> Role {
    spot.step.owner
}

/// The first day from a slot on whose list is fresh enough for the mail house on the next working day: nobody accepts
/// one on the eve of a weekend.
pub(crate) fn in_time(spot: &Spot<'_>, slot: Slot) -> Slot {
    let scene = spot.scene;
    let ages = [
        scene.def.policy.death_recheck_max_age,
        scene.def.policy.list_max_age,
    ];
    let is_in_time = |slot: &Slot| {
        let (Some(morning), Some(posted)) = (
            checked(spot, *slot),
            scene.diary.at(slot.on_day(1, DAY - 1)),
        ) else {
            return true;
        };
        ages.iter()
            .flatten()
            .all(|age| posted <= scene.def.due(morning, *age))
    };
    (0..10)
        .map(|days| slot.later(days * DAY))
        .find(is_in_time)
        .unwrap_or(slot)
}

/// Deaths are checked at eight on the day a list is accepted.
fn checked(spot: &Spot<'_>, slot: Slot) -> Option<Timestamp> {
    Some(spot.scene.diary.at(slot.at_quarter(0))?.plus_seconds(-3600))
}

pub(crate) fn order(spot: &Spot<'_>, deed: Deed, slot: Slot) -> Option<(Said, Order)> {
    let track = spot.track?;
    let checked = checked(spot, slot)?;
    let hours_before = match deed {
        Deed::BringStaleList => 24 * 40,
        _ if spot.chance("extracted").is_one_of(500) => 14,
        _ => 1,
    };
    let extracted = checked.plus_seconds(-3600 * hours_before);
    let list = list(
        spot,
        (track.practice, &track.facts),
        (extracted, checked),
        spot.scene.diary.day(slot)?,
    );
    let (step, practice) = (spot.step.id, track.practice);
    Some((
        Said::default(),
        Order::AcceptList {
            step,
            practice,
            list: Box::new(list),
        },
    ))
}

fn list(
    spot: &Spot<'_>,
    (practice, facts): (OrganisationCode, &TrackFacts),
    (extracted, deaths_checked): (Timestamp, Timestamp),
    today: NaiveDate,
) -> PatientList {
    let rows = spot.scene.world.patients(practice);
    let excluded = excluded(spot, (practice, facts), rows);
    let to_post = rows - excluded.values().sum::<u32>();
    let year = today.year() + 1;
    PatientList {
        holder: format!("{practice} as data controller"),
        agreement: format!("mailing agreement {practice}"),
        agreement_expires: NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(today),
        digest: Digest::of(format!("{practice} {extracted} {rows}")),
        extracted,
        deaths_checked,
        rows,
        excluded,
        to_post,
    }
}

/// Left out, by reason. A later list of the same mailing leaves out one or two more who have died since, never
/// somebody already written to.
fn excluded(
    spot: &Spot<'_>,
    (practice, facts): (OrganisationCode, &TrackFacts),
    rows: u32,
) -> BTreeMap<String, u32> {
    let chance = |reason: &str| spot.scene.world.trait_of(practice, "list").about(reason);
    let share = |reason: &str, least: u32, most: u32| {
        let of_ten_thousand = u64::from(chance(reason).between(least, most));
        (u64::from(rows) * of_ten_thousand / 10_000) as u32
    };
    let ages = spot.scene.def.policy.age;
    let outside = match ages {
        Some((youngest, _)) => share("outside-age-range", 110, 130)
            .saturating_mul(u32::from(youngest))
            .min(rows / 5 * 4),
        None => 0,
    };
    let mut excluded = BTreeMap::new();
    let reasons = [
        ("outside-age-range", outside),
        ("duplicate", share("duplicate", 0, 25)),
        ("no-fixed-abode", share("no-fixed-abode", 0, 10)),
        ("restricted-address", share("restricted-address", 0, 8)),
        ("undeliverable", share("undeliverable", 20, 90)),
        ("opted-out", share("opted-out", 0, 6)),
    ];
    for (reason, people) in reasons.into_iter().filter(|(_, people)| *people > 0) {
        excluded.insert(reason.to_owned(), people);
    }
    let left = rows - excluded.values().sum::<u32>();
    let died = share("died", 5, 30) + facts.batches.len() as u32;
    let died = died.min(left.saturating_sub(taken(facts)));
    if died > 0 {
        excluded.insert("deceased".to_owned(), died);
    }
    excluded
}

/// People in batches that were or will be posted.
pub(crate) fn taken(facts: &TrackFacts) -> u32 {
    let stays = |state| !matches!(state, BatchState::Stopped { .. });
    facts
        .batches
        .iter()
        .filter(|batch| stays(batch.state))
        .map(|batch| batch.items)
        .sum()
}

/// When the list of a practice was too old to post from, and the practice's lead and the day's capacity allow more
/// letters: from then on a newer list is wanted.
pub(crate) fn wanted_again(spot: &Spot<'_>, facts: &TrackFacts) -> Option<Timestamp> {
    let def = spot.scene.def;
    let list = facts.list.filter(|list| list.to_post > taken(facts))?;
    let informed = facts.informed?;
    let until = |from, age: Option<Length>| age.map_or(from, |age| def.due(from, age));
    let stale = until(list.extracted, def.policy.list_max_age)
        .min(until(list.deaths_checked, def.policy.death_recheck_max_age));
    let lead = def.due(informed.at, def.policy.practice_lead);
    let next_day = facts
        .batches
        .iter()
        .rev()
        .find_map(|batch| match batch.state {
            BatchState::Posted { at, .. } => Some(def.due(at, Length::WorkingDays(1))),
            BatchState::Planned | BatchState::Released { .. } | BatchState::Stopped { .. } => None,
        });
    let capacity = next_day.filter(|_| def.policy.batch_capacity.is_some());
    let campaign = spot.scene.campaign;
    let is_live = !def
        .definition
        .steps
        .iter()
        .any(|step| matches!(step.kind, Kind::Publicity { .. }))
        || campaign
            .facts
            .publicity
            .iter()
            .any(|one| one.closed.is_none());
    is_live.then(|| capacity.unwrap_or(stale).max(stale).max(lead))
}
