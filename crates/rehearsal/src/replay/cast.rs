//! The people of a replay: each does what their step asks, about an hour after it opened, and nobody has second
//! thoughts. All they do is assumed, for no source tells it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use async_trait::async_trait;
use precede_app::{AppError, Said, Tick};
use precede_daemon::Visitor;
use precede_engine::{Def, earliest, explain};
use precede_model::{
    Act, Answer, Campaign, CampaignId, Order, OrganisationCode, Position, Progress, Role, Standing,
    StepState, Timestamp, Track,
    definition::{Kind, StepIx},
    facts::BatchState,
};

use crate::{
    World,
    diary::{DAY, Diary, Slot},
    people::{Deed, Intent, Scene, Spot, list},
};

/// Quarter hours of working time between a step's opening and the act that answers it.
const ABOUT_AN_HOUR: u32 = 3;
/// Most acts of one campaign in a quarter hour; more would mean that people answer themselves.
const ACTS_MAX: usize = 64;

/// The people of the campaigns on the stage, as a visitor of the daemon.
#[derive(Debug)]
pub(super) struct Cast {
    pub world: World,
    diary: Option<Diary>,
    /// Campaigns whose people do nothing by themselves, because no source tells what they did.
    pub idle: BTreeSet<CampaignId>,
    /// Practices about which only the story acts from now on.
    pub resting: BTreeSet<OrganisationCode>,
    /// Practices whose list comes so many working days later than it could.
    pub later: BTreeMap<OrganisationCode, u32>,
    queue: HashMap<CampaignId, Timestamp>,
}

impl Cast {
    /// People of a world, who have seen no campaign yet.
    pub fn new(world: World) -> Self {
        Self {
            world,
            diary: None,
            idle: BTreeSet::new(),
            resting: BTreeSet::new(),
            later: BTreeMap::new(),
            queue: HashMap::new(),
        }
    }

    fn diary(&mut self, def: &Def) {
        if !self.diary.as_ref().is_some_and(|diary| diary.is_of(def)) {
            self.diary = Some(Diary::of(def, self.world.opened));
        }
    }

    /// All that people of a campaign mean to do, each with its practice.
    fn intents(&self, scene: &Scene<'_>) -> Vec<(Intent, Option<OrganisationCode>)> {
        let campaign = scene.campaign;
        if !campaign.is_running() || self.idle.contains(&campaign.id) {
            return Vec::new();
        }
        let mut found = Vec::new();
        for ix in scene.def.campaign_steps() {
            if let Some(spot) = scene.spot(*ix, None) {
                found.extend(of_step(&spot).map(|intent| (intent, None)));
            }
        }
        let acting = campaign.tracks.iter().filter(|track| {
            track.standing == Standing::Tranche && !self.resting.contains(&track.practice)
        });
        for track in acting {
            let practice = Some(track.practice);
            found.extend(posting(scene, track).map(|intent| (intent, practice)));
            for ix in scene.def.track_steps() {
                let Some(spot) = scene.spot(*ix, Some(track)) else {
                    continue;
                };
                let days = self.later.get(&track.practice).copied().unwrap_or(0);
                let intent = match of_step(&spot) {
                    Some(intent) if intent.deed == Deed::BringList => Some(Intent {
                        slot: list::in_time(&spot, intent.slot.later(days * DAY)),
                        ..intent
                    }),
                    other => other,
                };
                found.extend(intent.map(|intent| (intent, practice)));
            }
        }
        found
    }

    /// The first thing somebody means to do in a slot and has not tried in it yet.
    fn due(
        &self,
        scene: &Scene<'_>,
        slot: Slot,
        tried: &[Tried],
    ) -> Option<(Tried, precede_model::PersonId, Said, Order)> {
        let mut intents = self.intents(scene).into_iter();
        intents.find_map(|(intent, practice)| {
            let this = (intent.step, practice, intent.by);
            if !scene.diary.is_tried(intent.slot, slot) || tried.contains(&this) {
                return None;
            }
            let track = practice.and_then(|code| scene.campaign.track(code));
            let spot = scene.spot(intent.step?, track)?;
            let (said, order) = order(&spot, intent.deed, slot)?;
            let by = self
                .world
                .person(intent.by, scene.campaign.id.pct, practice)?;
            Some((this, by, said, order))
        })
    }
}

type Tried = (Option<StepIx>, Option<OrganisationCode>, Role);

#[async_trait]
impl Visitor for Cast {
    fn look(&mut self, campaign: &Campaign, def: &Def, now: Timestamp) {
        self.diary(def);
        let Some(diary) = &self.diary else { return };
        let scene = Scene::of(&self.world, diary, def, campaign);
        let intents = self.intents(&scene).into_iter();
        let next = intents
            .filter_map(|(intent, _)| diary.next_try(intent.slot, now))
            .min();
        match next {
            Some(at) => self.queue.insert(campaign.id, at),
            None => self.queue.remove(&campaign.id),
        };
    }

