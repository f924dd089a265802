//! Reads official register files (practices, memberships, trusts, boards, registered patients) and
//! the project's own condensed tables, and says what a file changes.
//!
//! This room is pure: it reads from any `Read`, knows no folder, no database and no clock. A file
//! is taken whole or not at all: one bad row refuses it. What a file does not say is never
//! guessed, and a code that a file does not list is never closed because of that: official files
//! drop what closed long ago.
//!
//! Telephone numbers and address lines are never read, so they cannot leak from here.

mod belonging;
mod changes;
mod checks;
mod columns;
mod date;
mod detect;
mod error;
mod fields;
mod format;
mod input;
mod parse;
mod reader;
mod record;
mod register;

pub use belonging::{Belonging, check_memberships};
pub use changes::{Alteration, Changes, MembershipChange, OrganisationChange, plan_changes};
pub use detect::detect;
pub use error::{Column, ERRORS_MAX, Refused, RowError};
pub use format::{Format, UnknownFormat};
pub use reader::{Reader, Reading, Report, read_all};
pub use record::{Kind, ListSize, ListedOrganisation, Record, Residents, Row, Status};
pub use register::Register;
