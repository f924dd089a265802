//! Which codes, waves and sources a file has, found before anything that names them is read.

use std::collections::{BTreeMap, BTreeSet};

use precede_model::{
    Name, OrganisationCode,
    reading::{Faults, Node, Table},
};

use super::{source::SourceKey, wave::WaveId};

/// What may be named. A wrong id is reported where it is read, not here.
pub(super) struct Known {
    pcts: BTreeSet<OrganisationCode>,
    /// A PCT that ended or will end, and the one that took over.
    successors: BTreeMap<OrganisationCode, OrganisationCode>,
    shas: BTreeSet<OrganisationCode>,
    waves: BTreeSet<WaveId>,
    sources: BTreeSet<SourceKey>,
}

impl Known {
    pub fn of(root: &Table) -> Self {
        let mut quiet = Faults::new("", "");
        let sources = root.get("sources").and_then(|node| node.table(&mut quiet));
        let keys = |table: Table| {
            let names = table.entries().filter_map(|(key, _, _)| key.parse().ok());
            names.collect()
        };
        Self {
            pcts: ids(root, "pct", "code"),
            successors: successors(root),
            shas: ids(root, "sha", "code"),
            waves: ids(root, "wave", "id"),
            sources: sources.map(keys).unwrap_or_default(),
        }
    }

    /// A PCT of the scenario's day.
    pub fn pct(&self, node: &Node, text: &str, faults: &mut Faults) -> Option<OrganisationCode> {
        let found = find(&self.pcts, text);
        if found.is_none() {
            let remedy = match find(&self.successors.keys().copied().collect(), text) {
                Some(ended) => format!("write `{}`, which took over", self.successors[&ended]),
                None => "correct the code, or add a `[[pct]]` with it".to_owned(),
            };
            node.fault(faults, format!("`{text}` is no PCT of this file"), remedy);
        }
        found
    }

    /// A PCT of the scenario's day, or one that a succession names.
    pub fn pct_of_any_day(
        &self,
        node: &Node,
        text: &str,
        faults: &mut Faults,
    ) -> Option<OrganisationCode> {
        let pairs = self.successors.iter();
        let named = pairs.flat_map(|(from, to)| [*from, *to]).collect();
        find(&named, text).or_else(|| self.pct(node, text, faults))
    }

    pub fn sha(&self, node: &Node, text: &str, faults: &mut Faults) -> Option<OrganisationCode> {
        let found = find(&self.shas, text);
        if found.is_none() {
            let remedy = "correct the code, or add a `[[sha]]` with it";
            node.fault(faults, format!("`{text}` is no SHA of this file"), remedy);
        }
        found
    }

    pub fn wave(&self, node: &Node, text: &str, faults: &mut Faults) -> Option<WaveId> {
        let found = find(&self.waves, text);
        if found.is_none() {
            let known: Vec<_> = self.waves.iter().map(Name::as_str).collect();
            node.unknown("wave of this file", text, &known, faults);
        }
        found
    }

    /// The `source` of a table: one key, or a list of keys.
    pub fn sources(&self, table: &Table, faults: &mut Faults) -> Option<Vec<SourceKey>> {
        let remedy = "name the source by its key in `[sources]`";
        let node = table.need("source", remedy, faults)?;
        let keys = if node.is_list() {
            each(&node, faults, |item, text, faults| {
                self.source(item, text, faults)
            })?
        } else {
            let text = node.text(faults)?;
            vec![self.source(&node, text, faults)?]
        };
        if keys.is_empty() {
            node.fault(faults, "names no source", remedy);
        }
        (!keys.is_empty()).then_some(keys)
    }

    fn source(&self, node: &Node, text: &str, faults: &mut Faults) -> Option<SourceKey> {
        let found = find(&self.sources, text);
        if found.is_none() {
            let remedy = "correct the key, or add a line for it to `[sources]`";
            node.fault(faults, format!("`{text}` is not in `[sources]`"), remedy);
        }
        found
    }
}

/// Reads a list of texts, none of them twice; `None` if one cannot be read, after all were tried.
pub(super) fn each<T: PartialEq>(
    node: &Node,
    faults: &mut Faults,
    mut read: impl FnMut(&Node, &str, &mut Faults) -> Option<T>,
) -> Option<Vec<T>> {
    let mut found = Vec::new();
    let mut is_whole = true;
    for item in node.items(faults)? {
        let text = item.text(faults);
        match text.and_then(|text| read(&item, text, faults)) {
            Some(value) if found.contains(&value) => {
                let what = format!("names `{}` twice", text.unwrap_or_default());
                item.fault(faults, what, "remove one of them");
                is_whole = false;
            }
            Some(value) => found.push(value),
            None => is_whole = false,
        }
    }
    is_whole.then_some(found)
}

/// The id of a table, which no table before it may have.
pub(super) fn id<const N: usize>(
    table: &Table,
    key: &str,
    seen: &mut BTreeSet<Name<N>>,
    faults: &mut Faults,
) -> Option<Name<N>> {
    let node = table.need(key, "give it one that no other has", faults)?;
    let id = node.name(faults)?;
    let is_new = seen.insert(id);
    if !is_new {
        let what = format!("there is a `{id}` already");
        node.fault(faults, what, "correct one of them, or remove it");
    }
    is_new.then_some(id)
}

fn find<const N: usize>(known: &BTreeSet<Name<N>>, text: &str) -> Option<Name<N>> {
    text.parse().ok().filter(|name| known.contains(name))
}

fn ids<const N: usize>(root: &Table, table: &str, key: &str) -> BTreeSet<Name<N>> {
    let mut quiet = Faults::new("", "");
    let tables = root.tables(table, &mut quiet);
    let ids = tables.iter().filter_map(|table| name(table, key));
    ids.collect()
}

fn successors(root: &Table) -> BTreeMap<OrganisationCode, OrganisationCode> {
    let mut quiet = Faults::new("", "");
    let mut successors = BTreeMap::new();
    for table in root.tables("succession", &mut quiet) {
        let from = table.get("from_codes");
        let from = from.and_then(|node| each(&node, &mut quiet, |_, text, _| text.parse().ok()));
        if let Some(to) = name(&table, "to_code") {
            successors.extend(from.unwrap_or_default().into_iter().map(|from| (from, to)));
        }
    }
    successors
}

fn name<const N: usize>(table: &Table, key: &str) -> Option<Name<N>> {
    let mut quiet = Faults::new("", "");
    table.get(key)?.name(&mut quiet)
}
