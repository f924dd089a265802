//! What is read out of one message that came back.

use super::reason::Reason;

/// What a message that came in is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A server says that our mail did not arrive, or is late.
    Bounce,
    /// A machine answered for a person: away, on holiday, "we got your mail". Never an acknowledgement.
    AutoReply,
    /// Somebody called our mail unwanted, told by a feedback report.
    Complaint,
    /// Anything else: a person's letter, a receipt, a report that all went well, or nothing readable.
    Other,
}

impl Kind {
    /// The word for it, as printed.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Bounce => "bounce",
            Self::AutoReply => "auto-reply",
            Self::Complaint => "complaint",
            Self::Other => "other",
        }
    }
}

/// One address the message speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// The mailbox, as the server wrote it.
    pub address: String,
    /// The RFC 3463 status; empty where the message gives none and is no bounce.
    pub status: String,
    /// Whether trying again is useless; `None` where no delivery failed.
    pub permanent: Option<bool>,
    /// Why, in one word.
    pub reason: Reason,
    /// The server's own text, shortened.
    pub words: String,
}

/// One message, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    /// What it is.
    pub kind: Kind,
    /// Whom it speaks of: who was not reached, who answered, who complained.
    pub recipients: Vec<Recipient>,
    /// Message-ID of our mail it speaks of, without angle brackets.
    pub original_message_id: Option<String>,
    /// The `X-Precede-…` fields of our mail, where it came back with its headers.
    pub own_headers: Vec<(String, String)>,
    /// The address whose name holds the recipient (`bounces+name=host@…`), if it came to such a one.
    pub verp: Option<String>,
}

impl Received {
    /// Nothing that concerns delivery.
    pub(super) fn other() -> Self {
        Self {
            kind: Kind::Other,
            recipients: Vec::new(),
            original_message_id: None,
            own_headers: Vec::new(),
            verp: None,
        }
    }

    /// The worst over all recipients: true if any failed for good, else false if any is late, else `None`.
    pub fn permanent(&self) -> Option<bool> {
        // `None < Some(false) < Some(true)`, which is the order wanted.
        self.recipients.iter().filter_map(|to| to.permanent).max()
    }
}
