//! Explores a definition with the real engine: whether any order of moves lets a forbidden act leave, whether the
//! definition ever opens one, and whether every campaign of it can end. Touches nothing: no clock, no files, no chance.
//!
//! `protocol` is a model of its own: the daemons, the relay and the database around the engine.
//!
//! The rest knows no step kinds. What people could do comes from the engine's room `moves`, what happens from `decide` and
//! `advance`; the laws are stated once more, over histories, in `laws`.

mod check;
mod comparison;
mod dead_end;
mod drawing;
mod explore;
mod key;
mod laws;
mod mend;
pub mod protocol;
mod proved;
pub mod replay;
mod report;
mod slice;
mod sound;
mod state;
mod story;
mod world;

pub use check::{Checked, Model};
pub use comparison::{Bearing, Change, Comparison, Stays, Version, Wrong, compare};
pub use drawing::draw;
pub use explore::{Explored, Found, Node};
pub use proved::{PROVED, Proved, proved};
pub use report::{Counterexample, DefinitionLine, Report, RuleProved, Within, check};
pub use slice::{Bounds, Ending, Slice, Temper};
pub use story::Sentence;
