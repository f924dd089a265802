//! The database's shape, one dated change per file, for SQLite and PostgreSQL alike.
//!
//! A released file is never edited: expand, move, contract. Times are microseconds as `BIGINT`, dates and bodies text,
//! never a JSON column, so that both databases hold byte-equal rows. Keys sort by their bytes on both.

mod columns;
mod m20261122_000001_streams;
mod m20261122_000002_ledger;
mod m20261122_000003_timers;
mod m20261122_000004_outbox;
mod m20261122_000005_register;
mod m20261122_000006_people;
mod m20261122_000007_definitions;
mod m20261122_000008_clock;
mod m20261122_000009_leases;
mod m20261122_000010_refusals;

use sea_orm_migration::{MigrationName, MigrationTrait};
pub use sea_orm_migration::{MigratorTrait, SchemaManager};

/// Every change, oldest first.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261122_000001_streams::Migration),
            Box::new(m20261122_000002_ledger::Migration),
            Box::new(m20261122_000003_timers::Migration),
            Box::new(m20261122_000004_outbox::Migration),
            Box::new(m20261122_000005_register::Migration),
            Box::new(m20261122_000006_people::Migration),
            Box::new(m20261122_000007_definitions::Migration),
            Box::new(m20261122_000008_clock::Migration),
            Box::new(m20261122_000009_leases::Migration),
            Box::new(m20261122_000010_refusals::Migration),
        ]
    }
}

/// Names of the changes this program knows, oldest first.
pub fn known() -> Vec<String> {
    Migrator::migrations()
        .iter()
        .map(|change| MigrationName::name(change.as_ref()).to_owned())
        .collect()
}
