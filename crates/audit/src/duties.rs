//! What has to follow an entry within its own instant, and is found wanting when that is over (R12).

use crate::{
    calendar::Instant,
    campaign::Finding,
    event::{Event, What},
    facts::{Facts, is_incident},
    report::Rule,
    rules,
};

/// What has to follow.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Due {
    /// The practice's standing permit is revoked.
    Revoked(String),
    /// A batch of the practice is stopped, or its recall asked.
    Stopped(String, u64),
    /// An incident of the practice is opened.
    Incident(String),
    /// An alarm of the practice is raised.
    Alarm(String),
}

/// The duties of the running instant.
pub(crate) struct Duties {
    /// The instant before, and the running one.
    before: Instant,
    now: Instant,
    open: Vec<Duty>,
}

/// A duty, and the entry it comes from.
struct Duty {
    seq: u64,
    practice: Option<String>,
    due: Due,
}

impl Duties {
    /// None yet, from the first instant on.
    pub fn since(now: Instant) -> Self {
        Self {
            before: now,
            now,
            open: Vec::new(),
        }
    }

    /// The running instant.
    pub fn instant(&self) -> Instant {
        self.now
    }

    /// Another instant begins.
    pub fn begin(&mut self, now: Instant) {
        self.before = self.now;
        self.now = now;
    }

    /// An entry does what was due.
    pub fn discharge(&mut self, event: &Event) {
        self.open.retain(|duty| !duty.due.is_done_by(event));
    }

    /// An entry brings duties with it.
    pub fn add(&mut self, event: &Event, dues: Vec<Due>) {
        self.open.extend(dues.into_iter().map(|due| Duty {
            seq: event.seq,
            practice: event.practice.clone(),
            due,
        }));
    }

    /// The running instant is over: what is still due was not done, and permits that time alone took the ground from
    /// stand where they should not.
    pub fn end_of_instant(&mut self, facts: &Facts) -> Vec<Finding> {
        let by_time = rules::lost_over_time(facts, self.before, self.now);
        let by_time = by_time.into_iter().map(|(seq, code)| Duty {
            seq,
            practice: None,
            due: Due::Revoked(code),
        });
        let by_time: Vec<Duty> = by_time
            .filter(|late| self.open.iter().all(|duty| duty.due != late.due))
            .collect();
        let mut open = std::mem::take(&mut self.open);
        open.extend(by_time);
        open.sort_by_key(|duty| duty.seq);
        let of_entries = open.chunk_by(|one, next| one.seq == next.seq);
        of_entries.map(finding).collect()
    }
}

/// What one entry brought with it and was not done.
fn finding(owed: &[Duty]) -> Finding {
    let permits: Vec<&str> = owed
        .iter()
        .filter_map(|duty| match &duty.due {
            Due::Revoked(code) => Some(code.as_str()),
            Due::Stopped(..) | Due::Incident(_) | Due::Alarm(_) => None,
        })
        .collect();
    let standing = (!permits.is_empty()).then(|| {
        format!(
            "not revoked with it: the permit of {}",
            rules::listed(&permits)
        )
    });
    let others = owed.iter().filter_map(|duty| match &duty.due {
        Due::Revoked(_) => None,
        Due::Stopped(code, batch) => Some(format!(
            "neither stopped nor recalled with it: batch {batch} of {code}"
        )),
        Due::Incident(code) => Some(format!("not opened with it: an incident of {code}")),
        Due::Alarm(code) => Some(format!("not raised with it: an alarm of {code}")),
    });
    Finding {
        rule: Rule::R12,
        seq: owed[0].seq,
        practice: owed[0].practice.clone(),
        faults: standing.into_iter().chain(others).collect(),
    }
}

impl Due {
    fn is_done_by(&self, event: &Event) -> bool {
        let own = |code: &String| event.practice.as_ref() == Some(code);
        match (self, &event.what) {
            (Self::Revoked(code), What::PermitRevoked { practices }) => {
                own(code) || practices.contains(code)
            }
            (
                Self::Stopped(code, due),
                What::BatchStopped { batch } | What::RecallAsked { batch },
            ) => own(code) && batch == due,
            (Self::Incident(code), What::CaseOpened { about }) => own(code) && is_incident(about),
            (Self::Alarm(code), What::AlarmRaised { .. }) => own(code),
            _ => false,
        }
    }
}
