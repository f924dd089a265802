//! The replay of what happened: dated facts of a real roll-out, read from a file with their sources.

pub mod facts;
mod membership;

pub use facts::Facts;
pub use membership::{Membership, membership};
