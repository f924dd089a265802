//! Who may sign.

use super::{fault::Faults, node::Table, outline::Outline};
use crate::{Role, definition::Scope};

/// The roles that may sign an approval: one word or a list.
pub(super) fn approvers(step: &Outline, faults: &mut Faults) -> Option<Vec<Role>> {
    let Some(node) = step.table.get("by") else {
        return Some(match step.scope? {
            Scope::Programme => vec![Role::ProgrammeLead],
            Scope::Region => vec![Role::RegionLead],
            Scope::Pct | Scope::Practice => vec![Role::PctLead, Role::PctApprover],
        });
    };
    if !node.is_list() {
        return node.word("role", faults).map(|role| vec![role]);
    }
    let roles: Vec<Role> = node.words("role", faults)?;
    if roles.is_empty() {
        node.fault(faults, "names nobody", "name at least one role");
        return None;
    }
    Some(roles)
}

/// The side of a sign-off (R6): the practice, or somebody who can bind the PCT.
pub(super) fn signer(table: &Table, faults: &mut Faults) -> Option<Role> {
    let node = table.need(
        "by",
        "say who signs, for example `practice` or `pct-lead`",
        faults,
    )?;
    let role = node.word("role", faults)?;
    match role {
        Role::Practice
        | Role::PctLead
        | Role::PctApprover
        | Role::Director
        | Role::CaldicottGuardian
        | Role::RiskOwner => Some(role),
        Role::ProgrammeLead
        | Role::RegionLead
        | Role::PctStaff
        | Role::Lmc
        | Role::DataProtectionOfficer
        | Role::Helpline
        | Role::MailHouse
        | Role::Auditor
        | Role::Administrator => {
            node.fault(
                faults,
                format!("`{role}` can sign for neither the practice nor the PCT"),
                "write `practice`, `pct-lead`, `pct-approver`, `director`, `caldicott-guardian` or `risk-owner`",
            );
            None
        }
    }
}
