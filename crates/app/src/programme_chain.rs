//! A programme's own chain: waves, directives, dispensations, quiet times. An order changes the programme and binds every
//! campaign it concerns in one commit (E16); a preview is the same computation, not committed.

use std::{collections::BTreeMap, sync::Arc};

use precede_engine::programme::{
    Judged, NotAcceptable, Place, apply_programme, decide_programme, inside, judge,
};
use precede_model::{
    Actor, Campaign, CampaignId, Command, Event, Evidence, FactName, Lifecycle, Order,
    OrganisationCode, OrganisationKind, PersonId, ProgrammeCode, Timestamp,
    facts::{self, NamedCoverage},
    programme::{
        Area, Coverage, Directive, Dispensation, DispensationState, Programme, ProgrammeCommand,
        ProgrammeEvent, ProgrammeOrder, QuietTime, Scope, Terms,
    },
};
use precede_store::{Expect, StreamRow, Write};

use crate::{App, AppError, Tick, day::register_day};

/// A programme as its chain tells it, at one version of its row.
pub struct ProgrammeState {
    /// The state.
    pub programme: Programme,
    /// The row it was folded from; `None`: nothing is known of the programme yet.
    pub row: Option<StreamRow>,
}

/// What an order did, or would do.
pub struct Ordered {
    /// The programme after it.
    pub programme: Programme,
    /// Place of the event in the programme's chain.
    pub seq: u64,
    /// The PCTs of the day and the practices the programme's orders name.
    pub places: Vec<Place>,
    /// Campaigns it moved, each with the events this caused in its chain, in order.
    pub moved: BTreeMap<CampaignId, Vec<Event>>,
}

impl App {
    /// A programme folded from its chain.
    ///
    /// # Errors
    /// When the database is not available or the chain cannot be read.
    pub async fn programme_state(
        &self,
        code: ProgrammeCode,
    ) -> Result<Arc<ProgrammeState>, AppError> {
        let stream = stream_of(code);
        let row = self.store().stream(&stream).await?;
        if let Some(seen) = self.seen_programme(code)
            && seen.row == row
        {
            return Ok(seen);
        }
        let mut programme = Programme::new(code);
        let until = row.as_ref().map_or(0, |row| row.seq);
        self.read_ledger::<AppError>(&stream, |line| {
            if line.seq <= until {
                let event: ProgrammeEvent = serde_json::from_str(&line.body).map_err(|error| {
                    AppError::bad(format!(
                        "entry {} of `{stream}` cannot be read: {error}: run `precede doctor`",
                        line.seq
                    ))
                })?;
                apply_programme(&mut programme, &event);
            }
            Ok(())
        })
        .await?;
        let state = Arc::new(ProgrammeState { programme, row });
        self.keep_programme(code, state.clone());
        Ok(state)
    }

    /// The PCTs of a day with their regions, and each of these practices in its PCT.
    ///
    /// # Errors
    /// When the database is not available, or a practice is in no PCT on the day.
    pub async fn places(
        &self,
        now: Timestamp,
        practices: &[OrganisationCode],
    ) -> Result<Vec<Place>, AppError> {
        let day = register_day(now);
        let store = self.store();
        let pcts = store.organisations(Some(OrganisationKind::Pct)).await?;
        let regions: Vec<OrganisationCode> = store
            .organisations(Some(OrganisationKind::Region))
            .await?
            .into_iter()
            .map(|region| region.code)
            .collect();
        let memberships = store.memberships().await?;
        let parent_of = |child: OrganisationCode, among: &[OrganisationCode]| {
            memberships
                .iter()
                .filter(|one| one.child == child && one.holds_on(day))
                .map(|one| one.parent)
                .find(|parent| among.contains(parent))
        };
        let alive: Vec<_> = pcts.iter().filter(|pct| pct.is_open_on(day)).collect();
        let codes: Vec<OrganisationCode> = alive.iter().map(|pct| pct.code).collect();
        let mut places: Vec<Place> = codes
            .iter()
            .map(|pct| Place {
                pct: *pct,
                region: parent_of(*pct, &regions),
                practice: None,
            })
            .collect();
        for practice in practices {
            let pct = parent_of(*practice, &codes).ok_or_else(|| {
                AppError::bad(format!(
                    "practice `{practice}` is in no PCT on {day}: see `precede register show {practice}`"
                ))
            })?;
            let region = places.iter().find(|place| place.pct == pct);
            places.push(Place {
                pct,
                region: region.and_then(|place| place.region),
                practice: Some(*practice),
            });
        }
        Ok(places)
    }
}

impl App {
    /// A PCT that is no more, in the region it belonged to last: its campaigns are bound all the same.
    async fn last_place(&self, pct: OrganisationCode) -> Result<Place, AppError> {
        let regions = self
            .store()
            .organisations(Some(OrganisationKind::Region))
            .await?;
        let of_pct = self.store().memberships().await?.into_iter();
        let of_pct = of_pct.filter(|one| {
            one.child == pct && regions.iter().any(|region| region.code == one.parent)
        });
        Ok(Place {
            pct,
            region: of_pct.max_by_key(|one| one.from).map(|one| one.parent),
            practice: None,
        })
    }
}

