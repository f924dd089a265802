//! A state in 128 bits, without what nothing reads any more: numbers of versions and fences are kept as who is whose.
//!
//! `of` and `state` are each other's reverse up to that: what is dropped cannot change what follows (tested).

use super::{
    state::{Campaign, Daemon, Late, LateWrite, Life, Row, Stage, Stands, Starter, State},
    world::{CAMPAIGNS_MAX, DAEMONS_MAX, EFFECTS_MAX, World},
};

/// Version a campaign has in a state that was read from a key; one before it is what who is behind has seen.
const VERSION: u8 = 2;
const BEHIND: u8 = 1;

/// A state's key.
pub fn of(world: &World, state: &State) -> u128 {
    let mut bits = Bits::default();
    for row in &state.rows[..world.effects.len()] {
        bits.put_row(state, row);
    }
    for campaign in &state.campaigns[..world.campaigns] {
        for flag in [
            campaign.exists,
            campaign.is_bound,
            campaign.is_paused,
            campaign.is_acknowledged,
            campaign.is_taken_back,
        ] {
            bits.put(u8::from(flag), 1);
        }
    }
    for daemon in &state.daemons[..world.daemons] {
        bits.put_daemon(state, daemon);
    }
    bits.put(u8::from(state.is_directed), 1);
    bits.put(u8::from(state.on_hold), 1);
    bits.put(state.starter as u8, 2);
    for spent in state.spent {
        bits.put(spent, 2);
    }
    bits.put_late(state);
    bits.all
}

/// The state of a key.
pub fn state(world: &World, key: u128) -> State {
    let mut bits = Bits { all: key, used: 0 };
    let mut state = State {
        rows: [Row::default(); EFFECTS_MAX],
        campaigns: [Campaign {
            version: VERSION,
            ..Campaign::default()
        }; CAMPAIGNS_MAX],
        daemons: [Daemon::default(); DAEMONS_MAX],
        fences: world.daemons as u8,
        is_directed: false,
        on_hold: false,
        starter: Starter::Nobody,
        late: None,
        spent: [0; 4],
    };
    for row in &mut state.rows[..world.effects.len()] {
        *row = bits.row();
    }
    for campaign in &mut state.campaigns[..world.campaigns] {
        *campaign = bits.campaign();
    }
    for place in 0..world.daemons {
        state.daemons[place] = bits.daemon(place);
    }
    state.is_directed = bits.flag();
    state.on_hold = bits.flag();
    state.starter = STARTERS[bits.get(2) as usize];
    state.spent = [(); 4].map(|()| bits.get(2));
    state.late = bits.late();
    state
}

const STARTERS: [Starter; 3] = [Starter::Nobody, Starter::HasRead, Starter::IsBehind];
const LIVES: [Life; 3] = [Life::Dead, Life::Runs, Life::Stopped];
const STANDS: [Stands; 9] = [
    Stands::Absent,
    Stands::Planned,
    Stands::Sending,
    Stands::Done,
    Stands::Failed,
    Stands::Refused,
    Stands::Held,
    Stands::InDoubt,
    Stands::Quarantined,
];
const STAGES: [Stage; 12] = [
    Stage::Idle,
    Stage::Decided,
    Stage::Claimed,
    Stage::Greeted,
    Stage::Renewed,
    Stage::InData,
    Stage::Checked,
    Stage::Sent,
    Stage::Left,
    Stage::Later,
    Stage::Failed,
    Stage::Releasing,
];

/// Who has a fence: 0 nobody who lives, else the daemon's place and one.
fn owner(state: &State, fence: u8) -> u8 {
    let place = (state.daemons.iter()).position(|daemon| fence > 0 && daemon.fence == fence);
    place.map_or(0, |place| place as u8 + 1)
}

#[derive(Default)]
struct Bits {
    all: u128,
    used: u32,
}

impl Bits {
    fn put(&mut self, value: u8, width: u32) {
        debug_assert!(u32::from(value) < 1 << width, "{value} in {width} bits");
        self.all |= u128::from(value) << self.used;
        self.used += width;
        debug_assert!(self.used <= u128::BITS, "a state has its place");
    }

    fn get(&mut self, width: u32) -> u8 {
        let value = (self.all >> self.used) as u8 & ((1 << width) - 1);
        self.used += width;
        value
    }

