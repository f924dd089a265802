//! Column types that mean the same on both databases.

use sea_orm_migration::{
    SchemaManager,
    prelude::{Alias, ColumnDef, IntoIden},
    sea_orm::DbBackend,
};

/// Text that is part of a key: ordered by its bytes, whatever the locale of the database.
pub(crate) fn key(manager: &SchemaManager<'_>, name: &'static str) -> ColumnDef {
    let kind = match manager.get_database_backend() {
        DbBackend::Postgres => "TEXT COLLATE \"C\"",
        _ => "TEXT",
    };
    let mut column = ColumnDef::new(name);
    column.custom(Alias::new(kind).into_iden()).not_null();
    column
}

/// Text that is always there.
pub(crate) fn text(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.text().not_null();
    column
}

/// Text that may be absent.
pub(crate) fn text_or_null(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.text().null();
    column
}

/// A number, or an instant in microseconds.
pub(crate) fn number(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.big_integer().not_null();
    column
}

/// A number or an instant that may be absent.
pub(crate) fn number_or_null(name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.big_integer().null();
    column
}
