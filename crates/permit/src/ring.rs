//! The signing key with the keys before it.

use precede_model::Timestamp;

use crate::{
    key::{Key, KeyId},
    keys::{VerificationKey, VerificationKeys},
};

/// The key that signs, and the public halves of all keys that ever did.
#[derive(Debug)]
pub struct KeyRing {
    signing: Key,
    keys: VerificationKeys,
}

/// Why a ring cannot be put together or turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RingError {
    /// The published keys do not name the secret key as the one that signs.
    #[error(
        "the secret key `{0}` is not the signing key of the published keys (the one without `exp`): put back the files that belong together"
    )]
    NotTheSigningKey(KeyId),
    /// The new key is an old one.
    #[error("the key `{0}` has signed before: draw a new seed")]
    UsedBefore(KeyId),
    /// The clock stands before the signing key's first instant.
    #[error("the signing key began at {from}, which is later than now: look at the clock")]
    NotBegun {
        /// Its first instant.
        from: Timestamp,
    },
}

impl KeyRing {
    /// A ring of one key, which signs from `now` on.
    pub fn new(seed: [u8; 32], now: Timestamp) -> Self {
        let signing = Key::from_seed(seed);
        let key = VerificationKey::new(signing.public(), now, None);
        Self {
            signing,
            keys: VerificationKeys::sorted(vec![key]),
        }
    }

    /// A ring kept as its secret key and its published keys.
    ///
    /// # Errors
    /// When the secret key is not the signing key of the published ones.
    pub fn open(signing: Key, keys: VerificationKeys) -> Result<Self, RingError> {
        let signs =
            |key: &VerificationKey| key.public() == signing.public() && key.until().is_none();
        if keys.iter().any(signs) {
            Ok(Self { signing, keys })
        } else {
            Err(RingError::NotTheSigningKey(signing.id()))
        }
    }

    /// The ring in which the key of `seed` signs from `now` on. The key before it signs no more; what it signed up to now
    /// stays good for its own time. It is no defence against a stolen key: that one must be taken out of the published keys.
    ///
    /// # Errors
    /// When the new key is one of the ring, or the present one has not begun.
    pub fn rotate(&self, seed: [u8; 32], now: Timestamp) -> Result<Self, RingError> {
        let signing = Key::from_seed(seed);
        if self.keys.get(signing.id()).is_some() {
            return Err(RingError::UsedBefore(signing.id()));
        }
        let mut keys = Vec::new();
        for key in self.keys.iter() {
            if key.until().is_some() {
                keys.push(key.clone());
            } else if key.from() > now {
                return Err(RingError::NotBegun { from: key.from() });
            } else {
                keys.push(VerificationKey::new(key.public(), key.from(), Some(now)));
            }
        }
        keys.push(VerificationKey::new(signing.public(), now, None));
        Ok(Self {
            signing,
            keys: VerificationKeys::sorted(keys),
        })
    }

    /// The key that signs.
    pub fn signing(&self) -> &Key {
        &self.signing
    }

    /// What is published, and what verifies.
    pub fn keys(&self) -> &VerificationKeys {
        &self.keys
    }

    /// When the signing key began, if that is still to come.
    pub(crate) fn not_begun(&self, now: Timestamp) -> Option<Timestamp> {
        let from = self.keys.get(self.signing.id()).map(VerificationKey::from);
        from.filter(|from| *from > now)
    }
}
