//! What others ordered that binds a campaign: directives not lifted, quiet times not over.

use precede_model::{
    Campaign, FactName, HeldAct, OrganisationCode, Standing, Timestamp, facts, programme::Coverage,
};
use serde::Serialize;

/// A directive that was not lifted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DirectiveLine {
    /// Which.
    pub directive: FactName,
    /// Who orders.
    pub authority: String,
    /// Where it is written.
    pub reference: String,
    /// Acts it holds.
    pub acts: Vec<HeldAct>,
    /// From when.
    pub from: Timestamp,
    /// Whether it holds by now.
    pub in_force: bool,
    /// Whether the PCT is inside, and so each practice that is not named. Not proved counts as inside.
    pub coverage: Coverage,
    /// Whether the PCT is both inside and left out: somebody has to settle it.
    pub conflict: bool,
    /// Practices of the campaign that it holds.
    pub practices: Vec<OrganisationCode>,
    /// Dispensations from it that stand.
    pub dispensations: Vec<FactName>,
}

/// A quiet time that is not over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuietTimeLine {
    /// Which.
    pub quiet_time: FactName,
    /// From when.
    pub from: Timestamp,
    /// Until when, exclusive.
    pub until: Timestamp,
    /// Whether it is quiet by now.
    pub is_quiet: bool,
    /// Who ordered it, and where.
    pub reference: String,
}

/// Directives that bind, or will.
pub(super) fn directives(campaign: &Campaign, now: Timestamp) -> Vec<DirectiveLine> {
    let standing = campaign.facts.directives.iter();
    standing
        .filter(|one| one.lifted.is_none())
        .map(|one| DirectiveLine {
            directive: one.directive,
            authority: one.authority.clone(),
            reference: one.reference.clone(),
            acts: one.acts.clone(),
            from: one.from,
            in_force: one.is_in_force(now),
            coverage: one.coverage,
            conflict: one.conflict,
            practices: held(campaign, one),
            dispensations: dispensations(campaign, one.directive, now),
        })
        .collect()
}

/// Quiet times that are on, or will be.
pub(super) fn quiet_times(campaign: &Campaign, now: Timestamp) -> Vec<QuietTimeLine> {
    let standing = campaign.facts.quiet_times.iter();
    standing
        .filter(|one| one.cancelled.is_none() && now < one.until)
        .map(|one| QuietTimeLine {
            quiet_time: one.quiet_time,
            from: one.from,
            until: one.until,
            is_quiet: one.is_quiet(now),
            reference: one.reference.clone(),
        })
        .collect()
}

fn held(campaign: &Campaign, directive: &facts::Directive) -> Vec<OrganisationCode> {
    let present = campaign.tracks.iter().filter(|track| {
        matches!(
            track.standing,
            Standing::Tranche | Standing::Reach | Standing::Released { .. }
        )
    });
    present
        .map(|track| track.practice)
        .filter(|code| directive.coverage_of(Some(*code)).holds())
        .collect()
}

fn dispensations(campaign: &Campaign, directive: FactName, now: Timestamp) -> Vec<FactName> {
    let granted = campaign.facts.dispensations.iter();
    granted
        .filter(|one| one.directive == directive && one.ended.is_none())
        .filter(|one| one.terms.from <= now && now < one.terms.until)
        .map(|one| one.dispensation)
        .collect()
}