    fn flag(&mut self) -> bool {
        self.get(1) == 1
    }

    fn put_row(&mut self, state: &State, row: &Row) {
        let is_sending = row.stands == Stands::Sending;
        self.put(row.stands as u8, 4);
        self.put(
            if is_sending {
                owner(state, row.fence)
            } else {
                0
            },
            2,
        );
        self.put(if is_sending { row.left } else { 0 }, 3);
        let is_over = matches!(row.stands, Stands::Done | Stands::Failed | Stands::Refused);
        self.put(u8::from(row.attempts > 0 && !is_over), 1);
        self.put(if is_over { 0 } else { row.crashes }, 2);
        self.put(u8::from(row.taken > 0), 1);
        // How often more it may leave; of a mail nobody asks.
        self.put(row.allowed.saturating_sub(row.taken), 2);
        // Under another attempt a twin makes another Message-ID.
        self.put(u8::from(row.message_id > 1), 1);
    }

    fn row(&mut self) -> Row {
        let mut row = Row {
            stands: STANDS[self.get(4) as usize],
            fence: self.get(2),
            left: self.get(3),
            attempts: self.get(1),
            crashes: self.get(2),
            taken: self.get(1),
            allowed: self.get(2),
            message_id: 0,
        };
        row.allowed += row.taken;
        let is_other = self.flag();
        row.message_id = row.taken * if is_other { u8::MAX } else { 1 };
        row
    }

    fn campaign(&mut self) -> Campaign {
        Campaign {
            version: VERSION,
            exists: self.flag(),
            is_bound: self.flag(),
            is_paused: self.flag(),
            is_acknowledged: self.flag(),
            is_taken_back: self.flag(),
        }
    }

    fn put_daemon(&mut self, state: &State, daemon: &Daemon) {
        self.put(daemon.life as u8, 2);
        self.put(daemon.stage as u8, 4);
        self.put(daemon.chosen, 3);
        // What is dropped is known until the claim, the connection after it.
        match daemon.stage {
            Stage::Decided => self.put(daemon.dropped, 3),
            _ => self.put(daemon.line, 3),
        }
        self.put(daemon.since, 2);
        self.put_seen(state, &daemon.seen, daemon.chosen | daemon.dropped != 0);
    }

    fn daemon(&mut self, place: usize) -> Daemon {
        let mut daemon = Daemon {
            life: LIVES[self.get(2) as usize],
            stage: STAGES[self.get(4) as usize],
            chosen: self.get(3),
            ..Daemon::default()
        };
        match daemon.stage {
            Stage::Decided => daemon.dropped = self.get(3),
            _ => daemon.line = self.get(3),
        }
        daemon.since = self.get(2);
        daemon.seen = self.seen();
        if daemon.life != Life::Dead {
            daemon.fence = place as u8 + 1;
        }
        daemon
    }

    fn put_seen(&mut self, state: &State, seen: &[u8; CAMPAIGNS_MAX], is_read: bool) {
        for (seen, campaign) in seen.iter().zip(&state.campaigns) {
            self.put(u8::from(is_read && *seen == campaign.version), 1);
        }
    }

    fn seen(&mut self) -> [u8; CAMPAIGNS_MAX] {
        [(); CAMPAIGNS_MAX].map(|()| if self.flag() { VERSION } else { BEHIND })
    }

    fn put_late(&mut self, state: &State) {
        let Some(late) = &state.late else {
            return self.put(0, 2);
        };
        match late.what {
            LateWrite::Claims(chosen, left) => {
                self.put(1, 2);
                self.put(chosen, 3);
                self.put(left, 1);
            }
            LateWrite::Outcome(effect, stage) => {
                self.put(2, 2);
                self.put(effect as u8, 2);
                self.put(stage as u8 - Stage::Left as u8, 2);
            }
        }
        self.put(owner(state, late.fence), 2);
        self.put_seen(state, &late.seen, true);
    }

    fn late(&mut self) -> Option<Late> {
        let what = match self.get(2) {
            0 => return None,
            1 => LateWrite::Claims(self.get(3), self.get(1)),
            _ => {
                let effect = self.get(2) as usize;
                LateWrite::Outcome(effect, STAGES[(self.get(2) + Stage::Left as u8) as usize])
            }
        };
        Some(Late {
            what,
            fence: self.get(2),
            seen: self.seen(),
        })
    }
}
