//! PCTs that took over from others.

use chrono::NaiveDate;
use precede_model::{
    OrganisationCode,
    reading::{Faults, Table},
};

use super::{
    date, each,
    known::{self, Known},
};

/// One PCT takes over from one or several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Succession {
    /// Those that end.
    pub from_codes: Vec<OrganisationCode>,
    /// The one that takes over.
    pub to_code: OrganisationCode,
    /// Its first day.
    pub date: NaiveDate,
}

/// Reads every `[[succession]]`.
pub(super) fn read_all(
    root: &Table,
    known: &Known,
    faults: &mut Faults,
) -> Option<Vec<Succession>> {
    each(root, "succession", faults, |table, faults| {
        read(&table, known, faults)
    })
}

fn read(table: &Table, known: &Known, faults: &mut Faults) -> Option<Succession> {
    table.only(&["from_codes", "to_code", "date"], faults);
    let from = table.need("from_codes", "list the codes that end", faults);
    let from = from.and_then(|node| {
        known::each(&node, faults, |item, text, faults| {
            known.pct_of_any_day(item, text, faults)
        })
    });
    let to = table.need("to_code", "give the code that takes over", faults);
    let to = to.and_then(|node| node.name(faults));
    let date = table.need("date", "give the first day of the new code", faults);
    let date = date.and_then(|node| date::read_day(&node, faults));
    Some(Succession {
        from_codes: from?,
        to_code: to?,
        date: date?,
    })
}
