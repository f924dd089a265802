//! What a daemon says to the relay, and what the relay takes: `Session::hand_over` of `precede-mail`.

use super::{
    action::{Action, Fate},
    breach::Breach,
    database,
    state::{Life, Stage, State},
    world::{Broken, IDLE, Kind, MARGIN, World},
};

/// `Standing::renew` when the recipient is accepted; for a batch just before its manifest is written.
pub(super) fn renew(world: &World, state: &mut State, place: usize, fate: Fate) {
    let (effect, fence) = (state.daemons[place].current(), state.daemons[place].fence);
    let is_own = fate != Fate::NotDone && database::renew(world, state, effect, fence);
    let daemon = &mut state.daemons[place];
    daemon.since = 0;
    match (fate, is_own) {
        (Fate::Answered, true) => daemon.stage = Stage::Renewed,
        // Nothing is recorded: it is another daemon's.
        (Fate::Answered, false) => daemon.goes_on(),
        _ => ends(state, place, Stage::Later),
    }
}

/// One exchange with the relay.
pub(super) fn say(
    world: &World,
    state: &mut State,
    place: usize,
    action: Action,
) -> Result<(), Breach> {
    let daemon = state.daemons[place];
    let asks = world.broken != Broken::MarginNotAsked;
    let is_late = asks && daemon.since >= MARGIN;
    let is_connected = daemon.line > 0;
    match action {
        Action::Greet(_) => hears(state, place, Stage::Greeted),
        Action::TurnedAway(_) => ends(state, place, Stage::Failed),
        Action::Data(_) if is_late || !is_connected => ends(state, place, unheard(world)),
        Action::Data(_) => {
            hears(state, place, Stage::InData);
            alone_in_data(world, state, place)?;
        }
        Action::Check(_) if is_late => ends(state, place, Stage::Later),
        Action::Check(_) => {
            state.daemons[place].stage = Stage::Checked;
            state.daemons[place].since = 0;
        }
        Action::Write(_) => write(world, state, place)?,
        Action::Answer(_) => ends(state, place, Stage::Left),
        // The content was written and may have been taken.
        Action::NoAnswer(_) => ends(state, place, Stage::Later),
        _ => {}
    }
    Ok(())
}

/// What is recorded when nothing was heard: that it is to be tried again.
fn unheard(world: &World) -> Stage {
    match world.broken {
        Broken::SilenceIsYes => Stage::Left,
        _ => Stage::Later,
    }
}

/// The relay has answered: it waits again as long as it waits.
fn hears(state: &mut State, place: usize, stage: Stage) {
    state.daemons[place].line = IDLE;
    state.daemons[place].stage = stage;
}

fn ends(state: &mut State, place: usize, stage: Stage) {
    state.daemons[place].stage = stage;
    state.daemons[place].line = 0;
    state.daemons[place].since = 0;
}

/// Nobody else could still hand this mail over. Who has written the content and waits for the answer no longer can: what
/// comes now is a copy, before anything that follows.
fn alone_in_data(world: &World, state: &State, place: usize) -> Result<(), Breach> {
    let effect = state.daemons[place].current();
    let is_there = |other: usize| {
        let daemon = &state.daemons[other];
        let inside = matches!(daemon.stage, Stage::InData | Stage::Checked);
        inside && daemon.life != Life::Dead && daemon.line > 0 && daemon.current() == effect
    };
    if (0..world.daemons).any(|other| other != place && is_there(other)) {
        return Err(Breach::TwoInData);
    }
    Ok(())
}

fn write(world: &World, state: &mut State, place: usize) -> Result<(), Breach> {
    let daemon = state.daemons[place];
    let effect = daemon.current();
    match world.effects[effect].kind {
        Kind::Notice if daemon.line == 0 => ends(state, place, unheard(world)),
        Kind::Notice => {
            take(world, state, effect)?;
            hears(state, place, Stage::Sent);
        }
        Kind::Batch => {
            take(world, state, effect)?;
            ends(state, place, Stage::Left);
        }
    }
    Ok(())
}

/// The outside takes it. What must hold of the order is asked here.
fn take(world: &World, state: &mut State, effect: usize) -> Result<(), Breach> {
    let message_id = message_id(world, state, effect);
    let follows = |later: usize| world.effects[later].before() == Some(effect);
    let is_taken = |effect: usize| state.rows[effect].taken > 0;
    if (0..world.effects.len()).any(|later| follows(later) && is_taken(later)) {
        return Err(Breach::AfterItsSuccessor);
    }
    let before = world.effects[effect].before();
    if before.is_some_and(|before| !is_taken(before)) {
        return Err(Breach::BeforeItsPredecessor);
    }
    let row = &mut state.rows[effect];
    if world.effects[effect].kind == Kind::Batch && row.taken >= row.allowed {
        return Err(Breach::BatchTwice);
    }
    if row.taken > 0 && row.message_id != message_id {
        return Err(Breach::OtherMessageId);
    }
    row.taken += 1;
    row.message_id = message_id;
    Ok(())
}

/// `mail::message_id`: of campaign and key, so the same at every attempt.
fn message_id(world: &World, state: &State, effect: usize) -> u8 {
    match world.broken {
        Broken::NewMessageId => 1 + state.rows[effect].attempts,
        _ => 1,
    }
}
