//! Reports: enquiries, alarms, uploads, newcomers, deaths and cases. What a report shows holds the practice's next acts
//! until a named person has looked into it.

use precede_model::{
    AlarmKind, CaseKind, Command, EnquiryReason, Evidence, Happening, Missing, OrganisationCode,
    Refusal, Report, Role, Rule, Unmet,
    facts::{BatchState, Permit},
};

use crate::{
    apply::withheld,
    evidence::dated,
    kinds::{allow, allow_role, reason},
    run::{Run, Subject, out_of_order},
    second_thoughts,
};

pub(crate) mod cases;
mod norms;

/// Who may report what is seen at a practice or by the helpline.
const WITNESSES: [Role; 4] = [
    Role::PctStaff,
    Role::Helpline,
    Role::Practice,
    Role::RegionLead,
];

/// One report.
pub(crate) fn report(run: &mut Run<'_>, command: &Command, report: &Report) -> Result<(), Refusal> {
    match report {
        Report::Enquiry { practice, about } => enquiry(run, command, *practice, *about),
        Report::ClearAlarm { practice, alarm } => clear(run, command, *practice, *alarm),
        Report::RaiseAlarm { practice, about } => {
            allow_role(command, &WITNESSES, Some(*practice))?;
            known(run, *practice)?;
            raise(run, *practice, *about, command.evidence.clone());
            Ok(())
        }
        Report::Upload { practice, records } => upload(run, command, *practice, *records),
        Report::Newcomers { practice, count } => {
            allow(command, &[Role::PctStaff, Role::Practice], Some(*practice))?;
            let what = Happening::NewcomersCounted { count: *count };
            tell(run, command, *practice, what)
        }
        Report::Death {
            practice,
            known_before_extract,
        } => death(run, command, *practice, *known_before_extract),
        Report::OpenCase { practice, about } => {
            allow(command, &WITNESSES, *practice)?;
            if let Some(practice) = practice {
                known(run, *practice)?;
            }
            let dated = dated(run.def, command, None, run.now)?;
            let evidence = command.evidence.clone();
            let by = (command.by, evidence);
            cases::open(run, *practice, *about, (by, dated));
            Ok(())
        }
        Report::CloseCase { case } => cases::close(run, command, *case),
    }
}

/// A patient asks. About a letter at a practice that is not ready, it shows that letters went before it was told.
fn enquiry(
    run: &mut Run<'_>,
    command: &Command,
    practice: OrganisationCode,
    about: EnquiryReason,
) -> Result<(), Refusal> {
    allow(command, &WITNESSES, Some(practice))?;
    tell(run, command, practice, Happening::EnquiryLogged { about })?;
    let is_ready = run
        .campaign
        .track(practice)
        .is_some_and(|track| track.facts.informed.is_some());
    if about == EnquiryReason::Letter && !is_ready {
        raise(
            run,
            practice,
            AlarmKind::LettersBeforeReady,
            Evidence::default(),
        );
    }
    Ok(())
}

/// A named person has looked into it, and says what was found.
fn clear(
    run: &mut Run<'_>,
    command: &Command,
    practice: OrganisationCode,
    alarm: u16,
) -> Result<(), Refusal> {
    allow(
        command,
        &[Role::PctLead, Role::RegionLead, Role::ProgrammeLead],
        Some(practice),
    )?;
    let track = known(run, practice)?;
    let standing = track.facts.alarms.iter();
    let found = standing
        .clone()
        .find(|one| one.alarm == alarm && one.cleared.is_none());
    let Some(found) = found else {
        return Err(out_of_order(
            Missing::Unknown,
            Some(practice),
            Role::PctLead,
        ));
    };
    let since = found.since;
    let has_note =
        |text: &Option<String>| text.as_deref().is_some_and(|text| !text.trim().is_empty());
    if !has_note(&command.evidence.note) {
        reason(command, Some(practice))?;
    }
    let dated = dated(run.def, command, Some(since), run.now)?;
    let what = Happening::AlarmCleared { alarm };
    run.tell(command, Subject::practice(practice), what, dated);
    Ok(())
}

/// Records were uploaded. Without a permit it is an alarm and an incident.
fn upload(
    run: &mut Run<'_>,
    command: &Command,
    practice: OrganisationCode,
    records: Option<u32>,
) -> Result<(), Refusal> {
    allow(
        command,
        &[
            Role::PctStaff,
            Role::Practice,
            Role::RegionLead,
            Role::ProgrammeLead,
        ],
        Some(practice),
    )?;
    let facts = &known(run, practice)?.facts;
    let is_permitted = matches!(facts.permit, Permit::Issued { .. });
    let is_too_many = records
        .zip(permitted(facts))
        .is_some_and(|(records, most)| records > most);
    tell(
        run,
        command,
        practice,
        Happening::UploadReported { records },
    )?;
    if !is_permitted {
        raise(
            run,
            practice,
            AlarmKind::UploadWithoutPermit,
            Evidence::default(),
        );
        cases::note(run, Some(practice), CaseKind::UploadWithoutPermit);
    } else if is_too_many {
        let about = AlarmKind::CountsDoNotReconcile;
        raise(run, practice, about, Evidence::default());
    }
    Ok(())
}

