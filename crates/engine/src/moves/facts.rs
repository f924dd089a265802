//! Which facts each rule reads, which a step establishes, and until when a fact is good.

use precede_model::{
    Act, Campaign, Length, OrganisationCode, Progress, Rule, StepState, Timestamp, Unmet,
    definition::{Approval, Kind, StepIx},
    facts::BatchState,
};

use crate::{
    Def,
    kinds::batch,
    rules::{self, FITNESS, View},
};

/// What the rules read, by kind. One for all practices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    /// The campaign runs.
    Running,
    /// Readiness signed.
    Readiness,
    /// Plan approved.
    Plan,
    /// Pack approved.
    Pack,
    /// LMC consulted.
    Lmc,
    /// The helpline answers.
    Helpline,
    /// A practice was told.
    Told,
    /// A practice has acknowledged.
    Informed,
    /// A practice has answered.
    Answer,
    /// A practice is in the campaign.
    Standing,
    /// Publicity.
    Publicity,
    /// A patient list.
    List,
    /// Letters, from plan to post.
    Letters,
    /// The mailing adds up.
    Reconciled,
    /// Time to choose has run.
    Period,
    /// Opt-outs coded.
    OptOuts,
    /// Training, system or data quality.
    Fitness,
    /// The practice agreed.
    PracticeAgreed,
    /// The PCT agreed.
    PctAgreed,
    /// A permit.
    Permit,
    /// A directive, or a dispensation from it.
    Directive,
    /// A quiet time.
    QuietTime,
    /// Money.
    Budget,
    /// An alarm.
    Alarm,
    /// Nothing any rule reads.
    Other,
}

/// The facts a rule reads, over any act. The rules' own files say so in words.
pub fn reads(rule: Rule) -> &'static [Fact] {
    match rule {
        Rule::R1 => &[Fact::Informed],
        Rule::R2 => &[
            Fact::Readiness,
            Fact::Plan,
            Fact::Lmc,
            Fact::Told,
            Fact::Informed,
            Fact::Standing,
            Fact::Answer,
        ],
        Rule::R3 => &[Fact::Publicity, Fact::Helpline, Fact::Pack],
        Rule::R4 => &[Fact::List, Fact::Letters],
        Rule::R5 => &[Fact::Letters, Fact::Publicity, Fact::Period],
        Rule::R6 => &[
            Fact::OptOuts,
            Fact::Fitness,
            Fact::PracticeAgreed,
            Fact::PctAgreed,
            Fact::Letters,
            Fact::Period,
        ],
        Rule::R7 => &[
            Fact::Publicity,
            Fact::Letters,
            Fact::Reconciled,
            Fact::Period,
        ],
        Rule::R8 => &[Fact::Directive],
        Rule::R9 => &[Fact::QuietTime],
        Rule::R10 => &[Fact::Budget, Fact::Letters],
        Rule::R11 => &[Fact::Standing, Fact::Told],
        Rule::R12 => &[Fact::Alarm],
        Rule::Order | Rule::Rights | Rule::Evidence => &[],
    }
}

/// The acts a rule speaks of.
pub fn acts_of(rule: Rule) -> Vec<Act> {
    let speaks = |act: &Act| rules::laws(*act).iter().any(|one| one.rule == rule);
    Act::ALL.into_iter().filter(speaks).collect()
}

/// The facts a step brings when it is done; several for a task that shows more than one.
pub fn facts_of(def: &Def, ix: StepIx) -> Vec<Fact> {
    match &def.step(ix).kind {
        Kind::Task { establishes, .. } => {
            let mut facts: Vec<Fact> = establishes
                .iter()
                .map(|fact| of_name(fact.as_str()))
                .collect();
            facts.dedup();
            facts
        }
        _ => vec![establishes(def, ix)],
    }
}

/// The fact a step brings when it is done; the first that a rule reads.
pub fn establishes(def: &Def, ix: StepIx) -> Fact {
    match &def.step(ix).kind {
        Kind::Task { establishes, .. } => {
            let facts = establishes.iter().map(|fact| of_name(fact.as_str()));
            facts
                .fold(None, |known, fact| match known {
                    Some(known) if known != Fact::Other => Some(known),
                    _ => Some(fact),
                })
                .unwrap_or(Fact::Other)
        }
        Kind::Approval { subject, .. } => match subject {
            Approval::Plan => Fact::Plan,
            Approval::Pack => Fact::Pack,
            Approval::Other(_) => Fact::Other,
        },
        Kind::Consult { of, .. } if of.as_str() == "lmc" => Fact::Lmc,
        Kind::Consult { .. } | Kind::Recurring { .. } => Fact::Other,
        Kind::Notice { .. } => Fact::Told,
        Kind::Acknowledgement { .. } => Fact::Informed,
        Kind::Answer => Fact::Answer,
        Kind::Publicity { .. } => Fact::Publicity,
        Kind::List => Fact::List,
        Kind::Batch { .. } => Fact::Letters,
        Kind::Period => Fact::Period,
        Kind::SignOff { by, .. } if by.is_of_practice() => Fact::PracticeAgreed,
        Kind::SignOff { .. } => Fact::PctAgreed,
        Kind::Permit => Fact::Permit,
    }
}

