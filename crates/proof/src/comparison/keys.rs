//! A definition as the keys and values that a person writes, so that two can be laid side by side.

use std::collections::BTreeMap;

use precede_engine::Def;
use precede_model::{
    Length,
    definition::{After, Definition, Kind, StepDef},
};
use serde_json::Value;

use super::Bearing;

/// One key: its value in words, and what it bears on.
pub(super) type Keys = BTreeMap<String, (String, Bearing)>;

/// What is not a step's: title, calendar, labels, and the policy of the variant.
pub(super) fn of_programme(def: &Def) -> Keys {
    let Definition {
        title,
        zone,
        calendar,
        informs_by,
        labels,
        phases,
        ..
    } = &*def.definition;
    let mut keys = Keys::new();
    let mut put = |key: String, value: String, bearing| keys.insert(key, (value, bearing));
    put("title".to_owned(), title.clone(), Bearing::Words);
    put("zone".to_owned(), zone.to_string(), Bearing::Numbers);
    put(
        "calendar".to_owned(),
        calendar.to_string(),
        Bearing::Numbers,
    );
    put("informs_by".to_owned(), list(informs_by), Bearing::Rules);
    for (word, label) in labels {
        put(format!("labels.{word}"), label.clone(), Bearing::Words);
    }
    for phase in phases {
        put(
            format!("phase.{}", phase.id),
            phase.title.clone(),
            Bearing::Words,
        );
    }
    let policy = serde_json::to_value(&def.policy).expect("a policy is numbers and words");
    for (name, value) in policy.as_object().into_iter().flatten() {
        if !value.is_null() {
            put(format!("policy.{name}"), plain(value), Bearing::Rules);
        }
    }
    keys
}

/// A step's.
pub(super) fn of_step(definition: &Definition, step: &StepDef) -> Keys {
    let mut keys = Keys::new();
    let mut put = |key: &str, value: String, bearing| {
        if !value.is_empty() {
            keys.insert(key.to_owned(), (value, bearing));
        }
    };
    put("title", step.title.clone(), Bearing::Words);
    let phase = definition.phases[step.phase].id;
    put("phase", phase.to_string(), Bearing::Words);
    put("for", step.scope.to_string(), Bearing::Order);
    put("kind", step.kind_word().to_owned(), Bearing::Order);
    put("owner", step.owner.to_string(), Bearing::People);
    put("after", after(definition, &step.after), Bearing::Order);
    put("due", length(step.due), Bearing::Numbers);
    let optional = if step.optional { "true" } else { "" };
    put("optional", optional.to_owned(), Bearing::Order);
    of_kind(definition, &step.kind, &mut put);
    keys
}

fn of_kind(definition: &Definition, kind: &Kind, put: &mut dyn FnMut(&str, String, Bearing)) {
    let id =
        |ix: precede_model::definition::StepIx| definition.steps[usize::from(ix.0)].id.to_string();
    match kind {
        Kind::Task {
            establishes,
            checklist,
        } => {
            put("establishes", list(establishes), Bearing::Rules);
            put("checklist", checklist.join("; "), Bearing::Words);
        }
        Kind::Approval { subject, by } => {
            put("subject", subject.word().to_owned(), Bearing::Rules);
            put("by", list(by), Bearing::People);
        }
        Kind::Consult { of, cycle } => {
            put("of", of.to_string(), Bearing::Rules);
            put("cycle", cycle.to_string(), Bearing::Numbers);
        }
        Kind::Notice { to, template } => {
            put("to", to.to_string(), Bearing::People);
            put("template", template.to_string(), Bearing::Words);
        }
        Kind::Acknowledgement { of, chase } => {
            put("of", id(*of), Bearing::Rules);
            put("remind", list(&chase.remind), Bearing::Numbers);
            put("escalate", length(chase.escalate), Bearing::Numbers);
            put("chase_end", length(chase.end), Bearing::Numbers);
        }
        Kind::Publicity { lasts, media } => {
            put("lasts", lasts.to_string(), Bearing::Rules);
            put("media", media.join(", "), Bearing::Rules);
        }
        Kind::Batch { pack } => put("pack", list(pack), Bearing::Rules),
        Kind::SignOff { by, asks } => {
            put("by", by.to_string(), Bearing::People);
            put("asks", asks.to_string(), Bearing::Rules);
        }
        Kind::Recurring { every, until } => {
            put("every", every.clone(), Bearing::Numbers);
            put("until", until.map_or_else(String::new, id), Bearing::Order);
        }
        Kind::Answer | Kind::List | Kind::Period | Kind::Permit => {}
    }
}

fn after(definition: &Definition, after: &[After]) -> String {
    let one = |after: &After| {
        let id = definition.steps[usize::from(after.step.0)].id;
        after
            .wait
            .map_or_else(|| id.to_string(), |wait| format!("{id} and {wait}"))
    };
    let mut ids: Vec<String> = after.iter().map(one).collect();
    ids.sort();
    ids.join(", ")
}

fn length(length: Option<Length>) -> String {
    length.map_or_else(String::new, |length| length.to_string())
}

fn list<T: ToString>(values: &[T]) -> String {
    let words: Vec<String> = values.iter().map(ToString::to_string).collect();
    words.join(", ")
}

/// A value without quotes and brackets.
fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => {
            let fields = fields
                .iter()
                .map(|(key, value)| format!("{key} {}", plain(value)));
            fields.collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}
