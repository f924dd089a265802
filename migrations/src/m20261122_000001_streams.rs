//! Streams, the unit of concurrency, and the practice tracks written under them.

use async_trait::async_trait;
use sea_orm_migration::{
    DbErr, MigrationName, MigrationTrait, SchemaManager,
    prelude::{Index, Table},
};

use crate::columns::{key, number, text, text_or_null};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m20261122_000001_streams"
    }
}

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // `definition`, `lifecycle` and `state` are a campaign's; the other streams have none.
        manager
            .create_table(
                Table::create()
                    .table("stream")
                    .col(key(manager, "stream"))
                    .col(number("version"))
                    .col(number("seq"))
                    .col(text_or_null("head"))
                    .col(text_or_null("definition"))
                    .col(text_or_null("lifecycle"))
                    .col(text_or_null("state"))
                    .primary_key(Index::create().col("stream"))
                    .take(),
            )
            .await?;
        // No foreign key: one door writes both rows in one transaction, and the check would cost every step.
        manager
            .create_table(
                Table::create()
                    .table("track")
                    .col(key(manager, "stream"))
                    .col(key(manager, "practice"))
                    .col(text("state"))
                    .primary_key(Index::create().col("stream").col("practice"))
                    .take(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("track").take())
            .await?;
        manager
            .drop_table(Table::drop().table("stream").take())
            .await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
