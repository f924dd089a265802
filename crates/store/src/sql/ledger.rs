//! Reads of the history.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    LedgerLine, StoreError,
    entity::{column::number, ledger},
    sql::{SqlStore, error::StoreErrorExt},
};

pub(super) async fn lines(
    store: &SqlStore,
    stream: &str,
    from_seq: u64,
    limit: u64,
) -> Result<Vec<LedgerLine>, StoreError> {
    let rows = ledger::Entity::find()
        .filter(ledger::Column::Stream.eq(stream))
        .filter(ledger::Column::Seq.gte(number(from_seq)))
        .order_by_asc(ledger::Column::Seq)
        .limit(limit.min(i64::MAX as u64))
        .all(&store.read);
    let rows = rows.await.store()?;
    rows.into_iter().map(LedgerLine::try_from).collect()
}
