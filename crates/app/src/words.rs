//! The words people read for codes: one sentence for everything a rule can miss, and what to do about it.

mod reports;

pub use reports::{alarm, case, case_noun, enquiry, roles, withdrawn};

use precede_model::{Missing, Role, Standing, StepState, definition::Definition};

/// What is missing and what to do next, in a sentence.
pub fn missing(code: Missing) -> String {
    let words = match code {
        Missing::PracticeInformed => {
            "nobody at the practice has confirmed that it is ready: ask them to use the link in their mail, or telephone \
             and record it with `precede step acknowledge`"
        }
        Missing::PracticeLead => {
            "the practice's lead time still runs: wait, the daemon goes on by itself when it has passed"
        }
        Missing::PracticeTold => {
            "the practice has not been told: its notice must be handed over first; see `precede campaign status` for \
             failed notices"
        }
        Missing::PracticeReady => {
            "the practice is neither ready nor released by name: telephone it, or have a director release it with \
             `precede step release` after the chase has ended"
        }
        Missing::AnyPractice => "no practice takes part: at least one must",
        Missing::LmcConsulted => {
            "the LMC has not been consulted: record papers, meeting and position with `precede step done`"
        }
        Missing::ReadinessSigned => {
            "readiness is not signed: the region assures it with `precede step done`"
        }
        Missing::PlanApproved => {
            "the plan is not approved: two different people sign it with `precede step done`"
        }
        Missing::DifferentPeople => {
            "two signatures are one person's: somebody else must sign the second"
        }
        Missing::PublicityLive => "publicity is not live: open it first with `precede step done`",
        Missing::HelplineTested => {
            "no test call to the helpline is recorded: call it and record the step with `precede step done`"
        }
        Missing::PackApproved => {
            "the contents of the letter are not approved: two different people sign them with `precede step done`"
        }
        Missing::PackWhole => {
            "the approved pack lacks a part the definition lists: complete it and have it approved again"
        }
        Missing::ListAccepted => "no patient list is accepted: bring one with `precede step done`",
        Missing::ListAgreement => {
            "the list's holder, or the agreement that allows this mailing, is not named or has expired: bring a list \
             under a valid agreement"
        }
        Missing::ListAge => "the list's extract is too old to post by: bring a fresh list",
        Missing::DeathCheck => {
            "deaths were checked too long ago: check again and bring the list anew"
        }
        Missing::ListCounts => {
            "the list's counts do not add up, or more would be posted than it holds: correct the list"
        }
        Missing::PeriodEnded => "the time to choose still runs: wait, it is never cut",
        Missing::PeriodExists => {
            "letters were posted and the definition gives them no time to choose: correct the definition"
        }
        Missing::OptOutsCoded => {
            "no count of coded opt-outs after the time to choose: the practice records it with `precede step done`"
        }
        Missing::OptOutsBacklog => {
            "opt-outs received, passed on and coded differ: pass on and code every one, then count again"
        }
        Missing::OptOutsAge => "the count of opt-outs is too old: the practice counts again",
        Missing::Fitness(fact) => {
            return format!(
                "`{fact}` is not shown to be fit: record it with `precede step done` once it is"
            );
        }
        Missing::PracticeAgreed => {
            "the practice has not agreed after the time to choose: it signs when it is ready, there is no deadline"
        }
        Missing::PctAgreed => {
            "the PCT has not agreed after the time to choose: its lead signs with `precede step done`"
        }
        Missing::PublicityMinimum => {
            "publicity has not run its minimum: wait, or open it again if it was closed early"
        }
        Missing::Reconciled => {
            "the mailing is not reconciled: account for every letter, then record it with `precede step done`"
        }
        Missing::MeansOfInforming => {
            "nothing that counts as informing has reached the practice's patients: letters must be posted first"
        }
        Missing::Directive(id) => {
            return format!(
                "directive `{id}` holds it: it goes on when the directive is lifted, when a dispensation from it is \
                 granted, or when a named person settles that it does not reach here; see `precede directive show {id}`"
            );
        }
        Missing::DispensationCondition(rule) => {
            return format!(
                "a dispensation is granted, on the condition that {rule} ({}) holds, and it does not: see what that \
                 rule lacks with `precede campaign explain`",
                rule.title()
            );
        }
        Missing::QuietTime(id) => {
            return format!(
                "quiet time `{id}`: press, radio, adverts and events wait until it is over; posters, web, helpline and \
                 letters go on"
            );
        }
        Missing::BudgetApproved => {
            "no budget is approved, and the programme asks for one: two different people sign it with `precede campaign \
             budget`"
        }
        Missing::Budget => {
            "the approved budget does not reach for these letters: see `precede campaign spending`, then have a new \
             budget approved with `precede campaign budget`"
        }
        Missing::UnitCost => {
            "nobody has said what a letter of this class costs: name it when the budget is approved (`precede campaign \
             budget --unit-cost`)"
        }
        Missing::AlarmCleared(kind) => {
            return format!(
                "an alarm stands ({kind}): a named person looks into it and clears it with `precede alarm clear`, \
                 saying what was found"
            );
        }
        Missing::PermitStands => {
            "no go-live approval stands for the practice: see `precede permit show`; the daemon gives one when every rule \
             holds"
        }
        Missing::TakesPart => {
            "the practice takes no part (or takes part already): see its answer and standing in `precede campaign status`"
        }
        Missing::WrittenFirst => {
            "the event that must be written first is not there: this is a fault, run `precede doctor`"
        }
        Missing::CampaignRunning => {
            "the campaign is not at the point of its life where this can be done: see `precede campaign status`, then \
             start or resume it"
        }
        Missing::StepOpen => {
            "the step is not open: see what it waits for with `precede campaign explain`"
        }
        Missing::StepBefore(step) => {
            return format!(
                "step `{step}` comes first and is not done: see what it waits for with `precede campaign explain`"
            );
        }
        Missing::Wait => {
            "a wait of the programme plan still runs: nothing is to be done, it goes on by itself when it has passed"
        }
        Missing::BatchAnswered => {
            "letters are with the mail house: it says first how many it has posted, spoiled and stopped"
        }
        Missing::StepKind => {
            "the step is of another kind than this command serves: see its kind in `precede campaign status`"
        }
        Missing::Unknown => {
            "there is no such step, practice or batch here: check the names in `precede campaign status`"
        }
        Missing::Role => {
            "this person's role or organisation does not allow it: somebody else must do it"
        }
        Missing::SecondPerson => "a second person is needed: nobody confirms their own word",
        Missing::NotInFuture => "the date lies in the future: give the day on which it happened",
        Missing::NotBeforeCause => "the date lies before what it answers: check the day",
        Missing::SameContent => {
            "the content signed is not what the first person signed: sign the same content, or begin again"
        }
        Missing::Count => {
            "a number is missing or cannot be right: opt-outs need coded, passed on and received; letters must add up to their batch"
        }
        Missing::Optional => "the step is required by the definition and cannot be passed over",
        Missing::ChaseEnded => "chasing has not ended: the practice may still answer",
        Missing::Reason => "a reason is needed: give it with `--reason`",
        Missing::Instrument => "the legal instrument is not named: give it with `--instrument`",
    };
    words.to_owned()
}

