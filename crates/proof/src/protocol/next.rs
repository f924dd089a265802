//! What a transition does: processes and people here, rows in `database`, the relay in `session`.

use super::{
    action::{Action, Deed, Fate},
    breach::Breach,
    database::{self, Recorded},
    session,
    state::{Daemon, Late, LateWrite, Life, Stage, Stands, Starter, State},
    world::{Broken, DAEMONS_MAX, Kind, Opens, SHORT, World},
};

/// The state after a transition that [`super::actions`] offers.
///
/// # Errors
/// The property that it breaks.
pub fn next(world: &World, state: &State, action: Action) -> Result<State, Breach> {
    let mut after = *state;
    if let Some(what) = action.cost() {
        after.spent[what] += 1;
    }
    match action {
        Action::Start(place) => start(world, &mut after, place),
        Action::Look(place, first) => look(world, &mut after, place, first),
        Action::Claim(place, fate) => claim(world, &mut after, place, fate)?,
        Action::Record(place, fate) => record(world, &mut after, place, fate)?,
        Action::Load(place) => {
            after.daemons[place].seen = after.campaigns.map(|campaign| campaign.version);
        }
        Action::Release(place) => second(world, &mut after, place)?,
        Action::TakeBack(_) => database::recover(world, &mut after),
        Action::Beat(place) => {
            let fence = after.daemons[place].fence;
            database::renew_all(world, &mut after, fence);
        }
        Action::Greet(place)
        | Action::TurnedAway(place)
        | Action::Data(place)
        | Action::Check(place)
        | Action::Write(place)
        | Action::Answer(place)
        | Action::NoAnswer(place) => session::say(world, &mut after, place, action)?,
        Action::Renew(place, fate) => session::renew(world, &mut after, place, fate),
        Action::Crash(place) => after.daemons[place] = Daemon::default(),
        Action::Stop(place) => after.daemons[place].life = Life::Stopped,
        Action::Wake(place) => after.daemons[place].life = Life::Runs,
        Action::Drop(place) => after.daemons[place].line = 0,
        Action::LateLands => {
            if let Some(late) = after.late.take() {
                database::late(world, &mut after, late)?;
            }
        }
        Action::LateVanishes => after.late = None,
        Action::Tick => after.tick(),
        Action::Acknowledge(_)
        | Action::Resume(_)
        | Action::Order(_)
        | Action::Settle(..)
        | Action::Confirm
        | Action::ReadProgramme
        | Action::StartCampaign => person(world, &mut after, action),
    }
    Ok(after)
}

fn start(world: &World, state: &mut State, place: usize) {
    let fence = database::begin_lease(world, state);
    state.daemons[place] = Daemon {
        life: Life::Runs,
        fence,
        ..Daemon::default()
    };
    database::recover(world, state);
}

/// What `Daemon::own_share` takes: from one due effect on, around, up to what was claimed before; that one alone.
fn own_share(world: &World, state: &State, first: usize) -> u8 {
    let count = world.effects.len();
    let due = (0..count)
        .map(|step| (first + step) % count)
        .filter(|effect| state.rows[*effect].stands == Stands::Planned);
    let mut share = 0;
    for effect in due {
        let is_second = state.rows[effect].attempts > 0;
        if is_second && world.broken != Broken::ClaimedTogetherAgain {
            return if share == 0 { 1 << effect } else { share };
        }
        share |= 1 << effect;
    }
    share
}

fn look(world: &World, state: &mut State, place: usize, first: usize) {
    let share = own_share(world, state, first);
    let chosen = database::warranted(world, state, share);
    let versions = state.campaigns.map(|campaign| campaign.version);
    let daemon = &mut state.daemons[place];
    daemon.stage = Stage::Decided;
    daemon.chosen = chosen;
    daemon.dropped = share & !chosen;
    daemon.seen = versions;
    daemon.since = 0;
}

fn claim(world: &World, state: &mut State, place: usize, fate: Fate) -> Result<(), Breach> {
    let mut daemon = state.daemons[place];
    let left = SHORT.saturating_sub(daemon.since);
    match fate {
        Fate::Answered => {
            if database::claim(world, state, &mut daemon, left)? && daemon.chosen != 0 {
                daemon.stage = Stage::Claimed;
                daemon.dropped = 0;
                daemon.since = 0;
            } else {
                daemon.rests();
            }
        }
        Fate::AnswerLost => {
            database::claim(world, state, &mut daemon, left)?;
            daemon.rests();
        }
        Fate::NotDone => daemon.rests(),
        Fate::StillOnItsWay => {
            state.late = Some(Late {
                fence: daemon.fence,
                seen: daemon.seen,
                what: LateWrite::Claims(daemon.chosen, left),
            });
            daemon.rests();
        }
    }
    state.daemons[place] = daemon;
    Ok(())
}

