//! The crash table: every state of every machine, what it means, who moves it on, and what happens if the process dies in
//! it. `docs/states.md` is made from here (`cargo xtask states`). The matches below do not compile when a state is added
//! without its entry.

use crate::{
    Lifecycle, Progress, Standing, StepState,
    facts::{BatchState, Permit},
    programme::{DispensationState, Terms},
};

/// One state's entry: its name, what it means, who moves it on, what happens if the process dies in it.
pub type Entry = [&'static str; 4];

/// A machine with the entries of its states.
pub struct Machine {
    /// Its name.
    pub name: &'static str,
    /// What it is the machine of.
    pub of: &'static str,
    /// Entries.
    pub states: Vec<Entry>,
}

/// Every machine of a campaign. The outbox's is the store's own table, given beside it in docs/states.md.
pub fn machines() -> Vec<Machine> {
    vec![
        Machine {
            name: "Lifecycle",
            of: "a campaign",
            states: LIFECYCLE.iter().map(lifecycle).collect(),
        },
        Machine {
            name: "Step",
            of: "a step for its subject",
            states: STEP.iter().map(step).collect(),
        },
        Machine {
            name: "Progress",
            of: "an open step",
            states: PROGRESS.iter().map(progress).collect(),
        },
        Machine {
            name: "Standing",
            of: "a practice in a campaign",
            states: STANDING.iter().map(standing).collect(),
        },
        Machine {
            name: "Batch",
            of: "letters of one practice and day",
            states: BATCH.iter().map(batch).collect(),
        },
        Machine {
            name: "Permit",
            of: "the go-live approval of a practice",
            states: PERMIT.iter().map(permit).collect(),
        },
        Machine {
            name: "Dispensation",
            of: "leave to go on under a directive",
            states: dispensations().iter().map(dispensation).collect(),
        },
    ]
}

const AT: crate::Timestamp = crate::Timestamp::from_micros(0);

const LIFECYCLE: [Lifecycle; 5] = [
    Lifecycle::Planned,
    Lifecycle::Running { since: AT },
    Lifecycle::Paused { since: AT },
    Lifecycle::Withdrawn { at: AT },
    Lifecycle::Closed { at: AT },
];

fn lifecycle(state: &Lifecycle) -> Entry {
    match state {
        Lifecycle::Planned => [
            "planned",
            "it exists; no step opens",
            "a person starts it",
            "nothing was under way; it is still planned",
        ],
        Lifecycle::Running { .. } => [
            "running",
            "time and people move it",
            "time (the campaign's `wake` timer), people, the daemon",
            "the timer row is still there; the daemon goes on from it",
        ],
        Lifecycle::Paused { .. } => [
            "paused",
            "no act is planned or released; effects planned before wait",
            "a person resumes or withdraws it",
            "it is still paused; nothing leaves",
        ],
        Lifecycle::Withdrawn { .. } => [
            "withdrawn",
            "ended before its time, for good; batches at the mail house were recalled",
            "nobody",
            "recalls are outbox rows and are sent after the restart",
        ],
        Lifecycle::Closed { .. } => [
            "closed",
            "every required step is done or passed over",
            "a fact taken back or a directive that revokes a permit: it runs again",
            "it is still closed",
        ],
    }
}

static STEP: std::sync::LazyLock<[StepState; 4]> = std::sync::LazyLock::new(|| {
    let by = crate::Actor::Precede;
    let open = crate::Open {
        occurrence: 1,
        since: AT,
        progress: Progress::Fresh,
    };
    [
        StepState::Pending,
        StepState::Open(open),
        StepState::Done(crate::Done {
            occurrence: 1,
            at: AT,
            by,
        }),
        StepState::Skipped(crate::Skipped {
            occurrence: 1,
            at: AT,
            by,
            why: crate::SkipReason::Optional,
        }),
    ]
});

fn step(state: &StepState) -> Entry {
    match state {
        StepState::Pending => [
            "pending",
            "its predecessors are not all done, or a wait runs",
            "time, when they are",
            "the next turn opens it if they are done",
        ],
        StepState::Open(_) => [
            "open",
            "somebody, or time, can finish it",
            "the step's owner; for acts, time and the daemon",
            "it is still open; timers are computed from `since`",
        ],
        StepState::Done(_) => [
            "done",
            "its fact is recorded",
            "a fact taken back opens it again as a new occurrence",
            "it is still done",
        ],
        StepState::Skipped(_) => [
            "skipped",
            "passed over; satisfies `after`, never a rule",
            "a practice that takes part after all gets its steps back",
            "it is still skipped",
        ],
    }
}

const PROGRESS: [Progress; 7] = [
    Progress::Fresh,
    Progress::Signed {
        by: SIGNER,
        digest: NOTHING,
    },
    Progress::Consulting {
        papers: None,
        meeting: None,
    },
    Progress::Chasing {
        reminders: 0,
        escalated: false,
        ended: false,
        refused: 0,
    },
    Progress::Planned,
    Progress::Failed,
    Progress::Fired {
        number: 1,
        last: AT,
    },
];

const SIGNER: crate::PersonId = crate::Name::fixed("somebody");
const NOTHING: crate::Digest = crate::Digest::ZERO;

fn progress(state: &Progress) -> Entry {
    match state {
        Progress::Fresh => [
            "fresh",
            "open, nothing done yet",
            "the owner; for acts, time when the rules hold",
            "nothing is lost",
        ],
        Progress::Signed { .. } => [
            "signed",
            "one of two people has signed",
            "a second person signs the same content",
            "the first signature is kept",
        ],
        Progress::Consulting { .. } => [
            "consulting",
            "papers are with the body, perhaps a meeting was held",
            "PCT staff record the position; time after a cycle of silence",
            "the cycle is computed again from the papers' date",
        ],
        Progress::Chasing { .. } => [
            "chasing",
            "reminders, escalation or the end of the chase have happened",
            "the practice acknowledges; a director releases it by name",
            "each reminder is an outbox row: sent once",
        ],
        Progress::Planned => [
            "planned",
            "its effect waits in the outbox or is on its way",
            "the daemon, under a warrant",
            "a notice is repeated under its Message-ID; a batch or permit found half-done asks a person",
        ],
        Progress::Failed => [
            "failed",
            "its effect could not leave (no address, refused)",
            "a person corrects it and tries again, or telephones the practice",
            "it is still failed and listed",
        ],
        Progress::Fired { .. } => [
            "fired",
            "a recurring step has fired",
            "time, at the next fire",
            "missed fires happen once",
        ],
    }
}

const STANDING: [Standing; 6] = [
    Standing::Tranche,
    Standing::Reach,
    Standing::Released { at: AT },
    Standing::Left { at: AT },
    Standing::Closed { at: AT },
    Standing::Merged {
        at: AT,
        into: SUCCESSOR,
    },
];

const SUCCESSOR: crate::OrganisationCode = crate::Name::fixed("A81001");

fn standing(state: &Standing) -> Entry {
    match state {
        Standing::Tranche => [
            "tranche",
            "in the campaign",
            "its own answer, a director, the register",
            "nothing changes",
        ],
        Standing::Reach => [
            "reach",
            "outside the tranche, but publicity touches its patients: it is told",
            "the register",
            "nothing changes",
        ],
        Standing::Released { .. } => [
            "released",
            "silent after the chase, released by name; its track ended",
            "the next tranche takes it up",
            "nothing changes",
        ],
        Standing::Left { .. } => [
            "left",
            "moved to another PCT with its facts",
            "nobody here",
            "nothing changes",
        ],
        Standing::Closed { .. } => ["closed", "the practice closed", "nobody", "nothing changes"],
        Standing::Merged { .. } => [
            "merged",
            "the practice merged into another",
            "nobody here",
            "nothing changes",
        ],
    }
}

const BATCH: [BatchState; 4] = [
    BatchState::Planned,
    BatchState::Released { at: AT },
    BatchState::Posted {
        at: AT,
        posted: 0,
        spoiled: 0,
        stopped: 0,
        expected_receipt: chrono::NaiveDate::MIN,
        returned: 0,
        period_ended: None,
    },
    BatchState::Stopped { at: AT },
];

fn batch(state: &BatchState) -> Entry {
    match state {
        BatchState::Planned => [
            "planned",
            "waits for the daemon and a warrant",
            "the daemon",
            "it is still planned; if it was `sending`, a person says whether it left",
        ],
        BatchState::Released { .. } => [
            "released",
            "its manifest is with the mail house",
            "the mail house posts it or sends it back",
            "the manifest is on disk before this is recorded",
        ],
        BatchState::Posted { .. } => [
            "posted",
            "letters are on their way; its period runs",
            "time ends the period; returns are recorded",
            "nothing changes",
        ],
        BatchState::Stopped { .. } => [
            "stopped",
            "recalled or refused before posting",
            "its people go into a later batch",
            "nothing changes",
        ],
    }
}

const PERMIT: [Permit; 4] = [
    Permit::None,
    Permit::Planned,
    Permit::Issued { at: AT },
    Permit::Revoked { at: AT },
];

fn permit(state: &Permit) -> Entry {
    match state {
        Permit::None => [
            "none",
            "not approved",
            "time, when R5, R6 and R7 hold",
            "nothing changes",
        ],
        Permit::Planned => [
            "planned",
            "waits for the daemon and a warrant",
            "the daemon",
            "found half-done, a person is asked",
        ],
        Permit::Issued { .. } => [
            "issued",
            "the first upload may happen",
            "a fact that turns false revokes it",
            "nothing changes",
        ],
        Permit::Revoked { .. } => [
            "revoked",
            "no upload",
            "a person, by asking anew",
            "nothing changes",
        ],
    }
}

fn dispensations() -> [DispensationState; 6] {
    [
        DispensationState::Asked,
        DispensationState::UnderDiscussion,
        DispensationState::Granted(Terms {
            from: AT,
            until: AT,
            conditions: Vec::new(),
        }),
        DispensationState::Refused,
        DispensationState::Withdrawn,
        DispensationState::Lapsed,
    ]
}

fn dispensation(state: &DispensationState) -> Entry {
    match state {
        DispensationState::Asked => [
            "asked",
            "exempts nobody",
            "the programme's lead takes it up, grants or refuses it",
            "nothing changes",
        ],
        DispensationState::UnderDiscussion => [
            "under-discussion",
            "exempts nobody",
            "the programme's lead grants or refuses it",
            "nothing changes",
        ],
        DispensationState::Granted(_) => [
            "granted",
            "exempts those proved inside while it is in date and its conditions hold",
            "time, when its day is over; who granted it, by taking it back",
            "the rules read its dates, so it lapses on its day all the same; the campaigns' timer rows are still there",
        ],
        DispensationState::Refused => [
            "refused",
            "exempts nobody, for good",
            "nobody",
            "nothing changes",
        ],
        DispensationState::Withdrawn => [
            "withdrawn",
            "taken back; exempts nobody",
            "nobody",
            "nothing changes",
        ],
        DispensationState::Lapsed => [
            "lapsed",
            "its day is over; what it exempted is held again",
            "nobody",
            "nothing changes",
        ],
    }
}
