//! The small world: one PCT with two practices in the tranche and one that publicity reaches, two people of every role,
//! and a model calendar. Everything else a slice adds.

use std::sync::Arc;

use chrono::NaiveDate;
use chrono_tz::Tz;
use precede_engine::{Def, UnknownVariant, begin, time::Calendar};
use precede_model::{
    Actor, Campaign, CampaignId, Event, Evidence, Happening, Name, OrganisationCode, Timestamp,
    definition::{Definition, Kind},
};

/// The PCT.
pub const PCT: OrganisationCode = Name::fixed("5PY");
/// The practice a slice looks at.
pub const FIRST: OrganisationCode = Name::fixed("A81001");
/// The other practice of the tranche.
pub const SECOND: OrganisationCode = Name::fixed("A81002");
/// The practice of another PCT whose patients see this PCT's publicity.
pub const REACHED: OrganisationCode = Name::fixed("B82001");

/// Monday 4 January 2010, 9 o'clock.
pub const START: Timestamp = Timestamp::from_micros(1_262_595_600_000_000);

/// A definition as the model runs it: its own steps and numbers, on a calendar without holidays and a clock that is
/// never put back, so that one week is like another. A recurring step establishes no fact and nothing waits for it: it
/// does not fire here.
///
/// # Errors
/// When the definition has no such variant.
pub fn model(definition: &Definition, variant: Option<&str>) -> Result<Def, UnknownVariant> {
    let mut model = definition.clone();
    model.zone = Tz::UTC;
    for step in &mut model.steps {
        if let Kind::Recurring { every, .. } = &mut step.kind {
            *every = String::new();
        }
    }
    let calendar = Calendar::new(model.calendar, [], NaiveDate::MIN, NaiveDate::MAX);
    Def::compile(Arc::new(model), variant, Arc::new(calendar))
}

/// The campaign before anything has happened.
pub fn planned(def: &Def, now: Timestamp) -> (Campaign, Event) {
    let id = CampaignId {
        programme: def.definition.code,
        pct: PCT,
        tranche: Name::fixed("all"),
    };
    let plan = def.plan(id, vec![FIRST, SECOND], vec![REACHED]);
    let first = Event {
        at: now,
        happened: now,
        counts_from: now,
        pct: PCT,
        practice: None,
        step: None,
        actor: Actor::Precede,
        evidence: Evidence::default(),
        what: Happening::CampaignPlanned(Box::new(plan)),
    };
    let campaign = begin(def, PCT, &first).expect("a plan begins a campaign");
    (campaign, first)
}
