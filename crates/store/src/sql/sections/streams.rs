//! The stream rows: compared and set before anything else (E1).

use precede_model::{Campaign, Lifecycle};

use crate::{
    StoreError,
    entity::column::number,
    prepared::{Batch, Prepared, damaged},
    sql::{
        rows::{Kind, Rows},
        script::Script,
    },
};

/// What an empty text leaves as it is: a write without a campaign, or one that moved only its practices.
const KEEP: &str = "";

pub(super) fn add(script: &mut Script, batch: &Batch<'_>) -> Result<(), StoreError> {
    let rows = rows(batch)?;
    if script.is_sqlite() {
        add_sqlite(script, batch, &rows);
    } else {
        add_postgres(script, batch, &rows);
    }
    Ok(())
}

fn add_sqlite(script: &mut Script, batch: &Batch<'_>, rows: &Rows<'_, 9>) {
    let mut expected = Rows::new([
        ("stream", Kind::Text),
        ("expected", Kind::NumberOrNull),
        ("prev", Kind::TextOrNull),
    ]);
    for prepared in &batch.writes {
        expected.push([
            (&prepared.row.stream).into(),
            expected_version(prepared).into(),
            prepared.before.and_then(|row| row.head).into(),
        ]);
    }
    let w = script.rows(&expected);
    script.check(format!(
        "SELECT 'moved ' || w.stream AS said FROM {w} LEFT JOIN stream AS s ON s.stream = w.stream \
         WHERE s.version IS NOT w.expected OR s.head IS NOT w.prev"
    ));
    let w = script.rows(rows);
    script.change(
        "moved",
        format!(
            "INSERT INTO stream (stream, version, seq, head, definition, lifecycle, state) \
             SELECT w.stream, w.version, w.seq, w.head, nullif(w.definition, ''), nullif(w.lifecycle, ''), \
             nullif(w.state, '') FROM {w} WHERE true \
             ON CONFLICT (stream) DO UPDATE SET version = excluded.version, seq = excluded.seq, \
             head = excluded.head, definition = coalesce(excluded.definition, stream.definition), \
             lifecycle = coalesce(excluded.lifecycle, stream.lifecycle), \
             state = coalesce(excluded.state, stream.state)"
        ),
    );
}

fn add_postgres(script: &mut Script, batch: &Batch<'_>, rows: &Rows<'_, 9>) {
    let w = script.rows(rows);
    let known = batch.writes.iter().filter(|w| w.before.is_some()).count();
    let mut done = Vec::new();
    if known > 1 {
        // Two commits over the same rows must meet them in the same order, or each waits for the other.
        script.change(
            "locked",
            format!(
                "SELECT s.stream FROM stream AS s WHERE s.stream IN (SELECT w.stream FROM {w}) \
                 ORDER BY s.stream FOR UPDATE"
            ),
        );
    }
    if known > 0 {
        let in_order = if known > 1 {
            "JOIN locked ON locked.stream = w.stream"
        } else {
            ""
        };
        script.change(
            "moved",
            format!(
                "UPDATE stream AS s SET version = w.version, seq = w.seq, head = w.head, \
                 definition = coalesce(nullif(w.definition, ''), s.definition), \
                 lifecycle = coalesce(nullif(w.lifecycle, ''), s.lifecycle), \
                 state = coalesce(nullif(w.state, ''), s.state) \
                 FROM {w} {in_order} WHERE s.stream = w.stream AND s.version = w.expected \
                 AND s.head IS NOT DISTINCT FROM w.prev RETURNING s.stream"
            ),
        );
        done.push("SELECT stream FROM moved");
    }
    if known < batch.writes.len() {
        script.change(
            "born",
            format!(
                "INSERT INTO stream (stream, version, seq, head, definition, lifecycle, state) \
                 SELECT w.stream, w.version, w.seq, w.head, nullif(w.definition, ''), \
                 nullif(w.lifecycle, ''), nullif(w.state, '') FROM {w} WHERE w.expected IS NULL \
                 ORDER BY w.stream COLLATE \"C\" ON CONFLICT (stream) DO NOTHING RETURNING stream"
            ),
        );
        done.push("SELECT stream FROM born");
    }
    let done = done.join(" UNION ALL ");
    script.check(format!(
        "SELECT 'moved ' || w.stream AS said FROM {w} WHERE w.stream NOT IN ({done})"
    ));
}

fn rows<'a>(batch: &'a Batch<'_>) -> Result<Rows<'a, 9>, StoreError> {
    let mut rows = Rows::new([
        ("stream", Kind::Text),
        ("expected", Kind::NumberOrNull),
        ("prev", Kind::TextOrNull),
        ("version", Kind::Number),
        ("seq", Kind::Number),
        ("head", Kind::TextOrNull),
        ("definition", Kind::Text),
        ("lifecycle", Kind::Text),
        ("state", Kind::Text),
    ]);
    for prepared in &batch.writes {
        let row = &prepared.row;
        let (definition, lifecycle, state) = match prepared.own_state() {
            None => (KEEP.to_owned(), KEEP, KEEP.to_owned()),
            Some(campaign) => (
                campaign.definition.to_string(),
                lifecycle_word(campaign),
                serde_json::to_string(campaign).map_err(|fault| damaged("campaign", fault))?,
            ),
        };
        rows.push([
            (&row.stream).into(),
            expected_version(prepared).into(),
            prepared.before.and_then(|row| row.head).into(),
            number(row.version).into(),
            number(row.seq).into(),
            row.head.into(),
            definition.into(),
            lifecycle.into(),
            state.into(),
        ]);
    }
    Ok(rows)
}

fn expected_version(prepared: &Prepared<'_>) -> Option<i64> {
    prepared.before.map(|row| number(row.version))
}

fn lifecycle_word(campaign: &Campaign) -> &'static str {
    match campaign.lifecycle {
        Lifecycle::Planned => "planned",
        Lifecycle::Running { .. } => "running",
        Lifecycle::Paused { .. } => "paused",
        Lifecycle::Withdrawn { .. } => "withdrawn",
        Lifecycle::Closed { .. } => "closed",
    }
}