/// A role as people say it, with the definition's own words where there is one.
pub fn role(role: Role, definition: Option<&Definition>) -> String {
    let label = |word: &'static str, default: &'static str| {
        definition
            .and_then(|one| one.labels.get(word))
            .map_or(default.to_owned(), Clone::clone)
    };
    match role {
        Role::ProgrammeLead => "the programme's lead".to_owned(),
        Role::RegionLead => format!("the lead at the {}", label("region", "region")),
        Role::PctLead => format!("the {}'s lead", label("pct", "PCT")),
        Role::PctApprover => format!("the {}'s approver", label("pct", "PCT")),
        Role::PctStaff => format!("staff of the {}", label("pct", "PCT")),
        Role::Director => format!("a director of the {}", label("pct", "PCT")),
        Role::Practice => format!("the {}", label("practice", "practice")),
        Role::Lmc => format!("the {}", label("lmc", "LMC")),
        Role::CaldicottGuardian => "the Caldicott Guardian".to_owned(),
        Role::DataProtectionOfficer => "the data protection officer".to_owned(),
        Role::RiskOwner => "the information risk owner".to_owned(),
        Role::Helpline => "the helpline".to_owned(),
        Role::MailHouse => "the mail house".to_owned(),
        Role::Auditor => "an auditor".to_owned(),
        Role::Administrator => "an administrator".to_owned(),
    }
}

/// A practice's place in a campaign.
pub fn standing(standing: &Standing) -> String {
    match standing {
        Standing::Tranche => "takes part".to_owned(),
        Standing::Reach => "told only: outside the group".to_owned(),
        Standing::Released { .. } => "released by name, silent".to_owned(),
        Standing::Left { .. } => "left".to_owned(),
        Standing::Closed { .. } => "closed".to_owned(),
        Standing::Merged { into, .. } => format!("merged into {into}"),
    }
}

/// A step's state in a word.
pub fn state(state: &StepState) -> &'static str {
    match state {
        StepState::Pending => "pending",
        StepState::Open(_) => "open",
        StepState::Done(_) => "done",
        StepState::Skipped(_) => "skipped",
    }
}
