//! What the store does: each function here stands for one of `precede-store`, and compares what that one compares.

use super::{
    breach::Breach,
    state::{Campaign, Daemon, Late, LateWrite, Stage, Stands, State, lasts},
    world::{Broken, CRASHES_MAX, Kind, Opens, SHORT, World},
};

/// Why there is no warrant: `engine::NoWarrant`.
enum NoWarrant {
    Refused,
    NoLongerWanted,
    Held,
}

/// `engine::warrant` on the campaign as it is now.
fn warrant(world: &World, campaign: &Campaign, effect: usize) -> Result<(), NoWarrant> {
    if campaign.is_paused && world.broken != Broken::PauseNotAsked {
        return Err(NoWarrant::Held);
    }
    let by_word = matches!(world.effects[effect].opens, Opens::Acknowledged(_));
    if by_word && campaign.is_taken_back && world.broken != Broken::CauseNotAsked {
        return Err(NoWarrant::NoLongerWanted);
    }
    if campaign.is_bound {
        return Err(NoWarrant::Refused);
    }
    Ok(())
}

/// Which of these effects (bits) have a warrant now.
pub(super) fn warranted(world: &World, state: &State, effects: u8) -> u8 {
    bits(effects)
        .filter(|effect| {
            let campaign = &state.campaigns[world.effects[*effect].campaign];
            warrant(world, campaign, *effect).is_ok()
        })
        .fold(0, |all, effect| all | 1 << effect)
}

/// The effects of a set.
pub(super) fn bits(set: u8) -> impl Iterator<Item = usize> {
    (0..u8::BITS as usize).filter(move |place| set & 1 << place != 0)
}

/// Whether a restored backup keeps daemons from starting (`cli/src/hold.rs`).
pub(super) fn may_start(world: &World, state: &State) -> bool {
    !state.on_hold || world.broken == Broken::RestoreSends
}

/// `Store::begin_lease`.
pub(super) fn begin_lease(world: &World, state: &mut State) -> u8 {
    if world.broken != Broken::FenceDoesNotGrow || state.fences == 0 {
        state.fences += 1;
    }
    state.fences
}

/// `Expect::Row`: whether no campaign of these effects has moved since it was read.
fn is_unmoved(world: &World, state: &State, effects: u8, seen: &[u8]) -> bool {
    bits(effects).all(|effect| {
        let campaign = world.effects[effect].campaign;
        state.campaigns[campaign].version == seen[campaign]
    })
}

/// The versions of the rows that a commit writes. Returns them as `Landed` does.
fn moved(world: &World, state: &mut State, effects: u8, seen: &mut [u8]) {
    for (place, seen) in seen.iter_mut().enumerate() {
        if bits(effects).any(|effect| world.effects[effect].campaign == place) {
            state.campaigns[place].version += 1;
            *seen = state.campaigns[place].version;
        }
    }
}

/// Whether a row is under way under this fence; `not_asked` is the twin that does not look at the fence here.
fn is_own(world: &World, state: &State, effect: usize, (fence, not_asked): (u8, Broken)) -> bool {
    let row = &state.rows[effect];
    let is_same = match world.broken {
        Broken::FenceDoesNotGrow | Broken::OwnerIsAHost => true,
        Broken::SendingAfterAct => return row.stands == Stands::Planned,
        broken => row.fence == fence || broken == not_asked,
    };
    row.stands == Stands::Sending && is_same
}

/// `Store::commit` with `Claim` and `Finish` without a fence. Whether it landed.
pub(super) fn claim(
    world: &World,
    state: &mut State,
    daemon: &mut Daemon,
    left: u8,
) -> Result<bool, Breach> {
    let both = daemon.chosen | daemon.dropped;
    let is_planned = |effect: usize| state.rows[effect].stands == Stands::Planned;
    let is_met = match world.broken {
        Broken::ClaimOnSnapshot => true,
        Broken::WarrantOutside => bits(both).all(is_planned),
        _ => is_unmoved(world, state, both, &daemon.seen) && bits(both).all(is_planned),
    };
    if !is_met {
        return Ok(false);
    }
    if world.broken == Broken::SendingAfterAct {
        return Ok(true);
    }
    for effect in bits(daemon.chosen) {
        lawful(world, state, effect)?;
    }
    let is_second = |effect: usize| state.rows[effect].crashes > 0;
    if daemon.chosen.count_ones() > 1 && bits(daemon.chosen).any(is_second) {
        return Err(Breach::ClaimedTogetherAgain);
    }
    moved(world, state, both, &mut daemon.seen);
    for effect in bits(daemon.chosen) {
        let row = &mut state.rows[effect];
        row.stands = Stands::Sending;
        row.fence = daemon.fence;
        row.left = left;
        row.attempts += 1;
    }
    for effect in bits(daemon.dropped) {
        let campaign = state.campaigns[world.effects[effect].campaign];
        state.rows[effect].stands = match warrant(world, &campaign, effect) {
            Err(NoWarrant::Held) => Stands::Held,
            Err(NoWarrant::Refused | NoWarrant::NoLongerWanted) => Stands::Refused,
            Ok(()) => Stands::Planned,
        };
        state.rows[effect].crashes = 0;
    }
    Ok(true)
}

