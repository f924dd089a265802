//! When a thing happened, and from when it counts.
//!
//! `counts_from` is fixed at recording: the day it happened if that is today or a second person confirms it, else the
//! instant of recording. Rules and waits read `counts_from` only.

use precede_model::{Command, Missing, Refusal, Role, Rule, Timestamp, Unmet};

use crate::Def;

/// The two instants of an event beside its recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dated {
    pub happened: Timestamp,
    pub counts_from: Timestamp,
}

/// Dates a command that answers something which began at `cause`.
///
/// # Errors
/// A date in the future, before its cause, or confirmed by the person who records it.
pub(crate) fn dated(
    def: &Def,
    command: &Command,
    cause: Option<Timestamp>,
    now: Timestamp,
) -> Result<Dated, Refusal> {
    let Some(happened) = command.happened else {
        return Ok(Dated {
            happened: now,
            counts_from: now,
        });
    };
    let refuse = |missing| {
        Err(Unmet {
            rule: Rule::Evidence,
            missing,
            practice: None,
            who: command.role,
            from: None,
        }
        .into())
    };
    if happened > now {
        return refuse(Missing::NotInFuture);
    }
    if cause.is_some_and(|cause| def.day(happened) < def.day(cause)) {
        return refuse(Missing::NotBeforeCause);
    }
    if command.confirmed_by.is_some() && command.confirmed_by == command.by.person() {
        return Err(Unmet {
            rule: Rule::Evidence,
            missing: Missing::SecondPerson,
            practice: None,
            who: Role::PctApprover,
            from: None,
        }
        .into());
    }
    // A date alone says no hour: it cannot have happened before what it answers on the same day.
    let happened = cause.map_or(happened, |cause| happened.max(cause));
    let counts = command.confirmed_by.is_some() || def.day(happened) == def.day(now);
    Ok(Dated {
        happened,
        counts_from: if counts { happened } else { now },
    })
}
