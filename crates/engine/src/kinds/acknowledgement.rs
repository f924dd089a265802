//! `acknowledgement`: a person at the practice states that it is ready. Reminders, escalation and the end of the chase
//! count from opening; a silent practice is released by a director, by name.

use precede_model::{
    Act, CaseKind, Command, Evidence, Happening, How, Missing, OrganisationCode, Progress, Refusal,
    Role, Standing, StepId, StepState, Timestamp,
    definition::{Chase, Kind, StepIx},
};

use super::{Found, allow, is_live, notice, reason, stop, wrong_kind};
use crate::{
    advance::sole,
    evidence::dated,
    reports::cases,
    rules,
    run::{Run, Subject, out_of_order},
    twins::{self, Twin},
};

/// A person at the practice acknowledges, by link or to PCT staff by telephone or on a visit.
pub(crate) fn acknowledge(
    run: &mut Run<'_>,
    command: &Command,
    (step, practice): (Option<StepId>, OrganisationCode),
    (how, name_role): (How, Option<String>),
) -> Result<(), Refusal> {
    let found = find_for(run, (step, practice), how)?;
    let by = match how {
        How::Link => Role::Practice,
        How::Phone | How::Visit => Role::PctStaff,
    };
    allow(command, &[by], Some(practice))?;
    let dated = dated(run.def, command, found.since(), run.now)?;
    let evidence = Evidence {
        how: Some(how),
        confirmed_by: command.confirmed_by,
        ..command.evidence.clone()
    };
    let what = Happening::PracticeInformed { name_role };
    run.record(found.subject, what, (command.by, evidence), dated);
    Ok(())
}

/// The acknowledgement is taken back: its own step opens again, and what rested on it stops (R12).
pub(crate) fn withdraw(
    run: &mut Run<'_>,
    command: &Command,
    practice: OrganisationCode,
) -> Result<(), Refusal> {
    allow(command, &[Role::Practice, Role::PctStaff], Some(practice))?;
    let place = place(run, practice)?;
    let Some(informed) = run.campaign.tracks[place].facts.informed else {
        return Err(out_of_order(
            Missing::PracticeInformed,
            Some(practice),
            Role::Practice,
        ));
    };
    reason(command, Some(practice))?;
    let dated = dated(run.def, command, Some(informed.at), run.now)?;
    let step = run
        .def
        .track_steps()
        .iter()
        .copied()
        .find(|ix| matches!(run.def.step(*ix).kind, Kind::Acknowledgement { .. }));
    let subject = Subject {
        step,
        practice: Some(practice),
    };
    let rested = stop::rests_on_practice(run, practice);
    run.tell(command, subject, Happening::InformedWithdrawn, dated);
    if rested {
        cases::note(run, Some(practice), CaseKind::AcknowledgementTakenBack);
    }
    if twins::is(Twin::DeafToSecondThoughts) {
        return Ok(());
    }
    stop::letters(run, practice);
    stop::revoke_permit(
        run,
        practice,
        "the practice's acknowledgement was taken back",
    );
    if let Some(ix) = step {
        stop::reopen_done(run, ix, practice);
    }
    Ok(())
}

/// A director releases a silent practice by name, after the chase.
pub(crate) fn release(
    run: &mut Run<'_>,
    command: &Command,
    practice: OrganisationCode,
) -> Result<(), Refusal> {
    allow(command, &[Role::Director], Some(practice))?;
    let place = place(run, practice)?;
    let track = &run.campaign.tracks[place];
    let Some(chase_ended) = track
        .facts
        .chase_ended
        .filter(|_| track.facts.informed.is_none())
    else {
        return Err(out_of_order(
            Missing::ChaseEnded,
            Some(practice),
            Role::PctStaff,
        ));
    };
    let dated = dated(run.def, command, Some(chase_ended), run.now)?;
    run.tell(
        command,
        Subject::practice(practice),
        Happening::SilentReleased,
        dated,
    );
    Ok(())
}

/// Reminders, escalation and the end of the chase that have fallen due. Reminders missed while the daemon was down
/// are not made up for one by one: the latest is sent.
pub(crate) fn over_time(run: &mut Run<'_>, ix: StepIx, tracks: &[usize]) {
    let Kind::Acknowledgement { chase, .. } = &run.def.step(ix).kind else {
        return;
    };
    let mut due = Due::default();
    // Practices told together are chased together: their dates are reckoned once.
    let mut known: Vec<((Timestamp, Option<OrganisationCode>), Dates)> = Vec::new();
    for place in tracks {
        let track = &run.campaign.tracks[*place];
        let Some(open) = track.steps[run.def.slot(ix)].open() else {
            continue;
        };
        let (reminders, escalated, ended) = match open.progress {
            Progress::Chasing {
                reminders,
                escalated,
                ended,
                ..
            } => (reminders, escalated, ended),
            _ => (0, false, false),
        };
        let (since, practice) = (open.since, track.practice);
        let clock = (since, run.campaign.clock_of(practice));
        let cached = match known.iter().position(|(other, _)| *other == clock) {
            Some(cached) => cached,
            None => {
                known.push((clock, Dates::of(run, chase, clock)));
                known.len() - 1
            }
        };
        let dates = &known[cached].1;
        let escalate_at = dates.escalate.filter(|_| !escalated);
        let end_at = dates.end.filter(|_| !ended);
        let passed = dates.remind.iter().filter(|time| **time <= run.now).count();
        // What a directive holds back is sent when it is lifted, the latest only.
        let view = run.view(Some(*place), ix, 0);
        if passed > usize::from(reminders) && rules::unmet(Act::Tell, &view).is_empty() {
            due.remind.push((passed as u16, practice));
        }
        if escalate_at.is_some_and(|time| time <= run.now) {
            due.escalate.push(practice);
        }
        if end_at.is_some_and(|time| time <= run.now) {
            due.end.push(practice);
        }
        let dates = dates
            .remind
            .iter()
            .copied()
            .chain(escalate_at)
            .chain(end_at);
        if let Some(next) = dates.filter(|time| *time > run.now).min() {
            run.wake_at(next);
        }
    }
    due.happen(run, ix);
}

