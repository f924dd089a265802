//! An order that holds acts: looked at first, then recorded. Preview and binding are one computation.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use precede_app::{AppError, ByCoverage, DirectiveReport, Mode};
use precede_engine::programme::{Place, judge};
use precede_model::{
    Act, ClockEffect, FactName, HeldAct, OrganisationCode, Rule,
    programme::{Area, Coverage, ProgrammeOrder, Scope},
};

use super::{go_to, started};
use crate::replay::{
    facts::{Directive, FactDate, Scope as FactScope, Suspends},
    play::{Play, from_words, laws, person},
    stage::{OnStage, Part},
    story::{count, day_words, list},
    window::at,
};

/// How far ahead uploads are looked for, in days.
const AHEAD_DAYS: u32 = 31;

/// Previews it at eleven, records it at noon, and asks who may still do what.
pub(super) async fn tell(
    play: &mut Play<'_>,
    directive: &Directive,
    day: NaiveDate,
) -> Result<(), AppError> {
    let id: FactName = directive.id;
    let command = play.command(issue(play, directive, day)?, "as the facts tell it")?;
    if let FactDate::Month { .. } = directive.from {
        play.story.say(&format!(
            "The sources give the month alone. It binds from {}, the first day it can have held.",
            day_words(day)
        ));
    }
    go_to(play, day, 11).await?;
    let code = play.stage.programme;
    let preview = play
        .app
        .order_directive(code, (id, &command), (Mode::Preview, AHEAD_DAYS))
        .await;
    let preview = match preview {
        Ok(preview) => preview,
        Err(AppError::BadInput(lines)) => {
            play.story
                .say(&format!("The order cannot be recorded: {}.", list(lines)));
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    tell_preview(play, directive, &preview);
    go_to(play, day, 12).await?;
    let before = play.permits().await?;
    let report = play
        .app
        .order_directive(code, (id, &command), (Mode::Record, AHEAD_DAYS))
        .await?;
    let after = play.permits().await?;
    tell_binding(play, &report, (before, after)).await?;
    tell_conflicts(play, directive, &report);
    match directive.suspends {
        Suspends::Upload => {
            let is_first = play.window.upload_directive(play.facts) == Some(directive);
            if is_first {
                keep_coverage(play, (directive, &report)).await?;
                play.outcome.permits_before = before;
                play.outcome.permits_after = after;
            }
            ask_about_uploads(play, is_first).await?;
            ask_who_goes_on(play, &report).await?;
            ask_unproved(play, &report).await
        }
        Suspends::CampaignStart => started::tell(play, &report, day).await,
    }
}

/// The order as the programme's lead records it.
fn issue(
    play: &Play<'_>,
    directive: &Directive,
    day: NaiveDate,
) -> Result<ProgrammeOrder, AppError> {
    let facts = play.facts;
    let mut areas = match &directive.scope {
        FactScope::England => vec![Area::Programme],
        FactScope::Sha(code) => vec![Area::Region(*code)],
        FactScope::Pct(code) => vec![Area::Pct(*code)],
        FactScope::Pcts(codes) => codes.iter().copied().map(Area::Pct).collect(),
        FactScope::Wave(id) => vec![Area::Wave(*id)],
        FactScope::Practice(_) | FactScope::MailHouse => Vec::new(),
    };
    // A PCT shown to be inside is inside, also where the wave does not name it.
    if let FactScope::Wave(id) = &directive.scope {
        let wave = facts.wave(*id);
        let named = |code: &&OrganisationCode| wave.is_some_and(|wave| wave.members.contains(code));
        let others = directive
            .resolved_members
            .iter()
            .filter(|code| !named(code));
        areas.extend(others.copied().map(Area::Pct));
    }
    let acts = match directive.suspends {
        Suspends::Upload => vec![HeldAct::Permit],
        Suspends::CampaignStart => vec![HeldAct::Start],
    };
    Ok(ProgrammeOrder::Issue {
        id: directive.id,
        authority: directive.issuer.clone(),
        reference: format!("as told by {}", list(&directive.sources)),
        acts,
        scope: Scope {
            areas,
            except: directive
                .exempt_waves
                .iter()
                .copied()
                .map(Area::Wave)
                .collect(),
        },
        from: at(day, 0),
        clock: ClockEffect::Runs,
    })
}

fn tell_preview(play: &mut Play<'_>, directive: &Directive, preview: &DirectiveReport) {
    let facts = play.facts;
    let holds = match directive.suspends {
        Suspends::Upload => "go-live approvals for first uploads",
        Suspends::CampaignStart => "starts of new information programmes",
    };
    let ByCoverage {
        covered,
        exempt,
        unproved,
    } = &preview.pcts;
    let stated = match &directive.scope {
        FactScope::Wave(id) => facts.wave(*id).and_then(|wave| {
            let stated = wave.stated_count?;
            Some(format!(
                " Its source counts {stated} PCTs in {id} and names {}.",
                wave.members.len()
            ))
        }),
        _ => None,
    };
    play.story.say(&format!(
        "{} orders: {holds} are held.{} The order is looked at first, and nothing is recorded. Of {} on that day {} shown \
         to be held, and {} shown to be outside or let off.{}",
        directive.issuer,
        stated.unwrap_or_default(),
        count(covered.len() + exempt.len() + unproved.len(), "PCT", "PCTs"),
        are(covered.len()),
        are(exempt.len()),
        match unproved.len() {
            0 => String::new(),
            number => format!(
                " Of {number} nobody can say: they count as held until a named person settles it."
            ),
        }
    ));
    for (what, codes) in [("Held", covered), ("Outside or let off", exempt)] {
        if !codes.is_empty() && codes.len() <= 40 {
            play.story.item(&format!("{what}: {}.", list(codes)));
        }
    }
    if directive.suspends == Suspends::CampaignStart {
        return;
    }
    let due = preview.effect.uploads_due.iter();
    let due: Vec<String> = due
        .map(|one| format!("{} in {}", one.practice, one.campaign))
        .collect();
    play.story.say(&format!(
        "Within {AHEAD_DAYS} days {} could have uploaded in what it holds{} {} would be revoked.",
        count(due.len(), "practice", "practices"),
        if due.is_empty() {
            ".".to_owned()
        } else {
            format!(": {}.", list(&due))
        },
        count(
            preview.effect.permits_revoked.len(),
            "go-live approval",
            "go-live approvals"
        ),
    ));
}

fn are(number: usize) -> String {
    match number {
        1 => "1 is".to_owned(),
        _ => format!("{number} are"),
    }
}

async fn tell_binding(
    play: &mut Play<'_>,
    report: &DirectiveReport,
    (before, after): (usize, usize),
) -> Result<(), AppError> {
    let seq = report.seq.unwrap_or_default();
    let words = format!(
        "At noon it is recorded {}, and with it, in one transaction, the histories of {} that it concerns. It binds at \
         once. Go-live approvals standing before: {before}; after: {after}.",
        play.in_programme(seq),
        count(report.effect.campaigns.len(), "campaign", "campaigns")
    );
    play.story.say(&words);
    for one in &report.effect.permits_revoked {
        let id = one
            .campaign
            .parse()
            .map_err(|_| AppError::bad(format!("no campaign `{}`", one.campaign)))?;
        let cited = play.cite(id, "permit-revoked", Some(one.practice)).await?;
        let words = format!(
            "Revoked: go-live of {}, in {} {cited}.",
            play.practice_named(one.practice),
            play.named(id.pct),
        );
        play.story.item(&words);
    }
    if !report.unlawful_in_hindsight.is_empty() {
        play.story.say("Acts done under it before it was recorded:");
    }
    for one in &report.unlawful_in_hindsight {
        let words = format!(
            "{}: {} (campaign:{} #{}).",
            from_words(one.at),
            one.act,
            one.campaign,
            one.seq
        );
        play.story.item(&words);
        let pct = one
            .campaign
            .split('/')
            .nth(1)
            .and_then(|code| code.parse().ok());
        play.outcome
            .unlawful
            .push(crate::replay::outcome::Unlawful {
                date: one.at.day(precede_app::REGISTER_ZONE).to_string(),
                pct,
                rule: Rule::R8,
                what: format!(
                    "{} was done while directive {} held it already",
                    one.act, report.directive
                ),
                judged_on: play.window.eve_of,
            });
    }
    Ok(())
}

/// A PCT both inside and let off counts as inside, and is listed.
fn tell_conflicts(play: &mut Play<'_>, directive: &Directive, report: &DirectiveReport) {
    for pct in &report.conflicts {
        let waves = play
            .facts
            .waves
            .iter()
            .filter(|wave| wave.members.contains(pct));
        let waves = waves.map(|wave| format!("{} [{}]", wave.id, list(&wave.sources)));
        let own = directive.conflict.as_deref();
        let own = own.map_or_else(String::new, |own| format!(" The facts say so too: {own}."));
        let words = format!(
            "{} belongs to {}. It is let off and held at once, which contradicts itself: it is held, and listed for a \
             named person to settle.{own}",
            play.named(*pct),
            list(waves)
        );
        play.story.say(&words);
        if !play.outcome.conflicts.contains(pct) {
            play.outcome.conflicts.push(*pct);
        }
    }
}

/// Every PCT of the facts by its answer. Who is no PCT of the register on the day is judged all the same.
async fn keep_coverage(
    play: &mut Play<'_>,
    (directive, report): (&Directive, &DirectiveReport),
) -> Result<(), AppError> {
    let state = play.app.programme_state(play.stage.programme).await?;
    let recorded = state.programme.directive(directive.id);
    let mut why = BTreeMap::new();
    let mut by = ByCoverage::<Vec<OrganisationCode>>::default();
    for pct in &play.facts.pcts {
        let code = pct.code;
        let known = [
            (Coverage::Covered, &report.pcts.covered),
            (Coverage::Exempt, &report.pcts.exempt),
            (Coverage::Unproved, &report.pcts.unproved),
        ];
        let known = known.into_iter().find(|(_, codes)| codes.contains(&code));
        let coverage = known.map(|(coverage, _)| coverage).or_else(|| {
            let place = Place {
                pct: code,
                region: Some(pct.sha),
                practice: None,
            };
            Some(judge(&state.programme, recorded?, place).coverage)
        });
        match coverage {
            Some(Coverage::Covered) => by.covered.push(code),
            Some(Coverage::Unproved) => by.unproved.push(code),
            Some(Coverage::Exempt) | None => by.exempt.push(code),
        }
        why.extend(report.why.get(&code).map(|words| (code, words.clone())));
    }
    play.outcome.covered = by.covered;
    play.outcome.exempt = by.exempt;
    play.outcome.unproved = by.unproved;
    play.outcome.why = why;
    Ok(())
}

/// Those about to upload, by name: each is asked for its go-live.
async fn ask_about_uploads(play: &mut Play<'_>, is_first: bool) -> Result<(), AppError> {
    let Some(planned) = &play.facts.planned_uploads else {
        return Ok(());
    };
    let stated = planned.stated_count.map_or_else(String::new, |stated| {
        format!(
            ", {stated} by the source and {} by name",
            planned.members.len()
        )
    });
    play.story.say(&format!(
        "About to upload were the following{stated} [{}]. Each is asked for its go-live now:",
        list(&planned.sources)
    ));
    for pct in &planned.members {
        let Some(on_stage) = play.stage.of_pct(*pct).cloned() else {
            continue;
        };
        let answer = ask(play, &on_stage, 0).await?;
        let words = match &answer {
            Some(Answer::Held { why, cited }) => {
                format!("{}: refused, {why} {cited}.", play.named(*pct))
            }
            Some(Answer::GoesOn { why }) => format!("{}: not held. {why}", play.named(*pct)),
            None => format!("{}: its programme has not begun.", play.named(*pct)),
        };
        play.story.item(&words);
        if is_first {
            match answer {
                Some(Answer::Held { .. }) => play.outcome.held_uploads.push(*pct),
                Some(Answer::GoesOn { .. }) => play.outcome.uploads_going_on.push(*pct),
                None => {}
            }
        }
    }
    Ok(())
}

/// What asking for a go-live brought.
pub(super) enum Answer {
    /// A directive holds it.
    Held {
        /// The rule and the directive.
        why: String,
        /// Where the directive entered the campaign's history.
        cited: String,
    },
    /// No directive holds it.
    GoesOn {
        /// What stands, or what is waited for.
        why: String,
    },
}

/// Asks for the go-live of one of a campaign's practices; `None` when it has not begun.
pub(super) async fn ask(
    play: &Play<'_>,
    on_stage: &OnStage,
    number: usize,
) -> Result<Option<Answer>, AppError> {
    let id = on_stage.campaign;
    let Some(practice) = on_stage
        .practices
        .get(number)
        .filter(|_| on_stage.has_started)
    else {
        return Ok(None);
    };
    let asked = play.ask(id, *practice, Act::Permit).await?;
    let held = asked.lacks.iter().find(|lack| lack.rule == Rule::R8);
    if let Some(held) = held {
        let words = held.words.split(':').next().unwrap_or_default();
        return Ok(Some(Answer::Held {
            why: format!("R8 ({}): {words}", held.law),
            cited: play.cite(id, "directive-recorded", None).await?,
        }));
    }
    let why = if play.has_permit(id, *practice).await? {
        format!(
            "Its go-live stands {}.",
            play.cite(id, "permit-issued", Some(*practice)).await?
        )
    } else if asked.lawful {
        "Every rule holds.".to_owned()
    } else {
        format!(
            "R8 (directives bind) lets it go on. It waits for {} {}.",
            laws(&asked),
            play.cite(id, "batch-posted", Some(*practice)).await?
        )
    };
    Ok(Some(Answer::GoesOn { why }))
}

/// One PCT of each wave that is let off.
async fn ask_who_goes_on(play: &mut Play<'_>, report: &DirectiveReport) -> Result<(), AppError> {
    let mut is_told = false;
    for wave in crate::replay::stage::going_on(play.facts, &play.window) {
        let members = wave.members.iter();
        let mut free = members.filter(|pct| report.pcts.exempt.contains(pct));
        let Some(on_stage) = free.find_map(|pct| play.stage.of_pct(*pct).cloned()) else {
            continue;
        };
        if !is_told {
            play.story
                .say("Those that are let off go on. One of each wave is asked:");
            is_told = true;
        }
        for number in 0..on_stage.practices.len() {
            if let Some(answer) = ask(play, &on_stage, number).await? {
                let words = match answer {
                    Answer::Held { why, cited } => format!("refused, {why} {cited}."),
                    Answer::GoesOn { why } => why,
                };
                let words = format!(
                    "{}, {}, practice {}: {words}",
                    wave.id,
                    play.named(on_stage.campaign.pct),
                    on_stage.practices[number]
                );
                play.story.item(&words);
            }
        }
    }
    Ok(())
}

/// One PCT of which nobody can say.
async fn ask_unproved(play: &mut Play<'_>, report: &DirectiveReport) -> Result<(), AppError> {
    let campaigns = play.stage.campaigns.iter();
    let unproved =
        campaigns.filter(|one| one.has_started && report.pcts.unproved.contains(&one.campaign.pct));
    // One that only sent letters, if there is one: nobody has said anything else about it.
    let Some(on_stage) = unproved
        .max_by_key(|one| one.part == Part::Letters)
        .cloned()
    else {
        return Ok(());
    };
    if let Some(Answer::Held { why, cited }) = ask(play, &on_stage, 0).await? {
        let words = format!(
            "{} is one of those of whom nobody can say. Asked for a go-live there, the answer is no: {why} {cited}. A \
             named person is to settle whether it is held.",
            play.named(on_stage.campaign.pct)
        );
        play.story.say(&words);
    }
    Ok(())
}

/// The facts know of no order that holds uploads: those about to upload go on.
pub(super) async fn none(play: &mut Play<'_>) -> Result<(), AppError> {
    let permits = play.permits().await?;
    play.outcome.permits_before = permits;
    play.outcome.permits_after = permits;
    play.story.say(&format!(
        "In the facts no order holds uploads in these days. {permits} go-live approvals stand."
    ));
    ask_about_uploads(play, true).await
}

/// The facts say that an order ended.
pub(super) async fn lift(play: &mut Play<'_>, directive: &Directive) -> Result<(), AppError> {
    let state = play.app.programme_state(play.stage.programme).await?;
    let known = state.programme.directive(directive.id);
    if known.is_none_or(|known| known.lifted.is_some()) {
        return Ok(());
    }
    let order = ProgrammeOrder::Lift {
        id: directive.id,
        authority: directive.issuer.clone(),
        reference: format!("as told by {}", list(&directive.sources)),
    };
    let ordered = play.of_programme(order, "as the facts tell it").await?;
    let words = format!(
        "Directive {} ends {}.",
        directive.id,
        play.in_programme(ordered.seq)
    );
    play.story.say(&words);
    play.settle().await
}

/// The person who approves at a PCT.
pub(super) fn lead(pct: OrganisationCode) -> Result<precede_model::PersonId, AppError> {
    person(precede_model::Role::PctLead, pct)
}
