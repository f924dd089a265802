//! Step kinds, one file each: what a person's command does to an open step, and what time does.

pub(crate) mod acknowledgement;
pub(crate) mod answer;
pub(crate) mod approval;
pub(crate) mod batch;
pub(crate) mod consult;
pub(crate) mod list;
pub(crate) mod notice;
pub(crate) mod period;
pub(crate) mod permit;
pub(crate) mod publicity;
pub(crate) mod recurring;
pub(crate) mod sign_off;
pub(crate) mod stop;
pub(crate) mod task;

use precede_model::{
    Command, Lifecycle, Missing, Open, OrganisationCode, Refusal, Role, Rule, StepId, StepState,
    Timestamp, Unmet,
    definition::{Kind, StepDef, StepIx},
};

use crate::run::{Run, Subject, out_of_order};

/// What time does to an open step of the campaign.
pub(crate) fn over_time(run: &mut Run<'_>, ix: StepIx, track: Option<usize>) {
    match &run.def.step(ix).kind {
        Kind::Consult { .. } => consult::over_time(run, ix, track),
        Kind::Recurring { .. } => recurring::over_time(run, ix, track),
        Kind::Task { .. }
        | Kind::Approval { .. }
        | Kind::Notice { .. }
        | Kind::Acknowledgement { .. }
        | Kind::Answer
        | Kind::Publicity { .. }
        | Kind::List
        | Kind::Batch { .. }
        | Kind::Period
        | Kind::SignOff { .. }
        | Kind::Permit => {}
    }
}

/// Whether time does anything to an open step of this kind: most wait for people alone.
pub(crate) fn moves_over_time(kind: &Kind) -> bool {
    match kind {
        Kind::Notice { .. }
        | Kind::Acknowledgement { .. }
        | Kind::Batch { .. }
        | Kind::Period
        | Kind::Permit
        | Kind::Consult { .. }
        | Kind::Recurring { .. } => true,
        Kind::Task { .. }
        | Kind::Approval { .. }
        | Kind::Answer
        | Kind::Publicity { .. }
        | Kind::List
        | Kind::SignOff { .. } => false,
    }
}

/// What time does to a step open for several practices. What falls due together is one event.
pub(crate) fn over_time_for_all(run: &mut Run<'_>, ix: StepIx, tracks: &[usize]) {
    match &run.def.step(ix).kind {
        Kind::Notice { .. } => notice::over_time(run, ix, tracks),
        Kind::Acknowledgement { .. } => acknowledgement::over_time(run, ix, tracks),
        Kind::Batch { .. } => tracks
            .iter()
            .for_each(|track| batch::over_time(run, ix, *track)),
        Kind::Period => period::over_time(run, ix, tracks),
        Kind::Permit => permit::over_time(run, ix, tracks),
        Kind::Consult { .. } | Kind::Recurring { .. } => {
            tracks
                .iter()
                .for_each(|track| over_time(run, ix, Some(*track)));
        }
        Kind::Task { .. }
        | Kind::Approval { .. }
        | Kind::Answer
        | Kind::Publicity { .. }
        | Kind::List
        | Kind::SignOff { .. } => {}
    }
}

/// A step found for a command: open, of a kind the command serves, the person in a role that may do it.
pub(crate) struct Found<'a> {
    pub step: &'a StepDef,
    pub open: Open,
    pub subject: Subject,
}

impl Found<'_> {
    /// Since when it is open.
    pub fn since(&self) -> Option<Timestamp> {
        Some(self.open.since)
    }
}

/// Finds the open step a command is about.
pub(crate) fn find<'a>(
    run: &Run<'a>,
    step: StepId,
    practice: Option<OrganisationCode>,
) -> Result<Found<'a>, Refusal> {
    let def = run.def;
    let unknown = || out_of_order(Missing::Unknown, practice, Role::PctStaff);
    let (ix, step) = def.find(step).ok_or_else(unknown)?;
    if step.is_of_practice() != practice.is_some() {
        return Err(unknown());
    }
    let track = match practice {
        None => None,
        Some(code) => {
            let place = run.campaign.track_ix(code).ok_or_else(unknown)?;
            if run.campaign.tracks[place].standing != precede_model::Standing::Tranche {
                return Err(out_of_order(Missing::TakesPart, practice, Role::PctStaff));
            }
            Some(place)
        }
    };
    is_live(run)?;
    match def.state(run.campaign, track, ix) {
        Some(StepState::Open(open)) => Ok(Found {
            step,
            open: open.clone(),
            subject: Subject::step(ix, practice),
        }),
        _ => Err(out_of_order(Missing::StepOpen, practice, step.owner)),
    }
}

