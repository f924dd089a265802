//! The daemon's protocol as a model: several daemons, a relay, people and one database, stopped, killed and cut off at
//! every point between two statements. docs/protocol.md tells what is in it and what is not.
//!
//! The model is pure and knows neither store nor daemon: each [`Action`] names the function it stands for, and random
//! ways through it are replayed on the real store (`tests/protocol.rs`).

mod action;
mod breach;
mod database;
mod explore;
pub mod key;
mod next;
mod scenes;
mod session;
mod state;
mod tell;
mod world;

pub use action::{Action, Deed, Fate, actions};
pub use breach::Breach;
pub use explore::{Explored, explore};
pub use next::next;
pub use state::{Campaign, Daemon, Late, LateWrite, Life, Row, Stage, Stands, Starter, State};
pub use tell::tell;
pub use world::{Beginning, Broken, Budget, Effect, Kind, Opens, World};
pub use world::{IDLE, MARGIN, SHORT};
