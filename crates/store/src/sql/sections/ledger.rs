//! The lines appended.

use crate::{
    entity::column::number,
    prepared::Batch,
    sql::{
        rows::{Kind, Rows},
        script::Script,
    },
};

pub(super) fn add(script: &mut Script, batch: &Batch<'_>) {
    let mut rows = Rows::new([
        ("stream", Kind::Text),
        ("seq", Kind::Number),
        ("prev", Kind::TextOrNull),
        ("hash", Kind::Text),
        ("body", Kind::Text),
    ]);
    for line in batch.writes.iter().flat_map(|prepared| &prepared.lines) {
        rows.push([
            (&line.stream).into(),
            number(line.seq).into(),
            line.prev.into(),
            line.hash.into(),
            (&line.body).into(),
        ]);
    }
    if rows.is_empty() {
        return;
    }
    let w = script.rows(&rows);
    script.change(
        "appended",
        format!(
            "INSERT INTO ledger (stream, seq, prev, hash, body) \
             SELECT w.stream, w.seq, w.prev, w.hash, w.body FROM {w}"
        ),
    );
}
