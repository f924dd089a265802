//! Why a mail did not arrive, in plain words: from the server's text, or from its status.

/// Why, in one word. For people; what is done about it hangs on `permanent` alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Nobody has this address there.
    NoSuchMailbox,
    /// The mailbox takes no more.
    MailboxFull,
    /// The mailbox exists and is closed or blocked.
    MailboxClosed,
    /// The part after the `@` does not exist.
    NoSuchDomain,
    /// The domain exists and takes no mail.
    TakesNoMail,
    /// The mail is larger than taken.
    TooLarge,
    /// Refused by a rule: spam, reputation, missing proof of the sender, too many at once.
    Refused,
    /// Tried for too long, or still being tried.
    TooLate,
    /// The server could not be reached.
    Unreachable,
    /// A fault inside a server: disk, loop, a program that failed.
    ServerFault,
    /// Something in the mail's form or content.
    Content,
    /// Somebody called it unwanted.
    Unwanted,
    /// The person is away, or a machine answers.
    Away,
    /// The message does not say.
    Unstated,
}

impl Reason {
    /// The word for it, as printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NoSuchMailbox => "no-such-mailbox",
            Self::MailboxFull => "mailbox-full",
            Self::MailboxClosed => "mailbox-closed",
            Self::NoSuchDomain => "no-such-domain",
            Self::TakesNoMail => "takes-no-mail",
            Self::TooLarge => "too-large",
            Self::Refused => "refused",
            Self::TooLate => "too-late",
            Self::Unreachable => "unreachable",
            Self::ServerFault => "server-fault",
            Self::Content => "content",
            Self::Unwanted => "unwanted",
            Self::Away => "away",
            Self::Unstated => "unstated",
        }
    }

    /// The subject and detail of the status that says the same, for a server that gave none.
    pub(super) fn detail(self) -> &'static str {
        match self {
            Self::NoSuchMailbox => "1.1",
            Self::MailboxFull => "2.2",
            Self::MailboxClosed => "2.1",
            Self::NoSuchDomain => "1.2",
            Self::TakesNoMail => "1.10",
            Self::TooLarge => "3.4",
            Self::Refused => "7.1",
            Self::TooLate => "4.7",
            Self::Unreachable => "4.1",
            Self::ServerFault => "3.0",
            Self::Content => "6.0",
            Self::Unwanted | Self::Away | Self::Unstated => "0.0",
        }
    }

    /// A state of affairs that no waiting mends, whatever a queue hopes.
    pub(super) fn lasts(self) -> bool {
        matches!(
            self,
            Self::NoSuchMailbox | Self::NoSuchDomain | Self::TakesNoMail
        )
    }
}

