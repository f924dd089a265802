//! What others order binds the campaign: directives, dispensations and quiet times from the programme's chain, and the
//! budget two people approve.

use precede_model::{
    Actor, Command, DirectiveRecord, EndReason, FactName, Happening, HeldAct, Missing, Money,
    OrganisationCode, Refusal, Role, Standing, facts,
};

use crate::{
    kinds::{allow, bad_evidence, stop},
    run::{Run, Subject, out_of_order},
};

/// A directive binds from the moment it is recorded: letters not yet posted stop or are recalled, permits fall.
pub(crate) fn bind(
    run: &mut Run<'_>,
    command: &Command,
    directive: &facts::Directive,
) -> Result<(), Refusal> {
    of_the_programme(command)?;
    let practices = held(run, directive);
    let record = DirectiveRecord {
        directive: directive.clone(),
        practices,
    };
    let what = Happening::DirectiveRecorded(Box::new(record));
    tell(run, command, what);
    stop::recheck(run, &format!("directive {}", directive.directive));
    Ok(())
}

/// Practices of the campaign that a directive holds.
pub fn held(run: &Run<'_>, directive: &facts::Directive) -> Vec<OrganisationCode> {
    let present = run.campaign.tracks.iter().filter(|track| {
        matches!(
            track.standing,
            Standing::Tranche | Standing::Reach | Standing::Released { .. }
        )
    });
    let codes = present.map(|track| track.practice);
    codes
        .filter(|code| directive.coverage_of(Some(*code)).holds())
        .collect()
}

/// A directive is lifted by another order.
pub(crate) fn unbind(
    run: &mut Run<'_>,
    command: &Command,
    directive: FactName,
    (authority, reference): (&str, &str),
) -> Result<(), Refusal> {
    of_the_programme(command)?;
    let in_force = run.campaign.facts.directives.iter();
    if !in_force
        .clone()
        .any(|one| one.directive == directive && one.lifted.is_none())
    {
        return Err(out_of_order(Missing::Unknown, None, Role::ProgrammeLead));
    }
    let what = Happening::DirectiveLifted {
        directive,
        authority: authority.to_owned(),
        reference: reference.to_owned(),
    };
    tell(run, command, what);
    Ok(())
}

/// A dispensation is granted to this campaign.
pub(crate) fn dispense(
    run: &mut Run<'_>,
    command: &Command,
    granted: &facts::Dispensation,
) -> Result<(), Refusal> {
    of_the_programme(command)?;
    let what = Happening::DispensationRecorded(Box::new(granted.clone()));
    tell(run, command, what);
    stop::recheck(run, &format!("dispensation {}", granted.dispensation));
    Ok(())
}

/// A dispensation is taken back: what it exempted is held again.
pub(crate) fn end_dispensation(
    run: &mut Run<'_>,
    command: &Command,
    dispensation: FactName,
) -> Result<(), Refusal> {
    of_the_programme(command)?;
    let what = Happening::DispensationEnded {
        dispensation,
        why: EndReason::Withdrawn,
    };
    tell(run, command, what);
    stop::recheck(run, &format!("dispensation {dispensation} was taken back"));
    Ok(())
}

/// Dispensations whose time has run out lapse, and hold again what they exempted; a directive dated ahead binds when
/// its day comes. Both wake the campaign.
pub(crate) fn over_time(run: &mut Run<'_>) {
    let now = run.now;
    let facts = &run.campaign.facts;
    if facts.directives.is_empty() && facts.dispensations.is_empty() {
        return;
    }
    let granted = facts.dispensations.iter().filter(|one| one.ended.is_none());
    let lapsed: Vec<FactName> = granted
        .clone()
        .filter(|one| one.terms.until <= now)
        .map(|one| one.dispensation)
        .collect();
    let ahead: Vec<_> = granted
        .flat_map(|one| [one.terms.from, one.terms.until])
        .chain(facts.directives.iter().map(|one| one.from))
        .filter(|at| *at > now)
        .collect();
    for dispensation in lapsed {
        let what = Happening::DispensationEnded {
            dispensation,
            why: EndReason::Lapsed,
        };
        run.note(Subject::CAMPAIGN, what);
    }
    ahead.into_iter().for_each(|at| run.wake_at(at));
    stop::recheck(run, "a directive is in force");
}

