//! Timers: what must happen at an instant.

use async_trait::async_trait;
use sea_orm_migration::{
    DbErr, MigrationName, MigrationTrait, SchemaManager,
    prelude::{ConnectionTrait, Index, Table},
};

use crate::columns::{key, number, text};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m20261122_000003_timers"
    }
}

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("timer")
                    .col(key(manager, "stream"))
                    .col(key(manager, "name"))
                    .col(number("due"))
                    .col(text("carries"))
                    .primary_key(Index::create().col("stream").col("name"))
                    .take(),
            )
            .await?;
        manager
            .get_connection()
            .execute_unprepared("CREATE INDEX timer_due ON timer (due, stream, name)")
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("timer").take())
            .await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
