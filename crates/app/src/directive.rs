//! Directives for people: who falls under one, what stops, what falls due, and what is unlawful in hindsight. A preview is
//! the binding itself, not committed.

use std::collections::BTreeMap;

use precede_engine::{
    Def, earliest, explain,
    programme::{Judged, Place, Why, judge},
};
use precede_model::{
    Act, Campaign, CampaignId, Event, FactName, Happening, HeldAct, OrganisationCode,
    OrganisationKind, ProgrammeCode, Role, Standing, Timestamp,
    facts::Permit,
    programme::{Coverage, Directive, Programme, ProgrammeCommand},
};
use precede_store::EffectState;
use serde::Serialize;

use crate::{
    App, AppError, Ordered, Tick,
    day::register_day,
    programme_chain::{binding, practices_of},
};

/// Whether an order is carried out or only looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Nothing is written.
    Preview,
    /// Written, and binding at once.
    Record,
}

/// A directive, whom it holds and what it does.
#[derive(Debug, Clone, Serialize)]
pub struct DirectiveReport {
    /// The directive.
    pub directive: FactName,
    /// 0 as issued.
    pub amendment: u16,
    /// Who orders.
    pub authority: String,
    /// Where it is written.
    pub reference: String,
    /// Acts it holds.
    pub acts: Vec<HeldAct>,
    /// Whom it is about, as written.
    pub scope: precede_model::programme::Scope,
    /// From when.
    pub from: Timestamp,
    /// What it does to running waits.
    pub clock: precede_model::ClockEffect,
    /// When it was lifted.
    pub lifted: Option<Timestamp>,
    /// Place in the programme's chain; `None` for one that is only shown.
    pub seq: Option<u64>,
    /// PCTs of the day by coverage.
    pub pcts: ByCoverage<Vec<OrganisationCode>>,
    /// Practices of the day by coverage, counted.
    pub practices: ByCoverage<usize>,
    /// PCTs both inside and exempt: they count as inside until a named person settles it.
    pub conflicts: Vec<OrganisationCode>,
    /// What each PCT's answer rests on.
    pub why: BTreeMap<OrganisationCode, String>,
    /// What it does to campaigns.
    pub effect: Effect,
    /// Acts done under it before it was recorded.
    pub unlawful_in_hindsight: Vec<Hindsight>,
}

/// What an order of a programme did.
pub struct ProgrammeOrdered {
    /// The programme after it.
    pub programme: Programme,
    /// Place in the programme's chain.
    pub seq: u64,
    /// What it did to campaigns.
    pub effect: Effect,
}

/// Something for each of the three answers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ByCoverage<T> {
    /// Proved to be inside.
    pub covered: T,
    /// Proved to be outside, or left out.
    pub exempt: T,
    /// Nobody can say: held, and to be settled by a named person.
    pub unproved: T,
}

impl<T> ByCoverage<T> {
    fn of(&mut self, coverage: Coverage) -> &mut T {
        match coverage {
            Coverage::Covered => &mut self.covered,
            Coverage::Exempt => &mut self.exempt,
            Coverage::Unproved => &mut self.unproved,
        }
    }
}

/// What an order does to campaigns.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Effect {
    /// Campaigns whose chain it enters.
    pub campaigns: Vec<String>,
    /// Acts under way that it stops, by act.
    pub in_flight: BTreeMap<Act, Vec<InCampaign>>,
    /// Permits it revokes.
    pub permits_revoked: Vec<InCampaign>,
    /// Batches at the mail house that it asks back.
    pub recalls: Vec<InCampaign>,
    /// First uploads that would have been lawful, or were approved, within the days asked about.
    pub uploads_due: Vec<UploadDue>,
}

/// A practice in a campaign.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct InCampaign {
    /// The campaign, as people type it.
    pub campaign: String,
    /// The practice.
    pub practice: OrganisationCode,
}

/// A first upload that is near.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct UploadDue {
    /// The campaign, as people type it.
    pub campaign: String,
    /// The practice.
    pub practice: OrganisationCode,
    /// From when it is lawful by time alone.
    pub from: Timestamp,
}

/// An act done while the directive held it already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hindsight {
    /// The campaign, as people type it.
    pub campaign: String,
    /// The practice, for an act of one.
    pub practice: Option<OrganisationCode>,
    /// The act.
    pub act: HeldAct,
    /// When it was done.
    pub at: Timestamp,
    /// Place in the campaign's chain.
    pub seq: u64,
}

