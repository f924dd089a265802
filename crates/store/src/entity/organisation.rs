//! An organisation as the registers know it.

use precede_model::Organisation;
use sea_orm::entity::prelude::*;

use crate::{StoreError, entity::column, prepared::damaged};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    pub kind: String,
    pub name: String,
    pub postcode: Option<String>,
    pub opened: Option<String>,
    pub closed: Option<String>,
    pub people: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TryFrom<Model> for Organisation {
    type Error = StoreError;

    fn try_from(row: Model) -> Result<Self, StoreError> {
        Ok(Self {
            code: column::parsed("organisation code", &row.code)?,
            kind: column::parsed("organisation kind", &row.kind)?,
            name: row.name,
            postcode: row.postcode,
            opened: column::parsed_or_none("day", row.opened)?,
            closed: column::parsed_or_none("day", row.closed)?,
            people: row
                .people
                .map(u32::try_from)
                .transpose()
                .map_err(|fault| damaged("number of people", fault))?,
        })
    }
}
