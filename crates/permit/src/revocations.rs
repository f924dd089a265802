//! The signed list of permits that are revoked.

use std::{collections::BTreeMap, time::Duration};

use precede_model::{CampaignId, Digest, OrganisationCode, ProgrammeCode, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{
    claims::{SignError, Token},
    keys::VerificationKeys,
    ring::KeyRing,
    seal::{Flaw, Kind, Untrusted, open, seal},
    seconds,
};

/// A list vouches for what it does not name while it is younger than this.
pub const LIST_AGE_MAX: Duration = Duration::from_secs(15 * 60);

/// One permit, or all of a practice in a campaign, revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revocation {
    /// Whose permit.
    pub practice: OrganisationCode,
    /// Which.
    #[serde(flatten)]
    pub what: Revoked,
    /// When: every token signed up to this instant is good no more.
    pub at: Timestamp,
}

/// What is revoked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Revoked {
    /// The permit with this evidence.
    Evidence(Digest),
    /// Whatever permit the practice has in this campaign.
    Campaign(#[serde(with = "as_text")] CampaignId),
}

/// A list of one programme whose signature held. There is no other way to have one.
#[derive(Debug, Clone)]
pub struct RevocationList {
    programme: ProgrammeCode,
    issued_at: Timestamp,
    entries: BTreeMap<OrganisationCode, Vec<(Revoked, Timestamp)>>,
}

#[derive(Serialize, Deserialize)]
struct Written {
    iat: i64,
    programme: ProgrammeCode,
    entries: Vec<Revocation>,
}

/// Campaigns as tokens write them: `scr/5PY/all`.
mod as_text {
    use std::borrow::Cow;

    use precede_model::CampaignId;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(id: &CampaignId, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(id)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<CampaignId, D::Error> {
        let text = Cow::<'de, str>::deserialize(from)?;
        text.parse().map_err(D::Error::custom)
    }
}

impl RevocationList {
    /// Signs the list of a programme as at `now`. Revocations older than [`crate::LONGEST_LIFE`] may be left out: no token
    /// signed before them is in time.
    ///
    /// # Errors
    /// When the signing key's time lies in the future.
    pub fn sign(
        programme: ProgrammeCode,
        entries: Vec<Revocation>,
        ring: &KeyRing,
        now: Timestamp,
    ) -> Result<String, SignError> {
        if let Some(from) = ring.not_begun(now) {
            return Err(SignError::KeyNotBegun { from });
        }
        let written = Written {
            iat: seconds::floor(now),
            programme,
            entries,
        };
        Ok(seal(Kind::Revocations, &written, ring.signing())?)
    }

    /// Reads a list that one of the keys signed while it was in force.
    ///
    /// # Errors
    /// When it cannot be trusted. A list that cannot is no list: it neither revokes nor vouches.
    pub fn read(text: &str, keys: &VerificationKeys) -> Result<Self, Untrusted> {
        let (written, key) = open::<Written>(Kind::Revocations, text, keys)?;
        let issued_at = seconds::instant(written.iat).ok_or(Flaw::Claims)?;
        if !key.was_in_force(issued_at) {
            return Err(Untrusted::AnotherKey { kid: key.id() });
        }
        let mut entries: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for entry in written.entries {
            let of_practice = entries.entry(entry.practice).or_default();
            of_practice.push((entry.what, entry.at));
        }
        Ok(Self {
            programme: written.programme,
            issued_at,
            entries,
        })
    }

    /// The programme it speaks of.
    pub fn programme(&self) -> ProgrammeCode {
        self.programme
    }

    /// When it was signed, in whole seconds.
    pub fn issued_at(&self) -> Timestamp {
        self.issued_at
    }

    /// The latest revocation that ends this token: of its permit or campaign, at or after its signing.
    pub(crate) fn revoked(&self, token: &Token) -> Option<Timestamp> {
        let claims = &token.claims;
        if self.programme != claims.campaign.programme {
            return None;
        }
        let of_practice = self.entries.get(&claims.practice)?;
        let meets = |what: &Revoked| match what {
            Revoked::Evidence(digest) => *digest == claims.evidence,
            Revoked::Campaign(campaign) => *campaign == claims.campaign,
        };
        of_practice
            .iter()
            .filter(|(what, at)| meets(what) && *at >= token.issued_at)
            .map(|(_, at)| *at)
            .max()
    }
}
