//! Stories: what an event says to people.

use precede_model::{Actor, Answer, Event, Happening, OrganisationCode, StepId, definition::Kind};

use crate::Def;

/// An event in a sentence; `None` for what only the machine needs.
pub fn told(def: &Def, event: &Event) -> Option<String> {
    let title = event.step.map_or_else(String::new, |step| title(def, step));
    let by = match event.actor {
        Actor::Precede => "the register".to_owned(),
        Actor::Person(id) => id.to_string(),
    };
    let practice = practice(event);
    let text = match &event.what {
        Happening::CampaignStarted => "the campaign starts".to_owned(),
        Happening::CampaignPaused { .. } => format!("{by} pauses the campaign"),
        Happening::CampaignResumed => format!("{by} resumes the campaign"),
        Happening::CampaignClosed => "every step is done and the campaign closes".to_owned(),
        Happening::TaskDone { .. }
        | Happening::ReadinessSigned
        | Happening::SubjectApproved { .. }
        | Happening::LmcConsulted { .. }
        | Happening::BodyConsulted { .. }
        | Happening::Reconciled(_)
        | Happening::FactAdopted { .. } => done(&title, &practice, &by),
        Happening::PlanApproved { .. } | Happening::PackApproved { .. } => {
            let first = event
                .evidence
                .first
                .map_or_else(String::new, |id| format!("{id} and "));
            format!("“{title}” is signed by {first}{by}")
        }
        Happening::NoticeHandedOver { number: 0, .. } => format!("{practice} is told (“{title}”)"),
        Happening::NoticeFailed { number: 0, .. } => {
            format!("the mail “{title}” does not reach {practice}")
        }
        Happening::PracticeInformed { .. } => format!("{practice} confirms that it is ready"),
        Happening::InformedWithdrawn => format!("{practice} takes its confirmation back"),
        Happening::Escalated { .. } => format!("staff are asked to telephone {practice}"),
        Happening::ChaseEnded { .. } => {
            format!("{practice} has stayed silent to the end of the chase")
        }
        Happening::SilentReleased => format!("{by} releases the silent {practice} by name"),
        Happening::PracticeAnswered { answer } => format!("{practice} {}", answered(*answer)),
        Happening::PublicityOpened { .. } => format!("“{title}”: publicity goes live"),
        Happening::PublicityClosed => format!("“{title}”: publicity ends"),
        Happening::ListAccepted(_) => format!("a patient list of {practice} is accepted"),
        Happening::BatchReleased { .. } => {
            format!("letters for {practice} leave for the mail house")
        }
        Happening::BatchPosted { items: 0, .. } => {
            format!("all letters for {practice} are spoiled at the mail house")
        }
        Happening::BatchPosted { .. } => format!("letters for {practice} are posted"),
        Happening::BatchStopped { .. } => format!("letters for {practice} are stopped"),
        Happening::ItemReturned { .. } => format!("a letter for {practice} comes back"),
        Happening::PeriodEnded { .. } => format!("the time to choose ends for {practice}"),
        Happening::OptOutsCoded {
            count, received, ..
        } if count < received => {
            format!("{practice} counts opt-outs anew, and some are not coded")
        }
        Happening::OptOutsCoded { .. } => format!("{practice} has coded its opt-outs"),
        Happening::PracticeAgreed { .. } => format!("{by} agrees for {practice}"),
        Happening::PctAgreed { .. } => format!("{by} agrees for the PCT to {practice}"),
        Happening::AgreementWithdrawn { .. } => {
            format!("{by} takes an agreement about {practice} back")
        }
        Happening::PermitIssued { .. } => format!("the permit of {practice} is issued"),
        Happening::PermitRevoked { .. } => format!("the permit of {practice} is revoked"),
        Happening::PracticeJoined { .. } => format!("{practice} joins"),
        Happening::PracticeLeft { .. } => format!("{practice} moves to another PCT"),
        Happening::PracticeClosed => format!("{practice} closes"),
        Happening::PracticeMerged { .. } => format!("{practice} merges into another"),
        Happening::StepSkipped { practices, .. }
            if practices.is_empty() || event.actor != Actor::Precede =>
        {
            format!("{by} passes over “{}”", skipped(def, event))
        }
        Happening::FactWithdrawn { fact } => format!("the fact `{fact}` turns out false"),
        Happening::DirectiveRecorded(_) => "a directive binds the campaign".to_owned(),
        Happening::DirectiveLifted { .. } => "the directive is lifted".to_owned(),
        Happening::DispensationRecorded(_) => "a dispensation is granted".to_owned(),
        Happening::DispensationEnded { .. } => "the dispensation ends".to_owned(),
        Happening::QuietTimeRecorded(_) => "a quiet time begins".to_owned(),
        Happening::QuietTimeCancelled { .. } => "the quiet time is called off".to_owned(),
        Happening::BudgetApproved { budget } => {
            format!("a budget of {} is approved", budget.amount)
        }
        Happening::AlarmRaised { about, .. } => {
            format!("an alarm is raised at {practice}: {about}")
        }
        Happening::AlarmCleared { .. } => format!("{by} clears the alarm at {practice}"),
        Happening::DeathReported { .. } => {
            format!("somebody on the list of {practice} was dead before")
        }
        _ => return None,
    };
    Some(text)
}

fn done(title: &str, practice: &str, by: &str) -> String {
    if practice.is_empty() {
        format!("“{title}” is done by {by}")
    } else {
        format!("“{title}” is done for {practice} by {by}")
    }
}

fn answered(answer: Answer) -> &'static str {
    match answer {
        Answer::TakesPart => "says that it takes part",
        Answer::NotYet => "says “not yet”",
        Answer::Declines => "declines",
    }
}

fn practice(event: &Event) -> String {
    let several = event.what.practices();
    match (event.practice, several) {
        (Some(practice), _) => format!("practice {practice}"),
        (None, []) => String::new(),
        (None, several) => {
            let codes: Vec<String> = several.iter().map(ToString::to_string).collect();
            format!("practices {}", codes.join(" and "))
        }
    }
}

fn skipped(def: &Def, event: &Event) -> String {
    let Happening::StepSkipped { steps, .. } = &event.what else {
        return String::new();
    };
    let titles: Vec<String> = steps.iter().map(|step| title(def, *step)).collect();
    titles.join("”, “")
}

fn title(def: &Def, step: StepId) -> String {
    def.find(step)
        .map_or_else(|| step.to_string(), |(_, step)| step.title.clone())
}

/// What leaves when the act of a step is opened, for whom: the subject of a story's last sentence.
pub fn subject(def: &Def, step: StepId, practice: Option<OrganisationCode>) -> String {
    let whom = practice.map_or_else(|| "the PCT".to_owned(), |code| format!("practice {code}"));
    match def.find(step).map(|(_, step)| &step.kind) {
        Some(Kind::Notice { .. }) => format!("the mail to {whom} is opened"),
        Some(Kind::Publicity { .. }) => "publicity is opened for people to start".to_owned(),
        Some(Kind::Batch { .. }) => format!("letters to patients of {whom} are opened"),
        Some(Kind::Permit) => format!("the permit of {whom} is opened"),
        _ => format!("`{step}` of {whom} is opened"),
    }
}
