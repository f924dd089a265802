//! What people do: each order is one commit on rows read just before.

use precede_proof::protocol::{Action, Deed, Opens, Stands, Starter, State, World};
use precede_store::{EffectState, Guard, Store, StreamRow, Write};

use super::{Deeds, Did, agreed, event, finish, is_done};
use crate::protocol::crew::Crew;

impl Deeds {
    /// An order.
    pub(super) async fn person(
        &mut self,
        crew: &Crew,
        world: &World,
        action: Action,
        (before, after): (&State, &State),
    ) -> Did {
        match action {
            Action::ReadProgramme => {
                let row = crew.people.stream(&self.programme()).await;
                let row = row.map_err(|error| error.to_string())?;
                self.programme = row.map(|row| row.version);
                Ok(None)
            }
            Action::StartCampaign => self.start_campaign(crew, world, before).await,
            Action::Order(Deed::Direct) => self.direct(crew, world, before).await,
            _ => self.order(crew, world, (before, action, after)).await,
        }
    }

    async fn row(&self, crew: &Crew, stream: &str) -> Result<StreamRow, String> {
        let row = crew.people.stream(stream).await;
        row.map_err(|error| error.to_string())?
            .ok_or_else(|| format!("`{stream}` is not there"))
    }

    async fn start_campaign(&mut self, crew: &Crew, world: &World, before: &State) -> Did {
        let guard = Guard {
            stream: self.programme(),
            version: self
                .programme
                .take()
                .ok_or("nobody has read the programme")?,
        };
        let born = self
            .birth(crew, world, (world.campaigns - 1, vec![guard]))
            .await;
        agreed(is_done(&born)?, before.starter == Starter::HasRead)
    }

    /// One commit: the programme's row, and a line in the chain of each campaign that is there.
    async fn direct(&self, crew: &Crew, world: &World, before: &State) -> Did {
        let mut writes = vec![event(&self.row(crew, &self.programme()).await?)];
        for place in (0..world.campaigns).filter(|place| before.campaigns[*place].exists) {
            writes.push(event(&self.row(crew, &self.stream(place)).await?));
        }
        let answer = crew.people.commit(&writes, crew.now()).await;
        agreed(is_done(&answer)?, true)
    }

    async fn order(
        &self,
        crew: &Crew,
        world: &World,
        (before, action, after): (&State, Action, &State),
    ) -> Did {
        let mut writes: Vec<Write<'static>> = Vec::new();
        for place in 0..world.campaigns {
            if before.campaigns[place].version == after.campaigns[place].version {
                continue;
            }
            let mut write = event(&self.row(crew, &self.stream(place)).await?);
            for effect in (0..world.effects.len()).filter(|e| world.effects[*e].campaign == place) {
                self.change(crew, world, (before, action, effect), &mut write);
            }
            writes.push(write);
        }
        if writes.is_empty() {
            return Ok(None);
        }
        let answer = crew.people.commit(&writes, crew.now()).await;
        agreed(is_done(&answer)?, true)
    }

    /// What an order does to an effect of its campaign.
    fn change(
        &self,
        crew: &Crew,
        world: &World,
        (before, action, effect): (&State, Action, usize),
        write: &mut Write<'static>,
    ) {
        let key = self.key(world, effect);
        let stands = before.rows[effect].stands;
        let opens = world.effects[effect].opens;
        let becomes = match action {
            Action::Resume(_) if stands == Stands::Held => Some(EffectState::Planned),
            Action::Settle(place, true) if place == effect => Some(EffectState::Done),
            Action::Settle(place, false) if place == effect => Some(EffectState::Planned),
            Action::Confirm if before.rows[effect].taken > 0 => Some(EffectState::Done),
            _ => None,
        };
        write
            .finish
            .extend(becomes.map(|state| finish(key, None, state)));
        let is_opened = match (action, opens) {
            (Action::Acknowledge(_), Opens::Acknowledged(told)) => {
                before.rows[told].stands == Stands::Done
            }
            (Action::Settle(place, true), Opens::After(done)) => place == done,
            (Action::Confirm, Opens::After(done)) => before.rows[done].taken > 0,
            _ => false,
        };
        if is_opened {
            write.plan.push(self.planned(world, effect, crew.now()));
        }
    }
}
