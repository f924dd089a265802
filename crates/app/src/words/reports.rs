//! The words people read for what is reported: alarms, cases, enquiries, facts taken back.

use precede_model::{AlarmKind, CaseKind, EnquiryReason, Role, WithdrawnFact};

/// What an alarm is about.
pub fn alarm(about: AlarmKind) -> &'static str {
    match about {
        AlarmKind::LettersBeforeReady => {
            "a patient asked about letters, and nobody at the practice has confirmed that it is ready"
        }
        AlarmKind::UploadWithoutPermit => "records were uploaded without a go-live approval",
        AlarmKind::CountsDoNotReconcile => "counts of the mailing do not add up",
        AlarmKind::ReturnsFarFromNorm => "far more letters came back than usually do",
        AlarmKind::OptOutsFarFromNorm => {
            "the share of opt-outs is far from that of the neighbouring practices"
        }
        AlarmKind::AcknowledgedByNoPerson => {
            "an acknowledgement was made by something that is not a person"
        }
        AlarmKind::PostedAgainstRule => "letters were posted that a rule would have stopped",
    }
}

/// What a case is about.
pub fn case(about: CaseKind) -> &'static str {
    match about {
        CaseKind::PersonalDataBreach => "personal data reached somebody they should not have",
        CaseKind::UploadWithoutPermit => "records were uploaded without a go-live approval",
        CaseKind::AcknowledgementTakenBack => {
            "the practice is not ready after all, and something had rested on it"
        }
        CaseKind::AgreementTakenBack => "an agreement was taken back after go-live was approved",
        CaseKind::ListWrong => "a patient list was wrong, and something had rested on it",
        CaseKind::PublicityNeverRan => "publicity that was recorded never ran",
        CaseKind::DeathBeforeExtract => {
            "somebody was written to whose death was known before the list was extracted"
        }
        CaseKind::FactTakenBack => "something recorded was not so, and something had rested on it",
        CaseKind::PostedAgainstRule => "letters were posted that a rule would have stopped",
        CaseKind::Apology => {
            "somebody was written to who died after the list was extracted: an apology, no more"
        }
        CaseKind::Complaint => "a complaint",
        CaseKind::FreedomOfInformation => "a request under freedom of information",
        CaseKind::SubjectAccess => "a person asks what is held about them",
    }
}

/// What people call a case of this kind.
pub fn case_noun(about: CaseKind) -> &'static str {
    match about {
        CaseKind::Apology => "task",
        CaseKind::Complaint | CaseKind::FreedomOfInformation | CaseKind::SubjectAccess => "request",
        CaseKind::PersonalDataBreach
        | CaseKind::UploadWithoutPermit
        | CaseKind::AcknowledgementTakenBack
        | CaseKind::AgreementTakenBack
        | CaseKind::ListWrong
        | CaseKind::PublicityNeverRan
        | CaseKind::DeathBeforeExtract
        | CaseKind::FactTakenBack
        | CaseKind::PostedAgainstRule => "incident",
    }
}

/// What a patient asked about.
pub fn enquiry(about: EnquiryReason) -> &'static str {
    match about {
        EnquiryReason::Letter => "a letter",
        EnquiryReason::OptOut => "how to say no",
        EnquiryReason::Programme => "what the programme is",
        EnquiryReason::Format => "large print, easy read or another language",
        EnquiryReason::Other => "something else",
    }
}

/// A fact that was taken back.
pub fn withdrawn(fact: WithdrawnFact) -> &'static str {
    match fact {
        WithdrawnFact::Readiness => "readiness is not there",
        WithdrawnFact::Plan => "the plan's approval does not stand",
        WithdrawnFact::Pack => "the approval of the letter's contents does not stand",
        WithdrawnFact::Lmc => "the LMC was not consulted",
        WithdrawnFact::Publicity => "publicity never ran",
        WithdrawnFact::Helpline => "the helpline does not answer",
        WithdrawnFact::List => "the patient list is wrong",
        WithdrawnFact::OptOuts => "the count of opt-outs is wrong",
        WithdrawnFact::Training => "staff are not trained",
        WithdrawnFact::System => "the system is not fit",
        WithdrawnFact::DataQuality => "the data are not fit",
    }
}

/// Several roles, as people say them.
pub fn roles(roles: &[Role]) -> String {
    let words: Vec<String> = roles.iter().map(|role| super::role(*role, None)).collect();
    words.join(", ")
}
