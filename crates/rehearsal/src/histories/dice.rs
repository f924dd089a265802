//! Draws of one step of one history: a hash of seed, history, step and how many were drawn before, so that leaving other
//! steps out changes none of them.

use crate::Chance;

/// Draws, one after another.
#[derive(Debug, Clone)]
pub(super) struct Dice {
    chance: Chance,
    drawn: u64,
}

impl Dice {
    pub fn of(chance: Chance) -> Self {
        Self { chance, drawn: 0 }
    }

    fn next(&mut self) -> Chance {
        self.drawn += 1;
        self.chance.number(self.drawn)
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: u32) -> u32 {
        self.next().below(bound)
    }

    /// A number of `least..=most`.
    pub fn between(&mut self, least: u32, most: u32) -> u32 {
        self.next().between(least, most)
    }

    /// True once in so many times.
    pub fn one_in(&mut self, times: u32) -> bool {
        self.below(times) == 0
    }

    /// One of these.
    ///
    /// # Panics
    /// When there are none: every list drawn from here is written in the program.
    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        self.next().pick(of).expect("a list to draw from")
    }

    /// Takes one out of a list that may be empty.
    pub fn take<T>(&mut self, of: &mut Vec<T>) -> Option<T> {
        if of.is_empty() {
            return None;
        }
        let place = self.below(of.len() as u32) as usize;
        Some(of.swap_remove(place))
    }
}
