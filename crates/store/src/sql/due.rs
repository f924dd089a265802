//! What is due, and where effects stand.
//!
//! States stand in the SQL itself, not in a parameter: only so does either database see that its partial index serves.

use precede_model::{EffectKey, Timestamp};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, Statement,
};

use crate::{
    EffectState, OutboxRow, StoreError, Timer,
    entity::{column::number, outbox, timer},
    sql::{SqlStore, error::StoreErrorExt},
};

pub(super) async fn timers(
    store: &SqlStore,
    now: Timestamp,
    limit: u64,
) -> Result<Vec<Timer>, StoreError> {
    let rows = timer::Entity::find()
        .filter(timer::Column::Due.lte(now.micros()))
        .order_by_asc(timer::Column::Due)
        .order_by_asc(timer::Column::Stream)
        .order_by_asc(timer::Column::Name)
        .limit(limit.min(i64::MAX as u64))
        .all(&store.read);
    Ok(rows.await.store()?.into_iter().map(Timer::from).collect())
}

pub(super) async fn timer(
    store: &SqlStore,
    stream: &str,
    name: &str,
) -> Result<Option<Timer>, StoreError> {
    let key = (stream.to_owned(), name.to_owned());
    let row = timer::Entity::find_by_id(key).one(&store.read);
    Ok(row.await.store()?.map(Timer::from))
}

pub(super) async fn effects(
    store: &SqlStore,
    now: Timestamp,
    limit: u64,
) -> Result<Vec<OutboxRow>, StoreError> {
    let sql = "SELECT * FROM outbox WHERE state = 'planned' AND not_before <= $1 \
               ORDER BY not_before, stream, key LIMIT $2";
    outbox_rows(
        store,
        sql.to_owned(),
        vec![now.micros().into(), number(limit).into()],
    )
    .await
}

pub(super) async fn effects_in(
    store: &SqlStore,
    state: EffectState,
) -> Result<Vec<OutboxRow>, StoreError> {
    // What is not done is found by its own small index; SQLite uses it only where it is told so in these words.
    let unsettled = match state {
        EffectState::Done => "",
        _ => "state <> 'done' AND",
    };
    let state = state.word();
    let sql =
        format!("SELECT * FROM outbox WHERE {unsettled} state = '{state}' ORDER BY stream, key");
    outbox_rows(store, sql, Vec::new()).await
}

pub(super) async fn effect(
    store: &SqlStore,
    stream: &str,
    key: EffectKey,
) -> Result<Option<OutboxRow>, StoreError> {
    let key = (stream.to_owned(), outbox::stored_key(key));
    let row = outbox::Entity::find_by_id(key).one(&store.read);
    row.await.store()?.map(OutboxRow::try_from).transpose()
}

pub(super) async fn counts(store: &SqlStore) -> Result<Vec<(EffectState, u64)>, StoreError> {
    let sql = "SELECT state, count(*) AS rows FROM outbox GROUP BY state";
    let rows = store
        .read
        .query_all_raw(Statement::from_string(store.backend(), sql));
    let mut counts = Vec::new();
    for row in rows.await.store()? {
        let state: String = row.try_get("", "state").store()?;
        let rows: i64 = row.try_get("", "rows").store()?;
        counts.push((state.parse()?, rows.unsigned_abs()));
    }
    counts.sort_unstable();
    Ok(counts)
}

pub(super) async fn next(store: &SqlStore) -> Result<Option<Timestamp>, StoreError> {
    let sql = "SELECT min(due) AS due FROM (SELECT min(due) AS due FROM timer \
               UNION ALL SELECT min(not_before) FROM outbox WHERE state = 'planned') AS waiting";
    let row = store
        .read
        .query_one_raw(Statement::from_string(store.backend(), sql));
    let Some(row) = row.await.store()? else {
        return Ok(None);
    };
    let due: Option<i64> = row.try_get("", "due").store()?;
    Ok(due.map(Timestamp::from_micros))
}

async fn outbox_rows(
    store: &SqlStore,
    sql: String,
    values: Vec<sea_orm::Value>,
) -> Result<Vec<OutboxRow>, StoreError> {
    let query = Statement::from_sql_and_values(store.backend(), sql, values);
    let rows = store.read.query_all_raw(query).await.store()?;
    rows.iter()
        .map(|row| {
            let model = outbox::Model::from_query_result(row, "").store()?;
            OutboxRow::try_from(model)
        })
        .collect()
}
