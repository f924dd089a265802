//! On PostgreSQL a whole commit is one statement; `precede_refuse` is how it stops itself. SQLite needs none: there the
//! checks run first, under the one write lock.

use async_trait::async_trait;
use sea_orm_migration::{
    DbErr, MigrationName, MigrationTrait, SchemaManager,
    sea_orm::{ConnectionTrait, DbBackend},
};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m20261122_000010_refusals"
    }
}

const CREATE: &str = "CREATE FUNCTION precede_refuse(said TEXT) RETURNS TEXT LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION USING ERRCODE = 'PRE01', MESSAGE = said;
    END $$";

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        only_on_postgres(manager, CREATE).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        only_on_postgres(manager, "DROP FUNCTION precede_refuse(TEXT)").await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

async fn only_on_postgres(manager: &SchemaManager<'_>, sql: &str) -> Result<(), DbErr> {
    if manager.get_database_backend() == DbBackend::Postgres {
        manager.get_connection().execute_unprepared(sql).await?;
    }
    Ok(())
}
