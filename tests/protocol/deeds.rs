//! Who does what a transition stands for, and what each knows in between.

#[path = "by_daemons.rs"]
mod by_daemons;
#[path = "by_people.rs"]
mod by_people;

use precede_model::{EffectKey, Outgoing, Timestamp, definition::PostClass};
use precede_proof::protocol::{Action, Effect, Kind, Opens, State, World};
use precede_store::{
    CommitError, Committed, EffectState, Expect, Finish, Lease, Store, StreamRow, Write,
};
use precede_testkit::{campaign, key, notice};

use super::crew::Crew;

/// What those of one way know.
pub struct Deeds {
    seed: u64,
    /// Leases in the order in which they were drawn: the model's fence is the place and one.
    lives: Vec<Lease>,
    /// What each daemon knows.
    known: [Known; 3],
    late: Option<Late>,
    /// The programme's version as it was read by who starts a campaign.
    programme: Option<u64>,
}

/// What a daemon knows.
#[derive(Default, Clone)]
struct Known {
    /// The campaigns' rows as it read them.
    rows: Vec<StreamRow>,
    /// When it looked at the clock.
    at: Option<Timestamp>,
    /// What becomes of those that have no warrant.
    dropped_as: Vec<(usize, EffectState)>,
}

/// A commit that has not reached the database yet.
struct Late {
    by: usize,
    writes: Vec<Write<'static>>,
    at: Timestamp,
}

/// Whether the store was asked, and whether it did it.
pub type Did = Result<Option<bool>, String>;

impl Deeds {
    /// Begins: the campaigns and the programme are in the database.
    pub async fn begin(crew: &Crew, world: &World, (seed, state): (u64, &State)) -> Self {
        let deeds = Self {
            seed,
            lives: Vec::new(),
            known: Default::default(),
            late: None,
            programme: None,
        };
        deeds.write_programme(crew).await;
        for place in 0..world.campaigns {
            if state.campaigns[place].exists {
                let born = deeds.birth(crew, world, (place, Vec::new())).await;
                born.expect("it is new");
            }
        }
        deeds
    }

    /// A transition of the model, done by whom it concerns.
    pub async fn perform(
        &mut self,
        crew: &mut Crew,
        world: &World,
        (before, action, after): (&State, Action, &State),
    ) -> Did {
        let states = (before, after);
        match action {
            Action::Start(by) => self.start(crew, by).await,
            Action::Look(by, _) => self.look(crew, world, (by, before)).await,
            Action::Claim(by, fate) => self.claim(crew, world, (by, fate), states).await,
            Action::Renew(by, fate) => self.renew(crew, world, (by, fate), states).await,
            Action::Record(by, fate) => self.record(crew, world, (by, fate), states).await,
            Action::Load(by) => self.load(crew, world, by).await,
            Action::Beat(by) => self.beat(crew, (by, before)).await,
            Action::TakeBack(by) => self.take_back(crew, (by, before)).await,
            Action::LateLands => self.late_lands(crew, world, states).await,
            Action::LateVanishes => {
                self.late = None;
                Ok(None)
            }
            Action::Tick => {
                crew.tick().await;
                Ok(None)
            }
            Action::Acknowledge(_)
            | Action::Resume(_)
            | Action::Order(_)
            | Action::Settle(..)
            | Action::Confirm
            | Action::ReadProgramme
            | Action::StartCampaign => self.person(crew, world, action, states).await,
            // Between the daemon and the relay, or of the process: no store function.
            _ => Ok(None),
        }
    }

    /// Ends: what is left is put out of the way of those who come after.
    pub async fn end(self, crew: &Crew, world: &World) {
        for place in 0..world.campaigns {
            let stream = self.stream(place);
            let Some(row) = crew.people.stream(&stream).await.expect("it is read") else {
                continue;
            };
            let mut write = event(&row);
            for effect in (0..world.effects.len()).filter(|e| world.effects[*e].campaign == place) {
                let key = self.key(world, effect);
                let row = crew.people.effect(&stream, key).await.expect("it is read");
                let Some(row) = row else { continue };
                let fence = (row.state == EffectState::Sending)
                    .then_some(row.fence)
                    .flatten();
                if !matches!(row.state, EffectState::Done | EffectState::Refused) {
                    write.finish.push(finish(key, fence, EffectState::Refused));
                }
            }
            let ended = crew.people.commit(&[write], crew.now()).await;
            ended.expect("nobody else is at work");
        }
    }

    /// A campaign's stream.
    pub fn stream(&self, place: usize) -> String {
        format!("campaign:scr/{}/all", self.pct(place))
    }

