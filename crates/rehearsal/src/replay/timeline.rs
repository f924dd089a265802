//! The facts of the played days in the order in which they are told.

use chrono::NaiveDate;

use super::{
    facts::{Directive, DispensationRequest, Event, EventKind, FactDate, Facts, Scope, Succession},
    window::Window,
};

/// One thing to tell.
#[derive(Debug, Clone, Copy)]
pub(super) enum Item<'a> {
    /// PCTs take over from others.
    Succession(&'a Succession),
    /// An order begins to hold acts.
    Directive(&'a Directive),
    /// An order ends.
    Lapse(&'a Directive),
    /// Somebody asks to be exempted.
    Request(&'a DispensationRequest),
    /// No order holds uploads in the played days: what stands is counted on the day of the facts.
    NoOrder,
    /// Something happened.
    Event(&'a Event),
}

/// An item on the day on which it is played.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dated<'a> {
    /// The day on which the replay plays it.
    pub day: NaiveDate,
    /// What is known of its date.
    pub date: FactDate,
    /// The item.
    pub item: Item<'a>,
}

/// What falls into the played days, in order. What is known by the month alone is told at the month's end, for it had
/// happened by then; but an order binds from the first day it can have held.
pub(super) fn timeline<'a>(facts: &'a Facts, window: &Window) -> Vec<Dated<'a>> {
    let mut found = Vec::new();
    let mut add = |date: FactDate, day: Option<NaiveDate>, item| {
        if let Some(day) = day.filter(|_| window.holds(date)) {
            let day = day.clamp(window.first, window.last);
            found.push(Dated { day, date, item });
        }
    };
    for one in &facts.successions {
        let date = FactDate::Exact(one.date);
        add(date, date.earliest(), Item::Succession(one));
    }
    // Told before the order itself, which it announces.
    for one in &facts.events {
        let day = match one.kind {
            EventKind::Directive => one.date.earliest(),
            _ => one.date.latest(),
        };
        add(one.date, day, Item::Event(one));
    }
    for one in &facts.directives {
        add(one.from, one.from.earliest(), Item::Directive(one));
        let is_within = one.until.latest().is_some_and(|day| day <= window.last);
        if is_within {
            add(one.until, one.until.latest(), Item::Lapse(one));
        }
    }
    for one in &facts.dispensation_requests {
        add(one.asked_by, one.asked_by.latest(), Item::Request(one));
    }
    if window.upload_directive(facts).is_none() {
        let date = FactDate::Exact(window.eve_of);
        add(date, date.earliest(), Item::NoOrder);
    }
    // Stable: of one day, in the order above.
    found.sort_by_key(|one| (one.day, rank(one.item)));
    found
}

/// Events of a day before what is done about them, but a resumption after all else of its day.
fn rank(item: Item<'_>) -> u8 {
    match item {
        Item::Event(event) if event.kind == EventKind::Resume => 4,
        Item::Event(_) => 0,
        Item::Succession(_) => 1,
        Item::Directive(_) | Item::NoOrder => 2,
        Item::Lapse(_) | Item::Request(_) => 3,
    }
}

/// The PCTs an event names by their codes.
pub(super) fn named_pcts(event: &Event) -> &[precede_model::OrganisationCode] {
    match &event.scope {
        Scope::Pct(code) => std::slice::from_ref(code),
        Scope::Pcts(codes) => codes,
        Scope::England | Scope::Sha(_) | Scope::Wave(_) | Scope::Practice(_) | Scope::MailHouse => {
            &[]
        }
    }
}

/// The agreement that becomes a rule: the first of the played days, dated to the day, and of everybody, since uploads
/// were held.
pub(super) fn joint_rule<'a>(facts: &'a Facts, window: &Window) -> Option<&'a Event> {
    let held = window.upload_directive(facts);
    let since = held.and_then(|one| one.from.earliest());
    let since = since.unwrap_or(window.first);
    let mut agreements: Vec<&Event> = facts
        .events
        .iter()
        .filter(|event| {
            let is_exact = matches!(event.date, FactDate::Exact(day) if day >= since);
            event.kind == EventKind::Agreement
                && event.scope == Scope::England
                && is_exact
                && window.holds(event.date)
        })
        .collect();
    agreements.sort_by_key(|event| event.date.earliest());
    agreements.first().copied()
}
