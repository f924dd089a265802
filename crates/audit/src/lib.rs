//! `ledger check`: reads an export of the ledger alone and says which law was broken where.
//!
//! This crate is an independent statement of the laws of docs/ledger.md. It shares no code with the rest of the
//! workspace, so that a mistake in the engine is not repeated by the program that judges it: it parses the export,
//! counts working days and folds the facts by itself. It never looks at a step's status, only at what happened.
//!
//! How an entry is judged: against the facts of the entries before it in its own stream; what left outside before it
//! could be recorded, against those of its own instant (`late.rs`). Letters (`batch-released`,
//! `batch-posted`) are judged at their `counts_from`, every other act at its `at`; whether a directive held letters when they
//! were posted, at their `happened` (`r08_directives_bind.rs`). A `counts_from` that the entry does
//! not bear out (docs/ledger.md says when it may be `happened`) is read as `at`. A policy looser than the floors every
//! programme has to keep is a finding where it is written; a lead or an age counts as the floor. Unknown kinds are skipped.
//!
//! What it deliberately does not know: definitions, steps, other streams than the one an entry stands in, and the
//! time of day. Memory grows with campaigns, practices and orders, not with entries.

mod calendar;
mod campaign;
mod chain;
mod check;
mod clock;
mod duties;
mod event;
mod facts;
mod late;
mod length;
mod line;
mod plan;
mod policy;
mod report;
mod rules;

pub use check::check;
pub use line::ReadError;
pub use report::{Report, Rule, Violation};
