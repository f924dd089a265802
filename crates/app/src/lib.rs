//! Use cases: load, decide, save state, events, timers and effects in one commit. The web, the command line, the daemon
//! and the rehearsal all come through here.

mod alarm;
mod app;
mod campaign;
mod case;
mod closing;
mod comparison;
mod consequence;
mod contacts;
mod day;
mod digest;
mod directive;
mod doctor;
mod enquiry;
mod error;
mod explain;
mod ledger;
mod migration;
mod names;
mod people;
mod permits;
mod programme;
mod programme_chain;
mod refresh;
mod register;
mod restore;
mod shared_step;
pub mod shipped;
mod spending;
mod status;
#[cfg(test)]
mod testing;
mod tick;
mod told;
mod upload;
pub mod words;

pub use alarm::{AlarmLine, Listed};
pub use app::{App, DAEMON, compile};
pub use campaign::{Planned, TrancheChoice, first_event};
pub use case::{CaseGroup, CaseLine};
pub use closing::Closing;
pub use comparison::{Comparison, Stays, VersionName};
pub use consequence::{Consequence, consequences};
pub use contacts::ContactsReport;
pub use day::{REGISTER_ZONE, moment_words, register_day};
pub use directive::{
    ByCoverage, DirectiveReport, Effect, Hindsight, InCampaign, Mode, ProgrammeOrdered, UploadDue,
};
pub use doctor::{Finding, Health};
pub use enquiry::Enquiry;
pub use error::AppError;
pub use explain::{
    ActExplained, Evidence, Explanation, Lack, Next, RuleExplained, StepExplained, Survey,
    SurveyLack,
};
pub use ledger::{Fold, export_line, head_of_heads};
pub use migration::{CannotMove, Destination, MoveReport, Moved, Opens, Target};
pub use people::{Right, Said, not_theirs, right};
pub use permits::{PermitLine, RevokedPermit, TokenGround};
pub use precede_proof::{
    Bearing, Bounds, Change, Counterexample, Report as Proof, Sentence, draw, replay,
};
pub use precede_register::{Alteration, Register};
pub use programme::{Checked, Published};
pub use programme_chain::{Ordered, ProgrammeState};
pub use refresh::{Brought, Refreshed, departures, is_known, next_change};
pub use register::{FileReport, ImportReport, MembershipCounts, SHIPPED_REGISTER, read_register};
pub use shared_step::SharedDone;
pub use spending::{Breakdown, PracticeSpending, Proposed, SpendingLine};
pub use status::{CampaignStatus, DirectiveLine, PhaseLine, PracticeLine, QuietTimeLine, StepLine};
pub use tick::{Tick, WAKE, Waiting, evidence, without_warrant};
pub use upload::{UploadReport, UploadReported};
