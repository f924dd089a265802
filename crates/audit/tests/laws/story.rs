//! A history under construction. Entries are named by kind and practice: `("batch-posted#2", "P1")` is the second
//! such entry of P1, `("publicity-opened", "")` one of the whole campaign.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use precede_audit::{Report, check};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The stream every story is about.
pub const STREAM: &str = "campaign:scr/5PY/all";

/// Kind (with `#n` for the n-th) and practice of an entry.
pub type Name<'a> = (&'a str, &'a str);

/// The bodies of one stream, in order.
#[derive(Clone)]
pub struct Story(pub Vec<Value>);

impl Story {
    /// Adds an entry at the end.
    pub fn tell(&mut self, at: &str, (kind, practice): Name, actor: &str, fields: Value) {
        self.0.push(entry(at, (kind, practice), actor, fields));
    }

    /// Where an entry stands, from 0.
    pub fn find(&self, (kind, practice): Name) -> usize {
        let (kind, nth) = match kind.split_once('#') {
            Some((kind, nth)) => (kind, nth.parse().unwrap()),
            None => (kind, 1),
        };
        let is_it = |body: &Value| {
            body["kind"] == kind && body["practice"].as_str().unwrap_or_default() == practice
        };
        let mut found = self.0.iter().enumerate().filter(|(_, body)| is_it(body));
        found
            .nth(nth - 1)
            .unwrap_or_else(|| panic!("no `{kind}` of `{practice}`"))
            .0
    }

    /// The body of an entry.
    pub fn body(&mut self, name: Name) -> &mut Value {
        let index = self.find(name);
        &mut self.0[index]
    }

    /// Sets a field of an entry.
    pub fn set(mut self, name: Name, field: &str, value: Value) -> Self {
        self.body(name)[field] = value;
        self
    }

    /// Takes a field out of an entry.
    pub fn unset(mut self, name: Name, field: &str) -> Self {
        self.body(name)
            .as_object_mut()
            .unwrap()
            .remove(field)
            .unwrap();
        self
    }

    /// Sets a number of the plan.
    pub fn policy(mut self, name: &str, value: Value) -> Self {
        self.body(PLAN)["policy"][name] = value;
        self
    }

    /// Has an entry happen and be recorded at another instant.
    pub fn at(self, name: Name, at: &str) -> Self {
        self.set(name, "happened", json!(at))
            .set(name, "counts_from", json!(at))
            .recorded(name, at)
    }

    /// Has an entry be recorded at another instant. It keeps its place if it can, else it is moved to where the ledger
    /// would have it.
    pub fn recorded(mut self, name: Name, at: &str) -> Self {
        let index = self.find(name);
        let mut body = self.0.remove(index);
        body["at"] = json!(at);
        let at = instant(&body);
        let is_before = |one: &Value| instant(one) <= at;
        let behind = |one: &Value| instant(one) < at;
        let first = self.0.iter().position(|one| !behind(one));
        let last = self.0.iter().rposition(is_before);
        let (first, last) = (first.unwrap_or(self.0.len()), last.map_or(0, |at| at + 1));
        self.0.insert(index.clamp(first.min(last), last), body);
        self
    }

    /// Has an entry have happened sooner than it was recorded, as a second person confirms.
    pub fn happened(mut self, name: Name, at: &str) -> Self {
        self.body(name)["evidence"]["confirmed_by"] = json!("pct.carl");
        self.set(name, "happened", json!(at))
            .set(name, "counts_from", json!(at))
    }

    /// Has an entry claim another instant in its place, in whatever order.
    pub fn claimed(self, name: Name, at: &str) -> Self {
        self.set(name, "at", json!(at))
            .set(name, "happened", json!(at))
            .set(name, "counts_from", json!(at))
    }

    /// Takes an entry out.
    pub fn without(mut self, name: Name) -> Self {
        let index = self.find(name);
        self.0.remove(index);
        self
    }

    /// Puts an entry in before another, at that one's instant.
    pub fn before(mut self, next: Name, name: Name, actor: &str, fields: Value) -> Self {
        let index = self.find(next);
        let at = self.0[index]["at"].as_str().unwrap().to_owned();
        self.0.insert(index, entry(&at, name, actor, fields));
        self
    }

    /// Moves an entry behind another, to that one's instant.
    pub fn behind(mut self, name: Name, other: Name) -> Self {
        let index = self.find(name);
        let mut body = self.0.remove(index);
        let other = self.find(other);
        for field in ["at", "happened", "counts_from"] {
            body[field] = self.0[other]["at"].clone();
        }
        self.0.insert(other + 1, body);
        self
    }

    /// The stream as exported, correctly bound.
    pub fn lines(&self, stream: &str) -> Vec<String> {
        let mut prev = String::new();
        let bind = |(index, body): (usize, &Value)| {
            let body = body.to_string();
            let hash = hash(&prev, &body);
            let line = json!({
                "campaign": stream, "seq": index + 1, "prev": prev, "hash": hash, "body": body,
            });
            prev = hash;
            line.to_string()
        };
        self.0.iter().enumerate().map(bind).collect()
    }

    /// What the check says.
    pub fn report(&self) -> Report {
        check(self.lines(STREAM).join("\n").as_bytes()).unwrap()
    }

    /// Nothing is unlawful.
    #[track_caller]
    pub fn is_lawful(&self) {
        let report = self.report();
        assert_eq!(report.violations, [], "a lawful story");
        assert_eq!(report.entries, u64::try_from(self.0.len()).unwrap());
    }

    /// Exactly these entries break exactly these laws.
    #[track_caller]
    pub fn breaks(&self, expected: &[(&str, Name)]) {
        let found: BTreeSet<_> = self.report().violations.iter().map(found).collect();
        let expected: BTreeSet<_> = expected
            .iter()
            .map(|(rule, name)| {
                let practice = Some(name.1.to_owned()).filter(|code| !code.is_empty());
                (rule.to_string(), self.find(*name) as u64 + 1, practice)
            })
            .collect();
        assert_eq!(found, expected, "{:#?}", self.report().violations);
    }

    /// The one entry breaks the law, and the finding says this.
    #[track_caller]
    pub fn breaks_because(&self, rule: &str, name: Name, why: &str) {
        self.breaks(&[(rule, name)]);
        let violations = self.report().violations;
        assert!(violations[0].why.contains(why), "{}", violations[0].why);
        assert!(
            !violations[0].why.contains(';'),
            "one reason: {}",
            violations[0].why
        );
    }
}

/// The name of the first entry.
pub const PLAN: Name = ("campaign-planned", "");

/// Hex SHA-256 over `prev`, a line feed and `body`.
pub fn hash(prev: &str, body: &str) -> String {
    hex::encode(Sha256::digest(format!("{prev}\n{body}")))
}

fn instant(body: &Value) -> DateTime<Utc> {
    body["at"].as_str().unwrap().parse().unwrap()
}

fn found(violation: &precede_audit::Violation) -> (String, u64, Option<String>) {
    assert_eq!(violation.campaign, STREAM);
    (
        violation.rule.to_string(),
        violation.seq,
        violation.practice.clone(),
    )
}

fn entry(at: &str, (kind, practice): Name, actor: &str, fields: Value) -> Value {
    let practice = Some(practice).filter(|code| !code.is_empty());
    let mut body = json!({
        "at": at, "happened": at, "counts_from": at, "kind": kind, "pct": "5PY",
        "practice": practice, "step": null, "actor": actor, "evidence": {},
    });
    for (field, value) in fields.as_object().unwrap() {
        body[field] = value.clone();
    }
    body
}
