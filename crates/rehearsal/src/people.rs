//! People: what they mean to do next follows from a campaign's state and the seed, one file a kind of step.
//!
//! Nothing is remembered between two acts. An act is due in one quarter hour that the state determines; what is
//! refused then is tried again at the same time of the next working day. All that is kept is who is next, and of what
//! that was found (`outlook.rs`); it is looked at anew whenever a campaign moves.

mod acknowledgement;
mod alarm;
mod answer;
mod approval;
mod batch;
mod consult;
mod deed;
mod intents;
pub(crate) mod list;
mod notice;
mod optional;
mod outlook;
mod publicity;
mod scene;
mod sign_off;
mod task;
pub(crate) mod turn;

use std::collections::{BTreeSet, HashMap};

use async_trait::async_trait;
use precede_app::{AppError, Tick};
use precede_daemon::Visitor;
use precede_engine::Def;
use precede_model::{Campaign, CampaignId, Timestamp};

pub use self::turn::{Act, next_act};
pub(crate) use self::{
    deed::{Deed, Intent},
    scene::{Scene, Spot},
};
pub(crate) use self::{outlook::Outlook, turn::QuarterHour};
use crate::{World, diary::Diary};

/// The people of all campaigns, as a visitor of the daemon.
#[derive(Debug)]
pub struct People {
    world: World,
    diaries: Vec<Diary>,
    /// When each campaign's people act next.
    queue: BTreeSet<(Timestamp, CampaignId)>,
    queued: HashMap<CampaignId, Timestamp>,
    /// Each campaign as last looked at.
    seen: HashMap<CampaignId, Outlook>,
}

impl People {
    /// People of a world, who have seen no campaign yet.
    pub fn new(world: World) -> Self {
        Self {
            world,
            diaries: Vec::new(),
            queue: BTreeSet::new(),
            queued: HashMap::new(),
            seen: HashMap::new(),
        }
    }

    /// Campaigns whose people act by an instant, in the order of their ids.
    fn due(&self, now: Timestamp) -> BTreeSet<CampaignId> {
        self.queue
            .iter()
            .take_while(|(at, _)| *at <= now)
            .map(|(_, id)| *id)
            .collect()
    }

    /// The diary of a definition's people.
    fn diary(&mut self, def: &Def) -> usize {
        let known = self.diaries.iter().position(|diary| diary.is_of(def));
        known.unwrap_or_else(|| {
            self.diaries.push(Diary::of(def, self.world.opened));
            self.diaries.len() - 1
        })
    }

    fn enqueue(&mut self, campaign: CampaignId, at: Option<Timestamp>) {
        if let Some(before) = self.queued.remove(&campaign) {
            self.queue.remove(&(before, campaign));
        }
        if let Some(at) = at {
            self.queued.insert(campaign, at);
            self.queue.insert((at, campaign));
        }
    }
}

#[async_trait]
impl Visitor for People {
    fn look(&mut self, campaign: &Campaign, def: &Def, now: Timestamp) {
        let diary = self.diary(def);
        let scene = Scene::of(&self.world, &self.diaries[diary], def, campaign);
        let outlook = Outlook::of(&scene, now, self.seen.get(&campaign.id));
        let next = outlook.next();
        self.seen.insert(campaign.id, outlook);
        self.enqueue(campaign.id, next);
    }

    fn next(&self) -> Option<Timestamp> {
        self.queue.first().map(|(at, _)| *at)
    }

    async fn visit(&mut self, tick: &mut Tick<'_>) -> Result<(), AppError> {
        let now = tick.now();
        for id in self.due(now) {
            let (_, def) = tick.campaign(id).await?;
            let def = def.clone();
            let diary = self.diary(&def);
            let diary = &self.diaries[diary];
            let seen = self.seen.get(&id);
            if act_all((&self.world, diary, &def), seen, (id, tick)).await? {
                // The campaign has moved, so it is looked at again at the end of the tick.
                self.enqueue(id, None);
            } else {
                let (campaign, _) = tick.campaign(id).await?;
                self.look(campaign, &def, now);
            }
        }
        Ok(())
    }
}

/// Everything that people do in one campaign in the quarter hour of a tick. Says whether anything was ordered.
async fn act_all(
    people: (&World, &Diary, &Def),
    seen: Option<&Outlook>,
    (id, tick): (CampaignId, &mut Tick<'_>),
) -> Result<bool, AppError> {
    let now = tick.now();
    let (campaign, _) = tick.campaign(id).await?;
    let Some(mut hour) = QuarterHour::begin(people, seen, campaign, now) else {
        return Ok(false);
    };
    let mut ordered = false;
    loop {
        let (campaign, _) = tick.campaign(id).await?;
        let Some(Act {
            by, said, order, ..
        }) = hour.next(campaign)
        else {
            return Ok(ordered);
        };
        let _refused = tick.order(id, by, said, order).await?;
        ordered = true;
        let (campaign, _) = tick.campaign(id).await?;
        hour.moved(campaign);
    }
}