    fn pct(&self, place: usize) -> String {
        format!("{place}{:06}", self.seed)
    }

    fn programme(&self) -> String {
        format!("programme:p{:06}", self.seed)
    }

    /// An effect's key.
    pub fn key(&self, world: &World, effect: usize) -> EffectKey {
        match world.effects[effect].kind {
            Kind::Notice => key(&format!("tell-{effect}/F81006/1/0")),
            Kind::Batch => key(&format!("batch-{effect}/F81006/1/1")),
        }
    }

    /// The model's number of a fence; 0 for one that is not of this way.
    pub fn life_of(&self, fence: i64) -> u8 {
        let place = self.lives.iter().position(|lease| lease.fence == fence);
        place.map_or(0, |place| place as u8 + 1)
    }

    /// The lease under which a daemon lives in a state.
    fn lease(&self, state: &State, by: usize) -> &Lease {
        &self.lives[usize::from(state.daemons[by].fence) - 1]
    }

    fn planned(
        &self,
        world: &World,
        effect: usize,
        at: Timestamp,
    ) -> (EffectKey, Timestamp, Outgoing) {
        let what = match world.effects[effect].kind {
            Kind::Notice => notice(),
            Kind::Batch => Outgoing::Batch {
                batch: 1,
                items: 1,
                class: PostClass::Bulk,
                post_by: at,
            },
        };
        (self.key(world, effect), at, what)
    }

    /// What opens in one way, of a campaign.
    fn opening(
        &self,
        (crew, world): (&Crew, &World),
        opens: impl Fn(&Effect) -> bool,
    ) -> Vec<(EffectKey, Timestamp, Outgoing)> {
        let opening = (0..world.effects.len()).filter(|effect| opens(&world.effects[*effect]));
        opening
            .map(|effect| self.planned(world, effect, crew.now()))
            .collect()
    }

    /// A new campaign and what opens with it.
    async fn birth(
        &self,
        crew: &Crew,
        world: &World,
        (place, guards): (usize, Vec<precede_store::Guard>),
    ) -> Result<Committed, CommitError> {
        let begun = campaign(&self.pct(place), &["F81006"]);
        let mut write = Write::to(self.stream(place), Expect::New);
        write.campaign = Some(&begun);
        write.guards = guards;
        write.bodies = vec!["{\"kind\":\"campaign-planned\"}".to_owned()];
        write.plan = self.opening((crew, world), |effect| {
            effect.campaign == place && effect.opens == Opens::AtOnce
        });
        crew.people.commit(&[write], crew.now()).await
    }

    async fn write_programme(&self, crew: &Crew) {
        let programme = self.programme();
        let row = crew.people.stream(&programme).await.expect("it is read");
        let mut write = Write::to(programme, row.map_or(Expect::New, Expect::Row));
        write.bodies = vec!["{\"kind\":\"programme\"}".to_owned()];
        let written = crew.people.commit(&[write], crew.now()).await;
        written.expect("nobody else writes it");
    }
}

/// A write of a row as it was read. Claims and what is to be tried again have no line in the ledger.
fn silent(row: &StreamRow) -> Write<'static> {
    Write::to(row.stream.clone(), Expect::Row(row.clone()))
}

/// The same with a line of the ledger.
fn event(row: &StreamRow) -> Write<'static> {
    let mut write = silent(row);
    write.bodies = vec![format!("{{\"version\":{}}}", row.version + 1)];
    write
}

fn finish(key: EffectKey, fence: Option<i64>, state: EffectState) -> Finish {
    Finish {
        key,
        fence,
        state,
        outcome: "as the model says".to_owned(),
    }
}

/// Whether a commit was done. Anything but done and refused is no answer to compare.
fn is_done(answer: &Result<Committed, CommitError>) -> Result<bool, String> {
    match answer {
        Ok(_) => Ok(true),
        Err(CommitError::Conflict { .. } | CommitError::Fenced { .. }) => Ok(false),
        Err(CommitError::Store(error)) => Err(error.to_string()),
    }
}

/// Whether the model wrote any campaign's row.
fn is_written((before, after): (&State, &State)) -> bool {
    let versions = |state: &State| state.campaigns.map(|campaign| campaign.version);
    versions(before) != versions(after)
}

/// An answer of the store, which must be the model's.
fn agreed(done: bool, said: bool) -> Did {
    if done == said {
        return Ok(Some(done));
    }
    let word = |done| if done { "does it" } else { "refuses it" };
    Err(format!(
        "the store {}, the model {}",
        word(done),
        word(said)
    ))
}
