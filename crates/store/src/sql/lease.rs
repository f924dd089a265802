//! Clocks, the lives of daemons, and what a dead one left behind.

use precede_model::{EffectKey, Timestamp};
use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult, Statement, Value};

use crate::{
    EffectState, Lease, OutboxRow, StoreError,
    entity::{clock, outbox},
    prepared::damaged,
    recovery::{CRASHES_MAX, IN_DOUBT, QUARANTINED, TRIED_AGAIN},
    sql::{SqlStore, error::StoreErrorExt},
};

/// The simulated clock if there is one, else the database's own, as an expression.
fn clock(store: &SqlStore) -> String {
    let clock = if store.is_sqlite() {
        "CAST(unixepoch('now', 'subsec') * 1000000 AS INTEGER)"
    } else {
        "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint"
    };
    let simulated = clock::SIMULATED;
    format!("coalesce((SELECT at FROM clock WHERE name = '{simulated}'), {clock})")
}

pub(super) async fn now(store: &SqlStore) -> Result<Timestamp, StoreError> {
    let sql = format!("SELECT {} AS at", clock(store));
    let row = store
        .read
        .query_one_raw(Statement::from_string(store.backend(), sql));
    let row = row.await.store()?;
    let row = row.ok_or_else(|| damaged("clock", "the database told no time"))?;
    row.try_get("", "at").map(Timestamp::from_micros).store()
}

pub(super) async fn simulated(store: &SqlStore) -> Result<Option<Timestamp>, StoreError> {
    let row = clock::Entity::find_by_id(clock::SIMULATED).one(&store.read);
    Ok(row.await.store()?.map(|row| Timestamp::from_micros(row.at)))
}

/// Daemons that begin in the same instant meet at the primary key; the loser takes the next number.
const BEGIN_TRIES_MAX: usize = 20;

pub(super) async fn begin(
    store: &SqlStore,
    owner: String,
    now: Timestamp,
) -> Result<Lease, StoreError> {
    let sql = "INSERT INTO lease (fence, owner, began) \
               SELECT coalesce(max(fence), 0) + 1, $1, $2 FROM lease WHERE true \
               ON CONFLICT (fence) DO NOTHING RETURNING fence";
    let values: [Value; 2] = [owner.as_str().into(), now.micros().into()];
    for _ in 0..BEGIN_TRIES_MAX {
        let insert = Statement::from_sql_and_values(store.backend(), sql, values.clone());
        if let Some(row) = store.write.query_one_raw(insert).await.store()? {
            let fence = row.try_get("", "fence").store()?;
            return Ok(Lease { owner, fence });
        }
    }
    Err(StoreError::Unavailable(
        "too many daemons begin at once".to_owned(),
    ))
}

/// One statement: a row that another daemon has taken over meanwhile is not this fence's any more, or not `sending`.
pub(super) async fn renew(
    store: &SqlStore,
    lease: &Lease,
    only: Option<(&str, EffectKey)>,
    seconds: u32,
) -> Result<u64, StoreError> {
    let until = format!("{} + $2", clock(store));
    let micros = i64::from(seconds) * 1_000_000;
    let mut values: Vec<Value> = vec![lease.fence.into(), micros.into()];
    let which = match only {
        Some((stream, key)) => {
            values.extend([stream.into(), outbox::stored_key(key).into()]);
            "AND stream = $3 AND key = $4".to_owned()
        }
        None => format!("AND until < {until}"),
    };
    let sql = format!(
        "UPDATE outbox SET until = {until} \
         WHERE state <> 'done' AND state = 'sending' AND fence = $1 {which} RETURNING key"
    );
    let update = Statement::from_sql_and_values(store.backend(), sql, values);
    let renewed = store.write.query_all_raw(update).await.store()?;
    Ok(renewed.len() as u64)
}

/// One statement, so that two daemons never take back one row twice: the second finds it no longer `sending`.
pub(super) async fn recover(
    store: &SqlStore,
    lease: &Lease,
    now: Timestamp,
    alone: bool,
) -> Result<Vec<OutboxRow>, StoreError> {
    let by_case = |doubt: &str, quarantine: &str, again: &str| {
        format!(
            "CASE WHEN repeatable = 0 THEN '{doubt}' \
             WHEN crashes + 1 >= {CRASHES_MAX} THEN '{quarantine}' ELSE '{again}' END"
        )
    };
    let state = by_case(
        EffectState::InDoubt.word(),
        EffectState::Quarantined.word(),
        EffectState::Planned.word(),
    );
    let outcome = by_case(IN_DOUBT, QUARANTINED, TRIED_AGAIN);
    let lost = if alone {
        "(until <= $1 OR owner <> $2)"
    } else {
        "until <= $1"
    };
    let sql = format!(
        "UPDATE outbox SET state = {state}, outcome = {outcome}, crashes = crashes + 1, until = NULL \
         WHERE state <> 'done' AND state = 'sending' AND {lost} RETURNING *"
    );
    let mut values: Vec<Value> = vec![now.micros().into()];
    if alone {
        values.push(lease.owner.as_str().into());
    }
    let update = Statement::from_sql_and_values(store.backend(), sql, values);
    let rows = store.write.query_all_raw(update).await.store()?;
    let mut recovered = rows
        .iter()
        .map(|row| {
            let model = outbox::Model::from_query_result(row, "").store()?;
            OutboxRow::try_from(model)
        })
        .collect::<Result<Vec<_>, _>>()?;
    recovered.sort_unstable_by(|a, b| (&a.stream, a.key).cmp(&(&b.stream, b.key)));
    Ok(recovered)
}
