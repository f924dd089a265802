//! Chance without a generator: a number is a hash of the seed and of what it is asked about (E17).
//!
//! Nothing runs on, so a rehearsal that is resumed, or narrowed to one PCT, draws what the whole one drew.

/// Chance about one subject. Naming a further part gives chance about that part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chance(u64);

impl Chance {
    /// Chance of a whole rehearsal.
    pub fn of_seed(seed: u64) -> Self {
        Self(mix(seed ^ 0x5072_6563_6564_6500))
    }

    /// Chance about a named part: a stream, a subject, a step, a purpose.
    #[must_use]
    pub fn about(self, part: &str) -> Self {
        let start = mix(self.0 ^ part.len() as u64);
        let hashed = part.as_bytes().chunks(8).fold(start, |hash, chunk| {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            mix(hash ^ u64::from_le_bytes(word))
        });
        Self(hashed)
    }

    /// Chance about a numbered part: an occurrence, a batch.
    #[must_use]
    pub fn number(self, part: u64) -> Self {
        Self(mix(mix(self.0 ^ 0x6e75_6d62_6572) ^ part))
    }

    /// A number below `bound`; 0 for a bound of 0.
    pub fn below(self, bound: u32) -> u32 {
        let scaled = (u128::from(self.0) * u128::from(bound)) >> 64;
        scaled as u32
    }

    /// A number of `least..=most`.
    pub fn between(self, least: u32, most: u32) -> u32 {
        least + self.below(most.saturating_sub(least) + 1)
    }

    /// Whether this falls into a share of so many in a thousand.
    pub fn is_one_of(self, in_thousand: u32) -> bool {
        self.below(1000) < in_thousand
    }

    /// One of these; `None` if there are none.
    pub fn pick<T: Copy>(self, of: &[T]) -> Option<T> {
        of.get(self.below(of.len() as u32) as usize).copied()
    }

    /// Place in an order drawn by lot.
    pub fn rank(self) -> u64 {
        self.0
    }
}

/// Spreads every bit over all (the finisher of splitmix64).
fn mix(word: u64) -> u64 {
    let word = word.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_question_has_the_same_answer() {
        let draw = |seed| {
            Chance::of_seed(seed)
                .about("campaign:scr/5PY/all")
                .about("F81006")
                .number(2)
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        let chance = Chance::of_seed(1);
        assert_ne!(chance.about("ab").about("c"), chance.about("a").about("bc"));
        assert_ne!(chance.about(""), chance);
        assert_ne!(chance.about("a"), chance.about("a\0"));
        assert_ne!(chance.number(1).number(2), chance.number(2).number(1));
    }

    #[test]
    fn shares_come_out_as_asked_for() {
        let chance = Chance::of_seed(3);
        let hits = (0..100_000)
            .filter(|n| chance.number(*n).is_one_of(60))
            .count();
        assert!((5_700..6_300).contains(&hits), "{hits}");
        let sum: u64 = (0..100_000)
            .map(|n| u64::from(chance.number(n).between(2, 4)))
            .sum();
        assert!((298_000..302_000).contains(&sum), "{sum}");
        assert_eq!(chance.below(0), 0);
        assert_eq!(chance.pick::<u8>(&[]), None);
    }
}
