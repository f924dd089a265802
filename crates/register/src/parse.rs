//! What each format's rows mean: one file per publisher's family.

mod boards;
mod condensed;
mod patients;
mod practices;
mod trusts;

use crate::checks::Seen;
use crate::error::RowError;
use crate::fields::Fields;
use crate::format::Format;
use crate::record::{ListedOrganisation, Record};

/// What a row states.
pub(crate) struct Out<'a> {
    /// Its records.
    pub(crate) records: Vec<Record>,
    /// Why it was left out, if it was.
    pub(crate) skipped: Option<String>,
    seen: &'a Seen,
}

impl<'a> Out<'a> {
    pub(crate) fn new(seen: &'a Seen) -> Self {
        Self {
            records: Vec::new(),
            skipped: None,
            seen,
        }
    }

    /// An organisation that the row mentions beside its own; many rows mention the same.
    fn mention(&mut self, organisation: ListedOrganisation) {
        if !self.seen.lists(organisation.code) {
            self.records.push(Record::Organisation(organisation));
        }
    }

    fn skip(&mut self, reason: impl Into<String>) -> Result<(), RowError> {
        self.skipped = Some(reason.into());
        Ok(())
    }
}

/// Reads one row of a format.
pub(crate) fn row(format: Format, row: &Fields<'_>, out: &mut Out<'_>) -> Result<(), RowError> {
    match format {
        Format::Epraccur => practices::epraccur(row, out),
        Format::Epcmem => practices::epcmem(row, out),
        Format::Ebranchs => practices::ebranchs(row, out),
        Format::PracticePct => practices::practice_pct(row, out),
        Format::PctSha | Format::PctList => trusts::pct(row, out),
        Format::Eccg => boards::eccg(row, out),
        Format::SubicbIcbRegion => boards::subicb(row, out),
        Format::IcbNames => boards::icb_names(row, out),
        Format::Patients => patients::patients(row, out),
        Format::Organisations => condensed::organisation(row, out),
        Format::Memberships => condensed::membership(row, out),
        Format::ListSizes => condensed::list_size(row, out),
        Format::Residents => condensed::residents(row, out),
    }
}