/// The dates of one chase.
struct Dates {
    remind: Vec<Timestamp>,
    escalate: Option<Timestamp>,
    end: Option<Timestamp>,
}

impl Dates {
    fn of(
        run: &Run<'_>,
        chase: &Chase,
        (since, practice): (Timestamp, Option<OrganisationCode>),
    ) -> Self {
        let subject = (&*run.campaign, practice);
        let at = |length| run.def.due_after_holds(since, length, subject, run.now);
        Self {
            remind: chase.remind.iter().copied().map(at).collect(),
            escalate: chase.escalate.map(at),
            end: chase.end.map(at),
        }
    }
}

/// What has fallen due together.
#[derive(Default)]
struct Due {
    remind: Vec<(u16, OrganisationCode)>,
    escalate: Vec<OrganisationCode>,
    end: Vec<OrganisationCode>,
}

impl Due {
    fn happen(mut self, run: &mut Run<'_>, ix: StepIx) {
        let template = "reminder".parse().expect("`reminder` is a name");
        self.remind.sort();
        while let Some((number, _)) = self.remind.first().copied() {
            let same = self
                .remind
                .iter()
                .take_while(|(other, _)| *other == number)
                .count();
            let practices = self
                .remind
                .drain(..same)
                .map(|(_, practice)| practice)
                .collect();
            notice::plan(run, ix, practices, (Role::Practice, template, number));
        }
        if !self.escalate.is_empty() {
            let subject = Subject::step(ix, sole(&self.escalate));
            run.note(
                subject,
                Happening::Escalated {
                    practices: self.escalate,
                    to: Role::PctStaff,
                },
            );
        }
        if !self.end.is_empty() {
            let subject = Subject::step(ix, sole(&self.end));
            run.note(
                subject,
                Happening::ChaseEnded {
                    practices: self.end,
                },
            );
        }
    }
}

fn place(run: &Run<'_>, practice: OrganisationCode) -> Result<usize, Refusal> {
    run.campaign
        .track_ix(practice)
        .filter(|place| run.campaign.tracks[*place].standing == Standing::Tranche)
        .ok_or_else(|| out_of_order(Missing::TakesPart, Some(practice), Role::PctStaff))
}

/// The practice's open acknowledgement. A practice that could not be written to may be told and acknowledge at once,
/// by telephone or on a visit: its step counts as open since the notice was. So may one that is only in reach.
fn find_for<'a>(
    run: &Run<'a>,
    (step, practice): (Option<StepId>, OrganisationCode),
    how: How,
) -> Result<Found<'a>, Refusal> {
    let def = run.def;
    let unknown = || out_of_order(Missing::Unknown, Some(practice), Role::Practice);
    let place = run.campaign.track_ix(practice).ok_or_else(unknown)?;
    let is_open = |ix: &StepIx| {
        run.campaign.tracks[place].steps[def.slot(*ix)]
            .open()
            .is_some()
    };
    let open_one = || {
        let acks = def
            .track_steps()
            .iter()
            .filter(|ix| matches!(def.step(**ix).kind, Kind::Acknowledgement { .. }));
        acks.clone()
            .find(|ix| is_open(ix))
            .or_else(|| acks.clone().next())
            .map(|ix| def.step(*ix).id)
    };
    let step = step.or_else(open_one).ok_or_else(unknown)?;
    let (ix, step_def) = def.find(step).ok_or_else(unknown)?;
    let Kind::Acknowledgement { of, .. } = &step_def.kind else {
        return Err(wrong_kind(Some(practice), step_def.owner));
    };
    let track = &run.campaign.tracks[place];
    let is_waiting = matches!(
        (&track.steps[def.slot(ix)], track.standing),
        (StepState::Pending, Standing::Tranche) | (StepState::Skipped(_), Standing::Reach)
    );
    let unreached = track.steps[def.slot(*of)]
        .open()
        .filter(|open| open.progress == Progress::Failed);
    if let (true, Some(open)) = (is_waiting && how != How::Link, unreached) {
        is_live(run)?;
        let subject = Subject::step(ix, Some(practice));
        return Ok(Found {
            step: step_def,
            open: open.clone(),
            subject,
        });
    }
    super::find(run, step, Some(practice))
}
