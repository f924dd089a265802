//! The day for which a PCT planned a first upload: refused until both agree and the order is settled for it.

use precede_app::AppError;
use precede_model::{
    Act, CampaignId, FactName, OptOutCounts, Order, OrganisationCode, Role, Rule, Side, Timestamp,
    definition::{Kind, StepDef},
    programme::{Area, Coverage, ProgrammeOrder, Scope, Terms},
};

use crate::replay::{
    facts::Event,
    play::{Play, day_of, lacks, noted, person, reasoned},
    story::day_words,
    timeline::named_pcts,
    window::at,
};

/// Plays it for each PCT the event names that is on the stage.
pub(super) async fn tell(play: &mut Play<'_>, event: &Event) -> Result<(), AppError> {
    for pct in named_pcts(event) {
        let Some(on_stage) = play.stage.of_pct(*pct).cloned() else {
            continue;
        };
        let Some(practice) = on_stage.practices.first().filter(|_| on_stage.has_started) else {
            continue;
        };
        one(play, on_stage.campaign, *practice).await?;
    }
    Ok(())
}

async fn one(
    play: &mut Play<'_>,
    id: CampaignId,
    practice: OrganisationCode,
) -> Result<(), AppError> {
    let held = holding(play, id, practice).await?;
    if held.is_none() && play.has_permit(id, practice).await? {
        let cited = play.cite(id, "permit-issued", Some(practice)).await?;
        let words = format!("No order holds it: the go-live of {practice} stands {cited}.");
        play.story.say(&words);
        return Ok(());
    }
    play.cast.resting.insert(practice);
    play.assume(format!(
        "The day is the practice's first upload in {}, here {}. Both sides had agreed in April, before the joint rule; \
         both take that back and agree anew on the day.",
        play.named(id.pct),
        play.practice_named(practice)
    ));
    take_back(play, id, practice).await?;
    let steps = [
        "With no agreement",
        "With the practice's alone",
        "With both",
    ];
    asked(play, (id, practice), steps[0]).await?;
    count(play, id, practice).await?;
    sign(play, (id, practice), Role::Practice).await?;
    asked(play, (id, practice), steps[1]).await?;
    sign(play, (id, practice), Role::PctLead).await?;
    asked(play, (id, practice), steps[2]).await?;
    while let Some(directive) = holding(play, id, practice).await? {
        if !settle(play, id, directive).await? {
            break;
        }
    }
    play.settle().await?;
    let words = if play.has_permit(id, practice).await? {
        format!(
            "Go-live of {} is approved {}. It took both agreements and the order settled, and neither would have done alone.",
            play.practice_named(practice),
            play.cite(id, "permit-issued", Some(practice)).await?
        )
    } else {
        let asked = play.ask(id, practice, Act::Permit).await?;
        format!("Go-live is not approved: {}.", lacks(&asked))
    };
    play.story.say(&words);
    play.mark_told(id).await
}

/// Agreements that stand are taken back by those who gave them.
async fn take_back(
    play: &mut Play<'_>,
    id: CampaignId,
    practice: OrganisationCode,
) -> Result<(), AppError> {
    for (side, role, organisation) in [
        (Side::Practice, Role::Practice, practice),
        (Side::Pct, Role::PctLead, id.pct),
    ] {
        let by = person(role, organisation)?;
        let order = Order::WithdrawAgreement { practice, side };
        // What was never given cannot be taken back; the refusal is in the ledger.
        let _refused = play
            .order(
                id,
                (by, reasoned("to agree anew under the joint rule")),
                order,
            )
            .await?;
    }
    play.settle().await
}

/// Asks for the go-live, and tells the rules that refuse it, R6 and R8 before all.
async fn asked(
    play: &mut Play<'_>,
    (id, practice): (CampaignId, OrganisationCode),
    when: &str,
) -> Result<(), AppError> {
    let asked = play.ask(id, practice, Act::Permit).await?;
    let seq = play
        .app
        .store()
        .stream(&id.stream())
        .await?
        .map_or(0, |row| row.seq);
    let place = crate::replay::play::place(&id.stream(), seq);
    let words = if asked.lawful {
        format!("{when}: every rule holds {place}.")
    } else {
        format!("{when}: refused {place}. {}.", lacks(&asked))
    };
    play.story.item(&words);
    Ok(())
}

/// The practice counts its opt-outs anew, for a count is soon too old.
async fn count(
    play: &mut Play<'_>,
    id: CampaignId,
    practice: OrganisationCode,
) -> Result<(), AppError> {
    let mut tick = play.app.tick(play.app.now().await?);
    let (campaign, def) = tick.campaign(id).await?;
    let steps = def.definition.steps.iter();
    let mut counting = steps.filter(|step| {
        matches!(&step.kind, Kind::Task { establishes, .. }
            if establishes.iter().any(|fact| fact.as_str() == "opt-outs"))
    });
    let step = counting.next().map(|step| (step.id, step.owner));
    let track = campaign.track(practice);
    let coded = track
        .and_then(|track| track.facts.opt_outs)
        .map_or(0, |count| count.coded);
    tick.commit().await?;
    let Some((step, owner)) = step else {
        return Ok(());
    };
    let counts = Some(OptOutCounts {
        coded,
        received: coded,
        passed_on: coded,
    });
    let order = Order::Finish {
        step,
        practice: Some(practice),
        counts,
    };
    let by = of(owner, id, practice)?;
    play.order(id, (by, noted("counted anew on the day")), order)
        .await?
        .map_err(AppError::Refused)?;
    play.settle().await
}

