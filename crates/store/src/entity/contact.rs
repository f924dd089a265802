//! Whom to write to.

use precede_model::Contact;
use sea_orm::entity::prelude::*;

use crate::{StoreError, entity::column};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contact")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub role: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub email: String,
    pub name: Option<String>,
    pub language: String,
    pub from_day: Option<String>,
    pub until_day: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TryFrom<Model> for Contact {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            organisation: column::parsed("organisation code", &row.organisation)?,
            name: row.name,
            role: column::parsed("role", &row.role)?,
            email: row.email,
            language: row.language,
            from: column::parsed_or_none("day", row.from_day)?,
            until: column::parsed_or_none("day", row.until_day)?,
        })
    }
}
