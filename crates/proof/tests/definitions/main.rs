//! Definitions put to the proof: shipped, reworded, broken, and made by chance.

#[path = "../common/mod.rs"]
mod common;
mod comparison;
mod cross_check;
mod lawful;
mod proved;
mod random;
mod reworded;
mod sweep;
mod twins;
