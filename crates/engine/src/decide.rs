//! What a command causes: the one match over orders.

use precede_model::{
    Actor, Campaign, Command, Evidence, Happening, Missing, Order, Refusal, Role, Timestamp,
};

use crate::{
    Decision, Def, advance, binding,
    evidence::Dated,
    kinds::{
        acknowledgement, answer, approval, batch, consult, list, notice, permit, publicity,
        sign_off, stop, task,
    },
    lifecycle, membership, reports,
    run::{Run, Subject, out_of_order},
    second_thoughts,
};

/// What a command causes at this instant, together with what time causes right after it.
///
/// # Errors
/// A refusal: the rule, what is missing, and for whom. Nothing has changed then.
pub fn decide(
    def: &Def,
    campaign: &Campaign,
    command: &Command,
    now: Timestamp,
) -> Result<Decision, Refusal> {
    let mut copy = campaign.clone();
    decide_in_place(def, &mut copy, command, now)
}

/// The same, moving the campaign given: for callers that hold their own copy and throw it away on a refusal.
///
/// # Errors
/// As [`decide`]; the copy may then be half moved.
pub fn decide_in_place(
    def: &Def,
    campaign: &mut Campaign,
    command: &Command,
    now: Timestamp,
) -> Result<Decision, Refusal> {
    let mut run = Run::new(def, campaign, now);
    dispatch(&mut run, command)?;
    advance::settle(&mut run);
    Ok(run.decision)
}

fn dispatch(run: &mut Run<'_>, command: &Command) -> Result<(), Refusal> {
    match &command.order {
        Order::Start => lifecycle::start(run, command),
        Order::Pause(clock) => lifecycle::pause(run, command, *clock),
        Order::Resume => lifecycle::resume(run, command),
        Order::Withdraw => lifecycle::withdraw(run, command),
        Order::Finish {
            step,
            practice,
            counts,
        } => task::finish(run, command, (*step, *practice), *counts),
        Order::Sign {
            step,
            practice,
            digest,
            contents,
        } => approval::sign(run, command, (*step, *practice), (*digest, contents)),
        Order::Consult {
            step,
            practice,
            stage,
        } => consult::stage(run, command, (*step, *practice), *stage),
        Order::TakePosition {
            step,
            practice,
            position,
        } => consult::position(run, command, (*step, *practice), *position),
        Order::Acknowledge {
            step,
            practice,
            how,
            name_role,
        } => acknowledgement::acknowledge(
            run,
            command,
            (*step, *practice),
            (*how, name_role.clone()),
        ),
        Order::WithdrawAcknowledgement { practice } => {
            acknowledgement::withdraw(run, command, *practice)
        }
        Order::Answer { practice, answer } => answer::answer(run, command, *practice, *answer),
        Order::ReleaseSilent { practice } => acknowledgement::release(run, command, *practice),
        Order::OpenPublicity { step } => publicity::open(run, command, *step),
        Order::ClosePublicity { step } => publicity::close(run, command, *step),
        Order::AcceptList {
            step,
            practice,
            list,
        } => list::accept(run, command, (*step, *practice), list),
        Order::SignOff {
            step,
            practice,
            instrument,
        } => sign_off::sign(run, command, (*step, *practice), instrument.clone()),
        Order::WithdrawAgreement { practice, side } => {
            sign_off::withdraw(run, command, (*practice, *side))
        }
        Order::Retry { step, practice } => notice::retry(run, command, (*step, *practice)),
        Order::Skip { step, practice } => lifecycle::skip(run, command, (*step, *practice)),
        Order::Adopt {
            step,
            from,
            seq,
            hash,
            fact,
        } => {
            let what = Happening::FactAdopted {
                from: from.clone(),
                seq: *seq,
                hash: *hash,
                fact: *fact,
            };
            lifecycle::adopt(run, command, *step, what)
        }
        Order::Bind(_)
        | Order::Unbind { .. }
        | Order::Dispense(_)
        | Order::EndDispensation(_)
        | Order::KeepQuiet(_)
        | Order::EndQuiet(_)
        | Order::SignBudget(_) => of_others(run, command),
        Order::WithdrawFact { fact, practice } => {
            second_thoughts::withdraw_fact(run, command, *fact, *practice)
        }
        Order::RevokePermit { practice } => second_thoughts::revoke_permit(run, command, *practice),
        Order::Report(report) => reports::report(run, command, report),
        Order::Join { .. } | Order::Leave { .. } | Order::Close { .. } | Order::Merge { .. } => {
            of_the_register(run, command)
        }
        Order::Posted { .. } | Order::Stopped { .. } | Order::Returned { .. } => {
            of_the_mail_house(run, command)
        }
        Order::HandedOver { .. }
        | Order::NotHandedOver { .. }
        | Order::Released { .. }
        | Order::PermitIssued { .. }
        | Order::NotReleased { .. } => of_the_daemon(run, command),
    }
}

