//! What daemons do.

use precede_proof::protocol::{
    Fate, IDLE, Kind, MARGIN, Opens, SHORT, Stage, Stands, State, World,
};
use precede_store::{Claim, EffectState, Store, Write};

use super::{Deeds, Did, Known, Late, agreed, event, finish, is_done, is_written, silent};
use crate::protocol::crew::{Crew, TICK_SECONDS};

impl Deeds {
    /// `Daemon::start`.
    pub(super) async fn start(&mut self, crew: &Crew, by: usize) -> Did {
        let owner = format!("{} of {}", self.lives.len(), self.seed);
        let store = &crew.daemons[by];
        let lease = store.begin_lease(owner, crew.now()).await;
        let lease = lease.map_err(|error| error.to_string())?;
        if self
            .lives
            .last()
            .is_some_and(|last| last.fence >= lease.fence)
        {
            return Err("the fence has not grown".to_owned());
        }
        self.recover(crew, by, &lease).await?;
        self.lives.push(lease);
        self.known[by] = Known::default();
        Ok(Some(true))
    }

    async fn recover(
        &self,
        crew: &Crew,
        by: usize,
        lease: &precede_store::Lease,
    ) -> Result<(), String> {
        let back = crew.daemons[by].recover(lease, crew.now(), false).await;
        back.map(drop).map_err(|error| error.to_string())
    }

    /// `Daemon::recover`.
    pub(super) async fn take_back(&self, crew: &Crew, (by, state): (usize, &State)) -> Did {
        self.recover(crew, by, self.lease(state, by)).await?;
        Ok(Some(true))
    }

    /// `Store::due_effects`, and the campaigns are read.
    pub(super) async fn look(
        &mut self,
        crew: &Crew,
        world: &World,
        (by, state): (usize, &State),
    ) -> Did {
        let due = crew.daemons[by].due_effects(crew.now(), 100).await;
        let due = due.map_err(|error| error.to_string())?;
        for effect in 0..world.effects.len() {
            let stream = self.stream(world.effects[effect].campaign);
            let key = self.key(world, effect);
            let found = due.iter().any(|row| row.stream == stream && row.key == key);
            let said = state.rows[effect].stands == Stands::Planned;
            if found != said {
                return Err(format!(
                    "effect {effect} is due: {found}, by the model: {said}"
                ));
            }
        }
        self.load(crew, world, by).await?;
        let without_warrant = |effect: usize| {
            let campaign = &state.campaigns[world.effects[effect].campaign];
            match campaign.is_paused {
                true => EffectState::Held,
                false => EffectState::Refused,
            }
        };
        self.known[by].at = Some(crew.now());
        self.known[by].dropped_as = (0..world.effects.len())
            .map(|effect| (effect, without_warrant(effect)))
            .collect();
        Ok(Some(true))
    }

    /// `App::load`.
    pub(super) async fn load(&mut self, crew: &Crew, world: &World, by: usize) -> Did {
        let mut rows = Vec::new();
        for place in 0..world.campaigns {
            let row = crew.daemons[by].stream(&self.stream(place)).await;
            rows.extend(row.map_err(|error| error.to_string())?);
        }
        self.known[by].rows = rows;
        Ok(Some(true))
    }

    /// `Daemon::claim_rows`.
    pub(super) async fn claim(
        &mut self,
        crew: &Crew,
        world: &World,
        (by, fate): (usize, Fate),
        states: (&State, &State),
    ) -> Did {
        let writes = self.claims(world, (by, states.0));
        self.send(crew, (by, fate, writes), states).await
    }

