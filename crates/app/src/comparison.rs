//! Two versions of a definition compared before any campaign moves.

use precede_model::definition::Definition;
use precede_proof::{Bounds, Change, Sentence, Wrong};
use serde::Serialize;

use crate::{App, AppError, MoveReport, migration::words};

/// What comparing two versions found, as people and programs read it.
#[derive(Debug, Clone, Serialize)]
pub struct Comparison {
    /// The old version.
    pub from: VersionName,
    /// The new one.
    pub to: VersionName,
    /// Whether every state that a campaign of the old version can reach moves, and nothing goes wrong afterwards.
    pub lawful: bool,
    /// What differs.
    pub changes: Vec<Change>,
    /// States of the old version in which a campaign could move.
    pub states: usize,
    /// Those that move.
    pub moves: usize,
    /// What keeps others where they are, the commonest first.
    pub stays: Vec<Stays>,
    /// Different states explored after the move.
    pub states_after: usize,
    /// What goes wrong after a move, or in it.
    pub wrong: Option<Wrong>,
    /// `quick` or `full`.
    pub bounds: &'static str,
    /// Whether every state within the bounds was seen.
    pub whole: bool,
    /// How long that took, by the caller's clock.
    pub seconds: f64,
    /// How the campaigns of the data folder would move; `None` where there is no folder.
    pub campaigns: Option<MoveReport>,
}

/// A version by its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VersionName {
    /// Its digest.
    pub definition: String,
    /// Its variant.
    pub variant: Option<String>,
}

/// Something that keeps campaigns where they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stays {
    /// What, and what to do, in a sentence.
    pub why: String,
    /// In how many states.
    pub states: usize,
    /// The shortest way to such a state.
    pub story: Vec<Sentence>,
}

impl App {
    /// Compares an old version with a new one; campaigns are not looked at. The caller keeps the time.
    ///
    /// # Errors
    /// When they are of two programmes, or have no such variant.
    pub fn compare_versions(
        &self,
        old: (&Definition, Option<&str>),
        new: (&Definition, Option<&str>),
        bounds: Bounds,
    ) -> Result<Comparison, AppError> {
        if old.0.code != new.0.code {
            return Err(AppError::bad(format!(
                "the old version is of programme `{}`, the new one of `{}`: name two versions of one programme",
                old.0.code, new.0.code
            )));
        }
        let found = precede_proof::compare(old, new, bounds)
            .map_err(|unknown| AppError::bad(unknown.to_string()))?;
        let stays = found.stays.iter().map(|stays| Stays {
            why: words(&stays.obstacle),
            states: stays.states,
            story: stays.story.clone(),
        });
        Ok(Comparison {
            from: named(old),
            to: named(new),
            lawful: found.is_lawful(),
            stays: stays.collect(),
            changes: found.changes,
            states: found.states,
            moves: found.moves,
            states_after: found.states_after,
            wrong: found.wrong,
            bounds: if bounds == Bounds::QUICK {
                "quick"
            } else {
                "full"
            },
            whole: found.is_whole,
            seconds: 0.0,
            campaigns: None,
        })
    }
}

fn named((definition, variant): (&Definition, Option<&str>)) -> VersionName {
    let first = || definition.variants.first().map(|one| one.id.clone());
    VersionName {
        definition: definition.digest.clone(),
        variant: variant.map(str::to_owned).or_else(first),
    }
}
