//! What others ordered, as it stands.

use crate::{
    calendar::Instant,
    event::{Act, Directive, Dispensation, QuietTime},
};

/// Directives, dispensations and quiet times of one campaign. What is replaced by newer words of its name is over.
#[derive(Debug, Clone, Default)]
pub(crate) struct Orders {
    directives: Vec<Standing<Directive>>,
    dispensations: Vec<Standing<Dispensation>>,
    quiet_times: Vec<QuietTime>,
}

/// Which orders are asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Asked {
    /// Those that stand now.
    Standing,
    /// Those that were recorded by an instant, and lifted or ended after it if at all.
    StandingAt(Instant),
}

/// An order, the entry it came with, and when it was lifted or ended since.
#[derive(Debug, Clone)]
pub(crate) struct Standing<T> {
    pub order: T,
    pub seq: u64,
    pub recorded: Instant,
    over: Option<Instant>,
}

impl<T> Standing<T> {
    fn of(order: T, (seq, recorded): (u64, Instant)) -> Self {
        Self {
            order,
            seq,
            recorded,
            over: None,
        }
    }

    fn end(&mut self, at: Instant) {
        self.over.get_or_insert(at);
    }

    fn is(&self, asked: Asked) -> bool {
        match asked {
            Asked::Standing => self.over.is_none(),
            Asked::StandingAt(at) => self.recorded <= at && self.over.is_none_or(|over| at < over),
        }
    }
}

impl Orders {
    /// A directive is recorded; one of its name before it is replaced.
    pub fn bind(&mut self, directive: Directive, entry: (u64, Instant)) {
        self.lift(&directive.directive, entry.1);
        self.directives.push(Standing::of(directive, entry));
    }

    /// A directive is lifted.
    pub fn lift(&mut self, name: &str, at: Instant) {
        let known = self.directives.iter_mut();
        known
            .filter(|one| one.order.directive == name)
            .for_each(|one| one.end(at));
    }

    /// Whether a directive of this name may be lifted: it was recorded, and not lifted since.
    pub fn is_bound_by(&self, name: &str) -> bool {
        let is_standing = |one: &&Standing<Directive>| one.is(Asked::Standing);
        let mut standing = self.directives.iter().filter(is_standing);
        standing.any(|one| one.order.directive == name)
    }

    /// A dispensation is granted; one of its name before it is replaced.
    pub fn dispense(&mut self, dispensation: Dispensation, entry: (u64, Instant)) {
        self.end_dispensation(&dispensation.dispensation, entry.1);
        self.dispensations.push(Standing::of(dispensation, entry));
    }

    /// A dispensation is taken back, or has lapsed.
    pub fn end_dispensation(&mut self, name: &str, at: Instant) {
        let known = self.dispensations.iter_mut();
        known
            .filter(|one| one.order.dispensation == name)
            .for_each(|one| one.end(at));
    }

    /// A quiet time is recorded; one of its name before it is replaced.
    pub fn keep_quiet(&mut self, quiet: QuietTime) {
        self.end_quiet(&quiet.quiet_time);
        self.quiet_times.push(quiet);
    }

    /// A quiet time is called off.
    pub fn end_quiet(&mut self, name: &str) {
        self.quiet_times.retain(|one| one.quiet_time != name);
    }

    /// The quiet time that lies over an instant.
    pub fn quiet(&self, at: Instant) -> Option<&QuietTime> {
        let mut quiet = self.quiet_times.iter();
        quiet.find(|one| one.from <= at && at < one.until)
    }

    /// Directives over an act in force at an instant.
    pub fn holding(
        &self,
        act: Act,
        (asked, at): (Asked, Instant),
    ) -> impl Iterator<Item = &Directive> {
        self.directives
            .iter()
            .filter(move |one| {
                let from = one.order.from.unwrap_or(one.recorded);
                one.is(asked) && from <= at && names(&one.order.acts, act)
            })
            .map(|one| &one.order)
    }

    /// Dispensations from a directive for an act, granted and in date at an instant.
    pub fn exempting<'a>(
        &'a self,
        directive: &'a Directive,
        act: Act,
        (asked, at): (Asked, Instant),
    ) -> impl Iterator<Item = &'a Dispensation> {
        self.dispensations
            .iter()
            .filter(move |one| {
                let order = &one.order;
                one.is(asked)
                    && order.directive == directive.directive
                    && names(&order.acts, act)
                    && order.from.is_some_and(|from| from <= at)
                    && order.until.is_some_and(|until| at < until)
            })
            .map(|one| &one.order)
    }

    /// Entries whose order over an act came into force, or ceased to exempt, by time alone after one instant and up to
    /// another.
    pub fn turned(&self, act: Act, (since, at): (Instant, Instant)) -> impl Iterator<Item = u64> {
        let is_within = move |day: Option<Instant>, recorded: Instant| {
            day.is_some_and(|day| recorded < day && since < day && day <= at)
        };
        let begun = self.directives.iter().filter(move |one| {
            one.is(Asked::Standing)
                && names(&one.order.acts, act)
                && is_within(one.order.from, one.recorded)
        });
        let lapsed = self.dispensations.iter().filter(move |one| {
            one.is(Asked::Standing)
                && names(&one.order.acts, act)
                && is_within(one.order.until, one.recorded)
        });
        begun.map(|one| one.seq).chain(lapsed.map(|one| one.seq))
    }
}

fn names(acts: &[String], act: Act) -> bool {
    acts.iter().any(|one| one == act.word())
}
