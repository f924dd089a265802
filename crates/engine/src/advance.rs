//! What time alone causes: steps open, reminders fall due, acts are planned when lawful, periods end.

use precede_model::{
    Answer, Campaign, Happening, OrganisationCode, SkipReason, Standing, StepState, Timestamp,
    definition::{Kind, StepIx},
};

use crate::{
    Decision, Def, binding, kinds,
    order::{self, Readiness},
    run::{Run, Subject},
};

/// What time alone causes at this instant, and when it causes something next.
pub fn advance(def: &Def, campaign: &Campaign, now: Timestamp) -> Decision {
    let mut copy = campaign.clone();
    advance_in_place(def, &mut copy, now)
}

/// The same, moving the campaign given: for callers that hold their own copy.
pub fn advance_in_place(def: &Def, campaign: &mut Campaign, now: Timestamp) -> Decision {
    let mut run = Run::new(def, campaign, now);
    settle(&mut run);
    run.decision
}

/// Goes round until nothing more moves. Every turn opens or finishes something, so it ends.
pub(crate) fn settle(run: &mut Run<'_>) {
    loop {
        run.decision.next_wake = None;
        let before = run.decision.events.len();
        binding::over_time(run);
        if !run.campaign.is_running() {
            return;
        }
        kinds::publicity::over_time(run);
        open_steps(run);
        move_open_steps(run);
        if run.decision.events.len() == before {
            break;
        }
    }
    if order::is_complete(run.def, run.campaign) {
        run.note(Subject::CAMPAIGN, Happening::CampaignClosed);
        run.decision.next_wake = None;
        binding::over_time(run);
    }
}

fn open_steps(run: &mut Run<'_>) {
    let def = run.def;
    for ix in def.campaign_steps() {
        if run.campaign.steps[def.slot(*ix)] == StepState::Pending && is_ready(run, None, *ix) {
            open(run, *ix, Vec::new());
        }
    }
    pass_over(run);
    for ix in def.track_steps() {
        if !order::campaign_lets_open(def, run.campaign, *ix) {
            continue;
        }
        let mut opening = Vec::new();
        for place in 0..run.campaign.tracks.len() {
            let track = &run.campaign.tracks[place];
            if !matches!(track.steps[def.slot(*ix)], StepState::Pending) {
                continue;
            }
            let concerns = match track.standing {
                Standing::Tranche => true,
                Standing::Reach => is_told_in_reach(def, *ix),
                Standing::Released { .. }
                | Standing::Left { .. }
                | Standing::Closed { .. }
                | Standing::Merged { .. } => false,
            };
            let practice = track.practice;
            if concerns && is_ready(run, Some(place), *ix) {
                opening.push(practice);
            }
        }
        if !opening.is_empty() {
            open(run, *ix, opening);
        }
    }
}

/// Whether the predecessors let a step open; if only a wait is left, the campaign wakes when it has run.
fn is_ready(run: &mut Run<'_>, track: Option<usize>, ix: StepIx) -> bool {
    let track = track.map(|place| &run.campaign.tracks[place]);
    match order::readiness(run.def, run.campaign, track, ix, run.now) {
        Readiness::Now => true,
        Readiness::From(at) => {
            run.wake_at(at);
            false
        }
        Readiness::Waits(_) => false,
    }
}

fn open(run: &mut Run<'_>, ix: StepIx, practices: Vec<OrganisationCode>) {
    let subject = Subject::step(ix, sole(&practices));
    run.note(
        subject,
        Happening::StepOpened {
            practices,
            occurrence: 1,
        },
    );
}

/// The one practice of a list of one, so that its history finds the event.
pub(crate) fn sole(practices: &[OrganisationCode]) -> Option<OrganisationCode> {
    match practices {
        [one] => Some(*one),
        _ => None,
    }
}

/// A practice in reach only is told, nothing more.
fn is_told_in_reach(def: &Def, ix: StepIx) -> bool {
    matches!(def.step(ix).kind, Kind::Notice { .. })
}

/// Steps that no longer concern a practice are passed over: it declined, left, was released or is only in reach.
fn pass_over(run: &mut Run<'_>) {
    let def = run.def;
    for place in 0..run.campaign.tracks.len() {
        let track = &run.campaign.tracks[place];
        let Some(why) = reason_to_pass_over(track) else {
            continue;
        };
        let steps: Vec<_> = def
            .track_steps()
            .iter()
            .filter(|ix| !track.steps[def.slot(**ix)].is_settled())
            .filter(|ix| passes(def, **ix, why))
            .map(|ix| def.step(*ix).id)
            .collect();
        if !steps.is_empty() {
            let practice = track.practice;
            let what = Happening::StepSkipped {
                steps,
                practices: vec![practice],
                why,
            };
            run.note(Subject::practice(practice), what);
        }
    }
}

fn reason_to_pass_over(track: &precede_model::Track) -> Option<SkipReason> {
    match track.standing {
        Standing::Tranche => {
            (track.answer == Some(Answer::Declines)).then_some(SkipReason::Declined)
        }
        Standing::Reach => Some(SkipReason::NotInTranche),
        Standing::Released { .. } => Some(SkipReason::Released),
        Standing::Left { .. } | Standing::Closed { .. } | Standing::Merged { .. } => {
            Some(SkipReason::Left)
        }
    }
}

/// Declining leaves a duty: to code opt-outs. Reach leaves being told.
fn passes(def: &Def, ix: StepIx, why: SkipReason) -> bool {
    let kind = &def.step(ix).kind;
    match why {
        SkipReason::Declined => {
            !is_opt_outs(kind) && !matches!(kind, Kind::Notice { .. } | Kind::Answer)
        }
        SkipReason::NotInTranche => !matches!(kind, Kind::Notice { .. }),
        SkipReason::Left | SkipReason::Optional | SkipReason::Released => true,
    }
}

fn is_opt_outs(kind: &Kind) -> bool {
    matches!(kind, Kind::Task { establishes, .. } if establishes.iter().any(|fact| fact.as_str() == "opt-outs"))
}

fn move_open_steps(run: &mut Run<'_>) {
    let def = run.def;
    for ix in def.campaign_steps() {
        if matches!(run.campaign.steps[def.slot(*ix)], StepState::Open(_)) {
            kinds::over_time(run, *ix, None);
        }
    }
    for ix in def.track_steps() {
        if !kinds::moves_over_time(&def.step(*ix).kind) {
            continue;
        }
        let open: Vec<usize> = (0..run.campaign.tracks.len())
            .filter(|place| {
                matches!(
                    run.campaign.tracks[*place].steps[def.slot(*ix)],
                    StepState::Open(_)
                )
            })
            .collect();
        if !open.is_empty() {
            kinds::over_time_for_all(run, *ix, &open);
        }
    }
}
