//! Seeded people on a virtual clock: for the national demo, for rehearsals and for tests.
//!
//! They act through the application alone, as the command line does. Who acts next, and when, is a pure function of a
//! campaign's state and the seed, so a rehearsal that is stopped and resumed goes on as if nothing had been.

mod blocked;
mod chance;
pub mod counterexample;
mod demo;
mod diary;
pub mod histories;
mod memory;
mod national;
mod people;
pub mod replay;
mod summary;
mod table;
mod unproved;
mod world;
pub mod year;

pub use blocked::Blocked;
pub use chance::Chance;
pub use demo::{Demo, Ended, Finished, START, demo};
pub use memory::peak_rss_mb;
pub use national::{Change, Nation, RegisterChanges, ToPlan};
pub use people::{Act, People, next_act};
pub use summary::{Check, Summary};
pub use table::{RegionRow, Table};
pub use world::{World, person_id};