fn record(world: &World, state: &mut State, place: usize, fate: Fate) -> Result<(), Breach> {
    let mut daemon = state.daemons[place];
    let outcome = (daemon.current(), daemon.stage);
    if world.broken == Broken::ReleaseFirst && daemon.stage == Stage::Left {
        database::release(world, state, outcome.0);
        state.daemons[place].stage = Stage::Releasing;
        return Ok(());
    }
    match fate {
        Fate::Answered => {
            let under = (daemon.fence, &mut daemon.seen[..]);
            match database::finish(world, state, outcome, under)? {
                Recorded::Landed if releases_apart(world, outcome) => {
                    daemon.stage = Stage::Releasing;
                }
                Recorded::Landed | Recorded::TakenOver => daemon.goes_on(),
                // What it saw is forgotten; it reads the campaign again.
                Recorded::Again => {}
            }
        }
        Fate::AnswerLost => {
            let under = (daemon.fence, &mut daemon.seen[..]);
            database::finish(world, state, outcome, under)?;
            daemon.rests();
        }
        Fate::NotDone => daemon.rests(),
        Fate::StillOnItsWay => {
            state.late = Some(Late {
                fence: daemon.fence,
                seen: daemon.seen,
                what: LateWrite::Outcome(outcome.0, outcome.1),
            });
            daemon.rests();
        }
    }
    state.daemons[place] = daemon;
    Ok(())
}

fn releases_apart(world: &World, (_, stage): (usize, Stage)) -> bool {
    world.broken == Broken::ReleaseApart && stage == Stage::Left
}

/// The second of two transactions that should be one.
fn second(world: &World, state: &mut State, place: usize) -> Result<(), Breach> {
    let mut daemon = state.daemons[place];
    let done = daemon.current();
    if world.broken == Broken::ReleaseFirst {
        let mut seen = state.campaigns.map(|campaign| campaign.version);
        let under = (daemon.fence, &mut seen[..]);
        database::finish(world, state, (done, Stage::Left), under)?;
    } else {
        database::release(world, state, done);
    }
    daemon.goes_on();
    state.daemons[place] = daemon;
    Ok(())
}

/// Orders of people: each is one commit, tried again until no row has moved under it.
fn person(world: &World, state: &mut State, action: Action) {
    match action {
        Action::Acknowledge(campaign) => {
            moves(state, campaign).is_acknowledged = true;
            for place in of(world, campaign) {
                if let Opens::Acknowledged(before) = world.effects[place].opens
                    && state.rows[before].stands == Stands::Done
                {
                    state.rows[place].plan(world.effects[place].kind);
                }
            }
        }
        Action::Resume(campaign) => {
            moves(state, campaign).is_paused = false;
            for place in of(world, campaign) {
                if state.rows[place].stands == Stands::Held {
                    state.rows[place].stands = Stands::Planned;
                }
            }
        }
        Action::Order(Deed::Pause(campaign)) => moves(state, campaign).is_paused = true,
        Action::Order(Deed::TakeBack(campaign)) => moves(state, campaign).is_taken_back = true,
        Action::Order(Deed::Direct) => direct(world, state),
        Action::Settle(place, has_left) => settle(world, state, place, has_left),
        Action::Confirm => confirm(world, state),
        Action::ReadProgramme => state.starter = Starter::HasRead,
        Action::StartCampaign => start_campaign(world, state),
        _ => {}
    }
}

fn of(world: &World, campaign: usize) -> impl Iterator<Item = usize> {
    (0..world.effects.len()).filter(move |place| world.effects[*place].campaign == campaign)
}

fn moves(state: &mut State, campaign: usize) -> &mut super::state::Campaign {
    let campaign = &mut state.campaigns[campaign];
    campaign.version += 1;
    campaign
}

/// One commit: the programme's row, and an event in the chain of each campaign that is there.
fn direct(world: &World, state: &mut State) {
    state.is_directed = true;
    for campaign in &mut state.campaigns {
        if campaign.exists {
            campaign.is_bound = true;
            campaign.version += u8::from(world.broken != Broken::DirectiveWithoutVersion);
        }
    }
    if state.starter == Starter::HasRead {
        state.starter = Starter::IsBehind;
    }
}

fn settle(world: &World, state: &mut State, place: usize, has_left: bool) {
    moves(state, world.effects[place].campaign);
    let row = &mut state.rows[place];
    row.crashes = 0;
    if has_left {
        row.stands = Stands::Done;
        database::release(world, state, place);
    } else {
        row.stands = Stands::Planned;
        if world.effects[place].kind == Kind::Batch {
            // Each daemon has at most one manifest in hand, so nothing is hidden by counting no further.
            row.allowed = (row.allowed + 1).min(row.taken + DAEMONS_MAX as u8);
        }
    }
}

/// Who confirms has found out what left after the backup was taken, and has it recorded.
fn confirm(world: &World, state: &mut State) {
    state.on_hold = false;
    for place in 0..world.effects.len() {
        if state.rows[place].taken > 0 && state.rows[place].stands == Stands::Planned {
            moves(state, world.effects[place].campaign);
            state.rows[place].stands = Stands::Done;
            database::release(world, state, place);
        }
    }
}

/// The campaign knows of directives what the programme's row said when it was read; its `Guard` compares that row.
fn start_campaign(world: &World, state: &mut State) {
    let is_behind = state.starter == Starter::IsBehind;
    state.starter = Starter::Nobody;
    if is_behind && world.broken != Broken::GuardNotCompared {
        return;
    }
    let campaign = world.campaigns - 1;
    state.begin(world, campaign);
    state.campaigns[campaign].is_bound = state.is_directed && !is_behind;
}