/// How many people's records a permit of the practice covers at most; `None` where no list says.
fn permitted(facts: &precede_model::facts::TrackFacts) -> Option<u32> {
    let list = facts.list?;
    Some(list.rows.saturating_sub(withheld(facts)))
}

/// A death known before the extract should have kept the letter back: the list was wrong. One after it needs an
/// apology, no more.
fn death(
    run: &mut Run<'_>,
    command: &Command,
    practice: OrganisationCode,
    known_before_extract: bool,
) -> Result<(), Refusal> {
    allow(command, &WITNESSES, Some(practice))?;
    let what = Happening::DeathReported {
        known_before_extract,
    };
    tell(run, command, practice, what)?;
    let about = if known_before_extract {
        CaseKind::DeathBeforeExtract
    } else {
        CaseKind::Apology
    };
    cases::note(run, Some(practice), about);
    if known_before_extract {
        second_thoughts::list_is_wrong(run, practice);
    }
    Ok(())
}

/// Letters were posted that a rule would have stopped: nothing more of the practice goes on before somebody has looked.
pub(crate) fn posted_against_rule(run: &mut Run<'_>, practice: OrganisationCode) {
    let about = AlarmKind::PostedAgainstRule;
    raise(run, practice, about, Evidence::default());
    cases::note(run, Some(practice), CaseKind::PostedAgainstRule);
}

/// Raises an alarm unless one of its kind stands at the practice already.
pub(crate) fn raise(
    run: &mut Run<'_>,
    practice: OrganisationCode,
    about: AlarmKind,
    evidence: Evidence,
) {
    let Some(track) = run.campaign.track(practice) else {
        return;
    };
    let mut standing = track.facts.alarms.iter();
    if standing.any(|one| one.about == about && one.cleared.is_none()) {
        return;
    }
    let alarm = run.campaign.facts.alarms_raised.saturating_add(1);
    let now = crate::evidence::Dated {
        happened: run.now,
        counts_from: run.now,
    };
    let by = (precede_model::Actor::Precede, evidence);
    let what = Happening::AlarmRaised { alarm, about };
    run.record(Subject::practice(practice), what, by, now);
}

/// Letters that came back, looked at against the norm.
pub(crate) fn look_at_returns(run: &mut Run<'_>, practice: OrganisationCode, batch: u16) {
    let Some(track) = run.campaign.track(practice) else {
        return;
    };
    let found = track.facts.batches.iter().find(|one| one.number == batch);
    if let Some(found) = found
        && let BatchState::Posted {
            posted, returned, ..
        } = found.state
        && norms::returns_are_far(posted, returned)
    {
        raise(
            run,
            practice,
            AlarmKind::ReturnsFarFromNorm,
            Evidence::default(),
        );
    }
}

/// A count of opt-outs, looked at against the rest of the PCT.
pub(crate) fn look_at_opt_outs(run: &mut Run<'_>, practice: OrganisationCode) {
    if norms::opt_outs_are_far(run.campaign, practice) {
        raise(
            run,
            practice,
            AlarmKind::OptOutsFarFromNorm,
            Evidence::default(),
        );
    }
}

fn known<'a>(
    run: &'a Run<'_>,
    practice: OrganisationCode,
) -> Result<&'a precede_model::Track, Refusal> {
    let unknown = || out_of_order(Missing::Unknown, Some(practice), Role::PctStaff);
    let track = run.campaign.track(practice).ok_or_else(unknown)?;
    match track.standing {
        precede_model::Standing::Closed { .. } | precede_model::Standing::Merged { .. } => {
            Err(Unmet {
                rule: Rule::Order,
                missing: Missing::TakesPart,
                practice: Some(practice),
                who: Role::PctStaff,
                from: None,
            }
            .into())
        }
        precede_model::Standing::Tranche
        | precede_model::Standing::Reach
        | precede_model::Standing::Released { .. }
        | precede_model::Standing::Left { .. } => Ok(track),
    }
}

fn tell(
    run: &mut Run<'_>,
    command: &Command,
    practice: OrganisationCode,
    what: Happening,
) -> Result<(), Refusal> {
    known(run, practice)?;
    let dated = dated(run.def, command, None, run.now)?;
    run.tell(command, Subject::practice(practice), what, dated);
    Ok(())
}
