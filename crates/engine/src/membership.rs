//! Practices that join, move, close or merge while a campaign runs.

use precede_model::{
    Answer, Command, Happening, Missing, OrganisationCode, Refusal, Role, Standing, Timestamp,
};

use crate::{
    evidence::dated,
    kinds::{acknowledgement, allow},
    run::{Run, Subject, out_of_order},
};

/// A practice joins. What it was told elsewhere it is not told again.
pub(crate) fn join(
    run: &mut Run<'_>,
    command: &Command,
    practice: OrganisationCode,
    (from, told_at, informed_at, answer): (
        Option<String>,
        Option<Timestamp>,
        Option<Timestamp>,
        Option<Answer>,
    ),
) -> Result<(), Refusal> {
    keeper(command, practice)?;
    let present = run
        .campaign
        .track(practice)
        .is_some_and(|track| track.standing == Standing::Tranche);
    if present || run.campaign.has_ended() {
        return Err(out_of_order(
            Missing::TakesPart,
            Some(practice),
            Role::PctStaff,
        ));
    }
    let what = Happening::PracticeJoined {
        from,
        told_at,
        informed_at,
        answer,
    };
    tell(run, command, practice, what)
}

/// A practice leaves: moved, closed or merged. What was planned for it stops.
pub(crate) fn leave(
    run: &mut Run<'_>,
    command: &Command,
    practice: OrganisationCode,
    what: Happening,
) -> Result<(), Refusal> {
    keeper(command, practice)?;
    let present = run.campaign.track(practice).is_some_and(|track| {
        matches!(
            track.standing,
            Standing::Tranche | Standing::Reach | Standing::Released { .. }
        )
    });
    if !present {
        return Err(out_of_order(
            Missing::TakesPart,
            Some(practice),
            Role::PctStaff,
        ));
    }
    if !matches!(what, Happening::PracticeLeft { .. }) {
        acknowledgement::revoke_permit(run, practice, "the practice has closed or merged");
    }
    tell(run, command, practice, what)
}

/// Registers are kept by administrators, and by the nightly refresh.
fn keeper(command: &Command, practice: OrganisationCode) -> Result<(), Refusal> {
    allow(
        command,
        &[Role::Administrator, Role::PctLead],
        Some(practice),
    )
}

fn tell(
    run: &mut Run<'_>,
    command: &Command,
    practice: OrganisationCode,
    what: Happening,
) -> Result<(), Refusal> {
    let dated = dated(run.def, command, None, run.now)?;
    run.tell(command, Subject::practice(practice), what, dated);
    Ok(())
}