/// One side signs.
async fn sign(
    play: &mut Play<'_>,
    (id, practice): (CampaignId, OrganisationCode),
    role: Role,
) -> Result<(), AppError> {
    let mut tick = play.app.tick(play.app.now().await?);
    let (_, def) = tick.campaign(id).await?;
    let is_theirs = |step: &&StepDef| matches!(step.kind, Kind::SignOff { by, .. } if by == role);
    let step = def
        .definition
        .steps
        .iter()
        .find(is_theirs)
        .map(|step| step.id);
    tick.commit().await?;
    let Some(step) = step else { return Ok(()) };
    let order = Order::SignOff {
        step,
        practice,
        instrument: None,
    };
    let by = of(role, id, practice)?;
    play.order(id, (by, noted("assumed")), order)
        .await?
        .map_err(AppError::Refused)?;
    play.settle().await
}

fn of(
    role: Role,
    id: CampaignId,
    practice: OrganisationCode,
) -> Result<precede_model::PersonId, AppError> {
    let organisation = if role == Role::Practice {
        practice
    } else {
        id.pct
    };
    person(role, organisation)
}

/// The directive that holds a practice's go-live.
async fn holding(
    play: &Play<'_>,
    id: CampaignId,
    practice: OrganisationCode,
) -> Result<Option<FactName>, AppError> {
    let asked = play.ask(id, practice, Act::Permit).await?;
    if !asked.lacks.iter().any(|lack| lack.rule == Rule::R8) {
        return Ok(None);
    }
    let mut tick = play.app.tick(play.app.now().await?);
    let now = tick.now();
    let (campaign, _) = tick.campaign(id).await?;
    let directives = campaign.facts.directives.iter();
    let mut holding = directives.filter(|one| {
        one.is_in_force(now)
            && one.acts.contains(&Act::Permit.into())
            && one.coverage_of(Some(practice)).holds()
    });
    let found = holding.next().map(|one| one.directive);
    tick.commit().await?;
    Ok(found)
}

/// A named person settles an unproved or contradictory answer; where it is proved that the order holds, a dispensation
/// lets the PCT off while both agree. Says whether anything was settled.
async fn settle(
    play: &mut Play<'_>,
    id: CampaignId,
    directive: FactName,
) -> Result<bool, AppError> {
    let settled = ProgrammeOrder::Settle {
        id: directive,
        pct: id.pct,
        coverage: Coverage::Exempt,
    };
    match play.of_programme(settled, "assumed").await {
        Ok(ordered) => {
            play.assume(format!(
                "That a named person settles {directive} for {}: no source tells of it.",
                play.named(id.pct)
            ));
            let words = format!(
                "A named person settles that {directive} does not hold it {}.",
                play.in_programme(ordered.seq)
            );
            play.story.item(&words);
            return Ok(true);
        }
        Err(AppError::BadInput(_)) => {}
        Err(error) => return Err(error),
    }
    dispense(play, id, directive).await
}

async fn dispense(
    play: &mut Play<'_>,
    id: CampaignId,
    directive: FactName,
) -> Result<bool, AppError> {
    let state = play.app.programme_state(play.stage.programme).await?;
    let number = state.programme.dispensations.len() + 1;
    let name: FactName = format!("request-{number}").parse().expect("it is a name");
    let note = "assumed: the joint rule takes the order's place where both agree";
    let ask = ProgrammeOrder::Ask {
        id: name,
        directive,
        applicant: play.named(id.pct),
        scope: Scope {
            areas: vec![Area::Pct(id.pct)],
            except: Vec::new(),
        },
        acts: Vec::new(),
    };
    if let Err(error) = play.of_programme(ask, note).await {
        return match error {
            AppError::BadInput(_) => Ok(false),
            other => Err(other),
        };
    }
    let now: Timestamp = play.app.now().await?;
    let grant = ProgrammeOrder::Grant {
        id: name,
        terms: Terms {
            from: now,
            until: at(play.window.year_end, 23),
            conditions: vec![Rule::R6],
        },
    };
    let granted = play.of_programme(grant, note).await?;
    play.assume(format!(
        "That {directive} is settled for {} by letting it off, on the condition that both agree, to {}. No source lifts \
         the order; in practice the joint rule took its place.",
        play.named(id.pct),
        day_words(play.window.year_end)
    ));
    let words = format!(
        "{} is let off {directive} from {}, while R6 (both agree) holds {}.",
        play.named(id.pct),
        day_words(day_of(now)),
        play.in_programme(granted.seq)
    );
    play.story.item(&words);
    Ok(true)
}
