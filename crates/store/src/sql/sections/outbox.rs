//! Effects: claimed, finished, planned.
//!
//! What a claim tests stands on the row being locked (E2). Claims and outcomes see the outbox as it was before this
//! commit; what is planned here can be claimed by the next.

use precede_model::Timestamp;

use crate::{
    EffectState, StoreError,
    entity::outbox::stored_key,
    prepared::{Batch, damaged},
    sql::{
        rows::{Kind, Rows},
        script::Script,
    },
};

pub(super) fn add_claims(script: &mut Script, batch: &Batch<'_>, now: Timestamp) {
    let mut rows = Rows::new([
        ("stream", Kind::Text),
        ("key", Kind::Text),
        ("owner", Kind::Text),
        ("fence", Kind::Number),
        ("until", Kind::Number),
    ]);
    for prepared in &batch.writes {
        for claim in &prepared.write.claims {
            rows.push([
                (&prepared.row.stream).into(),
                stored_key(claim.key).into(),
                (&claim.lease.owner).into(),
                claim.lease.fence.into(),
                claim.until.micros().into(),
            ]);
        }
    }
    if rows.is_empty() {
        return;
    }
    let w = script.rows(&rows);
    let now = script.number(now.micros());
    if script.is_sqlite() {
        script.check(format!(
            "SELECT 'moved ' || w.stream AS said FROM {w} \
             LEFT JOIN outbox AS o ON o.stream = w.stream AND o.key = w.key \
             WHERE o.state IS NOT 'planned' OR o.not_before > {now}"
        ));
    }
    let returning = returning(script);
    script.change(
        "claimed",
        format!(
            "UPDATE outbox AS o SET state = 'sending', attempts = o.attempts + 1, owner = w.owner, \
             fence = w.fence, until = w.until FROM {w} \
             WHERE o.stream = w.stream AND o.key = w.key AND o.state = 'planned' \
             AND o.not_before <= {now}{returning}"
        ),
    );
    if !script.is_sqlite() {
        script.check(format!(
            "SELECT 'moved ' || w.stream AS said FROM {w} WHERE (w.stream, w.key) NOT IN \
             (SELECT stream, key FROM claimed)"
        ));
    }
}

pub(super) fn add_finishes(script: &mut Script, batch: &Batch<'_>) {
    let mut rows = Rows::new([
        ("stream", Kind::Text),
        ("key", Kind::Text),
        ("fence", Kind::NumberOrNull),
        ("state", Kind::Text),
        ("outcome", Kind::Text),
    ]);
    for prepared in &batch.writes {
        for finish in &prepared.write.finish {
            rows.push([
                (&prepared.row.stream).into(),
                stored_key(finish.key).into(),
                finish.fence.into(),
                finish.state.word().into(),
                (&finish.outcome).into(),
            ]);
        }
    }
    if rows.is_empty() {
        return;
    }
    let by_hand: Vec<_> = EffectState::ALL
        .iter()
        .filter(|state| state.is_settled_by_hand())
        .map(|state| format!("'{}'", state.word()))
        .collect();
    let by_hand = by_hand.join(", ");
    let stands = format!(
        "CASE WHEN w.fence IS NULL THEN o.state IN ({by_hand}) \
         ELSE o.state = 'sending' AND o.fence = w.fence END"
    );
    let said = "SELECT CASE WHEN w.fence IS NULL THEN 'moved ' || w.stream \
                ELSE 'fenced ' || w.stream || ' ' || w.key END AS said";
    let w = script.rows(&rows);
    if script.is_sqlite() {
        script.check(format!(
            "{said} FROM {w} LEFT JOIN outbox AS o ON o.stream = w.stream AND o.key = w.key \
             WHERE ({stands}) IS NOT TRUE"
        ));
    }
    let returning = returning(script);
    script.change(
        "finished",
        format!(
            "UPDATE outbox AS o SET state = w.state, outcome = w.outcome, until = NULL, crashes = 0 \
             FROM {w} WHERE o.stream = w.stream AND o.key = w.key AND {stands}{returning}"
        ),
    );
    if !script.is_sqlite() {
        script.check(format!(
            "{said} FROM {w} WHERE (w.stream, w.key) NOT IN (SELECT stream, key FROM finished)"
        ));
    }
}

/// Which rows an update met: PostgreSQL's checks ask.
fn returning(script: &Script) -> &'static str {
    if script.is_sqlite() {
        ""
    } else {
        " RETURNING o.stream, o.key"
    }
}

pub(super) fn add_plans(script: &mut Script, batch: &Batch<'_>) -> Result<(), StoreError> {
    let mut rows = Rows::new([
        ("stream", Kind::Text),
        ("key", Kind::Text),
        ("what", Kind::Text),
        ("repeatable", Kind::Number),
        ("not_before", Kind::Number),
    ]);
    for prepared in &batch.writes {
        for (key, not_before, what) in &prepared.write.plan {
            let text = serde_json::to_string(what).map_err(|fault| damaged("effect", fault))?;
            rows.push([
                (&prepared.row.stream).into(),
                stored_key(*key).into(),
                text.into(),
                i64::from(what.is_repeatable()).into(),
                not_before.micros().into(),
            ]);
        }
    }
    if rows.is_empty() {
        return Ok(());
    }
    let w = script.rows(&rows);
    script.change(
        "planned",
        format!(
            "INSERT INTO outbox (stream, key, what, repeatable, not_before, state, attempts, crashes) \
             SELECT w.stream, w.key, w.what, w.repeatable, w.not_before, 'planned', 0, 0 \
             FROM {w} WHERE true ON CONFLICT (stream, key) DO NOTHING"
        ),
    );
    Ok(())
}