/// Words of servers, in lower case, and what they mean. The first line that fits decides, so what is said of the
/// mailbox comes before what is said of the road to it.
const WORDS: &[(Reason, &[&str])] = &[
    (
        Reason::MailboxFull,
        &[
            "mailbox full",
            "mailbox is full",
            "inbox is full",
            "over quota",
            "overquota",
            "quota exceed",
            "exceeded quota",
            "exceeded its quota",
            "exceeded storage",
            "storage quota",
            "disk quota",
            "insufficient storage",
            "quota full",
        ],
    ),
    (
        Reason::TakesNoMail,
        &[
            "null mx",
            "no mx found",
            "does not accept mail",
            "doesn't receive email",
            "not accept any mail",
        ],
    ),
    (
        Reason::NoSuchDomain,
        &[
            "host unknown",
            "unknown host",
            "host not found",
            "domain not found",
            "domain name not found",
            "no such domain",
            "domain does not exist",
            "unknown domain",
            "name or service not known",
            "couldn't find any host",
            "nxdomain",
            "unrouteable address",
            "unrouteable mail domain",
            "bad destination host",
        ],
    ),
    (
        Reason::MailboxClosed,
        &[
            "account is locked",
            "mailbox disabled",
            "account disabled",
            "account is disabled",
            "account has been disabled",
            "account inactive",
            "inactive user",
            "user is inactive",
            "suspended account",
            "account suspended",
            "mailbox currently suspended",
            "account expired",
        ],
    ),
    (
        Reason::NoSuchMailbox,
        &[
            "user unknown",
            "unknown user",
            "no such user",
            "no such recipient",
            "no such address",
            "no such mailbox",
            "no such person",
            "user not found",
            "recipient not found",
            "not listed in",
            "mailbox unavailable",
            "mailbox not found",
            "no mailbox",
            "unknown recipient",
            "recipient unknown",
            "unknown address",
            "address unknown",
            "invalid recipient",
            "invalid mailbox",
            "invalid address",
            "does not exist",
            "doesn't exist",
            "doesn't have a",
            "not a valid",
            "unknown local",
            "bad destination mailbox",
        ],
    ),
    (
        Reason::TooLarge,
        &[
            "too large",
            "too big",
            "size limit",
            "message size",
            "length exceeds",
            "exceeds the maximum",
        ],
    ),
    (
        Reason::Refused,
        &[
            "spam",
            "blocked",
            "blacklist",
            "block list",
            "blocklist",
            "dnsbl",
            "reputation",
            "policy",
            "rejected",
            "denied",
            "not permitted",
            "not authorized",
            "relay",
            "reverse dns",
            "mismatches client ip",
            "spf",
            "dkim",
            "dmarc",
            "too many",
            "rate limit",
            "virus",
            "greylist",
            "graylist",
            "authentication",
            "refused by",
        ],
    ),
    (
        Reason::TooLate,
        &[
            "in the queue too long",
            "retry timeout",
            "delivery time expired",
            "message expired",
            "delayed",
            "timed out while",
            "could not be delivered within",
            "not been delivered",
            "giving up",
            "too old",
        ],
    ),
    (
        Reason::Unreachable,
        &[
            "unable to connect",
            "could not connect",
            "connection refused",
            "connection timed out",
            "connect to",
            "no route to host",
            "network unreachable",
            "operation timed out",
            "lookup",
            "dns error",
            "lost connection",
            "closing transmission channel",
        ],
    ),
    (
        Reason::ServerFault,
        &[
            "command output",
            "mail loop",
            "loops back",
            "too many hops",
            "disk full",
            "no space left",
            "local error",
            "system error",
            "internal error",
        ],
    ),
    (
        Reason::Content,
        &["header", "attachment", "8-bit", "bare lf", "not compliant"],
    ),
];

/// Why, by the server's words.
pub fn from_words(text: &str) -> Reason {
    let text = text.to_lowercase();
    WORDS
        .iter()
        .find(|(_, words)| words.iter().any(|word| text.contains(word)))
        .map_or(Reason::Unstated, |(reason, _)| *reason)
}

/// Why, by an RFC 3463 status, for a text that says nothing.
pub fn from_status(status: &str) -> Reason {
    let Some((_, detail)) = status.split_once('.') else {
        return Reason::Unstated;
    };
    match detail {
        "1.1" | "1.0" | "1.6" | "1.3" => Reason::NoSuchMailbox,
        "1.2" | "4.4" => Reason::NoSuchDomain,
        "1.10" => Reason::TakesNoMail,
        "2.0" | "2.1" => Reason::MailboxClosed,
        "2.2" | "3.1" => Reason::MailboxFull,
        "2.3" | "3.4" => Reason::TooLarge,
        "4.7" => Reason::TooLate,
        "4.6" => Reason::ServerFault,
        _ => match detail.split_once('.').map(|(subject, _)| subject) {
            Some("3") => Reason::ServerFault,
            Some("4") => Reason::Unreachable,
            Some("6") => Reason::Content,
            Some("7") => Reason::Refused,
            _ => Reason::Unstated,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_the_mailbox_wins() {
        for (text, reason) in [
            ("550 User unknown; rejected", Reason::NoSuchMailbox),
            ("Mailbox is FULL", Reason::MailboxFull),
            ("returned Null MX", Reason::TakesNoMail),
            ("554 Blocked - see https://x", Reason::Refused),
            ("nothing at all", Reason::Unstated),
        ] {
            assert_eq!(from_words(text), reason, "{text}");
        }
    }

    #[test]
    fn a_status_alone_is_enough() {
        assert_eq!(from_status("5.1.1"), Reason::NoSuchMailbox);
        assert_eq!(from_status("4.4.7"), Reason::TooLate);
        assert_eq!(from_status("5.7.26"), Reason::Refused);
        assert_eq!(from_status("5.0.0"), Reason::Unstated);
        assert_eq!(from_status(""), Reason::Unstated);
    }

    #[test]
    fn a_reason_and_its_own_status_agree() {
        for (reason, _) in WORDS {
            assert_eq!(from_status(&format!("5.{}", reason.detail())), *reason);
        }
    }
}
