//! One organisation belongs to another from a day to a day.

use precede_model::Membership;
use sea_orm::entity::prelude::*;

use crate::{StoreError, entity::column};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "membership")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub child: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub parent: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub from_day: String,
    pub until_day: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TryFrom<Model> for Membership {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            child: column::parsed("organisation code", &row.child)?,
            parent: column::parsed("organisation code", &row.parent)?,
            from: column::parsed("day", &row.from_day)?,
            until: column::parsed_or_none("day", row.until_day)?,
        })
    }
}
