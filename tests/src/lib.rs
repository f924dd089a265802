//! Scenarios: stories told as commands typed, and the transcript a person reviews like prose.
//!
//! `scenarios/NAME.toml` holds the story, the files that lie in the folder, and what is typed, each with the exit code it
//! must end with. `scenarios/NAME.out` is the transcript it must give. The real binary runs in an empty folder.

mod program;
mod scenario;
mod transcript;

pub use program::program;
pub use scenario::{Scenario, Typed, words};
pub use transcript::{Mismatch, compare, tell};
