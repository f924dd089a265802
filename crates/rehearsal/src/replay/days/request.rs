//! Somebody asks to be let off an order. Until it is granted it exempts nobody.

use chrono::NaiveDate;
use precede_app::AppError;
use precede_engine::programme::{Place, inside, judge};
use precede_model::{
    FactName, OrganisationCode, Timestamp,
    programme::{Area, Coverage, ProgrammeOrder, Scope, Terms},
};

use super::directive::{Answer, ask};
use crate::replay::{
    facts::{DispensationRequest, Outcome, Scope as FactScope},
    play::Play,
    story::{day_words, list},
    window::at,
};

/// Enters the request as far as the facts tell it, and asks again.
pub(super) async fn tell(
    play: &mut Play<'_>,
    request: &DispensationRequest,
    day: NaiveDate,
) -> Result<(), AppError> {
    let sources = list(&request.sources);
    let Some(applicant) = &request.applicant else {
        play.story.say(&format!(
            "Others asked to be let off as well; no source says who [{sources}]. Nothing can be entered for them, and \
             nobody is let off."
        ));
        play.leave_open(format!("Who else asked to be let off [{sources}]."));
        return Ok(());
    };
    let state = play.app.programme_state(play.stage.programme).await?;
    let in_force = state
        .programme
        .directives
        .iter()
        .filter(|one| one.lifted.is_none());
    let Some(directive) = in_force.min_by_key(|one| one.from).map(|one| one.id) else {
        play.story.say(&format!(
            "{} asks to be let off [{sources}], but no order is in force: there is nothing to be let off from.",
            applicant_words(play, applicant)
        ));
        return Ok(());
    };
    let scope = scope(play, applicant, directive).await?;
    let number = state.programme.dispensations.len() + 1;
    let id: FactName = format!("request-{number}").parse().expect("it is a name");
    let ask_for = ProgrammeOrder::Ask {
        id,
        directive,
        applicant: applicant_words(play, applicant),
        scope: scope.clone(),
        acts: Vec::new(),
    };
    let note = format!("as told by {sources}");
    let asked = match play.of_programme(ask_for, &note).await {
        Ok(asked) => asked,
        Err(AppError::BadInput(lines)) => {
            play.story
                .say(&format!("The request cannot be entered: {}.", list(lines)));
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    let discussed = play
        .of_programme(ProgrammeOrder::Discuss(id), &note)
        .await?;
    let words = format!(
        "{} asks to be let off {directive} [{sources}]: entered as asked {} and under discussion {}.",
        applicant_words(play, applicant),
        play.in_programme(asked.seq),
        play.in_programme(discussed.seq)
    );
    play.story.say(&words);
    decide(play, (request.outcome, id), (day, &note)).await?;
    ask_again(play, &scope).await
}

/// What became of it, as far as the facts tell.
async fn decide(
    play: &mut Play<'_>,
    (outcome, id): (Outcome, FactName),
    (day, note): (NaiveDate, &str),
) -> Result<(), AppError> {
    let until = |last: NaiveDate| Terms {
        from: at(day, 0),
        until: at(last, 23),
        conditions: Vec::new(),
    };
    let (order, word) = match outcome {
        Outcome::Unknown => {
            play.leave_open(format!(
                "What became of {id}: no source tells of a decision."
            ));
            play.story
                .say("What became of it no source tells. It lets off nobody.");
            return Ok(());
        }
        Outcome::UnderDiscussion => {
            play.story
                .say("It stays under discussion, and lets off nobody.");
            return Ok(());
        }
        Outcome::Granted => {
            play.assume(format!(
                "{id} is granted on the day it is entered and lasts to {}: the facts give no terms.",
                day_words(play.window.year_end)
            ));
            let terms = until(play.window.year_end);
            (ProgrammeOrder::Grant { id, terms }, "granted")
        }
        Outcome::Lapsed => {
            play.assume(format!(
                "{id} is granted on the day it is entered, for that day: the facts give no terms."
            ));
            let terms = until(day);
            (
                ProgrammeOrder::Grant { id, terms },
                "granted, and lapses with the day",
            )
        }
        Outcome::Refused => (ProgrammeOrder::Refuse(id), "refused"),
        Outcome::Withdrawn => (ProgrammeOrder::TakeBack(id), "taken back by who asked"),
    };
    let ordered = play.of_programme(order, note).await?;
    let words = format!("It is {word} {}.", play.in_programme(ordered.seq));
    play.story.say(&words);
    if outcome == Outcome::Lapsed {
        super::go_to(play, day.succ_opt().unwrap_or(day), 0).await?;
    }
    Ok(())
}

/// Those of the applicant whom the order holds.
async fn scope(
    play: &Play<'_>,
    applicant: &FactScope,
    directive: FactName,
) -> Result<Scope, AppError> {
    let areas = match applicant {
        FactScope::Sha(code) => vec![Area::Region(*code)],
        FactScope::Pct(code) => vec![Area::Pct(*code)],
        FactScope::Pcts(codes) => codes.iter().copied().map(Area::Pct).collect(),
        FactScope::Wave(id) => vec![Area::Wave(*id)],
        FactScope::England => vec![Area::Programme],
        FactScope::Practice(_) | FactScope::MailHouse => Vec::new(),
    };
    let mut scope = Scope {
        areas,
        except: Vec::new(),
    };
    let now: Timestamp = play.app.now().await?;
    let state = play.app.programme_state(play.stage.programme).await?;
    let Some(known) = state.programme.directive(directive) else {
        return Ok(scope);
    };
    let places = play.app.places(now, &[]).await?;
    let beyond = places.iter().filter(|place| {
        inside(&state.programme, &scope, **place) == Coverage::Covered
            && !judge(&state.programme, known, **place).coverage.holds()
    });
    let beyond: Vec<Area> = beyond.map(|place: &Place| Area::Pct(place.pct)).collect();
    scope.except = beyond;
    Ok(scope)
}

/// Those on the stage for whom it was asked are asked once more.
async fn ask_again(play: &mut Play<'_>, scope: &Scope) -> Result<(), AppError> {
    let state = play.app.programme_state(play.stage.programme).await?;
    let now = play.app.now().await?;
    let places = play.app.places(now, &[]).await?;
    let is_meant = |pct: OrganisationCode| {
        let place = places.iter().find(|place| place.pct == pct);
        place.is_some_and(|place| inside(&state.programme, scope, *place) == Coverage::Covered)
    };
    let campaigns = play.stage.campaigns.clone();
    let meant: Vec<_> = campaigns
        .iter()
        .filter(|one| is_meant(one.campaign.pct))
        .collect();
    if meant.is_empty() {
        return Ok(());
    }
    play.story
        .say("Those on the stage for whom it is asked are asked for their go-live again:");
    for one in meant {
        let words = match ask(play, one, 0).await? {
            Some(Answer::Held { why, cited }) => format!("refused, {why} {cited}."),
            Some(Answer::GoesOn { why }) => format!("not held. {why}"),
            None => "its programme has not begun.".to_owned(),
        };
        let words = format!("{}: {words}", play.named(one.campaign.pct));
        play.story.item(&words);
    }
    Ok(())
}

fn applicant_words(play: &Play<'_>, applicant: &FactScope) -> String {
    match applicant {
        FactScope::Sha(code) => {
            let known = play.facts.shas.iter().find(|sha| sha.code == *code);
            known.map_or_else(|| code.to_string(), |sha| format!("{} ({code})", sha.name))
        }
        FactScope::Pct(code) => play.named(*code),
        FactScope::Pcts(codes) => list(codes.iter().map(|code| play.named(*code))),
        FactScope::Wave(id) => format!("Wave {id}"),
        FactScope::England => "England".to_owned(),
        FactScope::Practice(name) => name.clone().unwrap_or_else(|| "A practice".to_owned()),
        FactScope::MailHouse => "The mail house".to_owned(),
    }
}