/// First uploads that are near.
type Due = Vec<(CampaignId, OrganisationCode, Timestamp)>;
/// Effects planned for practices, not yet on their way.
type InFlight = Vec<(Act, CampaignId, OrganisationCode)>;

impl App {
    /// An order about a directive, carried out or only looked at. `days`: how far ahead uploads are looked for.
    ///
    /// # Errors
    /// What is wrong with it, a person who may not, or the database.
    pub async fn order_directive(
        &self,
        code: ProgrammeCode,
        (id, command): (FactName, &ProgrammeCommand),
        (mode, days): (Mode, u32),
    ) -> Result<DirectiveReport, AppError> {
        self.require_role(command.by, &[Role::ProgrammeLead])
            .await?;
        let now = self.now().await?;
        let mut tick = self.tick(now);
        let due = tick.uploads_due(code, days).await?;
        let in_flight = self.in_flight(code).await?;
        let ordered = tick.order_programme(code, command).await?;
        let report = self
            .report(&mut tick, &ordered, (id, due, in_flight))
            .await?;
        match mode {
            Mode::Record => {
                tick.commit().await?;
                Ok(report)
            }
            Mode::Preview => {
                drop(tick);
                // What this tick moved in memory was never written.
                self.forget();
                Ok(DirectiveReport {
                    seq: None,
                    ..report
                })
            }
        }
    }

    /// A directive as it stands.
    ///
    /// # Errors
    /// When there is none of this id, or the database is not available.
    pub async fn directive(
        &self,
        code: ProgrammeCode,
        id: FactName,
    ) -> Result<DirectiveReport, AppError> {
        let now = self.now().await?;
        let state = self.programme_state(code).await?;
        let known = state.programme.directive(id);
        let named = known.map_or_else(Vec::new, |known| practices_of(&known.scope));
        let ordered = Ordered {
            programme: state.programme.clone(),
            seq: 0,
            places: self.places(now, &named).await?,
            moved: BTreeMap::new(),
        };
        let mut tick = self.tick(now);
        let nothing = (id, Vec::new(), Vec::new());
        let mut report = self.report(&mut tick, &ordered, nothing).await?;
        report.seq = None;
        for campaign in self.store().campaigns().await? {
            let (state, _) = tick.campaign(campaign).await?;
            if state.facts.directives.iter().any(|one| one.directive == id) {
                report.effect.campaigns.push(campaign.to_string());
            }
        }
        tick.commit().await?;
        Ok(report)
    }

    /// Effects planned for practices, not yet on their way.
    async fn in_flight(&self, code: ProgrammeCode) -> Result<InFlight, AppError> {
        let planned = self.store().effects_in(EffectState::Planned).await?;
        Ok(planned
            .into_iter()
            .filter(|row| row.campaign.programme == code)
            .filter_map(|row| Some((row.what.act()?, row.campaign, row.key.subject?)))
            .collect())
    }

    async fn report(
        &self,
        tick: &mut Tick<'_>,
        ordered: &Ordered,
        (id, due, in_flight): (FactName, Due, InFlight),
    ) -> Result<DirectiveReport, AppError> {
        let programme = &ordered.programme;
        let directive = programme.directive(id).ok_or_else(|| {
            AppError::bad(format!(
                "there is no directive `{id}`: see `precede directive list`"
            ))
        })?;
        let mut report = described(directive, ordered.seq);
        let practices = self.practices_by_pct(tick.now()).await?;
        for place in ordered
            .places
            .iter()
            .filter(|place| place.practice.is_none())
        {
            let named = ordered.places.iter().filter(|one| one.pct == place.pct);
            let named: Vec<_> = named.filter_map(|one| one.practice).collect();
            place_judged(
                programme,
                directive,
                (*place, &named),
                (&practices, &mut report),
            );
        }
        let held = |campaign: CampaignId, practice, act: HeldAct| {
            let place = Place {
                pct: campaign.pct,
                region: region_of(&ordered.places, campaign.pct),
                practice: None,
            };
            let binding = binding(programme, directive, place);
            directive.lifted.is_none()
                && directive.acts.contains(&act)
                && binding.coverage_of(Some(practice)).holds()
        };
        let effect = &mut report.effect;
        for (campaign, events) in &ordered.moved {
            effect.campaigns.push(campaign.to_string());
            effect.add(*campaign, events);
        }
        for (act, campaign, practice) in in_flight {
            if held(campaign, practice, act.into()) {
                let found = effect.in_flight.entry(act).or_default();
                found.push(in_campaign(campaign, practice));
            }
        }
        effect.uploads_due = due
            .into_iter()
            .filter(|(campaign, practice, _)| held(*campaign, *practice, HeldAct::Permit))
            .map(|(campaign, practice, from)| UploadDue {
                campaign: campaign.to_string(),
                practice,
                from,
            })
            .collect();
        if directive.from < tick.now() && directive.lifted.is_none() {
            for campaign in ordered.moved.keys() {
                let found = self.hindsight(*campaign, directive, &held).await?;
                report.unlawful_in_hindsight.extend(found);
            }
        }
        Ok(report)
    }

