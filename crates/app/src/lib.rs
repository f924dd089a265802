//! Use cases: load, decide, save state, events, timers and effects in one commit. The web, the command line, the daemon
//! and the rehearsal all come through here.

mod app;
mod campaign;
mod contacts;
mod day;
mod digest;
mod doctor;
mod error;
mod explain;
mod ledger;
mod names;
mod people;
mod programme;
mod refresh;
mod register;
mod restore;
mod shared_step;
pub mod shipped;
mod status;
#[cfg(test)]
mod testing;
mod tick;
pub mod words;

pub use app::{App, DAEMON};
pub use campaign::{Planned, TrancheChoice};
pub use contacts::ContactsReport;
pub use day::{REGISTER_ZONE, register_day};
pub use doctor::{Finding, Health};
pub use error::AppError;
pub use explain::{
    ActExplained, Evidence, Explanation, Lack, Next, RuleExplained, StepExplained, Survey,
    SurveyLack,
};
pub use ledger::{Fold, export_line, head_of_heads};
pub use people::Said;
pub use precede_register::Alteration;
pub use programme::{Checked, Published};
pub use refresh::Refreshed;
pub use register::{FileReport, ImportReport, MembershipCounts, SHIPPED_REGISTER};
pub use shared_step::SharedDone;
pub use status::{CampaignStatus, PhaseLine, PracticeLine, StepLine};
pub use tick::{Tick, WAKE, Waiting};
