//! The rules: decide, advance, apply. Pure: no clock, database, file, network or chance.
//!
//! `decide` answers a command, `advance` says what time alone causes, `apply` is the only mutator, `warrant` the only
//! maker of the proof an act needs.

mod advance;
mod apply;
mod binding;
mod decide;
mod def;
mod evidence;
mod explain;
mod kinds;
mod lifecycle;
mod membership;
mod migration;
pub mod moves;
mod order;
pub mod programme;
mod reports;
mod rules;
mod run;
mod second_thoughts;
mod spending;
#[cfg(test)]
mod tests;
pub mod time;
#[cfg(feature = "twins")]
pub mod twins;
#[cfg(not(feature = "twins"))]
mod twins;
mod warrant;

pub use advance::{advance, advance_in_place};
pub use apply::{apply, withheld};
pub use decide::{decide, decide_in_place, refused};
pub use def::{Def, UnknownVariant, begin, whole_pct};
pub use explain::{
    Course, Explained, RuleExplained, Verdict, earliest, explain, explained, lacking,
};
pub use migration::{Obstacle, migrate};
pub use order::{Readiness, readiness};
pub use rules::{Proof, Who};
pub use run::Decision;
pub use spending::{Spending, spending};
pub use warrant::{NoWarrant, Warrant, warrant};
