//! R9, quiet times.
//!
//! Law: in a pre-election period proactive local media (press, radio, adverts, events) do not open; posters, web,
//! helpline, lawful mailings and notices to practices go on. Publicity of both kinds opens without the first, which
//! follow when the period is over.
//! Source: `event` of 2010-03 (`S21`) and of 2010-05-05 (`S26`).
//! Floor: none; no definition can loosen it.
//! Reads: quiet times recorded in the campaign's own chain, and the step's media.

use precede_model::{Campaign, Missing, Role, Rule, Timestamp, Unmet, facts::QuietTime};

use super::{Proof, View, Who, lacks};
use crate::twins::{self, Twin};

/// Media that go to the public by themselves.
const PROACTIVE: [&str; 5] = ["press", "radio", "television", "adverts", "events"];

pub(super) fn publicity(view: &View<'_>, found: &mut Vec<Unmet>) {
    let (held, open) = divide(view.media);
    if !held.is_empty()
        && open.is_empty()
        && let Some(quiet) = quiet_now(view.campaign, view.now)
    {
        let missing = Missing::QuietTime(quiet.quiet_time);
        let from = Some(quiet_until(view.campaign, view.now));
        lacks(found, Rule::R9, missing, (None, Role::ProgrammeLead), from);
    }
}

/// The media that must keep quiet, and those that need not.
pub(crate) fn divide(media: &[String]) -> (Vec<String>, Vec<String>) {
    media
        .iter()
        .cloned()
        .partition(|medium| PROACTIVE.contains(&medium.as_str()))
}

/// The quiet time that lies over an instant.
pub(crate) fn quiet_now(campaign: &Campaign, now: Timestamp) -> Option<&QuietTime> {
    let quiet = &campaign.facts.quiet_times;
    quiet
        .iter()
        .find(|one| one.is_quiet(now) && !twins::is(Twin::Loud))
}

/// When it is quiet no more: the end of the last of the quiet times that follow on each other.
pub(crate) fn quiet_until(campaign: &Campaign, now: Timestamp) -> Timestamp {
    let mut until = now;
    while let Some(quiet) = quiet_now(campaign, until) {
        until = quiet.until;
    }
    until
}

/// Quiet times of this area that have not gone by.
pub(super) fn evidence(view: &View<'_>) -> Vec<Proof> {
    let known = view.campaign.facts.quiet_times.iter();
    let matters = known.filter(|one| one.until > view.now && one.cancelled.is_none());
    matters
        .map(|one| {
            let recorded = Proof::recorded("quiet-time-recorded", one.from);
            let who = Who::Authority(one.reference.clone());
            recorded.about(one.quiet_time).by(who)
        })
        .collect()
}
