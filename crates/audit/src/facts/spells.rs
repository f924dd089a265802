//! Something that can begin to hold, be taken back and begin again.

use crate::calendar::Instant;

/// The spells of time in which it held, in order; only the last may still run.
#[derive(Debug, Clone, Default)]
pub(crate) struct Spells(Vec<Spell>);

#[derive(Debug, Clone)]
struct Spell {
    from: Instant,
    until: Option<Instant>,
}

impl Spells {
    /// It holds from an instant on. While it holds already, an earlier instant (confirmed later) counts. Nothing
    /// reaches back behind the instant at which it was last taken back.
    pub fn begin(&mut self, from: Instant) {
        let taken_back = self.0.iter().filter_map(|spell| spell.until).max();
        let from = taken_back.map_or(from, |until| from.max(until));
        match self.0.last_mut() {
            Some(Spell {
                from: since,
                until: None,
            }) => *since = from.min(*since),
            _ => self.0.push(Spell { from, until: None }),
        }
    }

    /// It is taken back.
    pub fn end(&mut self, at: Instant) {
        if let Some(spell) = self.0.last_mut() {
            spell.until.get_or_insert(at);
        }
    }

    /// Since when it holds at an instant.
    pub fn since(&self, at: Instant) -> Option<Instant> {
        let holds = |spell: &&Spell| spell.from <= at && spell.until.is_none_or(|until| at < until);
        self.0.iter().find(holds).map(|spell| spell.from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: u32) -> Instant {
        format!("2010-01-{day:02}T00:00:00Z").parse().unwrap()
    }

    #[test]
    fn holds_from_its_beginning_until_it_is_taken_back() {
        let mut spells = Spells::default();
        spells.begin(at(5));
        spells.end(at(9));
        assert_eq!(spells.since(at(4)), None);
        assert_eq!(spells.since(at(5)), Some(at(5)));
        assert_eq!(spells.since(at(8)), Some(at(5)));
        assert_eq!(spells.since(at(9)), None);
    }

    #[test]
    fn a_second_beginning_can_only_make_it_earlier() {
        let mut spells = Spells::default();
        spells.begin(at(5));
        spells.begin(at(7));
        assert_eq!(spells.since(at(9)), Some(at(5)));
        spells.begin(at(3));
        assert_eq!(spells.since(at(9)), Some(at(3)));
    }

    #[test]
    fn what_was_taken_back_is_not_revived_by_an_older_date() {
        let mut spells = Spells::default();
        spells.begin(at(5));
        spells.end(at(9));
        spells.end(at(20));
        spells.begin(at(6));
        assert_eq!(spells.since(at(8)), Some(at(5)));
        assert_eq!(spells.since(at(10)), Some(at(9)));
        spells.begin(at(4));
        assert_eq!(spells.since(at(10)), Some(at(9)));
    }
}
