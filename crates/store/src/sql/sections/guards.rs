//! Rows that were read and must not have moved (E16).

use crate::{
    entity::column::number,
    prepared::Batch,
    sql::{
        rows::{Kind, Rows},
        script::Script,
    },
};

pub(super) fn add(script: &mut Script, batch: &Batch<'_>) {
    if batch.guards.is_empty() {
        return;
    }
    let mut rows = Rows::new([("stream", Kind::Text), ("version", Kind::Number)]);
    for (stream, version) in &batch.guards {
        rows.push([(*stream).into(), number(*version).into()]);
    }
    let w = script.rows(&rows);
    if script.is_sqlite() {
        script.check(format!(
            "SELECT 'moved ' || w.stream AS said FROM {w} LEFT JOIN stream AS s ON s.stream = w.stream \
             WHERE s.version IS NOT w.version"
        ));
        return;
    }
    // Shared: commits that guard the same row do not wait for each other, only for one that writes it.
    script.change(
        "guarded",
        format!(
            "SELECT s.stream FROM stream AS s JOIN {w} ON s.stream = w.stream AND s.version = w.version \
             ORDER BY s.stream FOR SHARE OF s"
        ),
    );
    script.check(format!(
        "SELECT 'moved ' || w.stream AS said FROM {w} WHERE w.stream NOT IN (SELECT stream FROM guarded)"
    ));
}
