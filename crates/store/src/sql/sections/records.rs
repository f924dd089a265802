//! People, definitions and the simulated clock.

use std::collections::BTreeMap;

use precede_model::Person;

use crate::{
    Record, StoredDefinition,
    entity::clock::SIMULATED,
    prepared::Batch,
    sql::{
        rows::{Kind, Rows},
        script::Script,
    },
};

pub(super) fn add(script: &mut Script, batch: &Batch<'_>) {
    let mut people = BTreeMap::new();
    let mut definitions = BTreeMap::new();
    for record in &batch.records {
        match record {
            Record::Person(it) => drop(people.insert(it.id, it)),
            // The first stays: a stored definition is never replaced.
            Record::Definition(it) => drop(definitions.entry(it.digest).or_insert(it)),
            Record::Organisation(_)
            | Record::Membership(_)
            | Record::MembershipGone(_)
            | Record::Contact(_)
            | Record::Simulated(_) => {}
        }
    }
    add_people(script, people.into_values());
    add_definitions(script, definitions.into_values());
}

fn add_people<'a>(script: &mut Script, them: impl Iterator<Item = &'a Person>) {
    let mut rows = Rows::new([
        ("id", Kind::Text),
        ("name", Kind::Text),
        ("role", Kind::Text),
        ("organisation", Kind::Text),
        ("from_day", Kind::TextOrNull),
        ("until_day", Kind::TextOrNull),
    ]);
    for it in them {
        rows.push([
            it.id.to_string().into(),
            (&it.name).into(),
            it.role.to_string().into(),
            it.organisation.to_string().into(),
            it.from.map(|day| day.to_string()).into(),
            it.until.map(|day| day.to_string()).into(),
        ]);
    }
    if rows.is_empty() {
        return;
    }
    let w = script.rows(&rows);
    script.change(
        "named",
        format!(
            "INSERT INTO person (id, name, role, organisation, from_day, until_day) \
             SELECT w.id, w.name, w.role, w.organisation, w.from_day, w.until_day FROM {w} WHERE true \
             ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role, \
             organisation = excluded.organisation, from_day = excluded.from_day, \
             until_day = excluded.until_day"
        ),
    );
}

fn add_definitions<'a>(script: &mut Script, them: impl Iterator<Item = &'a StoredDefinition>) {
    let mut rows = Rows::new([
        ("digest", Kind::Text),
        ("programme", Kind::Text),
        ("text", Kind::Text),
        ("published_at", Kind::Number),
        ("published_by", Kind::Text),
    ]);
    for it in them {
        rows.push([
            it.digest.into(),
            it.programme.to_string().into(),
            (&it.text).into(),
            it.published_at.micros().into(),
            it.published_by.to_string().into(),
        ]);
    }
    if rows.is_empty() {
        return;
    }
    let w = script.rows(&rows);
    script.change(
        "published",
        format!(
            "INSERT INTO definition (digest, programme, text, published_at, published_by) \
             SELECT w.digest, w.programme, w.text, w.published_at, w.published_by FROM {w} WHERE true \
             ON CONFLICT (digest) DO NOTHING"
        ),
    );
}

/// The simulated clock never moves back.
pub(super) fn add_clock(script: &mut Script, batch: &Batch<'_>) {
    let Some((at, stream)) = batch.simulated else {
        return;
    };
    let mut rows = Rows::new([("stream", Kind::Text), ("at", Kind::Number)]);
    rows.push([stream.into(), at.micros().into()]);
    let w = script.rows(&rows);
    if script.is_sqlite() {
        script.check(format!(
            "SELECT 'moved ' || w.stream AS said FROM {w} \
             JOIN clock ON clock.name = '{SIMULATED}' AND clock.at > w.at"
        ));
    }
    script.change(
        "ticked",
        format!(
            "INSERT INTO clock (name, at) SELECT '{SIMULATED}', w.at FROM {w} WHERE true \
             ON CONFLICT (name) DO UPDATE SET at = excluded.at WHERE clock.at <= excluded.at \
             RETURNING clock.name"
        ),
    );
    if !script.is_sqlite() {
        script.check(format!(
            "SELECT 'moved ' || w.stream AS said FROM {w} WHERE NOT EXISTS (SELECT 1 FROM ticked)"
        ));
    }
}