/// A quiet time lies over the campaign's area.
pub(crate) fn keep_quiet(
    run: &mut Run<'_>,
    command: &Command,
    quiet: &facts::QuietTime,
) -> Result<(), Refusal> {
    of_the_programme(command)?;
    tell(run, command, Happening::QuietTimeRecorded(quiet.clone()));
    Ok(())
}

/// A quiet time is called off.
pub(crate) fn end_quiet(
    run: &mut Run<'_>,
    command: &Command,
    quiet_time: FactName,
) -> Result<(), Refusal> {
    of_the_programme(command)?;
    tell(run, command, Happening::QuietTimeCancelled { quiet_time });
    Ok(())
}

/// A budget is signed; the second signature by another person under the same amounts approves it. Who signed first may
/// put other amounts in place of the first ones.
pub(crate) fn sign_budget(
    run: &mut Run<'_>,
    command: &Command,
    budget: &facts::Budget,
) -> Result<(), Refusal> {
    allow(
        command,
        &[Role::PctLead, Role::PctApprover, Role::Director],
        None,
    )?;
    if run.campaign.has_ended() {
        return Err(out_of_order(Missing::CampaignRunning, None, Role::PctLead));
    }
    let is_amount = |amount: &Money| *amount >= Money::ZERO;
    if !is_amount(&budget.amount) || !budget.unit_cost.values().all(is_amount) {
        return Err(bad_evidence(Missing::Count, None, command.role));
    }
    let person = command.by.person();
    let what = match &run.campaign.facts.spending.proposed {
        None => Happening::BudgetProposed {
            budget: budget.clone(),
        },
        Some((first, proposed)) if Some(*first) == person && proposed != budget => {
            Happening::BudgetProposed {
                budget: budget.clone(),
            }
        }
        Some((first, _)) if Some(*first) == person => {
            return Err(bad_evidence(Missing::SecondPerson, None, Role::PctApprover));
        }
        Some((_, proposed)) if proposed != budget => {
            return Err(bad_evidence(Missing::SameContent, None, command.role));
        }
        Some((first, _)) => {
            let mut evidence = command.evidence.clone();
            evidence.first = Some(*first);
            let signed = Command {
                evidence,
                ..command.clone()
            };
            let what = Happening::BudgetApproved {
                budget: budget.clone(),
            };
            tell(run, &signed, what);
            stop::recheck(run, "the budget has changed");
            return Ok(());
        }
    };
    tell(run, command, what);
    Ok(())
}

/// Whether a directive holds something that is no act of a practice: new campaigns, or updates.
pub(crate) fn held_for_campaign(run: &Run<'_>, act: HeldAct) -> Option<precede_model::Unmet> {
    let mut found = Vec::new();
    crate::rules::held(&run.campaign_view(), act, &mut found);
    found.first().copied()
}

/// These orders are the programme's: the app takes them from the programme's chain.
fn of_the_programme(command: &Command) -> Result<(), Refusal> {
    let may = matches!(command.role, Role::ProgrammeLead | Role::Administrator);
    if may || command.by == Actor::Precede {
        Ok(())
    } else {
        Err(out_of_order(Missing::Role, None, Role::ProgrammeLead))
    }
}

fn tell(run: &mut Run<'_>, command: &Command, what: Happening) {
    let now = crate::evidence::Dated {
        happened: command.happened.unwrap_or(run.now).min(run.now),
        counts_from: run.now,
    };
    run.tell(command, Subject::CAMPAIGN, what, now);
}
