//! The check of a token, offline: keys, list and time are all it sees.

use precede_model::Timestamp;

use crate::{
    claims::Token,
    keys::VerificationKeys,
    revocations::{LIST_AGE_MAX, RevocationList},
    verdict::{Unknown, Verdict},
};

/// Judges a token at `now`.
///
/// A revocation counts however old its list is, because it is never undone; only a list's silence needs to be fresh.
pub fn verify(
    text: &str,
    keys: &VerificationKeys,
    list: Option<&RevocationList>,
    now: Timestamp,
) -> Verdict {
    let token = match Token::read(text, keys) {
        Ok(token) => token,
        Err(untrusted) => return untrusted.into(),
    };
    if let Some(at) = list.and_then(|list| list.revoked(&token)) {
        return Verdict::Revoked { token, at };
    }
    if now >= token.claims.expires_at {
        return Verdict::Expired { token };
    }
    if now < token.issued_at {
        return Verdict::NotYetValid { token };
    }
    match unknown(&token, list, now) {
        Some(why) => Verdict::SignedRevocationUnknown { token, why },
        None => Verdict::Valid { token },
    }
}

/// Why the list cannot vouch for the token, if it cannot.
fn unknown(token: &Token, list: Option<&RevocationList>, now: Timestamp) -> Option<Unknown> {
    let Some(list) = list else {
        return Some(Unknown::NoList);
    };
    let (programme, issued_at) = (list.programme(), list.issued_at());
    if programme != token.claims.campaign.programme {
        Some(Unknown::ListOfAnotherProgramme { programme })
    } else if issued_at > now {
        Some(Unknown::ListFromTheFuture { issued_at })
    } else if i128::from(now.micros().saturating_sub(issued_at.micros()))
        >= LIST_AGE_MAX.as_micros() as i128
    {
        Some(Unknown::ListTooOld { issued_at })
    } else {
        None
    }
}
