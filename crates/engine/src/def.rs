//! A definition compiled for one variant and calendar: what every decision reads and none changes.

use std::sync::Arc;

use chrono::NaiveDate;
use precede_model::{
    Campaign, CampaignId, ClockEffect, Event, FactName, Happening, Hold, Length, Open,
    OrganisationCode, Plan, StepId, StepState, Timestamp, Tranche,
    definition::{Definition, Kind, Means, Policy, Scope, StepDef, StepIx},
};

use crate::time::{Calendar, Schedule, due, midnight};

/// A definition ready to run.
#[derive(Debug, Clone)]
pub struct Def {
    /// The definition.
    pub definition: Arc<Definition>,
    /// The variant, if the definition has any.
    pub variant: Option<String>,
    /// The variant's policy.
    pub policy: Policy,
    /// Working days.
    pub calendar: Arc<Calendar>,
    /// Place of each step in the campaign's, or in a track's, list of states.
    slots: Vec<u16>,
    campaign_steps: Vec<StepIx>,
    track_steps: Vec<StepIx>,
    /// Schedules of the recurring steps, by step.
    schedules: Vec<Option<Schedule>>,
}

/// The variant asked for is not in the definition.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{programme}` has no variant `{variant}`: it has {known}")]
pub struct UnknownVariant {
    programme: String,
    variant: String,
    known: String,
}

impl Def {
    /// Compiles a definition.
    ///
    /// # Errors
    /// When it has no such variant.
    pub fn compile(
        definition: Arc<Definition>,
        variant: Option<&str>,
        calendar: Arc<Calendar>,
    ) -> Result<Self, UnknownVariant> {
        let Some(policy) = definition.policy_of(variant).cloned() else {
            let known: Vec<_> = definition.variants.iter().map(|v| v.id.as_str()).collect();
            return Err(UnknownVariant {
                programme: definition.code.to_string(),
                variant: variant.unwrap_or_default().to_owned(),
                known: if known.is_empty() {
                    "none".to_owned()
                } else {
                    known.join(", ")
                },
            });
        };
        let variant = variant
            .map(str::to_owned)
            .or_else(|| definition.variants.first().map(|first| first.id.clone()));
        let (mut slots, mut campaign_steps, mut track_steps) = (Vec::new(), Vec::new(), Vec::new());
        for (ix, step) in definition.indexed() {
            let list = if step.is_of_practice() {
                &mut track_steps
            } else {
                &mut campaign_steps
            };
            slots.push(list.len() as u16);
            list.push(ix);
        }
        let schedules = definition.steps.iter().map(schedule_of).collect();
        Ok(Self {
            definition,
            variant,
            policy,
            calendar,
            slots,
            campaign_steps,
            track_steps,
            schedules,
        })
    }

    /// A step.
    pub fn step(&self, ix: StepIx) -> &StepDef {
        &self.definition.steps[ix.0 as usize]
    }

    /// A step by its id.
    pub fn find(&self, id: StepId) -> Option<(StepIx, &StepDef)> {
        self.definition.step(id)
    }

    /// Steps done once a campaign, in file order.
    pub fn campaign_steps(&self) -> &[StepIx] {
        &self.campaign_steps
    }

    /// Steps done once a practice, in file order.
    pub fn track_steps(&self) -> &[StepIx] {
        &self.track_steps
    }

    /// Place of a step in its list of states.
    pub fn slot(&self, ix: StepIx) -> usize {
        self.slots[ix.0 as usize] as usize
    }

    /// When a recurring step fires; `None` for any other.
    pub(crate) fn schedule(&self, ix: StepIx) -> Option<&Schedule> {
        self.schedules[ix.0 as usize].as_ref()
    }

    /// When an open step should be done by (`due` of the definition, counted from opening); `None` without one. Shown
    /// and escalated by those who report, never enforced.
    pub fn due_by(
        &self,
        campaign: &Campaign,
        (ix, practice): (StepIx, Option<OrganisationCode>),
        open: &Open,
        now: Timestamp,
    ) -> Option<Timestamp> {
        let length = self.step(ix).due?;
        Some(self.due_after_holds(open.since, length, (campaign, practice), now))
    }

