//! Who is next in a campaign, and the acts of one quarter hour.

use precede_app::{AppError, Said, Tick};
use precede_engine::Def;
use precede_model::{Campaign, CampaignId, Order, PersonId, Role, Timestamp};

use super::{
    Deed, Intent, Scene,
    intents::{of_campaign, of_track},
};
use crate::{
    World,
    diary::{Diary, Slot},
};

/// Most acts of one subject in a quarter hour; more would mean that people answer themselves.
const ACTS_MAX: usize = 8;

/// One human act.
#[derive(Debug, Clone)]
pub struct Act {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: PersonId,
    /// What they say beside it.
    pub said: Said,
    /// What they order.
    pub order: Order,
}

/// Which human act is next in a campaign, strictly after `now`: a pure function of state and seed.
pub fn next_act(world: &World, def: &Def, campaign: &Campaign, now: Timestamp) -> Option<Act> {
    let diary = Diary::of(def, world.opened);
    let scene = Scene::of(world, &diary, def, campaign);
    let at = next(&scene, now)?;
    let slot = diary.slot_at(at)?;
    subjects(campaign).find_map(|subject| due(&scene, subject, slot, &[]).1)
}

/// When the people of a campaign act next, strictly after `now`.
pub(super) fn next(scene: &Scene<'_>, now: Timestamp) -> Option<Timestamp> {
    let mut next: Option<Timestamp> = None;
    let mut take = |intent: Intent| {
        let at = if intent.is_once {
            scene.diary.at(intent.slot).filter(|at| *at > now)
        } else {
            scene.diary.next_try(intent.slot, now)
        };
        next = match (next, at) {
            (Some(next), Some(at)) => Some(next.min(at)),
            (next, at) => next.or(at),
        };
    };
    of_campaign(scene, &mut take);
    for track in &scene.campaign.tracks {
        of_track(scene, track, &mut take);
    }
    next
}

/// Everything that people do in one campaign in the quarter hour of a tick. After each act the state is looked at
/// anew, because it may have made another act needless.
pub(super) async fn act_all(
    world: &World,
    diary: &Diary,
    def: &Def,
    (id, tick): (CampaignId, &mut Tick<'_>),
) -> Result<(), AppError> {
    let Some(slot) = diary.slot_at(tick.now()) else {
        return Ok(());
    };
    let places: Vec<Option<usize>> = subjects(tick.campaign(id).await?.0).collect();
    for place in places {
        let mut tried = Vec::new();
        while tried.len() < ACTS_MAX {
            let (campaign, _) = tick.campaign(id).await?;
            let scene = Scene::of(world, diary, def, campaign);
            let (intent, act) = due(&scene, place, slot, &tried);
            let Some(intent) = intent else { break };
            tried.push((intent.step, intent.deed, intent.by));
            if let Some(Act {
                by, said, order, ..
            }) = act
            {
                // A refusal is in the ledger; the people try again tomorrow, or think better of it.
                let _refused = tick.order(id, by, said, order).await?;
            }
        }
    }
    Ok(())
}

type Tried = (Option<precede_model::definition::StepIx>, Deed, Role);

/// The campaign as a whole, then its practices.
fn subjects(campaign: &Campaign) -> impl Iterator<Item = Option<usize>> + use<> {
    std::iter::once(None).chain((0..campaign.tracks.len()).map(Some))
}

/// The first thing somebody means to do for a subject in a slot and has not tried in it yet.
fn due(
    scene: &Scene<'_>,
    place: Option<usize>,
    slot: Slot,
    tried: &[Tried],
) -> (Option<Intent>, Option<Act>) {
    let mut found: Option<Intent> = None;
    let mut take = |intent: Intent| {
        let is_due = if intent.is_once {
            intent.slot == slot
        } else {
            scene.diary.is_tried(intent.slot, slot)
        };
        if found.is_none() && is_due && !tried.contains(&(intent.step, intent.deed, intent.by)) {
            found = Some(intent);
        }
    };
    let track = place.and_then(|place| scene.campaign.tracks.get(place));
    match (place, track) {
        (None, _) => of_campaign(scene, &mut take),
        (Some(_), Some(track)) => of_track(scene, track, &mut take),
        (Some(_), None) => {}
    }
    let act = found.and_then(|intent| {
        let practice = track.map(|track| track.practice);
        let by = scene
            .world
            .person(intent.by, scene.campaign.id.pct, practice)?;
        let at = scene.diary.at(slot)?;
        let (said, order) = match intent.step {
            None => (Said::default(), Order::Start),
            Some(ix) => intent.deed.order(&scene.spot(ix, track)?, slot)?,
        };
        Some(Act {
            at,
            by,
            said,
            order,
        })
    });
    (found, act)
}
