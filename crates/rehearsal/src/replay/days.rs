//! The chapters, one file each, and the order in which they are told.

mod before;
mod directive;
mod end;
mod incident;
mod joint_rule;
mod letters;
mod meanwhile;
mod outside;
mod quiet_time;
mod request;
mod resume;
mod started;
mod succession;

use chrono::{Datelike, Days, Months, NaiveDate};
use precede_app::AppError;

use super::{
    facts::{Event, EventKind, FactDate, Scope},
    play::Play,
    story::date_words,
    timeline::{Dated, Item, joint_rule, timeline},
    window::at,
};

/// Tells all of it. `check` judges the histories at the end.
pub(super) async fn tell(
    play: &mut Play<'_>,
    check: &mut crate::Check<'_>,
) -> Result<(), AppError> {
    before::tell(play).await?;
    before::start(play).await?;
    let items = timeline(play.facts, &play.window);
    let mut month = play.window.first;
    while month <= play.window.last {
        play.story.chapter(&month.format("%B %Y").to_string());
        for one in items.iter().filter(|one| is_in_month(one.day, month)) {
            tell_one(play, one).await?;
        }
        quiet_time::announce(play, month).await?;
        let next = month.checked_add_months(Months::new(1));
        month = next.unwrap_or(NaiveDate::MAX);
        let last = month.checked_sub_days(Days::new(1)).unwrap_or(month);
        go_to(play, last, 23).await?;
    }
    outside::tell(play).await?;
    end::tell(play, check).await
}

fn is_in_month(day: NaiveDate, month: NaiveDate) -> bool {
    (day.year(), day.month()) == (month.year(), month.month())
}

/// Lets time run to an hour of a day, and tells what happened on the way.
async fn go_to(play: &mut Play<'_>, day: NaiveDate, hour: u32) -> Result<(), AppError> {
    play.run_to(at(day, hour)).await?;
    meanwhile::tell(play).await
}

async fn tell_one(play: &mut Play<'_>, one: &Dated<'_>) -> Result<(), AppError> {
    go_to(play, one.day, 9).await?;
    match one.item {
        Item::Event(event) => tell_event(play, event, one).await,
        Item::Succession(succession) => {
            play.story.when(&date_words(one.date));
            succession::tell(play, succession).await
        }
        Item::Directive(directive) => {
            play.story.when(&date_words(one.date));
            directive::tell(play, directive, one.day).await
        }
        Item::NoOrder => {
            play.story.when(&date_words(one.date));
            directive::none(play).await
        }
        Item::Lapse(directive) => {
            play.story.when(&date_words(one.date));
            directive::lift(play, directive).await
        }
        Item::Request(request) => {
            play.story.when(&date_words(one.date));
            request::tell(play, request, one.day).await
        }
    }
}

/// What happened in the source's words, then what the rules make of it.
async fn tell_event(play: &mut Play<'_>, event: &Event, one: &Dated<'_>) -> Result<(), AppError> {
    play.story.when(&date_words(event.date));
    play.story.say(&with_sources(event));
    match event.kind {
        EventKind::Mailing => letters::judge(play, event, one.day).await,
        EventKind::Incident if event.scope == Scope::MailHouse => {
            incident::tell(play, event, one.day).await
        }
        EventKind::Resume => resume::tell(play, event).await,
        EventKind::Agreement
            if joint_rule(play.facts, &play.window).is_some_and(|rule| rule == event) =>
        {
            joint_rule::tell(play).await
        }
        EventKind::Status => {
            if is_about_planned_uploads(play, event) {
                play.story.say(
                    "This is evidence alone: it names who was about to upload, and changes nobody's go-live approval.",
                );
            }
            Ok(())
        }
        EventKind::Launch
        | EventKind::Funding
        | EventKind::Campaign
        | EventKind::Incident
        | EventKind::Objection
        | EventKind::Directive
        | EventKind::Dispensation
        | EventKind::Agreement
        | EventKind::Review
        | EventKind::Evaluation
        | EventKind::Organisation => Ok(()),
    }
}

/// Whether an event is the publication that the list of planned uploads comes from.
fn is_about_planned_uploads(play: &Play<'_>, event: &Event) -> bool {
    let planned = play.facts.planned_uploads.as_ref();
    planned.is_some_and(|planned| planned.sources == event.sources)
        && matches!(event.date, FactDate::Exact(_))
}

/// An event's text with the keys of its sources.
fn with_sources(event: &Event) -> String {
    let keys: Vec<String> = event.sources.iter().map(ToString::to_string).collect();
    format!("{} [{}]", event.text, keys.join(", "))
}
