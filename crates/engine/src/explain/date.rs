//! The earliest lawful date, found by the engine itself: on a copy time alone passes, from wake to wake and through
//! every date that something missing names, until the guard accepts the act.

use precede_model::{
    Act, Campaign, Effect, EffectKey, Outgoing, Timestamp,
    definition::{Kind, StepIx},
    facts::BatchState,
};

use super::{asked::Asked, time_brings};
use crate::{Decision, Def, advance_in_place, warrant};

/// How far ahead is looked, in seconds: two years.
const LOOK_AHEAD_SECONDS: i64 = 2 * 365 * 86_400;

/// How often time is let pass.
const WAKES_MAX: usize = 400;

/// The first instant from now on at which the guard accepts the act while nobody does anything. `None` when somebody
/// must act first, or when it is too far ahead.
pub(super) fn earliest(
    def: &Def,
    campaign: &Campaign,
    asked: Asked,
    now: Timestamp,
) -> Option<Timestamp> {
    let mut copy = campaign.clone();
    let last = now.plus_seconds(LOOK_AHEAD_SECONDS);
    let mut at = now;
    for _ in 0..WAKES_MAX {
        let decision = advance_in_place(def, &mut copy, at);
        let lacks = asked.lacks(def, &copy, at);
        if is_accepted(def, &copy, (asked, lacks.is_empty()), &decision, at) {
            return Some(at);
        }
        if !time_brings::all(def, &copy, (asked, &lacks), at) {
            return None;
        }
        let named = time_brings::dates(def, &copy, (asked, &lacks), at);
        let ahead = named.into_iter().chain(decision.next_wake);
        at = ahead.min().filter(|date| *date <= last)?;
    }
    None
}

/// Whether the guard accepts it: a person may do it, the engine has just planned it, or there is a warrant for what it
/// planned before.
fn is_accepted(
    def: &Def,
    campaign: &Campaign,
    (asked, lacks_nothing): (Asked, bool),
    decision: &Decision,
    now: Timestamp,
) -> bool {
    match asked {
        Asked::Act(Act::Publicity, ..) | Asked::Start | Asked::Updates(_) => lacks_nothing,
        Asked::Act(act, ix, place) => {
            let step = def.step(ix).id;
            let practice = place.map(|place| campaign.tracks[place].practice);
            let is_it = |effect: &Effect| {
                let key = effect.key;
                (key.step, key.subject, effect.what.act()) == (step, practice, Some(act))
            };
            let planned_before = || {
                let effect = planned(def, campaign, (act, ix, place))?;
                warrant(def, campaign, (0, effect.key, &effect.what), now).ok()
            };
            decision.effects.iter().any(is_it) || planned_before().is_some()
        }
    }
}

/// The effect that an act's state says is planned.
fn planned(
    def: &Def,
    campaign: &Campaign,
    (act, ix, place): (Act, StepIx, Option<usize>),
) -> Option<Effect> {
    let track = &campaign.tracks[place?];
    let open = def.state(campaign, place, ix)?.open()?;
    let (number, what) = match (act, &def.step(ix).kind) {
        (Act::Tell, Kind::Notice { to, template }) => {
            let (to, template) = (*to, *template);
            (
                0,
                Outgoing::Notice {
                    to,
                    template,
                    number: 0,
                },
            )
        }
        (Act::Post, _) => {
            let mut batches = track.facts.batches.iter();
            let batch = batches.find(|one| one.state == BatchState::Planned)?;
            let what = Outgoing::Batch {
                batch: batch.number,
                items: batch.items,
                class: batch.class,
                post_by: batch.post_by,
            };
            (batch.number, what)
        }
        (Act::Permit, _) => (0, Outgoing::Permit),
        (Act::Tell | Act::Publicity, _) => return None,
    };
    let key = EffectKey {
        step: def.step(ix).id,
        subject: Some(track.practice),
        occurrence: open.occurrence,
        number,
    };
    Some(Effect {
        key,
        not_before: open.since,
        what,
    })
}
