//! A line of the history.

use sea_orm::entity::prelude::*;

use crate::{LedgerLine, StoreError, entity::column};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub stream: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    pub prev: Option<String>,
    pub hash: String,
    pub body: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TryFrom<Model> for LedgerLine {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            stream: row.stream,
            seq: column::count(row.seq)?,
            prev: column::parsed_or_none("hash", row.prev)?,
            hash: column::parsed("hash", &row.hash)?,
            body: row.body,
        })
    }
}
