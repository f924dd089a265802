//! What became known about a campaign in a window of time.

use precede_engine::Def;
use precede_model::{
    Campaign, Open, OrganisationCode, Progress, Role, StepState, Timestamp,
    definition::{Kind, StepDef, StepIx},
};

use super::{Window, practices_words};
use crate::{alarm::alarm_lines, day::moment_words, words};

/// Practices named in one line; more are counted.
const NAMED_MAX: usize = 8;

/// News in sentences; empty when there is none.
pub(super) fn of(def: &Def, campaign: &Campaign, window: Window) -> Vec<String> {
    let mut news = Vec::new();
    for ix in def.campaign_steps() {
        if let Some(StepState::Open(open)) = def.state(campaign, None, *ix) {
            let step = def.step(*ix);
            if is_in(window, Some(open.since)) && is_of_pct(step) {
                news.push(format!("{} is open: {}", step.id, step.title));
            }
            if is_in(window, overdue(def, campaign, step, open, window.1)) {
                news.push(format!("{} is overdue: {}", step.id, step.title));
            }
        }
    }
    for ix in def.track_steps() {
        of_practices(def, campaign, *ix, window, &mut news);
    }
    reported(campaign, window, &mut news);
    news
}

/// Alarms raised and cases opened, as long as they stand, and cases that became overdue.
fn reported(campaign: &Campaign, window: Window, news: &mut Vec<String>) {
    let alarms = alarm_lines(campaign).into_iter();
    for alarm in alarms.filter(|one| !one.is_cleared && is_in(window, Some(one.since))) {
        let words = words::alarm(alarm.about);
        news.push(format!(
            "alarm {} at {}: {words}",
            alarm.alarm, alarm.practice
        ));
    }
    for case in &campaign.facts.cases {
        if case.closed.is_some() {
            continue;
        }
        let what = format!(
            "{} {}: {}",
            words::case_noun(case.about),
            case.case,
            words::case(case.about)
        );
        if is_in(window, Some(case.due)) {
            news.push(format!("overdue since {}, {what}", moment_words(case.due)));
        } else if is_in(window, Some(case.recorded)) {
            news.push(format!(
                "{what}; to be closed by {}",
                moment_words(case.due)
            ));
        }
    }
}

/// What happened at several practices is one sentence each.
fn of_practices(
    def: &Def,
    campaign: &Campaign,
    ix: StepIx,
    window: Window,
    news: &mut Vec<String>,
) {
    let step = def.step(ix);
    let chase = match &step.kind {
        Kind::Acknowledgement { chase, .. } => Some(chase),
        _ => None,
    };
    let mut lists = Lists::default();
    for track in &campaign.tracks {
        let Some(StepState::Open(open)) = track.steps.get(def.slot(ix)) else {
            continue;
        };
        let practice = track.practice;
        let due =
            |length| def.due_after_holds(open.since, length, (campaign, Some(practice)), window.1);
        match open.progress {
            Progress::Failed if is_in(window, Some(open.since)) => lists.failed.push(practice),
            Progress::Chasing { ended: true, .. } if is_in(window, track.facts.chase_ended) => {
                lists.ended.push(practice);
            }
            Progress::Chasing {
                escalated: true,
                ended: false,
                ..
            } => {
                let at = chase.and_then(|chase| chase.escalate).map(due);
                if is_in(window, at) {
                    lists.escalated.push(practice);
                }
            }
            _ => {}
        }
        if is_in(window, Some(open.since)) && is_of_pct(step) {
            lists.opened.push(practice);
        }
        if is_in(window, overdue(def, campaign, step, open, window.1)) {
            lists.overdue.push(practice);
        }
    }
    lists.tell(step, news);
}

#[derive(Default)]
struct Lists {
    failed: Vec<OrganisationCode>,
    escalated: Vec<OrganisationCode>,
    ended: Vec<OrganisationCode>,
    opened: Vec<OrganisationCode>,
    overdue: Vec<OrganisationCode>,
}

impl Lists {
    fn tell(&self, step: &StepDef, news: &mut Vec<String>) {
        let told = [
            (&self.escalated, "to be telephoned, no answer yet"),
            (
                &self.ended,
                "silent to the end of the chase, a director may release them by name",
            ),
            (&self.failed, "could not be written to"),
            (&self.opened, "open for you"),
            (&self.overdue, "overdue"),
        ];
        for (practices, words) in told
            .into_iter()
            .filter(|(practices, _)| !practices.is_empty())
        {
            let count = practices_words(practices.len() as u32);
            let mut named: Vec<_> = practices
                .iter()
                .take(NAMED_MAX)
                .map(ToString::to_string)
                .collect();
            if practices.len() > NAMED_MAX {
                named.push("and others".to_owned());
            }
            news.push(format!(
                "{}, {count} {words}: {}",
                step.title,
                named.join(", ")
            ));
        }
    }
}

/// When an open step becomes overdue.
fn overdue(
    def: &Def,
    campaign: &Campaign,
    step: &StepDef,
    open: &Open,
    now: Timestamp,
) -> Option<Timestamp> {
    step.due
        .map(|due| def.due_after_holds(open.since, due, (campaign, None), now))
}

/// Whether PCT staff do a step; what practices, services and the daemon do is no news to act on.
fn is_of_pct(step: &StepDef) -> bool {
    let by_people = !matches!(
        step.kind,
        Kind::Notice { .. }
            | Kind::Acknowledgement { .. }
            | Kind::Period
            | Kind::Permit
            | Kind::Recurring { .. }
    );
    let owner = match step.owner {
        Role::PctLead | Role::PctApprover | Role::PctStaff | Role::Director => true,
        Role::ProgrammeLead
        | Role::RegionLead
        | Role::Practice
        | Role::Lmc
        | Role::CaldicottGuardian
        | Role::DataProtectionOfficer
        | Role::RiskOwner
        | Role::Helpline
        | Role::MailHouse
        | Role::Auditor
        | Role::Administrator => false,
    };
    by_people && owner
}

fn is_in((since, until): Window, at: Option<Timestamp>) -> bool {
    at.is_some_and(|at| since < at && at <= until)
}
