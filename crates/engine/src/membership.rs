//! Practices that join, move, close or merge while a campaign runs.

use precede_model::{
    Answer, Command, Happening, Missing, OrganisationCode, Refusal, Role, Standing, Timestamp,
    facts::Permit,
};

use crate::{
    evidence::dated,
    kinds::{allow_role, bad_evidence, stop},
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
    let early = [told_at, informed_at].into_iter().flatten();
    if early.max().is_some_and(|latest| latest > run.now) {
        let who = command.role;
        return Err(bad_evidence(Missing::NotInFuture, Some(practice), who));
    }
    let what = Happening::PracticeJoined {
        from,
        // Who acknowledged has been told.
        told_at: told_at.or(informed_at),
        informed_at,
        answer,
    };
    tell(run, command, practice, what)?;
    stop::give_back(run, practice);
    Ok(())
}

/// A practice leaves: moved, closed or merged. What was planned for it stops; one that moves takes a permit it was given
/// along.
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
    let permit = run.campaign.track(practice).map(|track| track.facts.permit);
    let has_moved = matches!(what, Happening::PracticeLeft { .. });
    tell(run, command, practice, what)?;
    stop::letters(run, practice);
    if has_moved && permit == Some(Permit::Planned) {
        stop::revoke_permit(run, practice, "the practice has moved");
    }
    if !has_moved {
        stop::revoke_permit(run, practice, "the practice has closed or merged");
    }
    Ok(())
}

/// Registers are kept by administrators, and by the nightly refresh.
fn keeper(command: &Command, practice: OrganisationCode) -> Result<(), Refusal> {
    allow_role(
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