/// What must hold at the instant of a claim, read from the truth and not from what the daemon saw.
fn lawful(world: &World, state: &State, effect: usize) -> Result<(), Breach> {
    let campaign = &state.campaigns[world.effects[effect].campaign];
    let by_word = matches!(world.effects[effect].opens, Opens::Acknowledged(_));
    if by_word && campaign.is_taken_back {
        return Err(Breach::ClaimedWithoutCause);
    }
    if state.is_directed {
        return Err(Breach::ClaimedUnderDirective);
    }
    if campaign.is_paused {
        return Err(Breach::ClaimedInPause);
    }
    if state.on_hold {
        return Err(Breach::ClaimedOnRestoreHold);
    }
    Ok(())
}

/// What became of the commit of an outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Recorded {
    /// It landed.
    Landed,
    /// The campaign moved, the claim stands: read it and try again.
    Again,
    /// Another daemon has it.
    TakenOver,
}

/// `Store::commit` with `Finish` under a fence; what it releases is planned with it (E5).
pub(super) fn finish(
    world: &World,
    state: &mut State,
    (effect, stage): (usize, Stage),
    (fence, seen): (u8, &mut [u8]),
) -> Result<Recorded, Breach> {
    let under = (fence, Broken::OutcomeWithoutFence);
    let is_met = is_own(world, state, effect, under) && is_unmoved(world, state, 1 << effect, seen);
    if !is_met {
        // `Daemon::is_own` looks for itself.
        return Ok(
            match is_own(world, state, effect, (fence, Broken::Nothing)) {
                true => Recorded::Again,
                false => Recorded::TakenOver,
            },
        );
    }
    if world.broken == Broken::SendingAfterAct {
        lawful(world, state, effect)?;
    }
    moved(world, state, 1 << effect, seen);
    let row = &mut state.rows[effect];
    row.left = 0;
    row.crashes = 0;
    row.stands = match stage {
        Stage::Left => Stands::Done,
        Stage::Failed => Stands::Failed,
        _ => Stands::Planned,
    };
    if row.stands == Stands::Done {
        if row.taken == 0 {
            return Err(Breach::DoneWithoutLeaving);
        }
        if world.broken != Broken::ReleaseApart {
            release(world, state, effect);
        }
    }
    Ok(Recorded::Landed)
}

/// What waits for an effect alone is planned.
pub(super) fn release(world: &World, state: &mut State, done: usize) {
    for (effect, row) in world.effects.iter().zip(&mut state.rows) {
        if effect.opens == Opens::After(done) {
            row.plan(effect.kind);
        }
    }
}

/// `Store::renew` of one effect. Whether it still stands.
pub(super) fn renew(world: &World, state: &mut State, effect: usize, fence: u8) -> bool {
    let is_own = is_own(world, state, effect, (fence, Broken::RenewalWithoutFence));
    if is_own && world.broken != Broken::SendingAfterAct {
        state.rows[effect].left = match world.broken {
            Broken::SessionWithoutLease => SHORT,
            _ => lasts(world.effects[effect].kind),
        };
    }
    is_own
}

/// `Store::renew` of everything under a fence that would end sooner.
pub(super) fn renew_all(world: &World, state: &mut State, fence: u8) {
    for effect in 0..world.effects.len() {
        let is_own = is_own(world, state, effect, (fence, Broken::RenewalWithoutFence));
        if is_own && state.rows[effect].stands == Stands::Sending {
            state.rows[effect].left = state.rows[effect].left.max(SHORT);
        }
    }
}

/// `Store::recover`.
pub(super) fn recover(world: &World, state: &mut State) {
    let is_early = world.broken == Broken::LiveClaimTakenBack;
    for (effect, row) in world.effects.iter().zip(&mut state.rows) {
        if row.stands != Stands::Sending || (row.left > 0 && !is_early) {
            continue;
        }
        let repeats = effect.kind == Kind::Notice || world.broken == Broken::BatchRepeated;
        row.stands = match (repeats, row.crashes + 1 >= CRASHES_MAX) {
            (false, _) => Stands::InDoubt,
            (true, true) => Stands::Quarantined,
            (true, false) => Stands::Planned,
        };
        row.crashes = (row.crashes + 1).min(CRASHES_MAX);
        row.left = 0;
    }
}

/// A commit that was still on its way lands or is refused: nobody hears which.
pub(super) fn late(world: &World, state: &mut State, late: Late) -> Result<(), Breach> {
    let mut seen = late.seen;
    match late.what {
        LateWrite::Claims(chosen, left) => {
            let mut daemon = Daemon {
                fence: late.fence,
                chosen,
                seen,
                ..Daemon::default()
            };
            claim(world, state, &mut daemon, left).map(drop)
        }
        LateWrite::Outcome(effect, stage) => {
            finish(world, state, (effect, stage), (late.fence, &mut seen)).map(drop)
        }
    }
}