/// Refuses unless the campaign runs or is paused: a pause holds acts, and what people state meanwhile is still true.
pub(crate) fn is_live(run: &Run<'_>) -> Result<(), Refusal> {
    match run.campaign.lifecycle {
        Lifecycle::Running { .. } | Lifecycle::Paused { .. } => Ok(()),
        Lifecycle::Planned | Lifecycle::Withdrawn { .. } | Lifecycle::Closed { .. } => {
            Err(out_of_order(Missing::CampaignRunning, None, Role::PctLead))
        }
    }
}

/// Refuses unless the campaign runs: for acts.
pub(crate) fn is_running(run: &Run<'_>) -> Result<(), Refusal> {
    if run.campaign.is_running() {
        Ok(())
    } else {
        Err(out_of_order(Missing::CampaignRunning, None, Role::PctLead))
    }
}

/// Whether a role may do what this role owns. Seniors may do it for their staff; nobody does it for a practice.
pub(crate) fn may(role: Role, owner: Role) -> bool {
    match owner {
        Role::PctStaff => {
            matches!(
                role,
                Role::PctStaff | Role::PctLead | Role::PctApprover | Role::Director
            )
        }
        Role::PctLead => matches!(role, Role::PctLead | Role::Director),
        Role::Lmc | Role::MailHouse | Role::Helpline => {
            // Bodies that do not work in the system are recorded by PCT staff, who name the evidence.
            role == owner || may(role, Role::PctStaff)
        }
        other => role == other,
    }
}

/// Refuses a person whose role does not allow it, and whatever is no person: nobody is spoken for by a machine.
pub(crate) fn allow(
    command: &Command,
    owners: &[Role],
    practice: Option<OrganisationCode>,
) -> Result<(), Refusal> {
    if command.by.person().is_none() {
        let who = owners.first().copied().unwrap_or(Role::PctLead);
        return Err(rights(practice, who));
    }
    allow_role(command, owners, practice)
}

/// Refuses a role that does not allow it. For what the nightly refresh of registers may do as well as a person.
pub(crate) fn allow_role(
    command: &Command,
    owners: &[Role],
    practice: Option<OrganisationCode>,
) -> Result<(), Refusal> {
    if owners.iter().any(|owner| may(command.role, *owner)) {
        return Ok(());
    }
    let who = owners.first().copied().unwrap_or(Role::PctLead);
    Err(rights(practice, who))
}

fn rights(practice: Option<OrganisationCode>, who: Role) -> Refusal {
    Unmet {
        rule: Rule::Rights,
        missing: Missing::Role,
        practice,
        who,
        from: None,
    }
    .into()
}

/// Refuses a command that must say why and does not.
pub(crate) fn reason(command: &Command, practice: Option<OrganisationCode>) -> Result<(), Refusal> {
    let given = command.evidence.reason.as_deref();
    if given.is_some_and(|reason| !reason.trim().is_empty()) {
        Ok(())
    } else {
        Err(bad_evidence(Missing::Reason, practice, command.role))
    }
}

/// The command does not serve this kind of step.
pub(crate) fn wrong_kind(practice: Option<OrganisationCode>, owner: Role) -> Refusal {
    out_of_order(Missing::StepKind, practice, owner)
}

/// Refuses evidence that cannot be right.
pub(crate) fn bad_evidence(
    missing: Missing,
    practice: Option<OrganisationCode>,
    who: Role,
) -> Refusal {
    Unmet {
        rule: Rule::Evidence,
        missing,
        practice,
        who,
        from: None,
    }
    .into()
}
