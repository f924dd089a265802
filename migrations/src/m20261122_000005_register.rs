//! The register: organisations, dated memberships, and whom to write to.

use async_trait::async_trait;
use sea_orm_migration::{
    DbErr, MigrationName, MigrationTrait, SchemaManager,
    prelude::{ConnectionTrait, Index, Table},
};

use crate::columns::{key, number_or_null, text, text_or_null};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m20261122_000005_register"
    }
}

#[async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table("organisation")
                    .col(key(manager, "code"))
                    .col(text("kind"))
                    .col(text("name"))
                    .col(text_or_null("postcode"))
                    .col(text_or_null("opened"))
                    .col(text_or_null("closed"))
                    .col(number_or_null("people"))
                    .primary_key(Index::create().col("code"))
                    .take(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("membership")
                    .col(key(manager, "child"))
                    .col(key(manager, "parent"))
                    .col(key(manager, "from_day"))
                    .col(text_or_null("until_day"))
                    .primary_key(Index::create().col("child").col("parent").col("from_day"))
                    .take(),
            )
            .await?;
        manager
            .get_connection()
            .execute_unprepared("CREATE INDEX membership_parent ON membership (parent, from_day)")
            .await?;
        manager
            .create_table(
                Table::create()
                    .table("contact")
                    .col(key(manager, "organisation"))
                    .col(key(manager, "role"))
                    .col(key(manager, "email"))
                    .col(text_or_null("name"))
                    .col(text("language"))
                    .col(text_or_null("from_day"))
                    .col(text_or_null("until_day"))
                    .primary_key(Index::create().col("organisation").col("role").col("email"))
                    .take(),
            )
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .drop_table(Table::drop().table("contact").take())
            .await?;
        manager
            .drop_table(Table::drop().table("membership").take())
            .await?;
        manager
            .drop_table(Table::drop().table("organisation").take())
            .await?;
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
