//! How far the practices of each region have come.

use std::{collections::BTreeMap, fmt};

use chrono::NaiveDate;
use precede_app::{App, AppError, Register, register_day};
use precede_engine::Def;
use precede_model::{
    Campaign, OrganisationCode, OrganisationKind, StepState, Track,
    definition::{StepDef, StepIx},
};
use serde::Serialize;

/// Practices by region and stage.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Table {
    /// Titles of the stages, in the order of the definition.
    pub phases: Vec<String>,
    /// One row a region, by code; one more for PCTs of no region, if there are any.
    pub regions: Vec<RegionRow>,
}

/// One region.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct RegionRow {
    /// Its name.
    pub region: String,
    /// Campaigns of its PCTs.
    pub campaigns: u64,
    /// Of those, closed because everything is done.
    pub campaigns_closed: u64,
    /// Practices in each stage: the first with a required step left to do.
    pub in_phase: Vec<u64>,
    /// Practices for which everything is done.
    pub done: u64,
    /// Practices that take no part: declined, released, moved, merged or closed.
    pub out: u64,
}

/// Counts all campaigns as they stand.
///
/// # Errors
/// When the database is not available.
pub(crate) async fn of(app: &App) -> Result<Table, AppError> {
    let now = app.now().await?;
    let register = app.register().await?;
    let mut campaigns = Vec::new();
    let mut tick = app.tick(now);
    for id in app.store().campaigns().await? {
        let (campaign, def) = tick.campaign(id).await?;
        campaigns.push((def.clone(), campaign.clone()));
    }
    tick.commit().await?;
    let campaigns = campaigns.iter().map(|(def, campaign)| (&**def, campaign));
    Ok(of_campaigns(&register, register_day(now), campaigns))
}

/// Counts these campaigns; a PCT is in the region it belongs to on a day.
pub(crate) fn of_campaigns<'a>(
    register: &Register,
    day: NaiveDate,
    campaigns: impl Iterator<Item = (&'a Def, &'a Campaign)>,
) -> Table {
    let mut rows: BTreeMap<Option<OrganisationCode>, RegionRow> = BTreeMap::new();
    let mut phases: Vec<String> = Vec::new();
    for (def, campaign) in campaigns {
        for phase in def.definition.phases.iter().skip(phases.len()) {
            phases.push(phase.title.clone());
        }
        let parent = register.parent_on(campaign.id.pct, day);
        let region = parent
            .and_then(|code| register.organisation(code))
            .filter(|one| one.kind == OrganisationKind::Region);
        let row = rows.entry(region.map(|one| one.code)).or_default();
        row.region = region.map_or_else(|| "no region".to_owned(), |one| one.name.clone());
        count(def, campaign, row);
    }
    let mut regions: Vec<RegionRow> = rows.into_values().collect();
    for row in &mut regions {
        row.in_phase.resize(phases.len(), 0);
    }
    Table { phases, regions }
}

fn count(def: &Def, campaign: &Campaign, row: &mut RegionRow) {
    row.campaigns += 1;
    row.campaigns_closed += u64::from(campaign.has_ended());
    row.in_phase
        .resize(row.in_phase.len().max(def.definition.phases.len()), 0);
    for track in &campaign.tracks {
        match phase(def, campaign, track) {
            _ if !track.takes_part() => row.out += 1,
            None => row.done += 1,
            Some(phase) => row.in_phase[phase] += 1,
        }
    }
}

/// The first stage with a required step that is not settled, for the campaign or this practice.
pub(crate) fn phase(def: &Def, campaign: &Campaign, track: &Track) -> Option<usize> {
    let is_left = |ix: StepIx, step: &StepDef| {
        let states = if step.is_of_practice() {
            &track.steps
        } else {
            &campaign.steps
        };
        step.is_required() && !states.get(def.slot(ix)).is_some_and(StepState::is_settled)
    };
    let left = def
        .definition
        .indexed()
        .filter(|(ix, step)| is_left(*ix, step));
    left.map(|(_, step)| step.phase).min()
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let widest = self
            .regions
            .iter()
            .map(|row| row.region.chars().count())
            .max();
        let width = widest.unwrap_or(0).max("region".len());
        write!(
            f,
            "{:width$}  {:>9}  {:>6}",
            "region", "campaigns", "closed"
        )?;
        for phase in &self.phases {
            write!(f, "  {phase:>9}")?;
        }
        writeln!(f, "  {:>9}  {:>9}", "all done", "no part")?;
        for row in &self.regions {
            write!(
                f,
                "{:width$}  {:>9}  {:>6}",
                row.region, row.campaigns, row.campaigns_closed
            )?;
            for (phase, count) in self.phases.iter().zip(&row.in_phase) {
                write!(f, "  {count:>width$}", width = phase.chars().count().max(9))?;
            }
            writeln!(f, "  {:>9}  {:>9}", row.done, row.out)?;
        }
        Ok(())
    }
}
