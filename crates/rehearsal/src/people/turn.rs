//! Who is next in a campaign, and the acts of one quarter hour.

use precede_app::Said;
use precede_engine::Def;
use precede_model::{Campaign, Order, OrganisationCode, PersonId, Role, Timestamp, Track};

use super::{
    Deed, Intent, Scene, alarm,
    intents::{of_campaign, of_track},
    outlook::{Outlook, Standing},
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
    /// In which role.
    pub role: Role,
    /// Of which organisation.
    pub organisation: OrganisationCode,
    /// What they say beside it.
    pub said: Said,
    /// What they order.
    pub order: Order,
}

/// Which human act is next in a campaign, strictly after `now`: a pure function of state and seed.
pub fn next_act(world: &World, def: &Def, campaign: &Campaign, now: Timestamp) -> Option<Act> {
    let diary = Diary::of(def, world.opened);
    let scene = Scene::of(world, &diary, def, campaign);
    let at = subjects(campaign)
        .filter_map(|subject| next_of(&scene, subject, now))
        .min()?;
    let slot = diary.slot_at(at)?;
    subjects(campaign).find_map(|subject| due(&scene, subject, slot, &[]).1)
}

/// When the people of one subject act next, strictly after `now`.
pub(super) fn next_of(
    scene: &Scene<'_>,
    place: Option<usize>,
    now: Timestamp,
) -> Option<Timestamp> {
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
    match place {
        None => of_campaign(scene, &mut take),
        Some(place) => {
            if let Some(track) = scene.campaign.tracks.get(place) {
                of_track(scene, track, &mut take);
            }
        }
    }
    next
}

/// What the people of one campaign do in the quarter hour of a tick, one act at a time. After each act the state is looked
/// at anew, because it may have made another act needless; whom the outlook shows idle is not asked.
///
/// It orders nothing itself: the daemon's visitor does so through the application, a rehearsal of a year directly.
pub(crate) struct QuarterHour<'a> {
    world: &'a World,
    diary: &'a Diary,
    def: &'a Def,
    seen: Option<&'a Outlook>,
    standing: Option<Standing>,
    now: Timestamp,
    slot: Slot,
    /// The subject being asked, and what it has tried already.
    place: Option<usize>,
    is_asked: bool,
    tried: Vec<Tried>,
    /// Subjects there were at the beginning.
    subjects: usize,
}

impl<'a> QuarterHour<'a> {
    /// `None` when it is no working time.
    pub fn begin(
        (world, diary, def): (&'a World, &'a Diary, &'a Def),
        seen: Option<&'a Outlook>,
        campaign: &Campaign,
        now: Timestamp,
    ) -> Option<Self> {
        Some(Self {
            world,
            diary,
            def,
            seen,
            standing: seen.map(|seen| Standing::of(seen, campaign)),
            now,
            slot: diary.slot_at(now)?,
            place: None,
            is_asked: false,
            tried: Vec::new(),
            subjects: campaign.tracks.len(),
        })
    }

    /// The next act, of the campaign as it is after those before it. A refusal is in the ledger; the people try again
    /// tomorrow, or think better of it.
    pub fn next(&mut self, campaign: &Campaign) -> Option<Act> {
        loop {
            if !self.is_asked && self.is_idle(campaign) {
                self.go_on()?;
                continue;
            }
            self.is_asked = true;
            let scene = Scene::of(self.world, self.diary, self.def, campaign);
            let intent = if self.tried.len() < ACTS_MAX {
                due(&scene, self.place, self.slot, &self.tried)
            } else {
                (None, None)
            };
            let (Some(intent), act) = intent else {
                self.go_on()?;
                continue;
            };
            self.tried.push((intent.step, intent.deed, intent.by));
            if act.is_some() {
                return act;
            }
        }
    }

    /// The campaign has moved by an act.
    pub fn moved(&mut self, campaign: &Campaign) {
        self.standing = self.seen.map(|seen| Standing::of(seen, campaign));
    }

    fn is_idle(&self, campaign: &Campaign) -> bool {
        (self.seen.zip(self.standing.as_ref())).is_some_and(|(seen, standing)| {
            standing.is_idle(seen, campaign, (self.place, self.now))
        })
    }

    /// To the next subject; `None` after the last.
    fn go_on(&mut self) -> Option<()> {
        let next = self.place.map_or(0, |place| place + 1);
        self.place = Some(next);
        self.is_asked = false;
        self.tried.clear();
        (next < self.subjects).then_some(())
    }
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
        let of = (intent.by, scene.campaign.id.pct, practice);
        let by = scene.world.person(of.0, of.1, of.2)?;
        let organisation = scene.world.organisation(of.0, of.1, of.2)?;
        let at = scene.diary.at(slot)?;
        let (said, order) = match intent.step {
            None => about_no_step(scene, track, intent.deed)?,
            Some(ix) => intent.deed.order(&scene.spot(ix, track)?, slot)?,
        };
        Some(Act {
            at,
            by,
            role: intent.by,
            organisation,
            said,
            order,
        })
    });
    (found, act)
}

