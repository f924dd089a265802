//! R6, both agree.
//!
//! Law: upload needs, for that practice and after the periods it covers: opt-outs received = passed on = coded, counted
//! within `opt_out_count_max_age`; training, system and data quality fit; the practice's sign-off and the PCT's, by
//! different people. The practice is never given a deadline and nobody signs for it.
//! Source: `event` of 2010-05-04 (`S12`, `S42`, `S43`), `S19`, `S27`.
//! Floor: `opt_out_count_max_age` at most two working days.
//! Reads: the count of opt-outs, the facts `training`, `system`, `data-quality`, both sign-offs.

use precede_model::{Missing, Role, Rule, Timestamp, Track, Unmet};

use super::{Proof, View, Who, lacks};

/// Facts that show a practice fit to share.
pub(crate) const FITNESS: [&str; 3] = ["training", "system", "data-quality"];

pub(super) fn permit(view: &View<'_>, found: &mut Vec<Unmet>) {
    let Some(track) = view.track else { return };
    // Without a period nothing can be signed after it; R5 and R7 say what is missing.
    let after = view
        .periods_end()
        .unwrap_or(Timestamp::from_micros(i64::MIN));
    opt_outs(view, track, after, found);
    for name in FITNESS {
        if view.established(name).is_none() {
            let fact = name.parse().expect("the facts of R6 are names");
            lacks(
                found,
                Rule::R6,
                Missing::Fitness(fact),
                (view.practice(), Role::Practice),
                None,
            );
        }
    }
    agreements(view, track, after, found);
}

fn opt_outs(view: &View<'_>, track: &Track, after: Timestamp, found: &mut Vec<Unmet>) {
    let whom = (view.practice(), Role::Practice);
    let Some(count) = track.facts.opt_outs.filter(|count| count.at >= after) else {
        return lacks(found, Rule::R6, Missing::OptOutsCoded, whom, None);
    };
    if count.received != count.passed_on || count.passed_on != count.coded {
        lacks(found, Rule::R6, Missing::OptOutsBacklog, whom, None);
    }
    let too_old = view
        .def
        .policy
        .opt_out_count_max_age
        .is_some_and(|age| view.now > view.def.due(count.at, age));
    if too_old {
        lacks(found, Rule::R6, Missing::OptOutsAge, whom, None);
    }
}

fn agreements(view: &View<'_>, track: &Track, after: Timestamp, found: &mut Vec<Unmet>) {
    let practice = track
        .facts
        .practice_agreed
        .filter(|signed| signed.at >= after);
    let pct = track.facts.pct_agreed.filter(|signed| signed.at >= after);
    if practice.is_none() {
        let whom = (view.practice(), Role::Practice);
        lacks(found, Rule::R6, Missing::PracticeAgreed, whom, None);
    }
    if pct.is_none() {
        lacks(
            found,
            Rule::R6,
            Missing::PctAgreed,
            (view.practice(), Role::PctLead),
            None,
        );
    }
    if let (Some(practice), Some(pct)) = (practice, pct)
        && practice.by == pct.by
    {
        lacks(
            found,
            Rule::R6,
            Missing::DifferentPeople,
            (view.practice(), Role::PctLead),
            None,
        );
    }
}

/// The count of opt-outs, what shows the practice fit, and both signatures.
pub(super) fn evidence(view: &View<'_>) -> Vec<Proof> {
    let Some(track) = view.track else {
        return Vec::new();
    };
    let facts = &track.facts;
    let mut proofs = Vec::new();
    proofs.extend(facts.opt_outs.map(|count| {
        let counts = format!(
            "received {}, passed on {}, coded {}",
            count.received, count.passed_on, count.coded
        );
        Proof::recorded("opt-outs-coded", count.at).about(counts)
    }));
    let fit = FITNESS.iter().filter_map(|name| view.established(name));
    proofs.extend(fit.map(Proof::of_fact));
    let signed = [
        ("practice-agreed", facts.practice_agreed),
        ("pct-agreed", facts.pct_agreed),
    ];
    proofs.extend(signed.into_iter().filter_map(|(event, signed)| {
        let signed = signed?;
        Some(Proof::recorded(event, signed.at).by(Who::One(signed.by)))
    }));
    (proofs.into_iter())
        .map(|proof| proof.of(view.practice()))
        .collect()
}
