//! A timer.

use precede_model::Timestamp;
use sea_orm::entity::prelude::*;

use crate::Timer;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "timer")]
pub(crate) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub stream: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    pub due: i64,
    pub carries: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(crate) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl From<Model> for Timer {
    fn from(row: Model) -> Self {
        Self {
            stream: row.stream,
            name: row.name,
            due: Timestamp::from_micros(row.due),
            carries: row.carries,
        }
    }
}
