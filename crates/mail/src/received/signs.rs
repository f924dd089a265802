//! How a bounce in free words is told from a letter: who writes, under which subject, and what it brings along.

use super::{auto_reply, fields::Fields, parts::Parts};

/// Points at which a message without a delivery report counts as a bounce: two signs, or one that leaves no doubt.
const ENOUGH: u32 = 3;

/// Subjects, in lower case, that servers give to bounces.
const SUBJECTS: &[&str] = &[
    "undeliver",
    "not deliver",
    "non-deliver",
    "nondeliver",
    "cannot be deliver",
    "could not be deliver",
    "couldn't be deliver",
    "delivery fail",
    "delivery has failed",
    "failed delivery",
    "delivery status",
    "delivery notif",
    "delivery report",
    "delivery problem",
    "delivery error",
    "delivery delay",
    "delivery incomplete",
    "delivery unsuccessful",
    "unable to deliver",
    "failed to deliver",
    "mail fail",
    "mail delivery",
    "mail status",
    "mail system error",
    "mail could not",
    "message delayed",
    "message status",
    "message could not",
    "message rejected",
    "message not sent",
    "send failed",
    "sending failed",
    "error sending",
    "failure notice",
    "failure notification",
    "returned mail",
    "returned message",
    "returned to sender",
    "returned email",
    "mail returned",
    "return to sender",
    "bounce",
    "dsn:",
    "warning: message",
    "warning: could not send",
    "could not send",
    "user unknown",
    "mailbox full",
    "invalid recipient",
    "rejected mail",
    "unzustellbar",
    "nicht zugestellt",
    "non remis",
    "échec",
    "no se puede entregar",
    "no entregado",
    "mancato recapito",
    "onbestelbaar",
    "недоставлен",
    "не доставлено",
    "配信",
    "送信できません",
    "退信",
];

/// What a notice says near its beginning.
const OPENINGS: &[&str] = &[
    "could not be delivered",
    "couldn't be delivered",
    "cannot be delivered",
    "can't be delivered",
    "can not be delivered",
    "not able to deliver",
    "unable to deliver",
    "wasn't able to deliver",
    "was not delivered",
    "wasn't delivered",
    "not been delivered",
    "has been delayed",
    "failed to deliver",
    "delivery failed",
    "delivery to the following",
    "following address",
    "following recipient",
    "undeliverable",
    "did not reach",
    "didn't reach",
    "delivery problems",
    "error delivering",
    "error occurred while trying to deliver",
    "transcript of session",
    "unknown user",
    "user unknown",
    "mail delivery software",
    "delivery attempt",
    "returned to sender",
    "not listed in",
    "mailbox is full",
    "mailbox full",
    "no such user",
    "was rejected",
];

/// Whether the message speaks of a failed delivery.
pub fn is_bounce(parts: &Parts) -> bool {
    if parts.headers.has("x-failed-recipients") {
        return true;
    }
    points(parts) >= ENOUGH
}

fn points(parts: &Parts) -> u32 {
    let subject = parts.subject.to_lowercase();
    let sender = sender_points(&parts.headers);
    // "Out of office: Undeliverable: …" is a machine's answer to whatever it was.
    let titled = !auto_reply::subject_says_so(&subject)
        && SUBJECTS.iter().any(|word| subject.contains(word));
    let notice = super::parts::cut(&parts.notice, 4096).to_lowercase();
    let told = OPENINGS.iter().any(|word| notice.contains(word));
    let returned = !parts.original.is_empty();
    sender + 2 * u32::from(titled) + u32::from(told) + u32::from(returned)
}

fn sender_points(headers: &Fields) -> u32 {
    const MACHINES: &[&str] = &[
        "no-reply",
        "noreply",
        "donotreply",
        "administrator",
        "root@",
        "daemon",
        "system",
        "mail router",
    ];
    const DAEMONS: &[&str] = &[
        "mailer-daemon",
        "mailer_daemon",
        "mailerdaemon",
        "mail delivery",
        "maildelivery",
        "postmaster",
        "post_master",
        "mail administrator",
        "mail system",
        "mdaemon",
        "mail-daemon",
    ];
    let from = headers.get("from").unwrap_or_default().to_lowercase();
    let daemon = DAEMONS.iter().any(|name| from.contains(name));
    let nobody = headers
        .get("return-path")
        .is_some_and(|path| path.contains("<>") || path.to_lowercase().contains("mailer-daemon"));
    let machine = MACHINES.iter().any(|name| from.contains(name));
    2 * u32::from(daemon) + u32::from(machine && !daemon) + u32::from(nobody)
}
