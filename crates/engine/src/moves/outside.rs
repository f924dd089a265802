//! What comes from outside a definition: facts taken back, directives, quiet times, money, alarms, registers; and what
//! sets it right again.

use precede_model::{
    Answer, ClockEffect, HeldAct, Lifecycle, Role, Side, Standing, StepState, Track, WithdrawnFact,
    definition::{Kind, StepIx},
    facts::{BatchState, Permit},
};

use super::{Deed, Fact, Move, Purse, Sort, Stage, Who, at_step, of_nobody};
use crate::def::Def;

const STAFF: Who = Who::first(Role::PctStaff);
const LEAD: Who = Who::first(Role::PctLead);
const NATION: Who = Who::first(Role::ProgrammeLead);

pub(super) fn moves(stage: Stage<'_>, found: &mut Vec<Move>) {
    let campaign = stage.campaign;
    if matches!(
        campaign.lifecycle,
        Lifecycle::Planned | Lifecycle::Withdrawn { .. }
    ) {
        return;
    }
    orders(stage, found);
    if !campaign.has_ended() {
        money(stage, found);
        match campaign.lifecycle {
            Lifecycle::Paused { .. } => {
                let what = (Sort::Restore, Fact::Running);
                found.push(of_nobody(None, (Deed::Resume, LEAD), what));
            }
            _ => {
                let what = (Sort::Outside, Fact::Running);
                found.push(of_nobody(None, (Deed::Pause, LEAD), what));
            }
        }
    }
    taken_back(stage, found);
    for track in &campaign.tracks {
        of_practice(stage, track, found);
    }
    joins(stage, found);
}

/// Directives, dispensations and quiet times: one of each, through its life.
fn orders(stage: Stage<'_>, found: &mut Vec<Move>) {
    let facts = &stage.campaign.facts;
    let mut see = |deed, sort, fact| found.push(of_nobody(None, (deed, NATION), (sort, fact)));
    match facts.directives.last() {
        None => {
            for act in [
                HeldAct::Tell,
                HeldAct::Publicity,
                HeldAct::Post,
                HeldAct::Permit,
            ] {
                if act
                    .act()
                    .is_some_and(|act| stage.def.definition.contains(act))
                {
                    see(Deed::Bind(act), Sort::Outside, Fact::Directive);
                }
            }
        }
        Some(directive) if directive.lifted.is_none() => {
            see(Deed::Lift, Sort::Restore, Fact::Directive);
            match facts.dispensations.last() {
                None => see(Deed::Dispense, Sort::Restore, Fact::Directive),
                Some(one) if one.ended.is_none() => {
                    see(Deed::EndDispensation, Sort::Outside, Fact::Directive);
                }
                Some(_) => {}
            }
        }
        Some(_) => {}
    }
    match facts.quiet_times.last() {
        None => see(Deed::KeepQuiet, Sort::Outside, Fact::QuietTime),
        Some(quiet) if quiet.cancelled.is_none() && quiet.is_quiet(stage.now) => {
            see(Deed::EndQuiet, Sort::Restore, Fact::QuietTime);
        }
        Some(_) => {}
    }
}

fn money(stage: Stage<'_>, found: &mut Vec<Move>) {
    let spending = &stage.campaign.facts.spending;
    let plenty = super::order::budget(Purse::Full);
    let is_full = spending.approved.as_ref().is_some_and(|one| *one == plenty);
    let (purse, who) = match &spending.proposed {
        Some((_, proposed)) if *proposed == plenty => (Purse::Full, Role::PctApprover),
        Some(_) => (Purse::Empty, Role::PctApprover),
        None if spending.approved.is_none() || is_full => (Purse::Empty, Role::PctLead),
        None => (Purse::Full, Role::PctLead),
    };
    let sort = match purse {
        Purse::Empty if who == Role::PctLead => Sort::Outside,
        Purse::Empty | Purse::Full => Sort::Restore,
    };
    let deed = Deed::SignBudget(purse);
    found.push(of_nobody(
        None,
        (deed, Who::first(who)),
        (sort, Fact::Budget),
    ));
}

/// Facts of the whole campaign that turn out false, and publicity that ends.
fn taken_back(stage: Stage<'_>, found: &mut Vec<Move>) {
    let facts = &stage.campaign.facts;
    let mut see = |there: bool, fact: WithdrawnFact, of: Fact| {
        if there {
            let what = (Sort::Outside, of);
            found.push(of_nobody(None, (Deed::TakeBack(fact), STAFF), what));
        }
    };
    see(
        facts.readiness.is_some(),
        WithdrawnFact::Readiness,
        Fact::Readiness,
    );
    see(facts.plan.is_some(), WithdrawnFact::Plan, Fact::Plan);
    see(facts.pack.is_some(), WithdrawnFact::Pack, Fact::Pack);
    see(facts.lmc.is_some(), WithdrawnFact::Lmc, Fact::Lmc);
    see(
        !facts.publicity.is_empty(),
        WithdrawnFact::Publicity,
        Fact::Publicity,
    );
    let named = |name: &str| {
        facts
            .established
            .iter()
            .any(|one| one.fact.as_str() == name)
    };
    see(named("helpline"), WithdrawnFact::Helpline, Fact::Helpline);
    for live in facts.publicity.iter().filter(|one| one.closed.is_none()) {
        if let Some((ix, step)) = stage.def.find(live.step) {
            let owner = Who::first(step.owner);
            let what = (Sort::Outside, Fact::Publicity);
            found.push(at_step((ix, None), (Deed::ClosePublicity, owner), what));
        }
    }
}

