//! Signed texts: what every kind has in common.
//!
//! A text is `head.claims.signature`. The head of each kind under each key is known beforehand, letter by letter; so type,
//! algorithm and key of a text are checked by comparing, before anything of it is read.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, Header, crypto};
use serde::{Serialize, de::DeserializeOwned, de::IgnoredAny};

use crate::{
    key::{Key, KeyId},
    keys::{VerificationKey, VerificationKeys},
};

/// What is signed. Neither can pass for the other: the kind is part of the head, and so of what is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A go-live token.
    Token,
    /// A list of revocations.
    Revocations,
}

/// Why a signed text cannot be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Untrusted {
    /// A key that is given signed something else.
    #[error("its signature does not match what it says")]
    Altered,
    /// The key it names is not given, or was not in force when it was signed.
    #[error("it is signed with the key `{kid}`, which was not in force among the keys given")]
    AnotherKey {
        /// The key's id, as the text has it.
        kid: KeyId,
    },
    /// It is nothing of ours.
    #[error("{why}")]
    Malformed {
        /// What is wrong with it.
        why: Flaw,
    },
}

/// What keeps a text from being one of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// Longer than any that was ever signed.
    #[error("it is too long")]
    TooLong,
    /// Dots are missing or too many.
    #[error("it is not three parts with a dot between")]
    NotThreeParts,
    /// The first part is no head of a JSON Web Token.
    #[error("its first part cannot be read")]
    Head,
    /// Another algorithm than EdDSA.
    #[error("it names another algorithm than EdDSA")]
    Algorithm,
    /// A go-live token where a list is asked for.
    #[error("it is a go-live token")]
    IsToken,
    /// A list where a go-live token is asked for.
    #[error("it is a list of revocations")]
    IsList,
    /// Signed for another purpose.
    #[error("it is signed for another purpose")]
    Purpose,
    /// It does not say which key signed it.
    #[error("it names no key")]
    NoKey,
    /// Signed by a known key, and still not to be understood.
    #[error("it is signed but says things this version does not know: use a newer version")]
    Claims,
}

impl From<Flaw> for Untrusted {
    fn from(why: Flaw) -> Self {
        Self::Malformed { why }
    }
}

impl Kind {
    /// The `typ` of the head: RFC 8725, section 3.11, asks for one of its own for each kind.
    const fn typ(self) -> &'static str {
        match self {
            Self::Token => "precede-permit+jwt",
            Self::Revocations => "precede-revocations+jwt",
        }
    }

    /// Bytes; a text beyond is not even looked at.
    const fn longest(self) -> usize {
        match self {
            Self::Token => 4 * 1024,
            // Some 200 bytes an entry: every practice of a nation ten times over.
            Self::Revocations => 16 * 1024 * 1024,
        }
    }

    const fn mistaken_for(self) -> Flaw {
        match self {
            Self::Token => Flaw::IsToken,
            Self::Revocations => Flaw::IsList,
        }
    }
}

/// The head of everything of a kind signed by a key, as it stands in the text.
pub fn head(kind: Kind, id: KeyId) -> String {
    let json = serde_json::to_vec(&header(kind, id)).expect("a header is three plain texts");
    BASE64_URL_SAFE_NO_PAD.encode(json)
}

/// Signs claims.
///
/// # Errors
/// The library's, should it not be able to.
pub fn seal(
    kind: Kind,
    claims: &impl Serialize,
    key: &Key,
) -> Result<String, jsonwebtoken::errors::Error> {
    jsonwebtoken::encode(&header(kind, key.id()), claims, key.encoding())
}

/// The claims of a text and the key that signed them.
///
/// # Errors
/// When the text is not of this kind, or not signed by one of the keys.
pub fn open<'a, T: DeserializeOwned>(
    kind: Kind,
    text: &str,
    keys: &'a VerificationKeys,
) -> Result<(T, &'a VerificationKey), Untrusted> {
    if text.len() > kind.longest() {
        return Err(Flaw::TooLong.into());
    }
    let Some((head, rest)) = text
        .split_once('.')
        .filter(|(_, rest)| rest.matches('.').count() == 1)
    else {
        return Err(Flaw::NotThreeParts.into());
    };
    match keys.by_head(kind, head) {
        Some(key) => Ok((claims(text, key)?, key)),
        None => Err(stranger(kind, text, rest, keys)),
    }
}

fn header(kind: Kind, id: KeyId) -> Header {
    Header {
        typ: Some(kind.typ().to_owned()),
        kid: Some(id.to_string()),
        ..Header::new(Algorithm::EdDSA)
    }
}

/// Checks the signature first; what it does not cover is never read. The head is known to be ours, so the library's own
/// decoding, which reads it anew and asks the machine's clock about times, would add nothing.
fn claims<T: DeserializeOwned>(text: &str, key: &VerificationKey) -> Result<T, Untrusted> {
    let (message, signature) = text.rsplit_once('.').ok_or(Flaw::NotThreeParts)?;
    let (_, claims) = message.rsplit_once('.').ok_or(Flaw::NotThreeParts)?;
    let holds = crypto::verify(
        signature,
        message.as_bytes(),
        key.decoding(),
        Algorithm::EdDSA,
    );
    if !holds.is_ok_and(|holds| holds) {
        return Err(Untrusted::Altered);
    }
    let json = BASE64_URL_SAFE_NO_PAD
        .decode(claims)
        .map_err(|_| Flaw::Claims)?;
    Ok(serde_json::from_slice(&json).map_err(|_| Flaw::Claims)?)
}

/// What a text is whose head is none of ours.
fn stranger(kind: Kind, text: &str, rest: &str, keys: &VerificationKeys) -> Untrusted {
    // Under its true head it would be good: only the head was altered.
    let would_be = |key: &VerificationKey| format!("{}.{rest}", key.head(kind));
    let fits = |key| claims::<IgnoredAny>(&would_be(key), key).is_ok();
    if keys.iter().any(fits) {
        return Untrusted::Altered;
    }
    let Ok(header) = jsonwebtoken::decode_header(text) else {
        return Flaw::Head.into();
    };
    if header.alg != Algorithm::EdDSA {
        return Flaw::Algorithm.into();
    }
    let other = [Kind::Token, Kind::Revocations]
        .into_iter()
        .find(|other| header.typ.as_deref() == Some(other.typ()));
    match other {
        None => return Flaw::Purpose.into(),
        Some(other) if other != kind => return other.mistaken_for().into(),
        Some(_) => {}
    }
    let Some(kid) = header.kid.and_then(|kid| kid.parse::<KeyId>().ok()) else {
        return Flaw::NoKey.into();
    };
    match keys.get(kid) {
        Some(_) => Untrusted::Altered,
        None => Untrusted::AnotherKey { kid },
    }
}
