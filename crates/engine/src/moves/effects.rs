//! What becomes of a planned effect: the daemon's own words.

use precede_model::{
    Command, Digest, Effect, FactName, Order, OrganisationCode, Outgoing, StepId, Unmet,
};

/// The daemon's word that an effect reached the world; `None` for one that has no outcome here.
pub fn outcome(effect: &Effect) -> Option<Command> {
    let (step, practice) = (effect.key.step, effect.key.subject?);
    let order = match effect.what {
        Outgoing::Notice {
            template, number, ..
        } => Order::HandedOver {
            step,
            practice,
            template,
            number,
            message_id: String::new(),
        },
        Outgoing::Batch { batch, .. } => Order::Released { practice, batch },
        Outgoing::Permit => Order::PermitIssued {
            step,
            practice,
            digest: Digest::ZERO,
        },
        Outgoing::Recall { .. } | Outgoing::Digest { .. } => return None,
    };
    Some(Command::by_precede(order))
}

/// The daemon's word that a notice could not leave; `None` for what is none.
pub fn lost(effect: &Effect) -> Option<Command> {
    let (step, practice) = (effect.key.step, effect.key.subject?);
    let Outgoing::Notice {
        template,
        number: 0,
        ..
    } = effect.what
    else {
        return None;
    };
    Some(Command::by_precede(not_handed_over(
        (step, practice),
        template,
    )))
}

/// The daemon's word that the rules refused it at the instant of release.
pub fn withheld(effect: &Effect, unmet: Unmet) -> Option<Command> {
    let act = effect.what.act()?;
    let batch = match effect.what {
        Outgoing::Batch { batch, .. } => Some(batch),
        _ => None,
    };
    Some(Command::by_precede(Order::NotReleased {
        step: effect.key.step,
        practice: effect.key.subject?,
        act,
        batch,
        unmet,
    }))
}

fn not_handed_over((step, practice): (StepId, OrganisationCode), template: FactName) -> Order {
    Order::NotHandedOver {
        step,
        practice,
        template,
        number: 0,
        reason: "no address".to_owned(),
    }
}
