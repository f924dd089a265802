//! PCTs that a source lists.

use precede_model::{
    OrganisationCode,
    reading::{Faults, Node, Table},
};

use super::{
    known::{self, Known},
    source::SourceKey,
    wave::read_count,
};

/// A list of PCTs and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// How many there are by a source, if one says.
    pub stated_count: Option<u32>,
    /// Those that are named.
    pub members: Vec<OrganisationCode>,
    /// Where it is told.
    pub sources: Vec<SourceKey>,
}

/// How a code is looked up.
type LookUp = fn(&Known, &Node, &str, &mut Faults) -> Option<OrganisationCode>;

/// Reads the list under a key; a file may have none.
pub(super) fn read(
    root: &Table,
    key: &str,
    look_up: LookUp,
    known: &Known,
    faults: &mut Faults,
) -> Option<Option<Listed>> {
    let Some(node) = root.get(key) else {
        return Some(None);
    };
    let table = node.table(faults)?;
    table.only(&["source", "stated_count", "members"], faults);
    let sources = known.sources(&table, faults);
    let stated_count = read_count(&table, faults);
    let members = table.need("members", "list the codes, or remove the table", faults);
    let members = members.and_then(|node| {
        known::each(&node, faults, |item, text, faults| {
            look_up(known, item, text, faults)
        })
    });
    Some(Some(Listed {
        stated_count: stated_count?,
        members: members?,
        sources: sources?,
    }))
}