    /// Acts of a campaign done since a directive's day, before it was known here.
    async fn hindsight(
        &self,
        campaign: CampaignId,
        directive: &Directive,
        held: &impl Fn(CampaignId, OrganisationCode, HeldAct) -> bool,
    ) -> Result<Vec<Hindsight>, AppError> {
        let mut found = Vec::new();
        self.read_ledger::<AppError>(&campaign.stream(), |line| {
            let Ok(event) = serde_json::from_str::<Event>(&line.body) else {
                return Ok(());
            };
            let Some(act) = act_done(&event.what) else {
                return Ok(());
            };
            let is_held = match event.practice {
                Some(practice) => held(campaign, practice, act),
                // An act of the whole campaign is judged by its PCT.
                None => directive.acts.contains(&act) && held(campaign, campaign.pct, act),
            };
            if event.at >= directive.from && is_held {
                found.push(Hindsight {
                    campaign: campaign.to_string(),
                    practice: event.practice,
                    act,
                    at: event.at,
                    seq: line.seq,
                });
            }
            Ok(())
        })
        .await?;
        Ok(found)
    }

    /// How many practices each PCT has on the day.
    async fn practices_by_pct(
        &self,
        now: Timestamp,
    ) -> Result<BTreeMap<OrganisationCode, usize>, AppError> {
        let day = register_day(now);
        let mut practices: Vec<OrganisationCode> = self
            .store()
            .organisations(Some(OrganisationKind::Practice))
            .await?
            .into_iter()
            .filter(|practice| practice.is_open_on(day))
            .map(|practice| practice.code)
            .collect();
        practices.sort_unstable();
        let mut counts = BTreeMap::new();
        for one in self.store().memberships().await? {
            if one.holds_on(day) && practices.binary_search(&one.child).is_ok() {
                *counts.entry(one.parent).or_default() += 1;
            }
        }
        Ok(counts)
    }

    /// An order of a programme that is no directive: a wave, a dispensation, a quiet time, an upload.
    ///
    /// # Errors
    /// What is wrong with it, a person who may not, or the database.
    pub async fn order_of_programme(
        &self,
        code: ProgrammeCode,
        command: &ProgrammeCommand,
        who: &[Role],
    ) -> Result<ProgrammeOrdered, AppError> {
        self.require_role(command.by, who).await?;
        let mut tick = self.tick(self.now().await?);
        let ordered = tick.order_programme(code, command).await?;
        tick.commit().await?;
        let mut effect = Effect::default();
        for (campaign, events) in &ordered.moved {
            effect.campaigns.push(campaign.to_string());
            effect.add(*campaign, events);
        }
        Ok(ProgrammeOrdered {
            programme: ordered.programme,
            seq: ordered.seq,
            effect,
        })
    }
}

impl Tick<'_> {
    /// First uploads that are approved, or lawful by time alone, within so many days.
    async fn uploads_due(&mut self, code: ProgrammeCode, days: u32) -> Result<Due, AppError> {
        let now = self.now();
        let until = now.plus_seconds(i64::from(days) * 24 * 60 * 60);
        let mut due = Vec::new();
        for id in self.app().store().campaigns().await? {
            if id.programme != code {
                continue;
            }
            let (campaign, def) = self.campaign(id).await?;
            let near = campaign.tracks.iter().filter_map(|track| {
                let from = upload_from(def, campaign, track, now)?;
                (from <= until).then_some((id, track.practice, from))
            });
            due.extend(near);
        }
        Ok(due)
    }
}