fn of_practice(stage: Stage<'_>, track: &Track, found: &mut Vec<Move>) {
    let practice = Some(track.practice);
    let facts = &track.facts;
    let doctor = Who::first(Role::Practice);
    let mut see = |there: bool, (deed, by), (sort, fact)| {
        if there {
            found.push(of_nobody(practice, (deed, by), (sort, fact)));
        }
    };
    for alarm in facts.alarms.iter().filter(|one| one.cleared.is_none()) {
        see(
            true,
            (Deed::ClearAlarm(alarm.alarm), LEAD),
            (Sort::Restore, Fact::Alarm),
        );
    }
    let outside = |fact| (Sort::Outside, fact);
    let is_here = track.standing == Standing::Tranche;
    let back = |fact| (Deed::TakeBack(fact), STAFF);
    see(
        is_here && facts.alarms.is_empty(),
        (Deed::RaiseAlarm, STAFF),
        outside(Fact::Alarm),
    );
    see(
        is_here && facts.informed.is_some(),
        (Deed::TakeBackAcknowledgement, doctor),
        outside(Fact::Informed),
    );
    let both = [
        (
            facts.practice_agreed.is_some(),
            Side::Practice,
            doctor,
            Fact::PracticeAgreed,
        ),
        (facts.pct_agreed.is_some(), Side::Pct, LEAD, Fact::PctAgreed),
    ];
    for (there, side, who, fact) in both {
        see(
            is_here && there,
            (Deed::TakeBackAgreement(side), who),
            outside(fact),
        );
    }
    see(
        facts.list.is_some(),
        back(WithdrawnFact::List),
        outside(Fact::List),
    );
    see(
        is_here && facts.list.is_some() && !facts.batches.is_empty(),
        (Deed::KnownDeath, STAFF),
        outside(Fact::List),
    );
    see(
        facts.opt_outs.is_some(),
        back(WithdrawnFact::OptOuts),
        outside(Fact::OptOuts),
    );
    let fit = [
        (WithdrawnFact::Training, "training"),
        (WithdrawnFact::System, "system"),
        (WithdrawnFact::DataQuality, "data-quality"),
    ];
    for (fact, name) in fit {
        let there = facts
            .established
            .iter()
            .any(|one| one.fact.as_str() == name);
        see(there, back(fact), outside(Fact::Fitness));
    }
    let stands = matches!(facts.permit, Permit::Issued { .. } | Permit::Planned);
    see(
        is_here && stands,
        (Deed::RevokePermit, doctor),
        outside(Fact::Permit),
    );
    let is_in = matches!(track.standing, Standing::Tranche | Standing::Reach);
    let keeper = Who::first(Role::Administrator);
    see(is_in, (Deed::Leave, keeper), outside(Fact::Standing));
    for batch in &facts.batches {
        if matches!(batch.state, BatchState::Posted { returned: 0, .. }) {
            let house = Who::first(Role::MailHouse);
            see(
                true,
                (Deed::Return(batch.number), house),
                outside(Fact::Letters),
            );
        }
    }
    if let Some(ix) = counted(stage.def, track).filter(|_| is_here && facts.permit != Permit::None)
    {
        let owner = Who::first(stage.def.step(ix).owner);
        let what = outside(Fact::OptOuts);
        found.push(at_step((ix, practice), (Deed::BacklogCount, owner), what));
    }
}

/// The step at which a practice counted its opt-outs.
fn counted(def: &Def, track: &Track) -> Option<StepIx> {
    track
        .facts
        .opt_outs
        .filter(|count| count.coded == count.received)?;
    def.track_steps().iter().copied().find(|ix| {
        super::establishes(def, *ix) == Fact::OptOuts
            && matches!(def.step(*ix).kind, Kind::Task { .. })
            && matches!(track.steps[def.slot(*ix)], StepState::Done(_))
    })
}

/// A practice that is not in the campaign joins it.
fn joins(stage: Stage<'_>, found: &mut Vec<Move>) {
    let newcomer = super::order::newcomer();
    if stage.campaign.has_ended() || stage.campaign.track(newcomer).is_some() {
        return;
    }
    let keeper = Who::first(Role::Administrator);
    let what = (Sort::Outside, Fact::Standing);
    found.push(of_nobody(Some(newcomer), (Deed::Join, keeper), what));
}

/// Unused answers of a pause: waits stand still while it lasts.
pub(super) const PAUSED: ClockEffect = ClockEffect::Stops;

/// What a practice that joins has said.
pub(super) const JOINS_WITH: Option<Answer> = None;
