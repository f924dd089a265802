//! Two versions of a definition compared before any campaign moves: what differs, and whether every state that a campaign
//! of the old one can reach moves lawfully to the new one (E11), by the engine's own `migrate`.

mod changes;
mod keys;
mod moved;
mod walk;

use precede_engine::{Obstacle, UnknownVariant};
use precede_model::definition::Definition;
use serde::Serialize;

pub use changes::{Bearing, Change};

use crate::{check::Model, slice::Bounds, story::Sentence};

/// What comparing two versions found.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// What differs.
    pub changes: Vec<Change>,
    /// States of the old version in which a campaign could move: planned, running or paused.
    pub states: usize,
    /// Those that move.
    pub moves: usize,
    /// Those that do not, by what is in the way, the commonest first.
    pub stays: Vec<Stays>,
    /// Different states explored after the move.
    pub states_after: usize,
    /// What goes wrong after a move, or in it.
    pub wrong: Option<Wrong>,
    /// Whether every state within the bounds was seen.
    pub is_whole: bool,
}

/// Something that keeps campaigns where they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stays {
    /// What, as in the story.
    pub obstacle: Obstacle,
    /// In how many states.
    pub states: usize,
    /// The shortest way to such a state.
    pub story: Vec<Sentence>,
}

/// Something that goes wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Wrong {
    /// The rule it is about.
    pub rule: String,
    /// How it comes to it: under the old version, the move, and what follows.
    pub story: Vec<Sentence>,
}

impl Comparison {
    /// Whether every state moves, and nothing goes wrong afterwards: proved within the bounds.
    pub fn is_lawful(&self) -> bool {
        self.stays.is_empty() && self.wrong.is_none() && self.is_whole
    }
}

/// A definition in one of its variants.
pub type Version<'a> = (&'a Definition, Option<&'a str>);

/// Compares an old version with a new one. Of a version with itself there is nothing to explore.
///
/// # Errors
/// When one of them has no such variant.
pub fn compare(
    old: Version<'_>,
    new: Version<'_>,
    bounds: Bounds,
) -> Result<Comparison, UnknownVariant> {
    let (before, after) = (Model::new(old.0, old.1)?, Model::new(new.0, new.1)?);
    let mut walk = walk::Walk::new(&before, &after, bounds);
    let is_same = old.0.digest == new.0.digest && before.def.variant == after.def.variant;
    if !is_same {
        walk.every_slice();
    }
    Ok(Comparison {
        changes: changes::between(&before.def, &after.def),
        states: walk.states,
        moves: walk.moves,
        stays: walk.stays(),
        states_after: walk.states_after,
        wrong: walk.wrong(),
        is_whole: walk.is_whole,
    })
}
