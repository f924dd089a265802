//! The country of a rehearsal: the register of 2010 with the year's changes, its PCTs and practices and their sizes. Made
//! from the tables built into the binary, without a database, once for a seed.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use precede_app::{AppError, Register, next_change, read_register, register_day};
use precede_engine::time::instant_of;
use precede_model::{OrganisationCode, OrganisationKind, Timestamp};

use crate::{
    World,
    national::{ToPlan, shipped_tables, taking_part, to_plan},
};

/// The register, and the nights on which it changes something.
#[derive(Debug)]
pub struct Land {
    pub(super) opened: Timestamp,
    pub(super) register: Register,
    pub(super) world: World,
    /// Nights on which campaigns are brought up to it.
    pub(super) nights: Vec<(Timestamp, NaiveDate)>,
}

/// Campaigns whose practices move among them: played side by side. All others are played one by one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group(pub Vec<ToPlan>);

impl Land {
    /// The country of a seed, from when the programme opens.
    ///
    /// # Errors
    /// When the shipped tables cannot be read.
    pub fn of(seed: u64, opened: Timestamp, until: Timestamp) -> Result<Self, AppError> {
        let register = read_register(shipped_tables(seed, opened)?)?;
        let world = World::of_register(&register, seed, opened, register_day(opened));
        let nights = nights(&register, (opened, until));
        Ok(Self {
            opened,
            register,
            world,
            nights,
        })
    }

    /// The groups of the PCTs that take part: all there are, if none is named.
    pub(super) fn groups(
        &self,
        named: &[OrganisationCode],
        until: Timestamp,
    ) -> Result<Vec<Group>, AppError> {
        let pcts = taking_part(self.register.organisations().values(), self.opened, named)?;
        let mut planned = to_plan(
            |pct| self.register.organisation(pct).and_then(|one| one.opened),
            self.opened,
            &pcts,
        );
        planned.retain(|one| one.at <= until);
        let mut leaders: BTreeMap<OrganisationCode, OrganisationCode> =
            pcts.iter().map(|pct| (*pct, *pct)).collect();
        for (one, other) in self.joined(until) {
            let (one, other) = (leader(&leaders, one), leader(&leaders, other));
            if let (Some(one), Some(other)) = (one, other) {
                leaders.insert(one.max(other), one.min(other));
            }
        }
        let mut groups: BTreeMap<OrganisationCode, Vec<ToPlan>> = BTreeMap::new();
        for one in planned {
            let leader = leader(&leaders, one.pct).unwrap_or(one.pct);
            groups.entry(leader).or_default().push(one);
        }
        Ok(groups.into_values().map(Group).collect())
    }

    /// PCTs that a practice belongs to one after the other within the year.
    fn joined(&self, until: Timestamp) -> Vec<(OrganisationCode, OrganisationCode)> {
        let (first, last) = (register_day(self.opened), register_day(until));
        let kind = |code| self.register.organisation(code).map(|one| one.kind);
        let mut joined = Vec::new();
        let mut before: Option<(OrganisationCode, OrganisationCode)> = None;
        for one in self.register.memberships() {
            let is_within = one.from <= last && one.until.is_none_or(|until| until >= first);
            if !is_within || kind(one.parent) != Some(OrganisationKind::Pct) {
                continue;
            }
            if let Some((child, parent)) = before
                && child == one.child
                && parent != one.parent
            {
                joined.push((parent, one.parent));
            }
            before = Some((one.child, one.parent));
        }
        joined
    }

    /// The practices of a PCT on a day, as a plan takes them.
    pub(super) fn practices(
        &self,
        pct: OrganisationCode,
        day: NaiveDate,
    ) -> BTreeSet<OrganisationCode> {
        let children = self.register.children_on(pct, day).into_iter();
        let is_practice = |code: &OrganisationCode| {
            self.register
                .organisation(*code)
                .is_some_and(|one| one.kind == OrganisationKind::Practice)
        };
        children.filter(is_practice).collect()
    }
}

fn leader(
    leaders: &BTreeMap<OrganisationCode, OrganisationCode>,
    of: OrganisationCode,
) -> Option<OrganisationCode> {
    let mut found = of;
    while let next = *leaders.get(&found)?
        && next != found
    {
        found = next;
    }
    Some(found)
}

/// The first night, and each night after which the register is another: as the daemon's nightly refresh finds them.
fn nights(
    register: &Register,
    (opened, until): (Timestamp, Timestamp),
) -> Vec<(Timestamp, NaiveDate)> {
    let two = chrono::NaiveTime::from_hms_opt(2, 0, 0).expect("two is an hour");
    let night = |day: NaiveDate| instant_of(day.and_time(two), precede_app::REGISTER_ZONE);
    let mut nights = Vec::new();
    let mut day = register_day(opened);
    if night(day) <= opened {
        day = day.succ_opt().unwrap_or(day);
    }
    while night(day) <= until {
        nights.push((night(day), day));
        match next_change(register, day) {
            Some(next) => day = next,
            None => break,
        }
    }
    nights
}
