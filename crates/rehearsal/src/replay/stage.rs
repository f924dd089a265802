//! Who is on the stage: for each PCT that the facts name a campaign of one or two practices, with made-up people. All of
//! it is assumed and listed as such.

mod people;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use precede_app::{AppError, Register};
use precede_model::{CampaignId, OrganisationCode, OrganisationKind, ProgrammeCode};

pub(super) use self::people::{contacts, made_up, people};
use super::{
    facts::{EventKind, Facts},
    timeline::named_pcts,
    window::Window,
};

/// The group of every campaign on the stage.
const TRANCHE: &str = "first";
/// Practices of so few patients are no example.
const PATIENTS_MIN: u32 = 1_500;

/// Why a PCT is on the stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// The facts say that it was about to upload.
    AboutToUpload,
    /// It belongs to a wave that an order lets go on.
    GoesOn,
    /// The facts name the day of its first upload.
    Resumes,
    /// Its letters went out; no source tells what was done before.
    Letters,
}

impl Part {
    /// Whether its people do by themselves what their steps ask.
    pub fn acts(self) -> bool {
        match self {
            Self::AboutToUpload | Self::GoesOn | Self::Resumes => true,
            Self::Letters => false,
        }
    }
}

/// A campaign on the stage.
#[derive(Debug, Clone)]
pub(super) struct OnStage {
    /// The campaign.
    pub campaign: CampaignId,
    /// Why it is there.
    pub part: Part,
    /// Its practices.
    pub practices: Vec<OrganisationCode>,
    /// The day it starts.
    pub starts: NaiveDate,
    /// Whether it has started.
    pub has_started: bool,
}

/// The stage.
#[derive(Debug, Clone)]
pub(super) struct Stage {
    /// The programme.
    pub programme: ProgrammeCode,
    /// Campaigns, by PCT.
    pub campaigns: Vec<OnStage>,
}

impl Stage {
    /// Chooses campaigns and practices.
    ///
    /// # Errors
    /// A PCT of the facts that the register of 2010 does not have on its day.
    pub fn of(
        facts: &Facts,
        window: &Window,
        (programme, register): (ProgrammeCode, &Register),
    ) -> Result<Self, AppError> {
        unknown_pcts(facts, register)?;
        let mut campaigns = Vec::new();
        for (pct, part) in parts(facts, window) {
            let from = match part {
                Part::AboutToUpload | Part::GoesOn | Part::Resumes => window.assumed_from,
                Part::Letters => window.first,
            };
            let opened = register.organisation(pct).and_then(|one| one.opened);
            let starts = opened.map_or(from, |opened| opened.max(from));
            let number = if part == Part::GoesOn { 2 } else { 1 };
            let practices = practices(register, pct, (starts, window.last));
            let practices: Vec<_> = practices.into_iter().take(number).collect();
            if practices.is_empty() {
                continue;
            }
            campaigns.push(OnStage {
                campaign: campaign(programme, pct),
                part,
                practices,
                starts,
                has_started: false,
            });
        }
        Ok(Self {
            programme,
            campaigns,
        })
    }

    /// The campaign of a PCT.
    pub fn of_pct(&self, pct: OrganisationCode) -> Option<&OnStage> {
        self.campaigns.iter().find(|one| one.campaign.pct == pct)
    }
}

/// A campaign of a PCT's first group.
pub(super) fn campaign(programme: ProgrammeCode, pct: OrganisationCode) -> CampaignId {
    CampaignId {
        programme,
        pct,
        tranche: TRANCHE.parse().expect("`first` is a name"),
    }
}

/// Why each PCT is on the stage; who has several reasons is there for the first.
fn parts(facts: &Facts, window: &Window) -> BTreeMap<OrganisationCode, Part> {
    let mut parts = BTreeMap::new();
    let mut add = |codes: &[OrganisationCode], part| {
        for code in codes {
            parts.entry(*code).or_insert(part);
        }
    };
    if let Some(planned) = &facts.planned_uploads {
        add(&planned.members, Part::AboutToUpload);
    }
    for wave in going_on(facts, window) {
        add(&wave.members, Part::GoesOn);
    }
    let events = facts.events.iter().filter(|event| window.holds(event.date));
    for event in events
        .clone()
        .filter(|event| event.kind == EventKind::Resume)
    {
        add(named_pcts(event), Part::Resumes);
    }
    for event in events.filter(|event| event.kind == EventKind::Mailing) {
        add(named_pcts(event), Part::Letters);
    }
    for pct in &facts.pcts {
        if pct.first_letters.is_some_and(|date| window.holds(date)) {
            add(&[pct.code], Part::Letters);
        }
    }
    // One that ended before the scenario's day starts nothing; its successor does.
    parts.retain(|code, _| facts.pct(*code).is_some());
    parts
}

/// Waves that the first order which holds uploads lets go on; without one, those complete enough to be named.
pub(super) fn going_on<'a>(facts: &'a Facts, window: &Window) -> Vec<&'a super::facts::Wave> {
    match window.upload_directive(facts) {
        Some(directive) => {
            let ids = directive.exempt_waves.iter();
            ids.filter_map(|id| facts.wave(*id)).collect()
        }
        None => facts.waves.iter().collect(),
    }
}

/// Practices that belong to a PCT on all days from the first to the last, by code.
pub(super) fn practices(
    register: &Register,
    pct: OrganisationCode,
    (first, last): (NaiveDate, NaiveDate),
) -> Vec<OrganisationCode> {
    let is_there = |code: OrganisationCode| {
        register.organisation(code).is_some_and(|one| {
            one.kind == OrganisationKind::Practice
                && one.is_open_on(first)
                && one.is_open_on(last)
                && one.people.is_some_and(|people| people >= PATIENTS_MIN)
        })
    };
    let memberships = register.memberships().iter();
    let mut found: Vec<_> = memberships
        .filter(|one| one.parent == pct && one.holds_on(first) && one.holds_on(last))
        .map(|one| one.child)
        .filter(|code| is_there(*code))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn unknown_pcts(facts: &Facts, register: &Register) -> Result<(), AppError> {
    let day = facts.scenario.as_at;
    let is_known = |code: OrganisationCode| {
        register
            .organisation(code)
            .is_some_and(|one| one.kind == OrganisationKind::Pct && one.is_open_on(day))
    };
    let unknown = facts.pcts.iter().filter(|pct| !is_known(pct.code));
    let lines: Vec<String> = unknown
        .map(|pct| {
            format!(
                "pct.{}: the register of 2010 has no such PCT on {day}: correct the code, or the scenario's `as_at`",
                pct.code
            )
        })
        .collect();
    if lines.is_empty() {
        Ok(())
    } else {
        Err(AppError::BadInput(lines))
    }
}
