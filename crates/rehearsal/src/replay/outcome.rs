//! What a replay found. The fields are an interface: `precede replay --json` prints them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use precede_model::{OrganisationCode, Rule};
use serde::Serialize;

/// What a replay found, without its story.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// The scenario.
    pub scenario: String,
    /// PCTs shown to be held by the first directive that holds uploads.
    pub covered: Vec<OrganisationCode>,
    /// PCTs shown to be outside it, or let off.
    pub exempt: Vec<OrganisationCode>,
    /// PCTs of which nobody can say; they are held until a named person settles it.
    pub unproved: Vec<OrganisationCode>,
    /// What each answer rests on.
    pub why: BTreeMap<OrganisationCode, String>,
    /// PCTs that were about to upload and are held.
    pub held_uploads: Vec<OrganisationCode>,
    /// PCTs that were about to upload and go on.
    pub uploads_going_on: Vec<OrganisationCode>,
    /// PCTs both inside and let off; they are held.
    pub conflicts: Vec<OrganisationCode>,
    /// What no source tells and the story needs.
    pub assumed: Vec<String>,
    /// What no source tells and the story leaves open.
    pub unknown: Vec<String>,
    /// What happened and, as far as the sources show, was against a rule.
    pub unlawful: Vec<Unlawful>,
    /// Where the facts disagree with themselves.
    pub discrepancies: Vec<String>,
    /// Go-live approvals that stood when the first directive that holds uploads came.
    pub permits_before: usize,
    /// Those that stood once it was recorded.
    pub permits_after: usize,
    /// Those that stand at the end.
    pub permits_at_end: usize,
    /// Entries of the histories that an independent check found to break a rule.
    pub violations: u64,
    /// Entries of all histories.
    pub entries: u64,
    /// Head of all histories.
    pub head: String,
}

/// Something that happened against a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unlawful {
    /// When: a day, a month or `unknown`.
    pub date: String,
    /// The PCT, where the sources name one.
    pub pct: Option<OrganisationCode>,
    /// The rule.
    pub rule: Rule,
    /// What happened, and what the rule misses.
    pub what: String,
    /// The day it was judged on.
    pub judged_on: NaiveDate,
}
