//! R4, right people.
//!
//! Law: a list names its holder and the agreement that allows this mailing; it is no older than `list_max_age` at
//! posting and deaths were re-checked within `death_recheck_max_age`; one letter a person and step. No practice goes
//! live on letters whose list turned out wrong.
//! Source: `S22`: letters to the wrong person, 25 duplicates, letters to the dead.
//! Floors: `list_max_age` at most 28 days, `death_recheck_max_age` at most 3 days.
//! Reads: the accepted list (counts and dates; the items themselves are the mailroom's) and the batches before.

use precede_model::{
    Missing, Role, Rule, Timestamp, Track, Unmet,
    definition::Policy,
    facts::{BatchState, ListFact},
};

use super::{Proof, View, lacks};
use crate::{
    Def,
    twins::{self, Twin},
};

pub(super) fn post(view: &View<'_>, found: &mut Vec<Unmet>) {
    let Some(track) = view.track else { return };
    let staff = (view.practice(), Role::PctStaff);
    let Some(list) = &track.facts.list else {
        return lacks(found, Rule::R4, Missing::ListAccepted, staff, None);
    };
    if !list.is_named || list.agreement_expires < view.def.day(view.now) {
        lacks(found, Rule::R4, Missing::ListAgreement, staff, None);
    }
    let (list_until, deaths_until) = fresh_until(view.def, list);
    if twins::is(Twin::StaleList) {
        return;
    }
    if view.now > list_until {
        lacks(found, Rule::R4, Missing::ListAge, staff, None);
    }
    if view.now > deaths_until {
        lacks(found, Rule::R4, Missing::DeathCheck, staff, None);
    }
    let adds_up = list.excluded.checked_add(list.to_post) == Some(list.rows);
    if !adds_up || written_to(track) + u64::from(view.items) > u64::from(list.to_post) {
        lacks(found, Rule::R4, Missing::ListCounts, staff, None);
    }
}

/// Who was written to is known by the list alone: one that was taken back takes the permit's ground with it.
pub(super) fn permit(view: &View<'_>, found: &mut Vec<Unmet>) {
    let Some(track) = view.track else { return };
    if track.facts.list.is_none() && !track.facts.batches.is_empty() {
        let staff = (view.practice(), Role::PctStaff);
        lacks(found, Rule::R4, Missing::ListAccepted, staff, None);
    }
}

/// One letter a person: letters that left before, whatever list they were composed from.
fn written_to(track: &Track) -> u64 {
    let letters = track.facts.batches.iter().map(|batch| match batch.state {
        BatchState::Posted { posted, .. } => u64::from(posted),
        BatchState::Released { .. } => batch.items.into(),
        BatchState::Planned | BatchState::Stopped { .. } => 0,
    });
    letters.sum()
}

/// The last instants at which a list's extract and its check for deaths allow posting.
pub(crate) fn fresh_until(def: &Def, list: &ListFact) -> (Timestamp, Timestamp) {
    let Policy {
        list_max_age,
        death_recheck_max_age,
        ..
    } = &def.policy;
    let until = |from, age: &Option<_>| age.map_or(from, |age| def.due(from, age));
    (
        until(list.extracted, list_max_age),
        until(list.deaths_checked, death_recheck_max_age),
    )
}

/// The accepted list, by the two days that make it fresh.
pub(super) fn evidence(view: &View<'_>) -> Vec<Proof> {
    let Some(list) = view.track.and_then(|track| track.facts.list) else {
        return Vec::new();
    };
    let of_list = |at, about| {
        Proof::recorded("list-accepted", at)
            .about(about)
            .of(view.practice())
    };
    vec![
        of_list(list.extracted, "extracted"),
        of_list(list.deaths_checked, "deaths checked"),
    ]
}
