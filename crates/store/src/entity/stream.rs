//! A stream's row; a campaign's holds its state without tracks.

use sea_orm::entity::prelude::*;

use crate::{StoreError, StreamRow, entity::column};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stream")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub stream: String,
    pub version: i64,
    pub seq: i64,
    pub head: Option<String>,
    pub definition: Option<String>,
    pub lifecycle: Option<String>,
    pub state: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// The row without its state, which may be large.
#[derive(Debug, DerivePartialModel)]
#[sea_orm(entity = "Entity")]
pub(crate) struct Head {
    pub stream: String,
    pub version: i64,
    pub seq: i64,
    pub head: Option<String>,
}

impl TryFrom<Head> for StreamRow {
    type Error = StoreError;

    fn try_from(row: Head) -> Result<Self, StoreError> {
        Ok(Self {
            version: column::count(row.version)?,
            seq: column::count(row.seq)?,
            head: column::parsed_or_none("head", row.head)?,
            stream: row.stream,
        })
    }
}
