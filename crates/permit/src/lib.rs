//! Signs and verifies go-live tokens, and the signed list of those revoked.
//!
//! A *permit* is an event of the ledger and stands until it is revoked; a *token* is a short-lived signed word on it,
//! made on demand and kept nowhere. Whether a permit stands, and whether the rules hold, this room does not know: who asks
//! it to sign has made sure. Time, the seeds of keys and the ids of tokens arrive as arguments; no file is touched.
//!
//! Tokens and lists are JSON Web Tokens with the algorithm EdDSA over Ed25519 and no other: see
//! `docs/decisions/0006-permit-tokens.md`.

mod claims;
mod eddsa;
mod jwks;
mod key;
mod keys;
mod revocations;
mod ring;
mod seal;
mod seconds;
mod verdict;
mod verify;

pub use claims::{Claims, LONGEST_LIFE, SignError, Token, TokenId};
pub use jwks::JwksError;
pub use key::{Key, KeyId, NotAKey};
pub use keys::{VerificationKey, VerificationKeys};
pub use revocations::{LIST_AGE_MAX, Revocation, RevocationList, Revoked};
pub use ring::{KeyRing, RingError};
pub use seal::{Flaw, Untrusted};
pub use verdict::{Unknown, Verdict};
pub use verify::verify;
