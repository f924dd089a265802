//! Where a fact comes from.

use precede_model::{
    Name,
    reading::{Faults, Table},
};

/// Key of a source, for example `S01`.
pub type SourceKey = Name<12>;

/// One public source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The key facts name it by.
    pub key: SourceKey,
    /// Its address.
    pub url: String,
    /// What it is, in a few words.
    pub title: String,
}

/// Reads `[sources]`, in the order of their keys.
pub(super) fn read_all(root: &Table, faults: &mut Faults) -> Option<Vec<Source>> {
    let remedy = "add a `[sources]` table with a line for each key, `S01 = { url = …, title = … }`";
    let table = root.need("sources", remedy, faults)?.table(faults)?;
    let read: Vec<Option<Source>> = table
        .entries()
        .map(|(key, node, offset)| {
            let name = key.parse::<SourceKey>();
            if let Err(error) = &name {
                let remedy = "write a short key such as `S01`";
                faults.add(offset, &*node.key, error.to_string(), remedy);
            }
            let (url, title) = read_one(&node.table(faults)?, faults)?;
            let key = name.ok()?;
            Some(Source { key, url, title })
        })
        .collect();
    read.into_iter().collect()
}

fn read_one(table: &Table, faults: &mut Faults) -> Option<(String, String)> {
    table.only(&["url", "title"], faults);
    let url = table.need("url", "give the address", faults);
    let url = url.and_then(|node| {
        let url = node.title(faults)?;
        let is_address = url.starts_with("https://") || url.starts_with("http://");
        if !is_address {
            let remedy = "write an address that begins with `https://` or `http://`";
            node.fault(faults, format!("`{url}` is no web address"), remedy);
        }
        is_address.then_some(url)
    });
    let title = table.need("title", "say what it is in a few words", faults);
    let title = title.and_then(|node| node.title(faults));
    Some((url?, title?))
}