/// The order for a deed that is about no step. `None` when there is nothing to order any more.
fn about_no_step(scene: &Scene<'_>, track: Option<&Track>, deed: Deed) -> Option<(Said, Order)> {
    match deed {
        Deed::ClearAlarm { alarm } => alarm::order(scene, track?, alarm),
        _ => Some((Said::default(), Order::Start)),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use precede_engine::{begin, decide};
    use precede_model::{Actor, CampaignId, Command, Event, Evidence, Happening};

    use super::*;
    use crate::world::tests::{code, def, world};

    /// A campaign of one practice, planned.
    pub fn planned(def: &Def, at: Timestamp) -> Campaign {
        planned_by(def, at).0
    }

    /// The same with the event that planned it.
    pub fn planned_by(def: &Def, at: Timestamp) -> (Campaign, Event) {
        let id: CampaignId = "scr/5PY/all".parse().unwrap();
        let event = Event {
            at,
            happened: at,
            counts_from: at,
            pct: id.pct,
            practice: None,
            step: None,
            actor: Actor::Precede,
            evidence: Evidence::default(),
            what: Happening::CampaignPlanned(Box::new(def.plan(
                id,
                vec![code("F81006")],
                Vec::new(),
            ))),
        };
        (begin(def, id.pct, &event).unwrap(), event)
    }

    #[test]
    fn who_is_next_follows_from_state_and_seed_alone() {
        let (world, def) = (world(1), def("scr"));
        let mut campaign = planned(&def, world.opened);
        let mut now = world.opened;
        let mut roles = Vec::new();
        for _ in 0..4 {
            let act = next_act(&world, &def, &campaign, now).expect("somebody is next");
            let again = next_act(&world, &def, &campaign, now).unwrap();
            assert_eq!(
                (act.at, act.by, &act.order),
                (again.at, again.by, &again.order)
            );
            assert!(act.at > now);
            now = act.at;
            roles.push(format!("{} {}", act.by, act.order.word()));
            let role = match act.by.as_str() {
                "Q35-lead" => Role::RegionLead,
                "5PY-approver" => Role::PctApprover,
                _ => Role::PctLead,
            };
            let command = Command {
                by: Actor::Person(act.by),
                role,
                happened: act.said.happened,
                confirmed_by: None,
                evidence: act.said.evidence,
                order: act.order,
            };
            let decision = decide(&def, &campaign, &command, now).expect("it is lawful");
            for event in &decision.events {
                precede_engine::apply(&def, &mut campaign, event);
            }
        }
        assert_eq!(
            roles,
            [
                "5PY-lead start",
                "Q35-lead done",
                "5PY-lead sign",
                "5PY-approver sign"
            ]
        );
        let others = (2..12).map(|seed| {
            next_act(
                &crate::world::tests::world(seed),
                &def,
                &planned(&def, now),
                world.opened,
            )
        });
        let starts: std::collections::BTreeSet<_> = others.map(|act| act.unwrap().at).collect();
        assert!(starts.len() > 5, "{starts:?}");
    }

    #[test]
    fn nobody_acts_in_a_campaign_that_has_ended() {
        let (world, def) = (world(1), def("scr"));
        let mut campaign = planned(&def, world.opened);
        campaign.lifecycle = precede_model::Lifecycle::Withdrawn { at: world.opened };
        assert!(next_act(&world, &def, &campaign, world.opened).is_none());
    }
}