    fn next(&self) -> Option<Timestamp> {
        self.queue.values().min().copied()
    }

    async fn visit(&mut self, tick: &mut Tick<'_>) -> Result<(), AppError> {
        let now = tick.now();
        let due = self.queue.iter().filter(|(_, at)| **at <= now);
        let due: BTreeSet<CampaignId> = due.map(|(id, _)| *id).collect();
        for id in due {
            let mut tried = Vec::new();
            while tried.len() < ACTS_MAX {
                let (campaign, def) = tick.campaign(id).await?;
                let (campaign, def) = (campaign.clone(), def.clone());
                self.diary(&def);
                let Some(diary) = &self.diary else { break };
                let scene = Scene::of(&self.world, diary, &def, &campaign);
                let Some(slot) = diary.slot_at(now) else {
                    break;
                };
                let Some((this, by, said, order)) = self.due(&scene, slot, &tried) else {
                    break;
                };
                tried.push(this);
                // A refusal is in the ledger; they try again the next working day.
                let _refused = tick.order(id, by, said, order).await?;
            }
            let (campaign, def) = tick.campaign(id).await?;
            let (campaign, def) = (campaign.clone(), def.clone());
            self.look(&campaign, &def, now);
        }
        Ok(())
    }
}

/// What an open step asks of somebody.
fn of_step(spot: &Spot<'_>) -> Option<Intent> {
    let StepState::Open(open) = spot.state else {
        return None;
    };
    let owner = spot.step.owner;
    let soon = spot.scene.diary.after(open.since).later(ABOUT_AN_HOUR);
    let (by, slot, deed) = match &spot.step.kind {
        Kind::Task { .. } => (owner, soon, Deed::Finish),
        Kind::Approval { by, .. } => match open.progress {
            Progress::Signed { .. } => (*by.get(1)?, soon.later(1), Deed::Sign),
            _ => (*by.first()?, soon, Deed::Sign),
        },
        Kind::Consult { .. } => match open.progress {
            Progress::Consulting {
                papers: Some(_), ..
            } => (owner, soon.later(1), Deed::TakePosition),
            _ => (owner, soon, Deed::SendPapers),
        },
        Kind::Acknowledgement { .. } => (Role::Practice, soon, Deed::AcknowledgeByLink),
        Kind::Answer => (Role::Practice, soon, Deed::Answer),
        Kind::Publicity { .. } => (
            Role::PctLead,
            lawful(spot, open.since)?,
            Deed::OpenPublicity,
        ),
        Kind::List => (owner, soon, Deed::BringList),
        Kind::SignOff { by, .. } => (*by, soon, Deed::SignOff),
        Kind::Notice { .. }
        | Kind::Batch { .. }
        | Kind::Period
        | Kind::Permit
        | Kind::Recurring { .. } => return None,
    };
    Some(spot.intent(slot, by, deed))
}

/// The first slot in which publicity is lawful by time alone, as the rules stood when its step opened.
fn lawful(spot: &Spot<'_>, since: Timestamp) -> Option<Slot> {
    let scene = spot.scene;
    let unmet = explain(scene.def, scene.campaign, Act::Publicity, None, since).ok()?;
    let from = match earliest(&unmet) {
        Some(lawful) => lawful.max(since),
        None if unmet.is_empty() => since,
        None => return None,
    };
    Some(scene.diary.after(from).later(ABOUT_AN_HOUR))
}

/// The mail house posts a batch on the next working day.
fn posting(scene: &Scene<'_>, track: &Track) -> Option<Intent> {
    let def = scene.def;
    let released = track
        .facts
        .batches
        .iter()
        .find_map(|batch| match batch.state {
            BatchState::Released { at } => Some((batch.number, at)),
            BatchState::Planned | BatchState::Posted { .. } | BatchState::Stopped { .. } => None,
        });
    let (batch, at) = released?;
    let mut steps = def.track_steps().iter();
    let ix = steps.find(|ix| matches!(def.step(**ix).kind, Kind::Batch { .. }))?;
    let spot = scene.spot(*ix, Some(track))?;
    let slot = scene.diary.after(at).on_day(1, DAY / 2);
    Some(spot.intent(slot, Role::MailHouse, Deed::PostBatch { batch }))
}

/// As everybody orders it, but for what is left to chance there and is plain here.
fn order(spot: &Spot<'_>, deed: Deed, slot: Slot) -> Option<(Said, Order)> {
    let (step, practice) = (spot.step.id, spot.practice());
    let order = match deed {
        Deed::TakePosition => Order::TakePosition {
            step,
            practice,
            position: Position::Neutral,
        },
        Deed::Answer => Order::Answer {
            practice: practice?,
            answer: Answer::TakesPart,
        },
        _ => return deed.order(spot, slot),
    };
    Some((Said::default(), order))
}
