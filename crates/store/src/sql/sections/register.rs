//! Organisations, memberships and contacts.

use std::collections::BTreeMap;

use precede_model::{Contact, Membership, Organisation};

use crate::{
    Record,
    prepared::Batch,
    sql::{
        rows::{Kind, Rows},
        script::Script,
    },
};

pub(super) fn add(script: &mut Script, batch: &Batch<'_>) {
    let mut organisations = BTreeMap::new();
    let mut memberships = BTreeMap::new();
    let mut contacts = BTreeMap::new();
    for record in &batch.records {
        match record {
            Record::Organisation(it) => drop(organisations.insert(it.code, it)),
            Record::Membership(it) => drop(memberships.insert(key(it), (it, true))),
            Record::MembershipGone(it) => drop(memberships.insert(key(it), (it, false))),
            Record::Contact(it) => {
                contacts.insert((it.organisation, it.role, it.email.as_str()), it);
            }
            Record::Person(_) | Record::Definition(_) | Record::Simulated(_) => {}
        }
    }
    add_organisations(script, organisations.into_values());
    let (kept, gone): (Vec<_>, Vec<_>) = memberships.into_values().partition(|(_, kept)| *kept);
    add_memberships(script, kept.into_iter().map(|(it, _)| it));
    remove_memberships(script, gone.into_iter().map(|(it, _)| it));
    add_contacts(script, contacts.into_values());
}

fn key(it: &Membership) -> impl Ord + use<> {
    (it.child, it.parent, it.from)
}

fn add_organisations<'a>(script: &mut Script, them: impl Iterator<Item = &'a Organisation>) {
    let mut rows = Rows::new([
        ("code", Kind::Text),
        ("kind", Kind::Text),
        ("name", Kind::Text),
        ("postcode", Kind::TextOrNull),
        ("opened", Kind::TextOrNull),
        ("closed", Kind::TextOrNull),
        ("people", Kind::NumberOrNull),
    ]);
    for it in them {
        rows.push([
            it.code.to_string().into(),
            it.kind.to_string().into(),
            (&it.name).into(),
            it.postcode.as_ref().into(),
            it.opened.map(|day| day.to_string()).into(),
            it.closed.map(|day| day.to_string()).into(),
            it.people.map(i64::from).into(),
        ]);
    }
    if rows.is_empty() {
        return;
    }
    let w = script.rows(&rows);
    script.change(
        "known",
        format!(
            "INSERT INTO organisation (code, kind, name, postcode, opened, closed, people) \
             SELECT w.code, w.kind, w.name, w.postcode, w.opened, w.closed, w.people FROM {w} WHERE true \
             ON CONFLICT (code) DO UPDATE SET kind = excluded.kind, name = excluded.name, \
             postcode = excluded.postcode, opened = excluded.opened, closed = excluded.closed, \
             people = excluded.people"
        ),
    );
}

fn add_memberships<'a>(script: &mut Script, them: impl Iterator<Item = &'a Membership>) {
    let mut rows = Rows::new([
        ("child", Kind::Text),
        ("parent", Kind::Text),
        ("from_day", Kind::Text),
        ("until_day", Kind::TextOrNull),
    ]);
    for it in them {
        rows.push([
            it.child.to_string().into(),
            it.parent.to_string().into(),
            it.from.to_string().into(),
            it.until.map(|day| day.to_string()).into(),
        ]);
    }
    if rows.is_empty() {
        return;
    }
    let w = script.rows(&rows);
    script.change(
        "joined",
        format!(
            "INSERT INTO membership (child, parent, from_day, until_day) \
             SELECT w.child, w.parent, w.from_day, w.until_day FROM {w} WHERE true \
             ON CONFLICT (child, parent, from_day) DO UPDATE SET until_day = excluded.until_day"
        ),
    );
}

fn remove_memberships<'a>(script: &mut Script, them: impl Iterator<Item = &'a Membership>) {
    let mut rows = Rows::new([
        ("child", Kind::Text),
        ("parent", Kind::Text),
        ("from_day", Kind::Text),
    ]);
    for it in them {
        rows.push([
            it.child.to_string().into(),
            it.parent.to_string().into(),
            it.from.to_string().into(),
        ]);
    }
    if rows.is_empty() {
        return;
    }
    let w = script.rows(&rows);
    script.change(
        "parted",
        format!(
            "DELETE FROM membership WHERE (child, parent, from_day) IN \
             (SELECT w.child, w.parent, w.from_day FROM {w})"
        ),
    );
}

fn add_contacts<'a>(script: &mut Script, them: impl Iterator<Item = &'a Contact>) {
    let mut rows = Rows::new([
        ("organisation", Kind::Text),
        ("role", Kind::Text),
        ("email", Kind::Text),
        ("name", Kind::TextOrNull),
        ("language", Kind::Text),
        ("from_day", Kind::TextOrNull),
        ("until_day", Kind::TextOrNull),
    ]);
    for it in them {
        rows.push([
            it.organisation.to_string().into(),
            it.role.to_string().into(),
            (&it.email).into(),
            it.name.as_ref().into(),
            (&it.language).into(),
            it.from.map(|day| day.to_string()).into(),
            it.until.map(|day| day.to_string()).into(),
        ]);
    }
    if rows.is_empty() {
        return;
    }
    let w = script.rows(&rows);
    script.change(
        "reachable",
        format!(
            "INSERT INTO contact (organisation, role, email, name, language, from_day, until_day) \
             SELECT w.organisation, w.role, w.email, w.name, w.language, w.from_day, w.until_day \
             FROM {w} WHERE true ON CONFLICT (organisation, role, email) DO UPDATE SET \
             name = excluded.name, language = excluded.language, from_day = excluded.from_day, \
             until_day = excluded.until_day"
        ),
    );
}
