//! What a go-live token says.

use std::time::Duration;

use precede_model::{CampaignId, Digest, Name, OrganisationCode, ProgrammeCode, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    key::KeyId,
    keys::VerificationKeys,
    ring::KeyRing,
    seal::{Flaw, Kind, Untrusted, open, seal},
    seconds,
};

/// No token lives longer, whatever a definition says: the bound of policy `permit_life`.
pub const LONGEST_LIFE: Duration = Duration::from_secs(24 * 3_600);

/// Names one token: drawn by who signs, unlike any other.
pub type TokenId = Name<40>;

/// The word on one practice's permit, as it is handed over to be signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claims {
    /// The campaign whose ledger holds the permit; its programme is the token's.
    pub campaign: CampaignId,
    /// The PCT that answers for the practice.
    pub pct: OrganisationCode,
    /// The practice that may begin its first upload.
    pub practice: OrganisationCode,
    /// Digest of the permit's evidence, as in `permit-issued`.
    pub evidence: Digest,
    /// How many people are on the withhold list: their records stay back.
    pub withheld: u32,
    /// When the permit was issued; days, perhaps, before the token.
    pub approved_at: Timestamp,
    /// From when on the token is good no more.
    pub expires_at: Timestamp,
    /// The token's own id.
    pub id: TokenId,
}

/// A token whose signature held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// What it says.
    pub claims: Claims,
    /// When it was signed, in whole seconds.
    pub issued_at: Timestamp,
    /// The key that signed it.
    pub key: KeyId,
}

/// Why a token or list is not signed.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// It would be over before it began.
    #[error("the token would expire at {expires_at}, not a second after {now}: name a later end")]
    NoLife {
        /// The end asked for.
        expires_at: Timestamp,
        /// The instant of signing.
        now: Timestamp,
    },
    /// It would live too long.
    #[error("the token would live until {expires_at}, beyond its longest life: end it by {latest}")]
    LivesTooLong {
        /// The end asked for.
        expires_at: Timestamp,
        /// The latest end allowed.
        latest: Timestamp,
    },
    /// The permit lies in the future.
    #[error("the permit is of {approved_at}, which is later than now: look at the clock")]
    NotApprovedYet {
        /// The permit's instant.
        approved_at: Timestamp,
    },
    /// The signing key's time lies in the future.
    #[error("the signing key began at {from}, which is later than now: look at the clock")]
    KeyNotBegun {
        /// Its first instant.
        from: Timestamp,
    },
    /// The library could not sign.
    #[error("signing failed; make a new key with `precede permit keys rotate` and try again")]
    Failed(#[from] jsonwebtoken::errors::Error),
}

/// The claims of RFC 7519 in their own units, and ours by their words.
#[derive(Serialize, Deserialize)]
struct Written {
    jti: TokenId,
    iat: i64,
    exp: i64,
    programme: ProgrammeCode,
    pct: OrganisationCode,
    campaign: String,
    practice: OrganisationCode,
    evidence: Digest,
    withheld: u32,
    approved_at: Timestamp,
}

impl KeyRing {
    /// Signs a token at `now`, good until `claims.expires_at`, both cut down to whole seconds.
    ///
    /// That the permit stands and the rules hold at `now` is for the caller to know.
    ///
    /// # Errors
    /// When the token would live no second, or longer than `life_max` (policy `permit_life`) or [`LONGEST_LIFE`]; when permit or
    /// key lie in the future.
    pub fn sign(
        &self,
        claims: &Claims,
        life_max: Duration,
        now: Timestamp,
    ) -> Result<String, SignError> {
        let expires_at = claims.expires_at;
        let (iat, exp) = (seconds::floor(now), seconds::floor(expires_at));
        if exp <= iat {
            return Err(SignError::NoLife { expires_at, now });
        }
        let life_max = life_max.min(LONGEST_LIFE).as_secs();
        if exp.abs_diff(iat) > life_max {
            let latest = now.plus_seconds(life_max as i64);
            return Err(SignError::LivesTooLong { expires_at, latest });
        }
        if claims.approved_at > now {
            let approved_at = claims.approved_at;
            return Err(SignError::NotApprovedYet { approved_at });
        }
        if let Some(from) = self.not_begun(now) {
            return Err(SignError::KeyNotBegun { from });
        }
        let written = Written {
            jti: claims.id,
            iat,
            exp,
            programme: claims.campaign.programme,
            pct: claims.pct,
            campaign: claims.campaign.to_string(),
            practice: claims.practice,
            evidence: claims.evidence,
            withheld: claims.withheld,
            approved_at: claims.approved_at,
        };
        Ok(seal(Kind::Token, &written, self.signing())?)
    }
}

impl Token {
    /// A token whose signature is that of a key in force when it was signed.
    pub(crate) fn read(text: &str, keys: &VerificationKeys) -> Result<Self, Untrusted> {
        let (written, key) = open::<Written>(Kind::Token, text, keys)?;
        let token = written.token(key.id()).ok_or(Flaw::Claims)?;
        if !key.was_in_force(token.issued_at) {
            return Err(Untrusted::AnotherKey { kid: key.id() });
        }
        Ok(token)
    }
}

impl Written {
    /// `None` when the claims contradict each other, which none does that [`KeyRing::sign`] signed.
    fn token(self, key: KeyId) -> Option<Token> {
        let campaign: CampaignId = self.campaign.parse().ok()?;
        let lives = self.exp.checked_sub(self.iat)?;
        let is_ours = campaign.to_string() == self.campaign
            && campaign.programme == self.programme
            && lives > 0
            && lives.unsigned_abs() <= LONGEST_LIFE.as_secs();
        let claims = Claims {
            campaign,
            pct: self.pct,
            practice: self.practice,
            evidence: self.evidence,
            withheld: self.withheld,
            approved_at: self.approved_at,
            expires_at: seconds::instant(self.exp)?,
            id: self.jti,
        };
        is_ours.then_some(Token {
            claims,
            issued_at: seconds::instant(self.iat)?,
            key,
        })
    }
}
