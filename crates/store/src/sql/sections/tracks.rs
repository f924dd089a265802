//! The tracks that changed.

use crate::{
    StoreError,
    prepared::{Batch, damaged},
    sql::{
        rows::{Kind, Rows},
        script::Script,
    },
};

pub(super) fn add(script: &mut Script, batch: &Batch<'_>) -> Result<(), StoreError> {
    let mut kept = Rows::new([
        ("stream", Kind::Text),
        ("practice", Kind::Text),
        ("state", Kind::Text),
    ]);
    let mut gone = Rows::new([("stream", Kind::Text), ("practice", Kind::Text)]);
    for prepared in &batch.writes {
        let stream = &prepared.row.stream;
        for (practice, track) in prepared.tracks() {
            let practice = practice.to_string().into();
            match track {
                Some(track) => {
                    let state =
                        serde_json::to_string(&**track).map_err(|fault| damaged("track", fault))?;
                    kept.push([stream.into(), practice, state.into()]);
                }
                None => gone.push([stream.into(), practice]),
            }
        }
    }
    if !kept.is_empty() {
        let w = script.rows(&kept);
        script.change(
            "tracked",
            format!(
                "INSERT INTO track (stream, practice, state) \
                 SELECT w.stream, w.practice, w.state FROM {w} WHERE true \
                 ON CONFLICT (stream, practice) DO UPDATE SET state = excluded.state"
            ),
        );
    }
    if !gone.is_empty() {
        let w = script.rows(&gone);
        script.change(
            "untracked",
            format!(
                "DELETE FROM track WHERE (stream, practice) IN (SELECT w.stream, w.practice FROM {w})"
            ),
        );
    }
    Ok(())
}
