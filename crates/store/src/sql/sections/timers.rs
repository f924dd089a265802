//! Timers set and cleared.

use crate::{
    TimerChange,
    prepared::Batch,
    sql::{
        rows::{Kind, Rows},
        script::Script,
    },
};

pub(super) fn add(script: &mut Script, batch: &Batch<'_>) {
    let mut set = Rows::new([
        ("stream", Kind::Text),
        ("name", Kind::Text),
        ("due", Kind::Number),
        ("carries", Kind::Text),
    ]);
    let mut cleared = Rows::new([("stream", Kind::Text), ("name", Kind::Text)]);
    for ((stream, name), change) in &batch.timers {
        match change {
            TimerChange::Set { due, carries, .. } => set.push([
                (*stream).into(),
                (*name).into(),
                due.micros().into(),
                carries.into(),
            ]),
            TimerChange::Clear { .. } => cleared.push([(*stream).into(), (*name).into()]),
        }
    }
    if !set.is_empty() {
        let w = script.rows(&set);
        script.change(
            "armed",
            format!(
                "INSERT INTO timer (stream, name, due, carries) \
                 SELECT w.stream, w.name, w.due, w.carries FROM {w} WHERE true \
                 ON CONFLICT (stream, name) DO UPDATE SET due = excluded.due, carries = excluded.carries"
            ),
        );
    }
    if !cleared.is_empty() {
        let w = script.rows(&cleared);
        script.change(
            "disarmed",
            format!("DELETE FROM timer WHERE (stream, name) IN (SELECT w.stream, w.name FROM {w})"),
        );
    }
}
