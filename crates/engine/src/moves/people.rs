//! People of a small world: two of every role.

use precede_model::{Campaign, OrganisationCode, PersonId, Role};

use super::Who;
use crate::kinds::may;

/// Ids of a person of a small world, for a practice's role at that practice.
pub fn person(who: Who, practice: Option<OrganisationCode>) -> PersonId {
    let word = match (who.role, practice) {
        (Role::Practice, Some(practice)) => return numbered(practice.as_str(), who.number),
        (Role::Practice, None) => "practice",
        (Role::ProgrammeLead, _) => "programme-lead",
        (Role::RegionLead, _) => "region-lead",
        (Role::PctLead, _) => "pct-lead",
        (Role::PctApprover, _) => "pct-approver",
        (Role::PctStaff, _) => "pct-staff",
        (Role::Director, _) => "director",
        (Role::Lmc, _) => "lmc",
        (Role::CaldicottGuardian, _) => "caldicott",
        (Role::DataProtectionOfficer, _) => "dpo",
        (Role::RiskOwner, _) => "risk-owner",
        (Role::Helpline, _) => "helpline",
        (Role::MailHouse, _) => "mail-house",
        (Role::Auditor, _) => "auditor",
        (Role::Administrator, _) => "administrator",
    };
    numbered(word, who.number)
}

/// A word and a digit. Asked for at every move, so nothing is allocated.
fn numbered(word: &str, number: u8) -> PersonId {
    let mut text = [0; 24];
    let length = word.len();
    text[..length].copy_from_slice(word.as_bytes());
    text[length] = b'-';
    text[length + 1] = b'0' + number;
    let text = std::str::from_utf8(&text[..length + 2]).expect("words are ASCII");
    text.parse().expect("short words and a digit are an id")
}

/// Two people of every role: what a small world is furnished with.
#[derive(Debug, Clone, Copy)]
pub struct Cast;

impl Cast {
    /// Every role that may act, in the order in which they are asked.
    pub const ROLES: [Role; 14] = [
        Role::ProgrammeLead,
        Role::RegionLead,
        Role::PctLead,
        Role::PctApprover,
        Role::PctStaff,
        Role::Director,
        Role::Practice,
        Role::Lmc,
        Role::CaldicottGuardian,
        Role::DataProtectionOfficer,
        Role::RiskOwner,
        Role::Helpline,
        Role::MailHouse,
        Role::Administrator,
    ];
}

/// Whether a role may do what another owns.
pub fn may_do(role: Role, owner: Role) -> bool {
    may(role, owner)
}

/// The people who may do what these roles own, those asked for before their seniors, the first of each before the second.
pub(super) fn candidates(owners: &[Role]) -> impl Iterator<Item = Who> + Clone + '_ {
    let seniors = Cast::ROLES
        .into_iter()
        .filter(|role| !owners.contains(role) && owners.iter().any(|owner| may(*role, *owner)));
    let roles = owners.iter().copied().chain(seniors);
    let numbered = move |number| roles.clone().map(move |role| Who { role, number });
    numbered(1).chain(numbered(2))
}

/// The first of these people who is none of those named.
pub(super) fn other_than(
    mut candidates: impl Iterator<Item = Who>,
    practice: Option<OrganisationCode>,
    barred: &[Option<PersonId>],
) -> Option<Who> {
    candidates.find(|who| barred.is_empty() || !barred.contains(&Some(person(*who, practice))))
}

/// Who signed readiness, and who signed the plan: kept apart by R2.
pub(super) fn signers(campaign: &Campaign) -> [Option<PersonId>; 3] {
    let facts = &campaign.facts;
    let plan = facts.plan.as_ref();
    [
        facts.readiness.and_then(|signed| signed.by.person()),
        plan.map(|plan| plan.first),
        plan.map(|plan| plan.second),
    ]
}
