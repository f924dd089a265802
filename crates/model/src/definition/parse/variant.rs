//! Variants: the same steps with another policy.

use super::{
    fault::Faults,
    node::Table,
    outline::title,
    policy::{self, Needs, POLICY_KEYS, Written},
};
use crate::{
    StepId,
    definition::{Policy, Variant},
};

/// The policy of the definition and its variants, each read as a whole.
///
/// A definition with variants is never run without one of them, so its own `[policy]` may leave to each variant
/// what they differ in.
pub(super) fn read(
    root: &Table,
    needs: Needs,
    faults: &mut Faults,
) -> Option<(Policy, Vec<Variant>)> {
    let base = Written::base(root, faults);
    let tables = root.tables("variant", faults);
    if tables.is_empty() {
        return Some((policy::read(&base, needs, faults)?, Vec::new()));
    }
    let mut ids = Vec::new();
    let read: Vec<_> = tables
        .into_iter()
        .map(|table| read_one(table, &base, needs, &mut ids, faults))
        .collect();
    let variants: Vec<_> = read.into_iter().collect::<Option<_>>()?;
    Some((variants.first()?.policy.clone(), variants))
}

fn read_one<'a>(
    table: Table<'a>,
    base: &Written<'a>,
    needs: Needs,
    ids: &mut Vec<StepId>,
    faults: &mut Faults,
) -> Option<Variant> {
    let node = table.need("id", "give the variant an id", faults);
    let id = node.as_ref().and_then(|node| node.name::<32>(faults));
    if let (Some(id), Some(node)) = (id, node) {
        if ids.contains(&id) {
            let what = format!("there is a variant `{id}` already");
            node.fault(faults, what, "give one of them another id");
        }
        ids.push(id);
    }
    let key = id.map_or_else(|| "variant".to_owned(), |id| format!("variant.{id}"));
    let table = table.named(key);
    let known: Vec<_> = ["id", "title"].iter().chain(POLICY_KEYS).copied().collect();
    table.only(&known, faults);
    let title = title(&table, id.as_ref(), faults);
    let policy = policy::read(&base.with(&table), needs, faults);
    Some(Variant {
        id: id?.to_string(),
        title,
        policy: policy?,
    })
}
