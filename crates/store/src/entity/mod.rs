//! Rows as the databases hold them, one table a file, and how they become model types. Nothing here leaves the crate.

pub(crate) mod clock;
pub(crate) mod column;
pub(crate) mod contact;
pub(crate) mod definition;
pub(crate) mod ledger;
pub(crate) mod membership;
pub(crate) mod organisation;
pub(crate) mod outbox;
pub(crate) mod person;
pub(crate) mod stream;
pub(crate) mod timer;
