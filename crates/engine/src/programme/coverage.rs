//! Coverage: whether a PCT or a practice falls under a directive. Three answers; what is not proved counts as covered.

use precede_model::{
    FactName, OrganisationCode, PersonId,
    programme::{Area, Coverage, Directive, Programme, Scope},
};

/// A PCT, or a practice in it, as at the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The PCT.
    pub pct: OrganisationCode,
    /// Its region; `None` when the register names none.
    pub region: Option<OrganisationCode>,
    /// The practice; `None`: the PCT as a whole.
    pub practice: Option<OrganisationCode>,
}

/// The answer for one place, and what it rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged {
    /// The answer.
    pub coverage: Coverage,
    /// Both inside and exempt: it counts as inside, and is listed.
    pub conflict: bool,
    /// What it rests on.
    pub why: Why,
}

/// What an answer rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// A named person settled it.
    Settled(PersonId),
    /// It lies in this area of the scope.
    Inside(Area),
    /// It lies in this area, and the area is left out.
    LeftOut(Area),
    /// No area of the scope holds it.
    Outside,
    /// Nobody has said whether it belongs to this wave.
    NotKnown(FactName),
}

/// Judges one place under a directive. Preview and binding both ask here.
pub fn judge(programme: &Programme, directive: &Directive, place: Place) -> Judged {
    let is_named = place
        .practice
        .is_some_and(|code| names(&directive.scope, code));
    let settled = directive.settled.iter().rev();
    if let Some(settled) = settled
        .clone()
        .find(|one| one.pct == place.pct)
        .filter(|_| !is_named)
    {
        return Judged {
            coverage: settled.coverage,
            conflict: false,
            why: Why::Settled(settled.by),
        };
    }
    let included = narrowest(programme, &directive.scope.areas, place);
    let excepted = narrowest(programme, &directive.scope.except, place);
    let plain = |coverage, why| Judged {
        coverage,
        conflict: false,
        why,
    };
    match (included, excepted) {
        (Lies::Outside, _) => plain(Coverage::Exempt, Why::Outside),
        (Lies::In(inside), Lies::In(out)) if is_exception(inside, out) => {
            plain(Coverage::Exempt, Why::LeftOut(out))
        }
        (Lies::In(inside), Lies::In(_)) => Judged {
            coverage: Coverage::Covered,
            conflict: true,
            why: Why::Inside(inside),
        },
        (Lies::In(inside), Lies::Outside | Lies::NotKnown(_)) => {
            plain(Coverage::Covered, Why::Inside(inside))
        }
        (Lies::NotKnown(_), Lies::In(out)) => plain(Coverage::Exempt, Why::LeftOut(out)),
        (Lies::NotKnown(wave), Lies::Outside | Lies::NotKnown(_)) => {
            plain(Coverage::Unproved, Why::NotKnown(wave))
        }
    }
}

/// Whether a place lies in a scope: for dispensations and quiet times, where what is left out is out.
pub fn inside(programme: &Programme, scope: &Scope, place: Place) -> Coverage {
    let included = narrowest(programme, &scope.areas, place);
    let excepted = narrowest(programme, &scope.except, place);
    match (included, excepted) {
        (Lies::Outside, _) | (_, Lies::In(_)) => Coverage::Exempt,
        (Lies::In(_), Lies::Outside) => Coverage::Covered,
        (Lies::NotKnown(_), _) | (Lies::In(_), Lies::NotKnown(_)) => Coverage::Unproved,
    }
}

/// Whether a scope names a practice.
pub(crate) fn names(scope: &Scope, practice: OrganisationCode) -> bool {
    let mut areas = scope.areas.iter().chain(&scope.except);
    areas.any(|area| *area == Area::Practice(practice))
}

/// An exception stands unless it is as wide as, or wider than, what it is taken from: two waves that both claim a PCT
/// contradict each other, and so does an exception for a region against a PCT named by its code.
fn is_exception(inside: Area, out: Area) -> bool {
    match (inside, out) {
        (Area::Wave(_), Area::Wave(_)) => false,
        (inside, out) => width(out) <= width(inside),
    }
}

/// Wider areas have greater numbers.
fn width(area: Area) -> u8 {
    match area {
        Area::Programme => 3,
        Area::Wave(_) | Area::Region(_) => 2,
        Area::Pct(_) => 1,
        Area::Practice(_) => 0,
    }
}

/// Where a place lies among areas.
#[derive(Clone, Copy)]
enum Lies {
    In(Area),
    NotKnown(FactName),
    Outside,
}

/// The narrowest area that holds a place; else a wave that may.
fn narrowest(programme: &Programme, areas: &[Area], place: Place) -> Lies {
    let holding = areas
        .iter()
        .filter(|area| holds(programme, **area, place) == Some(true));
    if let Some(area) = holding.min_by_key(|area| width(**area)) {
        return Lies::In(*area);
    }
    let unknown = areas.iter().find_map(|area| match area {
        Area::Wave(wave) if holds(programme, *area, place).is_none() => Some(*wave),
        _ => None,
    });
    unknown.map_or(Lies::Outside, Lies::NotKnown)
}

fn holds(programme: &Programme, area: Area, place: Place) -> Option<bool> {
    match area {
        Area::Programme => Some(true),
        Area::Wave(id) => programme.wave(id)?.holds(place.pct),
        Area::Region(code) => Some(place.region == Some(code)),
        Area::Pct(code) => Some(place.pct == code),
        Area::Practice(code) => Some(place.practice == Some(code)),
    }
}

#[cfg(test)]
mod tests;
