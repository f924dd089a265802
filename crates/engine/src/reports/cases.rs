//! Cases: incidents, complaints and requests, each with an owner, people who must be told, and a clock.

use precede_model::{
    Actor, CaseKind, Command, Evidence, Happening, Length, Missing, OrganisationCode, Refusal, Role,
};

use crate::{
    evidence::{Dated, dated},
    kinds::{allow, reason},
    run::{Run, Subject, out_of_order},
};

/// Opens a case that time or a rule found.
pub(crate) fn note(run: &mut Run<'_>, practice: Option<OrganisationCode>, about: CaseKind) {
    let now = Dated {
        happened: run.now,
        counts_from: run.now,
    };
    open(
        run,
        practice,
        about,
        ((Actor::Precede, Evidence::default()), now),
    );
}

/// Opens a case. Its clock runs from when it happened, for that is what the law counts from.
pub(crate) fn open(
    run: &mut Run<'_>,
    practice: Option<OrganisationCode>,
    about: CaseKind,
    (by, dated): ((Actor, Evidence), Dated),
) {
    let terms = terms(about);
    let what = Happening::CaseOpened {
        case: next_number(run.campaign.facts.cases.len()),
        about,
        owner: terms.owner,
        tell: terms.tell.to_vec(),
        due: run.def.due(dated.happened, terms.length),
    };
    let subject = Subject {
        step: None,
        practice,
    };
    run.record(subject, what, by, dated);
}

/// From 1. Beyond what can be numbered the last number serves again: a case is never lost for want of one.
fn next_number(opened: usize) -> u16 {
    u16::try_from(opened.saturating_add(1)).unwrap_or(u16::MAX)
}

/// Closes a case, with a note on what was done.
pub(crate) fn close(run: &mut Run<'_>, command: &Command, case: u16) -> Result<(), Refusal> {
    let open = run.campaign.facts.cases.iter();
    let found = open
        .clone()
        .find(|one| one.case == case && one.closed.is_none());
    let Some(found) = found else {
        return Err(out_of_order(Missing::Unknown, None, Role::PctLead));
    };
    let (owner, practice, since) = (found.owner, found.practice, found.since);
    allow(command, &[owner, Role::PctLead, Role::RegionLead], practice)?;
    if command
        .evidence
        .note
        .as_deref()
        .is_none_or(|note| note.trim().is_empty())
    {
        reason(command, practice)?;
    }
    let dated = dated(run.def, command, Some(since), run.now)?;
    let subject = Subject {
        step: None,
        practice,
    };
    run.tell(command, subject, Happening::CaseClosed { case }, dated);
    Ok(())
}

/// Who sees to a case, who must be told, and how long there is.
struct Terms {
    owner: Role,
    tell: &'static [Role],
    length: Length,
}

fn terms(about: CaseKind) -> Terms {
    let (owner, tell, length): (_, &[Role], _) = match about {
        // To the regulator within 72 hours of knowing.
        CaseKind::PersonalDataBreach => (
            Role::DataProtectionOfficer,
            &[
                Role::CaldicottGuardian,
                Role::RiskOwner,
                Role::PctLead,
                Role::Practice,
            ],
            Length::Hours(72),
        ),
        CaseKind::UploadWithoutPermit => (
            Role::PctLead,
            &[
                Role::CaldicottGuardian,
                Role::DataProtectionOfficer,
                Role::RegionLead,
                Role::Practice,
            ],
            Length::Hours(72),
        ),
        CaseKind::DeathBeforeExtract | CaseKind::ListWrong | CaseKind::PostedAgainstRule => (
            Role::PctLead,
            &[
                Role::CaldicottGuardian,
                Role::DataProtectionOfficer,
                Role::MailHouse,
                Role::Practice,
            ],
            Length::Hours(72),
        ),
        CaseKind::AcknowledgementTakenBack
        | CaseKind::AgreementTakenBack
        | CaseKind::PublicityNeverRan
        | CaseKind::FactTakenBack => (
            Role::PctLead,
            &[Role::RegionLead, Role::Practice],
            Length::WorkingDays(5),
        ),
        CaseKind::Apology => (Role::PctStaff, &[Role::Practice], Length::WorkingDays(5)),
        // Acknowledged within three working days.
        CaseKind::Complaint => (Role::PctLead, &[], Length::WorkingDays(3)),
        CaseKind::FreedomOfInformation => (Role::PctLead, &[], Length::WorkingDays(20)),
        // A calendar month: twenty-eight days keep it in every month.
        CaseKind::SubjectAccess => (Role::DataProtectionOfficer, &[], Length::Days(28)),
    };
    Terms {
        owner,
        tell,
        length,
    }
}
