//! The policy's numbers, each within its floor.

use std::collections::BTreeMap;

use super::{
    bounds::{self, Bound},
    fault::Faults,
    node::{Node, Table},
};
use crate::{
    Length, Money,
    definition::{BudgetNeed, MailUnit, PackPart, Policy, PostClass},
};

/// Every key of `[policy]`, which a `[[variant]]` may override.
pub(super) const POLICY_KEYS: &[&str] = &[
    "practice_lead",
    "decision_period",
    "list_max_age",
    "death_recheck_max_age",
    "permit_life",
    "opt_out_count_max_age",
    "delivery_days",
    "post_class",
    "age",
    "pack",
    "mail_unit",
    "batch_capacity",
    "unit_cost",
    "budget",
];

/// What the steps of a definition ask of its policy.
#[derive(Debug, Clone, Copy)]
pub(super) struct Needs {
    pub batch: bool,
    pub period: bool,
    pub permit: bool,
    pub publicity_minimum: Option<Length>,
}

/// The values written for a policy, before they are read: a variant's lie over the definition's own.
#[derive(Clone)]
pub(super) struct Written<'a> {
    offset: usize,
    nodes: BTreeMap<&'a str, Node<'a>>,
}

impl<'a> Written<'a> {
    /// The definition's own `[policy]`.
    pub fn base(root: &Table<'a>, faults: &mut Faults) -> Self {
        let table = root.need("policy", "add a `[policy]` table", faults);
        let table = table.and_then(|node| node.table(faults));
        if let Some(table) = &table {
            table.only(POLICY_KEYS, faults);
        }
        Self {
            offset: table.as_ref().map_or(0, |table| table.offset),
            nodes: table.iter().flat_map(nodes).collect(),
        }
    }

    /// The same with a variant's keys laid over it.
    pub fn with(&self, variant: &Table<'a>) -> Self {
        let mut merged = self.clone();
        merged.nodes.extend(nodes(variant));
        merged
    }

    fn get(&self, key: &str) -> Option<&Node<'a>> {
        self.nodes.get(key)
    }

    fn missing(&self, key: &str, remedy: &str, faults: &mut Faults) {
        faults.add(self.offset, format!("policy.{key}"), "is missing", remedy);
    }

    fn length(
        &self,
        key: &str,
        bound: Bound,
        needed_by: Option<&str>,
        faults: &mut Faults,
    ) -> Option<Option<Length>> {
        if let Some(node) = self.get(key) {
            return bounds::read(node, bound, faults).map(Some);
        }
        let Some(needed_by) = needed_by else {
            return Some(None);
        };
        let remedy = format!("add it, {needed_by} needs it: {}", bound.remedy());
        self.missing(key, &remedy, faults);
        None
    }

    fn word_or<T>(&self, key: &str, called: &str, default: T, faults: &mut Faults) -> Option<T>
    where
        T: std::str::FromStr + for<'de> serde::Deserialize<'de>,
    {
        match self.get(key) {
            Some(node) => node.word(called, faults),
            None => Some(default),
        }
    }
}

fn nodes<'a>(table: &Table<'a>) -> Vec<(&'a str, Node<'a>)> {
    let entries = table.entries();
    entries
        .filter(|(key, ..)| POLICY_KEYS.contains(key))
        .map(|(key, node, _)| (key, node))
        .collect()
}

/// Reads a policy; reports all that is wrong with it before it gives up.
pub(super) fn read(written: &Written, needs: Needs, faults: &mut Faults) -> Option<Policy> {
    let batch = needs.batch.then_some("a step of kind `batch`");
    let permit = needs.permit.then_some("a step of kind `permit`");
    let period = needs.period.then_some("a step of kind `period`");
    let mut length = |key, bound, needed_by| written.length(key, bound, needed_by, faults);
    let lead = length("practice_lead", Bound::LEAD, Some("every programme"));
    let decision = length("decision_period", Bound::CHOICE, period.or(permit));
    let list_age = length("list_max_age", Bound::LIST_AGE, batch);
    let deaths = length("death_recheck_max_age", Bound::DEATH_CHECK_AGE, batch);
    let life = length("permit_life", Bound::PERMIT_LIFE, permit);
    let count_age = length("opt_out_count_max_age", Bound::COUNT_AGE, permit);
    let post = read_post(written, needs, faults);
    let pack = read_pack(written, needs, faults);
    let age = written.get("age").map(|node| read_age(node, faults));
    let unit = MailUnit::ParticipatingPractices;
    let mail_unit = written.word_or("mail_unit", "unit of mailing", unit, faults);
    let capacity = written.get("batch_capacity");
    let capacity = capacity.map(|node| node.number(1, 10_000_000, faults));
    let unit_cost = match written.get("unit_cost") {
        Some(node) => read_costs(node, faults),
        None => Some(BTreeMap::new()),
    };
    let budget = written.word_or("budget", "word", BudgetNeed::Optional, faults);
    let (delivery_days, post_class) = post?;
    Some(Policy {
        practice_lead: lead??,
        decision_period: decision?,
        publicity_minimum: needs.publicity_minimum,
        list_max_age: list_age?,
        death_recheck_max_age: deaths?,
        permit_life: life?,
        opt_out_count_max_age: count_age?,
        delivery_days,
        post_class,
        age: age.map_or(Some(None), |age| age.map(Some))?,
        pack: pack?,
        mail_unit: mail_unit?,
        batch_capacity: capacity.map_or(Some(None), |number| number.map(Some))?,
        unit_cost: unit_cost?,
        budget: budget?,
    })
}

