//! The warrant: proof that the rules held for one effect at one instant, on one version of the campaign.
//!
//! Only this file makes one. It can be neither copied nor stored; the effect demands it; the store's compare-and-set
//! on the version it names refuses one made from a state that has moved or never was.

use precede_model::{
    Act, Campaign, CampaignId, EffectKey, Lifecycle, Outgoing, Progress, Timestamp, Unmet,
    definition::Kind,
    facts::{BatchState, Permit},
};

use crate::{
    Def,
    rules::{self, View},
    twins::{self, Twin},
};

/// Proof that an act was lawful at an instant. Needed to send mail, release letters and issue permits.
///
/// Nobody outside this room can make one:
///
/// ```compile_fail,E0451
/// use precede_engine::Warrant;
/// fn forged(stolen: Warrant) -> Warrant {
///     Warrant { version: 7, ..stolen }
/// }
/// ```
///
/// nor copy one that was given:
///
/// ```compile_fail,E0599
/// fn twice(given: precede_engine::Warrant) -> (precede_engine::Warrant, precede_engine::Warrant) {
///     (given.clone(), given)
/// }
/// ```
#[derive(Debug)]
pub struct Warrant {
    campaign: CampaignId,
    version: u64,
    key: EffectKey,
    at: Timestamp,
    act: Option<Act>,
}

impl Warrant {
    /// The campaign.
    pub fn campaign(&self) -> CampaignId {
        self.campaign
    }

    /// The campaign's version it was taken on.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The effect.
    pub fn key(&self) -> EffectKey {
        self.key
    }

    /// When it was taken.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// The act; `None` for correspondence and recalls, which need no rule.
    pub fn act(&self) -> Option<Act> {
        self.act
    }
}

/// Why there is no warrant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoWarrant {
    /// A rule does not hold at this instant.
    Refused(Unmet),
    /// What planned the effect has been taken back: nothing is to be sent, and no rule was asked.
    NoLongerWanted,
    /// The campaign stands still; the effect waits.
    Held,
}

/// Asks the rules for one planned effect, at this instant.
///
/// # Errors
/// See [`NoWarrant`].
pub fn warrant(
    def: &Def,
    campaign: &Campaign,
    (version, key, what): (u64, EffectKey, &Outgoing),
    now: Timestamp,
) -> Result<Warrant, NoWarrant> {
    let act = what.act();
    let made = || Warrant {
        campaign: campaign.id,
        version,
        key,
        at: now,
        act,
    };
    let Some(act) = act else { return Ok(made()) };
    match campaign.lifecycle {
        Lifecycle::Running { .. } => {}
        Lifecycle::Planned | Lifecycle::Paused { .. } => return Err(NoWarrant::Held),
        Lifecycle::Withdrawn { .. } | Lifecycle::Closed { .. } => {
            return Err(NoWarrant::NoLongerWanted);
        }
    }
    let (ix, _) = def.find(key.step).ok_or(NoWarrant::NoLongerWanted)?;
    let place = match key.subject {
        None => None,
        Some(code) => Some(campaign.track_ix(code).ok_or(NoWarrant::NoLongerWanted)?),
    };
    let items = match what {
        Outgoing::Batch { items, .. } => *items,
        _ => 0,
    };
    if !is_wanted(def, campaign, (key, what), place) {
        return Err(NoWarrant::NoLongerWanted);
    }
    let mut view = View::of(def, campaign, (place, ix, items), now);
    if let Outgoing::Batch { batch, .. } = what {
        view.batch = Some(*batch);
    }
    match rules::first(&rules::unmet(act, &view)) {
        Some(_) if twins::is(Twin::EarlyWarrant) => Ok(made()),
        None => Ok(made()),
        Some(unmet) => Err(NoWarrant::Refused(unmet)),
    }
}

/// R11: an effect leaves only while the state says it is planned.
fn is_wanted(
    def: &Def,
    campaign: &Campaign,
    (key, what): (EffectKey, &Outgoing),
    place: Option<usize>,
) -> bool {
    let Some((ix, step)) = def.find(key.step) else {
        return false;
    };
    let Some(place) = place else { return false };
    let track = &campaign.tracks[place];
    let open = track.steps[def.slot(ix)].open();
    match what {
        Outgoing::Notice { number, .. } => match (&step.kind, open) {
            (Kind::Notice { .. }, Some(open)) => {
                open.occurrence == key.occurrence && open.progress == Progress::Planned
            }
            // A reminder is wanted while nobody has acknowledged.
            (Kind::Acknowledgement { .. }, Some(open)) => {
                open.occurrence == key.occurrence
                    && matches!(open.progress, Progress::Chasing { reminders, .. } if u16::from(reminders) == *number)
            }
            _ => false,
        },
        Outgoing::Batch { batch, items, .. } => track.facts.batches.iter().any(|planned| {
            (planned.number, planned.items) == (*batch, *items)
                && planned.state == BatchState::Planned
        }),
        Outgoing::Permit => {
            track.facts.permit == Permit::Planned
                && open.is_some_and(|open| open.occurrence == key.occurrence)
        }
        Outgoing::Recall { .. } | Outgoing::Digest { .. } => true,
    }
}