    fn claims(&self, world: &World, (by, state): (usize, &State)) -> Vec<Write<'static>> {
        let daemon = &state.daemons[by];
        let known = &self.known[by];
        let lease = self.lease(state, by);
        let until = known.at.expect("it has looked");
        let until = until.plus_seconds(i64::from(TICK_SECONDS * u32::from(SHORT)));
        let mut writes = Vec::new();
        for row in &known.rows {
            let mut write = silent(row);
            for effect in 0..world.effects.len() {
                if self.stream(world.effects[effect].campaign) != row.stream {
                    continue;
                }
                let key = self.key(world, effect);
                if daemon.chosen & 1 << effect != 0 {
                    write.claims.push(Claim {
                        key,
                        lease: lease.clone(),
                        until,
                    });
                }
                if daemon.dropped & 1 << effect != 0 {
                    let (_, state) = known.dropped_as[effect];
                    write.finish.push(finish(key, None, state));
                    if state == EffectState::Refused {
                        write.bodies = event(row).bodies;
                    }
                }
            }
            if !write.claims.is_empty() || !write.finish.is_empty() {
                writes.push(write);
            }
        }
        writes
    }

    /// `Standing::renew`.
    pub(super) async fn renew(
        &self,
        crew: &Crew,
        world: &World,
        (by, fate): (usize, Fate),
        (before, after): (&State, &State),
    ) -> Did {
        if fate == Fate::NotDone {
            return Ok(None);
        }
        let effect = before.daemons[by].current();
        let stream = self.stream(world.effects[effect].campaign);
        let only = Some((stream.as_str(), self.key(world, effect)));
        let ticks = match world.effects[effect].kind {
            Kind::Notice => IDLE + MARGIN,
            Kind::Batch => SHORT + 1,
        };
        let seconds = TICK_SECONDS * u32::from(ticks);
        let renewed = crew.daemons[by]
            .renew(self.lease(before, by), only, seconds)
            .await;
        let renewed = renewed.map_err(|error| error.to_string())?;
        match fate {
            Fate::Answered => agreed(renewed == 1, after.daemons[by].stage == Stage::Renewed),
            _ => Ok(Some(renewed == 1)),
        }
    }

    /// `Daemon::renewing`.
    pub(super) async fn beat(&self, crew: &Crew, (by, state): (usize, &State)) -> Did {
        let lease = self.lease(state, by);
        let renewed = crew.daemons[by]
            .renew(lease, None, TICK_SECONDS * u32::from(SHORT))
            .await;
        renewed.map_err(|error| error.to_string())?;
        Ok(Some(true))
    }

    /// `Daemon::record_at_once`, one try.
    pub(super) async fn record(
        &mut self,
        crew: &Crew,
        world: &World,
        (by, fate): (usize, Fate),
        states: (&State, &State),
    ) -> Did {
        let daemon = &states.0.daemons[by];
        let effect = daemon.current();
        let stream = self.stream(world.effects[effect].campaign);
        let row = self.known[by].rows.iter().find(|row| row.stream == stream);
        let row = row.expect("it was claimed");
        let state = match daemon.stage {
            Stage::Left => EffectState::Done,
            Stage::Failed => EffectState::Failed,
            _ => EffectState::Planned,
        };
        let mut write = match state {
            EffectState::Planned => silent(row),
            _ => event(row),
        };
        let fence = self.lease(states.0, by).fence;
        write
            .finish
            .push(finish(self.key(world, effect), Some(fence), state));
        if state == EffectState::Done {
            write.plan = self.opening((crew, world), |later| later.opens == Opens::After(effect));
        }
        self.send(crew, (by, fate, vec![write]), states).await
    }

    /// A commit, and what becomes of it.
    async fn send(
        &mut self,
        crew: &Crew,
        (by, fate, writes): (usize, Fate, Vec<Write<'static>>),
        states: (&State, &State),
    ) -> Did {
        match fate {
            Fate::NotDone => Ok(None),
            Fate::StillOnItsWay => {
                let at = crew.now();
                self.late = Some(Late { by, writes, at });
                Ok(None)
            }
            Fate::Answered | Fate::AnswerLost => {
                let answer = crew.daemons[by].commit(&writes, crew.now()).await;
                let done = is_done(&answer)?;
                if let (Ok(committed), Fate::Answered) = (answer, fate) {
                    for landed in committed.landed {
                        let known = self.known[by].rows.iter_mut();
                        for row in known.filter(|row| row.stream == landed.row.stream) {
                            row.clone_from(&landed.row);
                        }
                    }
                }
                agreed(done, is_written(states))
            }
        }
    }

    /// What was on its way reaches the database after all.
    pub(super) async fn late_lands(
        &mut self,
        crew: &Crew,
        world: &World,
        states: (&State, &State),
    ) -> Did {
        let late = self.late.take().ok_or("nothing is on its way")?;
        let answer = crew.daemons[late.by].commit(&late.writes, late.at).await;
        debug_assert!(world.daemons > late.by);
        agreed(is_done(&answer)?, is_written(states))
    }
}