fn of_name(name: &str) -> Fact {
    match name {
        "readiness" => Fact::Readiness,
        "helpline" => Fact::Helpline,
        "opt-outs" => Fact::OptOuts,
        "reconciled" => Fact::Reconciled,
        name if FITNESS.contains(&name) => Fact::Fitness,
        _ => Fact::Other,
    }
}

/// What the rules lack for the act of one step at this instant; empty for a step that is no act.
pub fn lacks(
    def: &Def,
    campaign: &Campaign,
    (ix, practice): (StepIx, Option<OrganisationCode>),
    now: Timestamp,
) -> Vec<Unmet> {
    let Some(act) = def.step(ix).act() else {
        return Vec::new();
    };
    let place = practice.and_then(|code| campaign.track_ix(code));
    let items = match (act, place) {
        (Act::Post, Some(place)) => batch::next(def, &campaign.tracks[place], now).items(),
        _ => 0,
    };
    rules::unmet(act, &View::of(def, campaign, (place, ix, items), now))
}

/// The longest length that counts from a step's times, its own and those of the steps that wait for it. `None`: what
/// comes after asks only whether it is done.
pub fn horizon(def: &Def, ix: StepIx) -> Option<Length> {
    let steps = &def.definition.steps;
    let waits = steps
        .iter()
        .flat_map(|step| &step.after)
        .filter(|after| after.step == ix)
        .filter_map(|after| after.wait);
    let own = match &def.step(ix).kind {
        Kind::Acknowledgement { chase, .. } => {
            let dates = chase.remind.iter().chain(&chase.escalate).chain(&chase.end);
            dates.copied().collect()
        }
        Kind::Consult { cycle, .. } => vec![*cycle],
        _ => Vec::new(),
    };
    waits.chain(own).max_by_key(|length| match length {
        Length::Hours(hours) => *hours,
        Length::Days(days) => days * 24,
        Length::WorkingDays(days) => days * 24 * 2,
    })
}

/// When an open act lacks one thing less by time alone: people who wait for a day know it, though the engine wakes nobody
/// for them.
pub fn ripe(def: &Def, campaign: &Campaign, now: Timestamp) -> Option<Timestamp> {
    let mut next: Option<Timestamp> = None;
    let mut see = |ix: StepIx, practice| {
        let dates = lacks(def, campaign, (ix, practice), now).into_iter();
        let dates = dates.filter_map(|lack| lack.from).filter(|at| *at > now);
        next = dates.chain(next).min();
    };
    let waits = |ix: StepIx, state: &StepState| {
        let is_fresh = state
            .open()
            .is_some_and(|open| open.progress == Progress::Fresh);
        is_fresh && def.step(ix).act().is_some()
    };
    for ix in def.campaign_steps() {
        if waits(*ix, &campaign.steps[def.slot(*ix)]) {
            see(*ix, None);
        }
    }
    for track in &campaign.tracks {
        for ix in def.track_steps() {
            if waits(*ix, &track.steps[def.slot(*ix)]) {
                see(*ix, Some(track.practice));
            }
        }
    }
    next
}

/// The last instants at which facts of a practice that grow old are good: its list's extract and check for deaths, and
/// its count of opt-outs. What lies behind now has grown old already.
pub fn fragile_until(def: &Def, campaign: &Campaign, now: Timestamp) -> Option<Timestamp> {
    let mut next: Option<Timestamp> = None;
    let mut see = |at: Timestamp| {
        if at >= now {
            next = Some(next.map_or(at, |known| known.min(at)));
        }
    };
    for track in &campaign.tracks {
        let is_waiting = track
            .facts
            .batches
            .iter()
            .any(|batch| batch.state == BatchState::Planned);
        if let (true, Some(list)) = (is_waiting, &track.facts.list) {
            let (list_until, deaths_until) = rules::fresh_until(def, list);
            see(list_until);
            see(deaths_until);
        }
        if let (Some(count), Some(age)) = (track.facts.opt_outs, def.policy.opt_out_count_max_age) {
            see(def.due(count.at, age));
        }
    }
    next
}