fn of_others(run: &mut Run<'_>, command: &Command) -> Result<(), Refusal> {
    match &command.order {
        Order::Bind(directive) => binding::bind(run, command, directive),
        Order::Unbind {
            directive,
            authority,
            reference,
        } => binding::unbind(run, command, *directive, (authority, reference)),
        Order::Dispense(granted) => binding::dispense(run, command, granted),
        Order::EndDispensation(dispensation) => {
            binding::end_dispensation(run, command, *dispensation)
        }
        Order::KeepQuiet(quiet) => binding::keep_quiet(run, command, quiet),
        Order::EndQuiet(quiet_time) => binding::end_quiet(run, command, *quiet_time),
        Order::SignBudget(budget) => binding::sign_budget(run, command, budget),
        _ => Ok(()),
    }
}

fn of_the_register(run: &mut Run<'_>, command: &Command) -> Result<(), Refusal> {
    match &command.order {
        Order::Join {
            practice,
            from,
            told_at,
            informed_at,
            answer,
        } => {
            let brought = (from.clone(), *told_at, *informed_at, *answer);
            membership::join(run, command, *practice, brought)
        }
        Order::Leave { practice, to } => {
            membership::leave(run, command, *practice, Happening::PracticeLeft { to: *to })
        }
        Order::Close { practice } => {
            membership::leave(run, command, *practice, Happening::PracticeClosed)
        }
        Order::Merge { practice, into } => membership::leave(
            run,
            command,
            *practice,
            Happening::PracticeMerged { into: *into },
        ),
        _ => Ok(()),
    }
}

fn of_the_mail_house(run: &mut Run<'_>, command: &Command) -> Result<(), Refusal> {
    match &command.order {
        Order::Posted {
            practice,
            batch,
            items,
            spoiled,
            stopped,
        } => batch::posted(
            run,
            command,
            (*practice, *batch),
            (*items, *spoiled, *stopped),
        ),
        Order::Stopped { practice, batch } => batch::stopped(run, command, (*practice, *batch)),
        Order::Returned {
            practice,
            batch,
            items,
            reason,
        } => batch::returned(run, command, (*practice, *batch), (*items, reason)),
        _ => Ok(()),
    }
}

/// Outcomes are the daemon's own word: no person can report a mail or a permit.
fn of_the_daemon(run: &mut Run<'_>, command: &Command) -> Result<(), Refusal> {
    if command.by != Actor::Precede {
        return Err(out_of_order(Missing::Role, None, Role::Administrator));
    }
    match &command.order {
        Order::HandedOver {
            step,
            practice,
            template,
            number,
            message_id,
        } => notice::handed_over(
            run,
            (*step, *practice),
            (*template, *number, message_id.clone()),
        ),
        Order::NotHandedOver {
            step,
            practice,
            template,
            number,
            reason,
        } => notice::not_handed_over(
            run,
            (*step, *practice),
            (*template, *number, reason.clone()),
        ),
        Order::Released { practice, batch } => batch::released(run, *practice, *batch),
        Order::PermitIssued {
            step,
            practice,
            digest,
        } => permit::issued(run, (*step, *practice), *digest),
        Order::NotReleased {
            step,
            practice,
            act,
            batch,
            unmet,
        } => stop::not_released(run, (*step, *practice), (*act, *batch), unmet),
        _ => Ok(()),
    }
}

/// A refusal as an event of its own: that somebody asked, and why not.
pub fn refused(
    def: &Def,
    campaign: &Campaign,
    command: &Command,
    refusal: &Refusal,
    now: Timestamp,
) -> Decision {
    let mut copy = campaign.clone();
    let mut run = Run::new(def, &mut copy, now);
    let (step, practice) = command.order.about();
    let step = step.and_then(|id| def.find(id)).map(|(ix, _)| ix);
    let practice = refusal.unmet.practice.or(practice);
    let what = Happening::Refused {
        act: command.order.word().to_owned(),
        rule: refusal.unmet.rule,
        missing: refusal.unmet.missing.code(),
    };
    let now = Dated {
        happened: now,
        counts_from: now,
    };
    run.record(
        Subject { step, practice },
        what,
        (command.by, Evidence::default()),
        now,
    );
    run.decision
}