    /// The step's state: of a practice's track for its steps, else of the campaign.
    pub fn state<'a>(
        &self,
        campaign: &'a Campaign,
        track: Option<usize>,
        ix: StepIx,
    ) -> Option<&'a StepState> {
        let slot = self.slot(ix);
        match self.step(ix).scope {
            Scope::Practice => campaign.tracks.get(track?)?.steps.get(slot),
            Scope::Programme | Scope::Region | Scope::Pct => campaign.steps.get(slot),
        }
    }

    /// When a length of time that began at `from` has run.
    pub fn due(&self, from: Timestamp, length: Length) -> Timestamp {
        due(from, length, self.definition.zone, &self.calendar)
    }

    /// The same, moved on by the time the campaign (or the practice, where one is named) stood still with its clock
    /// stopped. Times that overlap count once.
    pub fn due_after_holds(
        &self,
        from: Timestamp,
        length: Length,
        (campaign, practice): (&Campaign, Option<OrganisationCode>),
        now: Timestamp,
    ) -> Timestamp {
        let mut until = self.due(from, length);
        let stops = |hold: &&Hold| hold.clock == ClockEffect::Stops && hold.concerns(practice);
        let mut holds: Vec<&Hold> = campaign.holds.iter().filter(stops).collect();
        if holds.is_empty() {
            return until;
        }
        holds.sort_by_key(|hold| hold.from);
        let mut counted_to = from;
        for hold in holds {
            if hold.from >= until {
                break;
            }
            let (begins, ends) = (hold.from.max(counted_to), hold.until.unwrap_or(now));
            if begins < ends {
                let stood_still = ends.micros() - begins.micros();
                until = Timestamp::from_micros(until.micros() + stood_still);
                counted_to = ends;
            }
        }
        match length {
            Length::Hours(_) => until,
            Length::Days(_) | Length::WorkingDays(_) if counted_to > from => {
                self.next_midnight(until)
            }
            Length::Days(_) | Length::WorkingDays(_) => until,
        }
    }

    /// 00:00 local of a day.
    pub fn midnight(&self, day: NaiveDate) -> Timestamp {
        midnight(day, self.definition.zone)
    }

    /// The local day of an instant.
    pub fn day(&self, at: Timestamp) -> NaiveDate {
        at.day(self.definition.zone)
    }

    /// This instant if it is a local midnight, else the next one.
    fn next_midnight(&self, at: Timestamp) -> Timestamp {
        let today = self.midnight(self.day(at));
        if today == at {
            at
        } else {
            self.midnight(self.day(at) + chrono::Days::new(1))
        }
    }

    /// Whether a public notice counts as informing here.
    pub fn informs_by(&self, means: Means) -> bool {
        self.definition.informs_by.contains(&means)
    }

    /// Whether the definition has publicity that is a public notice and counts as informing.
    pub fn informs_by_notice(&self) -> bool {
        self.informs_by(Means::PublicNotice)
            && self.definition.steps.iter().any(|step| match &step.kind {
                Kind::Publicity { media, .. } => is_notice(media),
                _ => false,
            })
    }

    /// The first event of a campaign: all that a check needs to read an export alone.
    pub fn plan(
        &self,
        id: CampaignId,
        practices: Vec<OrganisationCode>,
        reach: Vec<OrganisationCode>,
    ) -> Plan {
        let definition = &self.definition;
        Plan {
            ledger: LEDGER,
            programme: id.programme,
            tranche: id.tranche,
            title: definition.title.clone(),
            definition: definition
                .digest
                .parse()
                .expect("a parsed definition carries its SHA-256"),
            variant: self.variant.clone(),
            zone: definition.zone,
            calendar: definition.calendar,
            holidays: self.calendar.holidays().to_vec(),
            informs_by: definition.informs_by.clone(),
            policy: self.policy.clone(),
            acts: precede_model::Act::ALL
                .into_iter()
                .filter(|act| definition.contains(*act))
                .collect(),
            has_period: definition.has_period(),
            lmc_cycle: lmc_cycle(definition),
            practices,
            reach,
        }
    }

    /// Facts a task of the definition may establish under this name.
    pub fn establishes(&self, ix: StepIx, fact: FactName) -> bool {
        matches!(&self.step(ix).kind, Kind::Task { establishes, .. } if establishes.contains(&fact))
    }
}

fn lmc_cycle(definition: &Definition) -> Option<Length> {
    let cycles = definition.steps.iter().filter_map(|step| match &step.kind {
        Kind::Consult { of, cycle } if of.as_str() == "lmc" => Some(*cycle),
        _ => None,
    });
    // A working day takes a day at least.
    cycles.min_by_key(|cycle| match cycle {
        Length::Days(days) | Length::WorkingDays(days) => days.saturating_mul(24),
        Length::Hours(hours) => *hours,
    })
}

/// What a chain begun by this version can hold.
const LEDGER: u8 = 2;

fn schedule_of(step: &StepDef) -> Option<Schedule> {
    match &step.kind {
        // A definition that was read has no schedule that cannot be.
        Kind::Recurring { every, .. } => Schedule::parse(every).ok(),
        _ => None,
    }
}

/// Whether publicity in these media is a public notice.
pub fn is_notice(media: &[String]) -> bool {
    media.iter().any(|medium| medium == "public-notice")
}

/// The campaign that a first event begins, before anything else happened.
///
/// `None` when the event is not a plan.
pub fn begin(def: &Def, pct: OrganisationCode, event: &Event) -> Option<Campaign> {
    let Happening::CampaignPlanned(plan) = &event.what else {
        return None;
    };
    let id = CampaignId {
        programme: plan.programme,
        pct,
        tranche: plan.tranche,
    };
    Some(crate::apply::planned(def, id, plan))
}

/// The tranche that takes every practice of the PCT.
pub fn whole_pct() -> Tranche {
    "all".parse().expect("`all` is a name")
}
