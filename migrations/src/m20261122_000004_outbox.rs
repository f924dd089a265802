//! Effects planned for the outside world. Planning twice meets the primary key.

use async_trait::async_trait;
use sea_orm_migration::{
    DbErr, MigrationName, MigrationTrait, SchemaManager,
    prelude::{ConnectionTrait, Index, Table},
};

use crate::columns::{key, number, number_or_null, text, text_or_null};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m20261122_000004_outbox"
    }
}

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // `key` is the effect key in a form whose bytes sort as its parts do. `crashes` counts
        // claims that came to no outcome.
        manager
            .create_table(
                Table::create()
                    .table("outbox")
                    .col(key(manager, "stream"))
                    .col(key(manager, "key"))
                    .col(text("what"))
                    .col(number("repeatable"))
                    .col(number("not_before"))
                    .col(text("state"))
                    .col(number("attempts"))
                    .col(number("crashes"))
                    .col(text_or_null("owner"))
                    .col(number_or_null("fence"))
                    .col(number_or_null("until"))
                    .col(text_or_null("outcome"))
                    .primary_key(Index::create().col("stream").col("key"))
                    .take(),
            )
            .await?;
        manager
            .get_connection()
            .execute_unprepared(
                "CREATE INDEX outbox_due ON outbox (not_before, stream, key) WHERE state = 'planned'",
            )
            .await?;
        manager
            .get_connection()
            .execute_unprepared(
                "CREATE INDEX outbox_unsettled ON outbox (state, stream, key) WHERE state <> 'done'",
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("outbox").take())
            .await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
