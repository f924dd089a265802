//! A published definition.

use precede_model::Timestamp;
use sea_orm::entity::prelude::*;

use crate::{StoreError, StoredDefinition, entity::column};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "definition")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub digest: String,
    pub programme: String,
    pub text: String,
    pub published_at: i64,
    pub published_by: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TryFrom<Model> for StoredDefinition {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            digest: column::parsed("digest", &row.digest)?,
            programme: column::parsed("programme code", &row.programme)?,
            text: row.text,
            published_at: Timestamp::from_micros(row.published_at),
            published_by: column::parsed("person id", &row.published_by)?,
        })
    }
}
