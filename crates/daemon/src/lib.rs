//! The tokio loop: find what is due, claim it under a warrant, perform it outside any transaction, record the outcome.
//!
//! Takes store, clock and transports as arguments. Two ways to run: `serve` on the real clock, `run_until` on a simulated
//! one. Both take the same turns.

mod daemon;
mod doubt;
mod effects;
mod one_by_one;
mod outlets;
mod schedules;
mod serve;
mod simulate;
mod turn;
mod visitor;

pub use daemon::{Daemon, Presence};
pub use effects::{Claimed, Performed, order_of};
pub use outlets::{NO_ADDRESS, Outcome, Outlets, reference};
pub use schedules::Schedules;
pub use simulate::next_minute;
pub use visitor::{Nobody, Visitor};