impl Tick<'_> {
    /// An order of a programme, and what it binds: all of it is part of this tick. Drop the tick for a preview.
    ///
    /// # Errors
    /// What is wrong with the order, in plain words; the database.
    pub async fn order_programme(
        &mut self,
        code: ProgrammeCode,
        command: &ProgrammeCommand,
    ) -> Result<Ordered, AppError> {
        let (app, now) = (self.app(), self.now());
        let state = app.programme_state(code).await?;
        let mut programme = state.programme.clone();
        let practices = named_by(&programme, &command.order);
        let places = app.places(now, &practices).await?;
        let (what, pct, practice) = decide_programme(&programme, &places, command, now)
            .map_err(|NotAcceptable(lines)| AppError::BadInput(lines))?;
        let happened = command.happened.unwrap_or(now);
        if happened > now {
            return Err(AppError::bad("--happened lies in the future"));
        }
        let event = ProgrammeEvent {
            at: now,
            happened,
            counts_from: now,
            pct,
            practice,
            step: None,
            actor: Actor::Person(command.by),
            evidence: command.evidence.clone(),
            what,
        };
        apply_programme(&mut programme, &event);
        let mut write = Write::to(
            stream_of(code),
            state.row.clone().map_or(Expect::New, Expect::Row),
        );
        write.bodies.push(
            serde_json::to_string(&event).expect("events are made of text, numbers and lists"),
        );
        self.also(write);
        let seq = state.row.as_ref().map_or(0, |row| row.seq) + 1;
        let moved = self
            .bind_all(&programme, &places, (command.by, &command.evidence))
            .await?;
        Ok(Ordered {
            programme,
            seq,
            places,
            moved,
        })
    }

    /// Brings every campaign of a programme to what the programme's chain says.
    async fn bind_all(
        &mut self,
        programme: &Programme,
        places: &[Place],
        (by, evidence): (PersonId, &Evidence),
    ) -> Result<BTreeMap<CampaignId, Vec<Event>>, AppError> {
        let mut moved = BTreeMap::new();
        for id in self.app().store().campaigns().await? {
            if id.programme != programme.code {
                continue;
            }
            let events = self
                .bind(id, (programme, places), (Actor::Person(by), evidence))
                .await?;
            if !events.is_empty() {
                moved.insert(id, events);
            }
        }
        Ok(moved)
    }

    /// Brings one campaign to what its programme's chain says. Returns the events this caused.
    pub(crate) async fn bind(
        &mut self,
        id: CampaignId,
        (programme, places): (&Programme, &[Place]),
        (by, evidence): (Actor, &Evidence),
    ) -> Result<Vec<Event>, AppError> {
        let now = self.now();
        let of_the_day = places
            .iter()
            .find(|place| place.pct == id.pct && place.practice.is_none());
        let place = match of_the_day {
            Some(place) => *place,
            None => self.app().last_place(id.pct).await?,
        };
        let (campaign, _) = self.campaign(id).await?;
        let orders = outstanding(campaign, programme, place, now);
        let before = self.events_of(id).await?;
        for order in orders {
            let command = Command {
                by,
                role: precede_model::Role::ProgrammeLead,
                happened: None,
                confirmed_by: None,
                evidence: evidence.clone(),
                order,
            };
            self.command(id, &command)
                .await?
                .map_err(AppError::Refused)?;
        }
        self.events_since(id, before).await
    }
}

/// What a campaign has not been told yet of its programme's directives, dispensations and quiet times.
fn outstanding(
    campaign: &Campaign,
    programme: &Programme,
    place: Place,
    now: Timestamp,
) -> Vec<Order> {
    if matches!(campaign.lifecycle, Lifecycle::Withdrawn { .. }) {
        return Vec::new();
    }
    let mut orders = Vec::new();
    let facts = &campaign.facts;
    // Dispensations first: a directive that binds looks at once at what is exempt from it.
    for one in &programme.dispensations {
        let known = facts
            .dispensations
            .iter()
            .find(|known| known.dispensation == one.id);
        match one.as_at(now) {
            DispensationState::Granted(terms) => {
                let granted = granted(programme, one, (terms, place));
                let is_inside = granted.coverage != Coverage::Exempt || !granted.named.is_empty();
                if is_inside && known != Some(&granted) {
                    orders.push(Order::Dispense(Box::new(granted)));
                }
            }
            DispensationState::Withdrawn if known.is_some_and(|known| known.ended.is_none()) => {
                orders.push(Order::EndDispensation(one.id));
            }
            DispensationState::Asked
            | DispensationState::UnderDiscussion
            | DispensationState::Refused
            | DispensationState::Withdrawn
            | DispensationState::Lapsed => {}
        }
    }
    for one in &programme.directives {
        let known = facts
            .directives
            .iter()
            .find(|known| known.directive == one.id);
        match &one.lifted {
            Some(lifted) if known.is_some_and(|known| known.lifted.is_none()) => {
                orders.push(Order::Unbind {
                    directive: one.id,
                    authority: lifted.authority.clone(),
                    reference: lifted.reference.clone(),
                });
            }
            Some(_) => {}
            None => {
                let binding = binding(programme, one, place);
                let concerns = binding.coverage.holds() || !binding.named.is_empty();
                if known != Some(&binding) && (concerns || known.is_some()) {
                    orders.push(Order::Bind(Box::new(binding)));
                }
            }
        }
    }
    orders.extend(quiet_times(facts, programme, place));
    orders
}