type Post = (BTreeMap<PostClass, Length>, PostClass);

/// The class posted in, and how long each class takes.
fn read_post(written: &Written, needs: Needs, faults: &mut Faults) -> Option<Post> {
    let days = match written.get("delivery_days") {
        Some(node) => read_delivery(node, faults),
        None if needs.batch => {
            let remedy = "say how long each class takes, for example `{ bulk = \"7wd\" }`";
            written.missing("delivery_days", remedy, faults);
            None
        }
        None => Some(BTreeMap::new()),
    };
    if needs.batch && written.get("post_class").is_none() {
        let remedy = "say in which class batches are posted, for example `bulk`";
        written.missing("post_class", remedy, faults);
    }
    let class = written.word_or("post_class", "postage class", PostClass::Bulk, faults)?;
    let days = days?;
    if needs.batch
        && !days.contains_key(&class)
        && let Some(node) = written.get("post_class")
    {
        let what = format!("`delivery_days` does not say how long `{class}` takes");
        node.fault(faults, what, format!("add `{class}` to `delivery_days`"));
    }
    Some((days, class))
}

fn read_delivery(node: &Node, faults: &mut Faults) -> Option<BTreeMap<PostClass, Length>> {
    by_class(node, faults, |value, faults| {
        bounds::read(value, Bound::DELIVERY, faults)
    })
}

/// What one letter of each class costs, for example `{ bulk = "25.7p" }`.
fn read_costs(node: &Node, faults: &mut Faults) -> Option<BTreeMap<PostClass, Money>> {
    by_class(node, faults, |value, faults| {
        let cost = value.text(faults)?.parse::<Money>();
        if let Err(error) = &cost {
            value.fault(faults, error.to_string(), "for example `25.7p`");
        }
        cost.ok()
    })
}

/// A table with a value for each postage class.
fn by_class<T>(
    node: &Node,
    faults: &mut Faults,
    mut value_of: impl FnMut(&Node, &mut Faults) -> Option<T>,
) -> Option<BTreeMap<PostClass, T>> {
    let table = node.table(faults)?;
    let mut read = Some(BTreeMap::new());
    for (key, value, offset) in table.entries() {
        let class = key.parse::<PostClass>().ok();
        if class.is_none() {
            let words = super::words::words::<PostClass>();
            let what = format!("`{key}` is no postage class");
            let remedy = super::nearest::suggestion(key, words);
            faults.add(offset, &*value.key, what, remedy);
        }
        let one = value_of(&value, faults);
        read = read.and_then(|mut all| {
            all.insert(class?, one?);
            Some(all)
        });
    }
    read
}

/// What every pack holds. Where uploads follow, it must let a patient say no without cost (R5).
fn read_pack(written: &Written, needs: Needs, faults: &mut Faults) -> Option<Vec<PackPart>> {
    let Some(node) = written.get("pack") else {
        if needs.batch || needs.permit {
            written.missing("pack", "list what every pack holds", faults);
            return None;
        }
        return Some(Vec::new());
    };
    let parts: Vec<PackPart> = node.words("part of a pack", faults)?;
    check_pack(node, &parts, needs, faults);
    Some(parts)
}

/// The floor of a pack, for the policy's and for a batch's own.
pub(super) fn check_pack(node: &Node, parts: &[PackPart], needs: Needs, faults: &mut Faults) {
    if parts.is_empty() && (needs.batch || needs.permit) {
        node.fault(
            faults,
            "the pack holds nothing",
            "list what every pack holds",
        );
        return;
    }
    if !needs.permit {
        return;
    }
    if !parts.iter().any(|part| part.is_way_to_say_no()) {
        node.fault(
            faults,
            "the pack holds no free way to say no",
            "add `opt-out-form`, `freephone`, `online-form` or `practice-desk`",
        );
    }
    if !parts.iter().any(|part| part.says_where()) {
        node.fault(
            faults,
            "the pack does not say where to send a no",
            "add `prepaid-envelope` or `return-address`",
        );
    }
}

/// Ages written to, for example `[16, 120]`.
fn read_age(node: &Node, faults: &mut Faults) -> Option<(u8, u8)> {
    const AGE_MAX: u32 = 150;
    let items = node.items(faults)?;
    let [from, to] = items.as_slice() else {
        let remedy = "write the first and the last age, for example `[16, 120]`";
        node.fault(faults, "is not two ages", remedy);
        return None;
    };
    let from = from.number(0, AGE_MAX, faults)?;
    let to = to.number(0, AGE_MAX, faults)?;
    if from > to {
        node.fault(faults, "ends before it begins", "write the lower age first");
        return None;
    }
    Some((u8::try_from(from).ok()?, u8::try_from(to).ok()?))
}