/// From when a practice may upload by time alone; `None` when somebody must act first, or it has uploaded.
fn upload_from(
    def: &Def,
    campaign: &Campaign,
    track: &precede_model::Track,
    now: Timestamp,
) -> Option<Timestamp> {
    if track.standing != Standing::Tranche || track.facts.upload.is_some() {
        return None;
    }
    match track.facts.permit {
        Permit::Issued { at } => Some(at),
        Permit::Planned => Some(now),
        Permit::None | Permit::Revoked { .. } => {
            let unmet = explain(def, campaign, Act::Permit, Some(track.practice), now).ok()?;
            if unmet.is_empty() {
                Some(now)
            } else {
                earliest(&unmet)
            }
        }
    }
}

impl Effect {
    /// Adds what an order caused in one campaign.
    pub fn add(&mut self, campaign: CampaignId, events: &[Event]) {
        for event in events {
            let list = match &event.what {
                Happening::PermitRevoked { .. } => &mut self.permits_revoked,
                Happening::RecallAsked { .. } => &mut self.recalls,
                _ => continue,
            };
            let practices = event.practice.iter().chain(event.what.practices());
            list.extend(practices.map(|practice| in_campaign(campaign, *practice)));
        }
    }
}

fn in_campaign(campaign: CampaignId, practice: OrganisationCode) -> InCampaign {
    InCampaign {
        campaign: campaign.to_string(),
        practice,
    }
}

fn described(directive: &Directive, seq: u64) -> DirectiveReport {
    DirectiveReport {
        directive: directive.id,
        amendment: directive.amendment,
        authority: directive.authority.clone(),
        reference: directive.reference.clone(),
        acts: directive.acts.clone(),
        scope: directive.scope.clone(),
        from: directive.from,
        clock: directive.clock,
        lifted: directive.lifted.as_ref().map(|lifted| lifted.at),
        seq: Some(seq),
        pcts: ByCoverage::default(),
        practices: ByCoverage::default(),
        conflicts: Vec::new(),
        why: BTreeMap::new(),
        effect: Effect::default(),
        unlawful_in_hindsight: Vec::new(),
    }
}

fn place_judged(
    programme: &Programme,
    directive: &Directive,
    (place, named_here): (Place, &[OrganisationCode]),
    (practices, report): (&BTreeMap<OrganisationCode, usize>, &mut DirectiveReport),
) {
    let Judged {
        coverage,
        conflict,
        why,
    } = judge(programme, directive, place);
    report.pcts.of(coverage).push(place.pct);
    report.why.insert(place.pct, why_words(why, conflict));
    if conflict {
        report.conflicts.push(place.pct);
    }
    let count = practices.get(&place.pct).copied().unwrap_or_default();
    let named = binding(programme, directive, place).named;
    let own: Vec<_> = named
        .iter()
        .filter(|one| one.coverage != coverage && named_here.contains(&one.practice))
        .map(|one| one.coverage)
        .collect();
    *report.practices.of(coverage) += count.saturating_sub(own.len());
    for coverage in own {
        *report.practices.of(coverage) += 1;
    }
}

fn why_words(why: Why, conflict: bool) -> String {
    match (why, conflict) {
        (Why::Settled(by), _) => format!("settled by {by}"),
        (Why::Inside(area), false) => format!("in {area}"),
        (Why::Inside(area), true) => format!("in {area}, and exempt by another name"),
        (Why::LeftOut(area), _) => format!("left out: {area}"),
        (Why::Outside, _) => "outside the scope".to_owned(),
        (Why::NotKnown(wave), _) => format!("nobody has said whether it is in wave {wave}"),
    }
}

fn region_of(places: &[Place], pct: OrganisationCode) -> Option<OrganisationCode> {
    places.iter().find(|place| place.pct == pct)?.region
}

fn act_done(what: &Happening) -> Option<HeldAct> {
    match what {
        Happening::NoticeHandedOver { .. } => Some(HeldAct::Tell),
        Happening::PublicityOpened { .. } | Happening::MediaResumed { .. } => {
            Some(HeldAct::Publicity)
        }
        Happening::BatchReleased { .. } => Some(HeldAct::Post),
        Happening::PermitIssued { .. } => Some(HeldAct::Permit),
        Happening::CampaignStarted => Some(HeldAct::Start),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
