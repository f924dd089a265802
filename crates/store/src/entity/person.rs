//! A person who acts.

use precede_model::Person;
use sea_orm::entity::prelude::*;

use crate::{StoreError, entity::column};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "person")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub name: String,
    pub role: String,
    pub organisation: String,
    pub from_day: Option<String>,
    pub until_day: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TryFrom<Model> for Person {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            id: column::parsed("person id", &row.id)?,
            name: row.name,
            role: column::parsed("role", &row.role)?,
            organisation: column::parsed("organisation code", &row.organisation)?,
            from: column::parsed_or_none("day", row.from_day)?,
            until: column::parsed_or_none("day", row.until_day)?,
        })
    }
}
