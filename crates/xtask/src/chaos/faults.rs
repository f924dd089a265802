//! What is done to the daemons, drawn from a seed.

use std::fmt;
use std::thread;
use std::time::{Duration, Instant};

use super::Request;
use super::daemon::Daemon;
use super::relay::IDLE_SECONDS;
use super::stage::{DATABASE, Stage};
use crate::failure::Outcome;
use crate::postgres::Postgres;

/// Longer than the lease of a mail on the wire: the relay's idle timeout and three seconds. So short that the frozen
/// daemon wakes while others take over, or so long that they have done its work.
const PAUSE_MS: (u64, u64) = (1_000 * IDLE_SECONDS + 3_100, 1_000 * IDLE_SECONDS + 7_000);
/// How many daemons may be frozen at once; somebody must take over.
const FROZEN_MAX: usize = 2;

/// How much is to be done.
#[derive(Debug, Clone, Copy)]
pub struct Quota {
    pub kills: u64,
    pub pauses: u64,
    pub restarts: u64,
    pub drops: u64,
}

/// How much was done.
#[derive(Debug, Default, Clone)]
pub struct Done {
    pub kills: u64,
    /// Frozen, looked at, and let go because nothing was open.
    pub idle: u64,
    pub pauses: u64,
    pub restarts: u64,
    pub drops: u64,
    /// Open at the kills and pauses: claims, transactions.
    pub held: (u64, u64),
    pub seconds: f64,
    pub wrong: Vec<String>,
}

impl fmt::Display for Done {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} kills and {} pauses with {} claims and {} transactions open ({} looks found none), {} restarts of the \
             database, {} times all connections of a daemon dropped, in {:.0} s",
            self.kills,
            self.pauses,
            self.held.0,
            self.held.1,
            self.idle,
            self.restarts,
            self.drops,
            self.seconds
        )
    }
}

/// The daemons and what happens to them.
pub struct Faults {
    request: Request,
    daemons: Vec<Daemon>,
    /// Until when each is frozen.
    frozen: Vec<Option<Instant>>,
    random: u64,
    done: Done,
    begun: Instant,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    Kill,
    Pause,
    Restart,
    Drop,
}

impl Faults {
    pub fn new(request: Request, daemons: Vec<Daemon>) -> Faults {
        Faults {
            frozen: vec![None; daemons.len()],
            daemons,
            random: request.seed,
            done: Done::default(),
            begun: Instant::now(),
            request,
        }
    }

    pub fn done(&self) -> Done {
        self.done.clone()
    }

    /// Disturbs until the quota is met or the time is up, then wakes whoever is frozen.
    ///
    /// # Errors
    ///
    /// When a daemon or the database cannot be started again.
    pub fn disturb(&mut self, postgres: &mut Postgres, stage: &mut Stage) -> Outcome<()> {
        while self.begun.elapsed() < self.request.budget {
            self.revive()?;
            let waiting = waiting(postgres);
            if !stage.keep_busy(waiting) && waiting == 0 {
                break;
            }
            let Some(fault) = self.draw() else { break };
            self.inflict(fault, postgres)?;
            thread::sleep(Duration::from_millis(40 + self.chance(250)));
        }
        self.done.seconds = self.begun.elapsed().as_secs_f64();
        while self.frozen.iter().any(Option::is_some) {
            self.revive()?;
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    /// Wakes who has slept long enough, and starts again who has ended.
    ///
    /// # Errors
    ///
    /// When a daemon cannot be run.
    pub fn revive(&mut self) -> Outcome<()> {
        for (daemon, frozen) in self.daemons.iter_mut().zip(&mut self.frozen) {
            if frozen.is_some_and(|until| until <= Instant::now()) {
                daemon.wake();
                *frozen = None;
            }
            if let Some(how) = daemon.ended() {
                // Without a database a daemon cannot begin its life: its supervisor starts it again. Once it
                // serves, no outage ends it.
                if !how.contains("exit status: 3") {
                    self.done.wrong.push(how);
                }
                daemon.start()?;
            }
        }
        Ok(())
    }

    fn draw(&mut self) -> Option<Fault> {
        let (quota, done) = (self.request.quota, &self.done);
        let left = [
            (Fault::Kill, quota.kills > done.kills, 10),
            (Fault::Pause, quota.pauses > done.pauses, 10),
            (Fault::Restart, quota.restarts > done.restarts, 1),
            (Fault::Drop, quota.drops > done.drops, 2),
        ];
        let left: Vec<_> = left
            .into_iter()
            .filter(|(_, is_left, _)| *is_left)
            .collect();
        let all: u64 = left.iter().map(|(.., weight)| weight).sum();
        if all == 0 {
            return None;
        }
        let mut drawn = self.chance(all);
        for (fault, _, weight) in left {
            if drawn < weight {
                return Some(fault);
            }
            drawn -= weight;
        }
        None
    }

    fn inflict(&mut self, fault: Fault, postgres: &mut Postgres) -> Outcome<()> {
        let awake: Vec<usize> = (0..self.daemons.len())
            .filter(|place| self.frozen[*place].is_none())
            .collect();
        let Some(place) = awake.get(self.chance(awake.len() as u64) as usize).copied() else {
            return Ok(());
        };
        match fault {
            Fault::Kill => self.kill(place, postgres),
            Fault::Pause if self.daemons.len() - awake.len() < FROZEN_MAX => {
                self.pause(place, postgres)
            }
            Fault::Pause => Ok(()),
            Fault::Restart => {
                self.done.restarts += 1;
                postgres.crash_and_restart()
            }
            Fault::Drop => {
                let account = &self.daemons[place].account;
                let sql = format!(
                    "select pg_terminate_backend(pid) from pg_stat_activity where usename = '{account}'"
                );
                self.done.drops += 1;
                postgres.query("postgres", &sql).map(drop)
            }
        }
    }

    fn kill(&mut self, place: usize, postgres: &Postgres) -> Outcome<()> {
        if self.freeze(place, postgres)? {
            self.daemons[place].kill();
            self.done.kills += 1;
            thread::sleep(Duration::from_millis(self.chance(400)));
            self.daemons[place].start()?;
        }
        Ok(())
    }

    fn pause(&mut self, place: usize, postgres: &Postgres) -> Outcome<()> {
        if self.freeze(place, postgres)? {
            let millis = PAUSE_MS.0 + self.chance(PAUSE_MS.1 - PAUSE_MS.0);
            self.frozen[place] = Some(Instant::now() + Duration::from_millis(millis));
            self.done.pauses += 1;
        }
        Ok(())
    }

    /// Freezes a daemon. With nothing in its hands it is let go again.
    fn freeze(&mut self, place: usize, postgres: &Postgres) -> Outcome<bool> {
        let daemon = &self.daemons[place];
        daemon.freeze();
        let holds = daemon.holds(postgres)?;
        if holds.anything() {
            self.done.held.0 += holds.claims;
            self.done.held.1 += holds.transactions;
            return Ok(true);
        }
        daemon.wake();
        self.done.idle += 1;
        Ok(false)
    }

    /// The next number below a limit, drawn from the seed (xorshift of Marsaglia).
    fn chance(&mut self, below: u64) -> u64 {
        let mut x = self.random ^ 0x9e37_79b9_7f4a_7c15;
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        self.random = x;
        x % below.max(1)
    }
}

fn waiting(postgres: &Postgres) -> u64 {
    let sql = "select count(*) from outbox where state in ('planned', 'sending')";
    let counted = postgres.query(DATABASE, sql).unwrap_or_default();
    counted.parse().unwrap_or(u64::MAX)
}
