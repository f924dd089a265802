//! The same expectations of every store: they know no database.

mod chain;
mod clock;
mod crash_points;
mod due;
mod effects;
mod recovery;
mod register;
mod schema;
mod support;
mod versions;