fn quiet_times(facts: &facts::CampaignFacts, programme: &Programme, place: Place) -> Vec<Order> {
    let mut orders = Vec::new();
    for one in &programme.quiet_times {
        let known = facts
            .quiet_times
            .iter()
            .find(|known| known.quiet_time == one.id);
        let is_here = inside(programme, &one.scope, place) != Coverage::Exempt;
        if one.cancelled {
            if known.is_some_and(|known| known.cancelled.is_none()) {
                orders.push(Order::EndQuiet(one.id));
            }
        } else if is_here && known != Some(&quiet(one)) {
            orders.push(Order::KeepQuiet(quiet(one)));
        }
    }
    orders
}

/// A directive as it binds the campaign of one PCT.
pub(crate) fn binding(
    programme: &Programme,
    directive: &Directive,
    place: Place,
) -> facts::Directive {
    let Judged {
        coverage, conflict, ..
    } = judge(programme, directive, place);
    facts::Directive {
        directive: directive.id,
        amendment: directive.amendment,
        authority: directive.authority.clone(),
        reference: directive.reference.clone(),
        acts: directive.acts.clone(),
        from: directive.from,
        clock: directive.clock,
        coverage,
        named: named(&directive.scope, |practice| {
            let place = Place {
                practice: Some(practice),
                ..place
            };
            judge(programme, directive, place).coverage
        }),
        conflict,
        lifted: None,
    }
}

fn granted(
    programme: &Programme,
    one: &Dispensation,
    (terms, place): (Terms, Place),
) -> facts::Dispensation {
    facts::Dispensation {
        dispensation: one.id,
        directive: one.directive,
        acts: one.acts.clone(),
        terms,
        coverage: inside(programme, &one.scope, place),
        named: named(&one.scope, |practice| {
            let place = Place {
                practice: Some(practice),
                ..place
            };
            inside(programme, &one.scope, place)
        }),
        ended: None,
    }
}

fn quiet(one: &QuietTime) -> facts::QuietTime {
    facts::QuietTime {
        quiet_time: one.id,
        from: one.from,
        until: one.until,
        reference: one.reference.clone(),
        cancelled: None,
    }
}

/// The practices a scope names, each with its own answer.
fn named(scope: &Scope, answer: impl Fn(OrganisationCode) -> Coverage) -> Vec<NamedCoverage> {
    practices_of(scope)
        .into_iter()
        .map(|practice| NamedCoverage {
            practice,
            coverage: answer(practice),
        })
        .collect()
}

pub(crate) fn practices_of(scope: &Scope) -> Vec<OrganisationCode> {
    let mut codes: Vec<OrganisationCode> = scope
        .areas
        .iter()
        .chain(&scope.except)
        .filter_map(|area| match area {
            Area::Practice(code) => Some(*code),
            Area::Programme | Area::Wave(_) | Area::Region(_) | Area::Pct(_) => None,
        })
        .collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// Practices that an order names: they must be in the register.
fn named_by(programme: &Programme, order: &ProgrammeOrder) -> Vec<OrganisationCode> {
    let of = |id: &FactName| {
        let known = programme.directive(*id);
        known.map_or_else(Vec::new, |known| practices_of(&known.scope))
    };
    match order {
        ProgrammeOrder::Issue { scope, .. } | ProgrammeOrder::Ask { scope, .. } => {
            practices_of(scope)
        }
        ProgrammeOrder::Amend { scope, id, .. } => {
            scope.as_ref().map_or_else(|| of(id), practices_of)
        }
        ProgrammeOrder::ReportUpload { practice, .. } => vec![*practice],
        ProgrammeOrder::DefineWave(_)
        | ProgrammeOrder::Lift { .. }
        | ProgrammeOrder::Settle { .. }
        | ProgrammeOrder::Discuss(_)
        | ProgrammeOrder::Grant { .. }
        | ProgrammeOrder::Refuse(_)
        | ProgrammeOrder::TakeBack(_)
        | ProgrammeOrder::SetQuietTime(_)
        | ProgrammeOrder::CancelQuietTime(_)
        | ProgrammeOrder::ClearUpload(_) => Vec::new(),
    }
}

pub(crate) fn stream_of(code: ProgrammeCode) -> String {
    format!("programme:{code}")
}
