//! The answers to "may this practice be uploaded?".

use std::fmt;

use precede_model::{ProgrammeCode, Timestamp};

use crate::{
    claims::Token,
    key::KeyId,
    seal::{Flaw, Untrusted},
};

/// What a check found. Its `Display` is one sentence for people that says what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Signed, in time, and a fresh list does not name it.
    Valid {
        /// The token.
        token: Token,
    },
    /// Signed and in time; nobody can say whether it was revoked.
    SignedRevocationUnknown {
        /// The token.
        token: Token,
        /// Why not.
        why: Unknown,
    },
    /// Its permit was revoked when it was signed, or later.
    Revoked {
        /// The token.
        token: Token,
        /// When.
        at: Timestamp,
    },
    /// Its time is over.
    Expired {
        /// The token.
        token: Token,
    },
    /// Signed later than the check's own now.
    NotYetValid {
        /// The token.
        token: Token,
    },
    /// It says something else than what was signed.
    Altered,
    /// The key it names is not given, or was not in force when it was signed.
    AnotherKey {
        /// The key's id, as the token has it.
        kid: KeyId,
    },
    /// It is no go-live token.
    Malformed {
        /// What is wrong with it.
        why: Flaw,
    },
}

/// Why a revocation cannot be ruled out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unknown {
    /// None was given.
    NoList,
    /// The list is fifteen minutes old or older.
    ListTooOld {
        /// When it was signed.
        issued_at: Timestamp,
    },
    /// The list is later than the check's own now.
    ListFromTheFuture {
        /// When it was signed.
        issued_at: Timestamp,
    },
    /// The list speaks of another programme.
    ListOfAnotherProgramme {
        /// Which.
        programme: ProgrammeCode,
    },
}

impl Verdict {
    /// In a word or three, for programs.
    pub fn status(&self) -> &'static str {
        match self {
            Self::Valid { .. } => "valid",
            Self::SignedRevocationUnknown { .. } => "signed, revocation unknown",
            Self::Revoked { .. } => "revoked",
            Self::Expired { .. } => "expired",
            Self::NotYetValid { .. } => "not yet valid",
            Self::Altered => "altered",
            Self::AnotherKey { .. } => "another key",
            Self::Malformed { .. } => "malformed",
        }
    }

    /// The token, if its signature held.
    pub fn token(&self) -> Option<&Token> {
        match self {
            Self::Valid { token }
            | Self::SignedRevocationUnknown { token, .. }
            | Self::Revoked { token, .. }
            | Self::Expired { token }
            | Self::NotYetValid { token } => Some(token),
            Self::Altered | Self::AnotherKey { .. } | Self::Malformed { .. } => None,
        }
    }
}

impl From<Untrusted> for Verdict {
    fn from(untrusted: Untrusted) -> Self {
        match untrusted {
            Untrusted::Altered => Self::Altered,
            Untrusted::AnotherKey { kid } => Self::AnotherKey { kid },
            Untrusted::Malformed { why } => Self::Malformed { why },
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Valid { token } => write!(
                f,
                "Signed, in time and not revoked: practice {} may begin its first upload before {}; {} withheld.",
                token.claims.practice, token.claims.expires_at, token.claims.withheld
            ),
            Self::SignedRevocationUnknown { token, why } => write!(
                f,
                "Signed and in time, but it may have been revoked ({why}): fetch the newest list of revocations of {} and verify again before the upload.",
                token.claims.campaign.programme
            ),
            Self::Revoked { token, at } => write!(
                f,
                "Revoked at {at}: do not upload, and ask {} why and whether a new permit will follow.",
                token.claims.pct
            ),
            Self::Expired { token } => write!(
                f,
                "Expired at {}: do not upload, and ask for a fresh token, which is given while the permit stands.",
                token.claims.expires_at
            ),
            Self::NotYetValid { token } => write!(
                f,
                "Signed at {}, which is later than the time of this check: correct the clock here and verify again.",
                token.issued_at
            ),
            Self::Altered => f.write_str(
                "Altered: its signature does not match what it says, so do not upload, and ask for the token anew.",
            ),
            Self::AnotherKey { kid } => write!(
                f,
                "Signed with the key {kid}, which was not in force among the keys given: do not upload, fetch the published keys anew and verify again."
            ),
            Self::Malformed { why } => write!(
                f,
                "This is no go-live token ({why}): do not upload, and copy the whole token again."
            ),
        }
    }
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoList => f.write_str("no list was given"),
            Self::ListTooOld { issued_at } => write!(f, "the list is of {issued_at}, too old"),
            Self::ListFromTheFuture { issued_at } => {
                write!(f, "the list is of {issued_at}, still to come")
            }
            Self::ListOfAnotherProgramme { programme } => {
                write!(f, "the list is of the programme {programme}")
            }
        }
    }
}
