//! Use cases: load, decide, save state, events, timers and effects in one commit. The web, the command line, the daemon
//! and the rehearsal all come through here.

mod app;
mod campaign;
mod error;
mod ledger;
mod names;
mod people;
mod programme;
pub mod shipped;
mod tick;

pub use app::{App, DAEMON};
pub use campaign::{Planned, TrancheChoice};
pub use error::AppError;
pub use ledger::{Fold, export_line, head_of_heads};
pub use people::Said;
pub use programme::{Checked, Published};
pub use tick::{Tick, WAKE, Waiting};
