//! R8, directives bind.
//!
//! Law: an act inside a directive's coverage is refused unless a granted, in-date dispensation exempts it. What is not
//! proved to be outside counts as inside. It binds the moment it is recorded, running work included.
//! Source: `directive` of 2010-04-16 and 2010-06, `dispensation_request`, `wave` (`S01`, `S12`, `S13`, `S24`, `S28`):
//! uploads were suspended in areas nobody would list, and some asked for dispensation.
//! Floor: none; no definition can loosen it.
//! Reads: directives and dispensations recorded in the campaign's own chain.

use precede_model::{
    HeldAct, Missing, Role, Rule, Standing, Timestamp,
    facts::{Directive, Dispensation, coverage_of},
    programme::Coverage,
};

use super::{
    Proof, View, Who,
    conditions::{is_of_practice, lacking},
    earliest, lacks,
};
use crate::twins::{self, Twin};

pub(super) fn tell(view: &View<'_>, found: &mut Vec<precede_model::Unmet>) {
    act(view, HeldAct::Tell, found);
}

pub(super) fn publicity(view: &View<'_>, found: &mut Vec<precede_model::Unmet>) {
    act(view, HeldAct::Publicity, found);
}

pub(super) fn post(view: &View<'_>, found: &mut Vec<precede_model::Unmet>) {
    act(view, HeldAct::Post, found);
}

pub(super) fn permit(view: &View<'_>, found: &mut Vec<precede_model::Unmet>) {
    if !twins::is(Twin::UnboundPermits) {
        act(view, HeldAct::Permit, found);
    }
}

/// Anything a directive can hold, the acts and the two things that are none.
pub(crate) fn act(view: &View<'_>, act: HeldAct, found: &mut Vec<precede_model::Unmet>) {
    let directives = &view.campaign.facts.directives;
    let in_force = directives.iter().filter(|one| one.is_in_force(view.now));
    for directive in in_force.filter(|one| one.acts.contains(&act)) {
        if view.track.is_some() || act != HeldAct::Publicity {
            one_subject(view, directive, act, found);
        } else {
            everybody(view, directive, found);
        }
    }
}

/// Publicity is held when it is held for the PCT or for any practice it touches: a dispensation for the PCT that leaves
/// one practice out does not let that practice's patients hear it.
fn everybody(view: &View<'_>, directive: &Directive, found: &mut Vec<precede_model::Unmet>) {
    let before = found.len();
    one_subject(view, directive, HeldAct::Publicity, found);
    if found.len() > before {
        return;
    }
    let touched = view.campaign.tracks.iter().filter(|track| {
        matches!(
            track.standing,
            Standing::Tranche | Standing::Reach | Standing::Released { .. }
        )
    });
    for track in touched {
        let view = View {
            track: Some(track),
            ..*view
        };
        one_subject(&view, directive, HeldAct::Publicity, found);
    }
}

/// The practice of the view, or the PCT as a whole where it has none.
fn one_subject(
    view: &View<'_>,
    directive: &Directive,
    act: HeldAct,
    found: &mut Vec<precede_model::Unmet>,
) {
    let practice = view.practice();
    if !directive.coverage_of(practice).holds() {
        return;
    }
    let by = view.campaign.facts.dispensations.iter().filter(|one| {
        one.directive == directive.directive
            && one.acts.contains(&act)
            && coverage_of(one.coverage, &one.named, practice) == Coverage::Covered
    });
    match exemption(view, act, by) {
        Exemption::Exempt => {}
        Exemption::Condition { rule, from } => {
            let missing = Missing::DispensationCondition(rule);
            lacks(found, Rule::R8, missing, (practice, Role::PctLead), from);
        }
        Exemption::None { from } => {
            let missing = Missing::Directive(directive.directive);
            lacks(
                found,
                Rule::R8,
                missing,
                (practice, Role::ProgrammeLead),
                from,
            );
        }
    }
}

/// What dispensations do for one subject.
enum Exemption {
    Exempt,
    /// In date, but this rule of its conditions does not hold; by time alone from then.
    Condition {
        rule: Rule,
        from: Option<Timestamp>,
    },
    /// None is in date; one granted begins then.
    None {
        from: Option<Timestamp>,
    },
}

fn exemption<'a>(
    view: &View<'_>,
    act: HeldAct,
    granted: impl Iterator<Item = &'a Dispensation>,
) -> Exemption {
    let mut best = Exemption::None { from: None };
    for one in granted.filter(|one| one.ended.is_none_or(|ended| view.now < ended)) {
        if one.terms.is_in_date(view.now) {
            let mut failing = one.terms.conditions.iter();
            match failing.find_map(|rule| fails(*rule, view, act)) {
                None => return Exemption::Exempt,
                Some((rule, from)) => best = Exemption::Condition { rule, from },
            }
        } else if view.now < one.terms.from
            && let Exemption::None { from } = best
        {
            let earlier = from.map_or(one.terms.from, |from| from.min(one.terms.from));
            best = Exemption::None {
                from: Some(earlier),
            };
        }
    }
    best
}

/// A condition that does not hold, and from when it does by time alone. What is a law of one practice is asked for each
/// practice that publicity touches, not for the PCT.
fn fails(rule: Rule, view: &View<'_>, act: HeldAct) -> Option<(Rule, Option<Timestamp>)> {
    let is_asked_of_each = act == HeldAct::Publicity && view.track.is_none();
    if is_asked_of_each && is_of_practice(rule) {
        return None;
    }
    match lacking(rule, view) {
        Some(lacks) if lacks.is_empty() => None,
        Some(lacks) => Some((rule, earliest(&lacks))),
        None => Some((rule, None)),
    }
}

/// Directives that name the act and reach its subject, lifted or not, and the dispensations from them.
pub(crate) fn evidence(view: &View<'_>, act: HeldAct) -> Vec<Proof> {
    let facts = &view.campaign.facts;
    let practice = view.practice();
    let mut proofs = Vec::new();
    for one in facts.directives.iter().filter(|one| {
        one.acts.contains(&act) && (practice.is_none() || one.coverage_of(practice).holds())
    }) {
        let who = Who::Authority(one.authority.clone());
        let recorded = Proof::recorded("directive-recorded", one.from).about(one.directive);
        proofs.push(recorded.by(who));
        let lifted = one.lifted.map(|at| Proof::recorded("directive-lifted", at));
        proofs.extend(lifted.map(|proof| proof.about(one.directive)));
    }
    for one in facts.dispensations.iter().filter(|one| {
        one.acts.contains(&act)
            && (practice.is_none()
                || coverage_of(one.coverage, &one.named, practice) == Coverage::Covered)
    }) {
        let recorded = Proof::recorded("dispensation-recorded", one.terms.from);
        proofs.push(recorded.about(one.dispensation));
        let ended = one
            .ended
            .map(|at| Proof::recorded("dispensation-ended", at));
        proofs.extend(ended.map(|proof| proof.about(one.dispensation)));
    }
    (proofs.into_iter())
        .map(|proof| proof.of(practice))
        .collect()
}
