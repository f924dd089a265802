//! The replay of what happened: dated facts of a real roll-out, read from a file with their sources, and played through
//! the real rules, application and daemon on a simulated clock.
//!
//! Nothing is known here about any PCT, wave or day beyond what the facts say; what the story needs beside them is
//! assumed in `stage.rs` and where it is needed, and listed.

mod cast;
mod days;
pub mod facts;
mod membership;
mod outcome;
mod play;
mod setting;
mod stage;
mod story;
mod timeline;
mod window;

use precede_app::{App, AppError};
use precede_daemon::Daemon;
use precede_model::Timestamp;

pub use facts::Facts;
pub use membership::{Membership, membership};
pub use outcome::{Outcome, Unlawful};

use crate::Check;

/// A replay that was played to its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replayed {
    /// The story, as people read it.
    pub story: String,
    /// What was found.
    pub outcome: Outcome,
}

/// When the clock of a replay of these facts begins: the store is to stand there, simulated.
pub fn begins(facts: &Facts) -> Timestamp {
    let window = window::Window::of(facts);
    window::at(window.assumed_from, 8)
}

/// Plays the facts from January to June of their year. `definition` is the programme plan as text; `check` judges each
/// history at the end and says how many entries broke a rule.
///
/// # Errors
/// Facts that do not suit the register of 2010 (each with what to do), a definition with faults, or the database.
pub async fn replay(
    app: &App,
    daemon: &mut Daemon,
    (facts, definition): (&Facts, &str),
    check: &mut Check<'_>,
) -> Result<Replayed, AppError> {
    let mut play = setting::set(app, daemon, (facts, definition)).await?;
    days::tell(&mut play, check).await?;
    Ok(Replayed {
        story: play.story.into_text(),
        outcome: play.outcome,
    })
}
