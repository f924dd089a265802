//! What there is at one moment: rows of the database, processes, and what has reached the outside.

use super::world::{
    Beginning, Broken, CAMPAIGNS_MAX, DAEMONS_MAX, EFFECTS_MAX, IDLE, Kind, MARGIN, Opens, SHORT,
    World,
};

/// Where an effect's row stands: the store's `EffectState`, and whether there is a row at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stands {
    /// No row yet.
    #[default]
    Absent,
    /// Waits for a daemon.
    Planned,
    /// Claimed.
    Sending,
    /// Left, and recorded.
    Done,
    /// Could not leave; listed.
    Failed,
    /// Refused at the claim.
    Refused,
    /// Its campaign pauses.
    Held,
    /// Half-done and not repeatable: a person decides.
    InDoubt,
    /// Three crashed claims: a person decides.
    Quarantined,
}

/// A row of the outbox, and what the outside has of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Row {
    /// Where it stands.
    pub stands: Stands,
    /// Fence of its last claim; 0 before the first.
    pub fence: u8,
    /// Ticks until that claim ends, while it is under way.
    pub left: u8,
    /// Claims so far.
    pub attempts: u8,
    /// Crashed claims since the last outcome.
    pub crashes: u8,
    /// How often the outside has taken it.
    pub taken: u8,
    /// How often a batch may be: once, and once more whenever a person says that it stayed. Of a mail nobody counts.
    pub allowed: u8,
    /// Message-ID under which it was first taken; 0 before.
    pub message_id: u8,
}

/// A campaign's row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Campaign {
    /// Whether it has been started.
    pub exists: bool,
    /// Grows with every write.
    pub version: u8,
    /// Whether a directive is in its chain.
    pub is_bound: bool,
    /// Whether it pauses.
    pub is_paused: bool,
    /// Whether a person has acknowledged.
    pub is_acknowledged: bool,
    /// Whether that was taken back.
    pub is_taken_back: bool,
}

/// Whether a process is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Life {
    /// No process.
    #[default]
    Dead,
    /// At work.
    Runs,
    /// Stopped (SIGSTOP), with all it knows.
    Stopped,
}

/// What a daemon is about to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stage {
    /// Look what is due.
    #[default]
    Idle,
    /// Commit its claims: warrants are taken.
    Decided,
    /// Begin with the current effect.
    Claimed,
    /// Renew its claim: the relay has accepted the recipient.
    Greeted,
    /// Say DATA, or write the manifest.
    Renewed,
    /// Look how long ago the renewal was: the relay waits for the content.
    InData,
    /// Write the content.
    Checked,
    /// Hear the answer.
    Sent,
    /// Record that it left.
    Left,
    /// Record that it is to be tried again.
    Later,
    /// Record that it cannot leave.
    Failed,
    /// Release what waited for it, or record it after that; only where these are two transactions.
    Releasing,
}

/// A daemon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Daemon {
    /// Its process.
    pub life: Life,
    /// Its fence; 0 while there is no process.
    pub fence: u8,
    /// What it is about to do.
    pub stage: Stage,
    /// Effects (bits) with a warrant, not yet claimed; then those claimed and waiting, the current one among them.
    pub chosen: u8,
    /// Effects (bits) without a warrant, whose rows end with the same commit.
    pub dropped: u8,
    /// Versions of the campaigns as it read them.
    pub seen: [u8; CAMPAIGNS_MAX],
    /// Ticks until the relay hangs up on it; 0 without a connection.
    pub line: u8,
    /// Ticks since it looked at the clock: for what is due, or for the renewal of its claim.
    pub since: u8,
}

impl Daemon {
    /// The effect it works on: the first of those it has.
    pub fn current(&self) -> usize {
        self.chosen.trailing_zeros() as usize
    }

    /// Whether it does something outside, or is about to record it.
    pub fn performs(&self) -> bool {
        !matches!(self.stage, Stage::Idle | Stage::Decided)
    }

    /// Ends its turn.
    pub(super) fn rests(&mut self) {
        *self = Self {
            life: self.life,
            fence: self.fence,
            ..Self::default()
        };
    }

    /// Goes on to its next claimed effect.
    pub(super) fn goes_on(&mut self) {
        self.chosen &= self.chosen.wrapping_sub(1);
        self.line = 0;
        self.since = 0;
        self.stage = Stage::Claimed;
        if self.chosen == 0 {
            self.rests();
        }
    }
}

/// A commit still on its way in the server when its client had long been told that the connection is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Late {
    /// Fence of the daemon that sent it.
    pub fence: u8,
    /// The versions it expects.
    pub seen: [u8; CAMPAIGNS_MAX],
    /// What it writes.
    pub what: LateWrite,
}

