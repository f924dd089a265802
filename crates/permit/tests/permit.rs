//! The room from outside: one story a file.

#[path = "permit/revocations.rs"]
mod revocations;
#[path = "permit/ring.rs"]
mod ring;
#[path = "permit/sample.rs"]
mod sample;
#[path = "permit/tampering.rs"]
mod tampering;
#[path = "permit/verdicts.rs"]
mod verdicts;