/// What such a commit writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LateWrite {
    /// Claims of these effects (bits), with so many ticks left.
    Claims(u8, u8),
    /// An effect's outcome: the stage it would be recorded from.
    Outcome(usize, Stage),
}

/// A person about to start a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Starter {
    /// Nobody.
    #[default]
    Nobody,
    /// The programme was read and has not moved since.
    HasRead,
    /// The programme has moved since it was read.
    IsBehind,
}

/// All of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    /// The outbox.
    pub rows: [Row; EFFECTS_MAX],
    /// The campaigns.
    pub campaigns: [Campaign; CAMPAIGNS_MAX],
    /// The daemons.
    pub daemons: [Daemon; DAEMONS_MAX],
    /// The greatest fence drawn.
    pub fences: u8,
    /// Whether a directive is in force.
    pub is_directed: bool,
    /// Whether a restored backup waits for a person.
    pub on_hold: bool,
    /// Who is about to start the last campaign.
    pub starter: Starter,
    /// A commit that may still land.
    pub late: Option<Late>,
    /// Of the budget: crashes, stops, losses, orders.
    pub spent: [u8; 4],
}

impl State {
    /// How a world begins.
    pub fn beginning(world: &World) -> Self {
        let mut state = Self {
            rows: [Row::default(); EFFECTS_MAX],
            campaigns: [Campaign::default(); CAMPAIGNS_MAX],
            daemons: [Daemon::default(); DAEMONS_MAX],
            fences: 0,
            is_directed: false,
            on_hold: world.beginning == Beginning::Restored,
            starter: Starter::Nobody,
            late: None,
            spent: [0; 4],
        };
        let waiting = usize::from(world.beginning == Beginning::LastIsStarted);
        for campaign in 0..world.campaigns - waiting {
            state.begin(world, campaign);
        }
        if state.on_hold {
            state.rows[0].taken = 1;
            state.rows[0].message_id = 1;
        }
        state
    }

    /// A campaign and the effects that open with it.
    pub(super) fn begin(&mut self, world: &World, campaign: usize) {
        self.campaigns[campaign].exists = true;
        self.campaigns[campaign].version = 1;
        for (effect, row) in world.effects.iter().zip(&mut self.rows) {
            let is_early = world.broken == Broken::PlannedTogether;
            if effect.campaign == campaign && (effect.opens == Opens::AtOnce || is_early) {
                row.plan(effect.kind);
            }
        }
    }

    /// Whether every effect is accounted for: settled, or never to be planned because what is before it did not leave.
    pub fn is_settled(&self, world: &World) -> bool {
        let ends = |stands| matches!(stands, Stands::Done | Stands::Failed | Stands::Refused);
        (0..world.effects.len()).all(|place| {
            let before = world.effects[place].before();
            ends(self.rows[place].stands)
                || (self.rows[place].stands == Stands::Absent
                    && before.is_some_and(|before| self.rows[before].stands != Stands::Done)
                    && self.never_opens(world, place))
        })
    }

    fn never_opens(&self, world: &World, place: usize) -> bool {
        world.effects[place].before().is_some_and(|before| {
            matches!(self.rows[before].stands, Stands::Failed | Stands::Refused)
                || (self.rows[before].stands == Stands::Absent && self.never_opens(world, before))
        })
    }

    /// Time goes on by a tick: claims run out, silent connections end.
    pub(super) fn tick(&mut self) {
        for row in &mut self.rows {
            row.left = row.left.saturating_sub(1);
        }
        for daemon in &mut self.daemons {
            daemon.line = daemon.line.saturating_sub(1);
            // Further back than this makes no difference.
            let longest = match daemon.stage {
                Stage::Decided => SHORT,
                Stage::Renewed | Stage::InData => MARGIN,
                _ => 0,
            };
            daemon.since = (daemon.since + 1).min(longest);
        }
        if let Some(Late {
            what: LateWrite::Claims(_, left),
            ..
        }) = &mut self.late
        {
            *left = left.saturating_sub(1);
        }
    }
}

impl Row {
    /// Planned once; planned again it stays as it is (E14).
    pub(super) fn plan(&mut self, kind: Kind) {
        if self.stands == Stands::Absent {
            self.stands = Stands::Planned;
            self.allowed = u8::from(kind == Kind::Batch);
        }
    }
}

/// Ticks a renewed claim lasts.
pub(super) const fn lasts(kind: Kind) -> u8 {
    match kind {
        Kind::Notice => IDLE + MARGIN,
        Kind::Batch => SHORT + 1,
    }
}
