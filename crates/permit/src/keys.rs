//! The public halves: all that verifying needs.

use std::fmt;

use jsonwebtoken::DecodingKey;
use precede_model::Timestamp;

use crate::{
    eddsa,
    jwks::{self, JwksError},
    key::{KeyId, id_of},
    seal::{Kind, head},
    seconds,
};

/// A public key and the time in which it signed. Read once and used for every token.
#[derive(Clone)]
pub struct VerificationKey {
    id: KeyId,
    public: [u8; 32],
    from: Timestamp,
    until: Option<Timestamp>,
    decoding: DecodingKey,
    token_head: String,
    list_head: String,
}

impl VerificationKey {
    /// A key that signed from the second `from` lies in until the end of the second `until` lies in, as a token knows
    /// whole seconds alone.
    pub(crate) fn new(public: [u8; 32], from: Timestamp, until: Option<Timestamp>) -> Self {
        eddsa::install();
        let whole = |second: i64| seconds::instant(second).unwrap_or(from);
        let id = id_of(&public);
        Self {
            id,
            public,
            from: whole(seconds::floor(from)),
            until: until.map(|until| whole(seconds::ceil(until))),
            decoding: DecodingKey::from_ed_der(&public),
            token_head: head(Kind::Token, id),
            list_head: head(Kind::Revocations, id),
        }
    }

    /// Its id.
    pub fn id(&self) -> KeyId {
        self.id
    }

    /// The key.
    pub fn public(&self) -> [u8; 32] {
        self.public
    }

    /// When it began to sign.
    pub fn from(&self) -> Timestamp {
        self.from
    }

    /// When it signed last; `None` while it is the signing key.
    pub fn until(&self) -> Option<Timestamp> {
        self.until
    }

    /// Whether it may have signed at this instant.
    pub fn was_in_force(&self, at: Timestamp) -> bool {
        self.from <= at && self.until.is_none_or(|until| at <= until)
    }

    pub(crate) fn decoding(&self) -> &DecodingKey {
        &self.decoding
    }

    /// The head that everything of this kind signed by this key begins with.
    pub(crate) fn head(&self, kind: Kind) -> &str {
        match kind {
            Kind::Token => &self.token_head,
            Kind::Revocations => &self.list_head,
        }
    }
}

impl fmt::Debug for VerificationKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} from {} until {:?}", self.id, self.from, self.until)
    }
}

/// The published keys, oldest first, each once.
#[derive(Debug, Clone, Default)]
pub struct VerificationKeys(Vec<VerificationKey>);

impl VerificationKeys {
    /// Reads published keys: a JSON Web Key Set (RFC 7517, RFC 8037) as [`VerificationKeys::to_jwks`] writes it. Keys of
    /// other types are passed over.
    ///
    /// # Errors
    /// When the text is no such set, holds no key of ours, a key that cannot be used, or a secret.
    pub fn from_jwks(text: &str) -> Result<Self, JwksError> {
        jwks::read(text).map(Self::sorted)
    }

    /// The keys to publish, as a JSON Web Key Set. `nbf` and `exp` of a key (seconds since 1970) say when it signed.
    pub fn to_jwks(&self) -> String {
        jwks::write(&self.0)
    }

    /// All keys, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &VerificationKey> {
        self.0.iter()
    }

    /// The key of this id.
    pub fn get(&self, id: KeyId) -> Option<&VerificationKey> {
        self.0.iter().find(|key| key.id == id)
    }

    /// The key whose head this is.
    pub(crate) fn by_head(&self, kind: Kind, head: &str) -> Option<&VerificationKey> {
        self.0.iter().find(|key| key.head(kind) == head)
    }

    pub(crate) fn sorted(mut keys: Vec<VerificationKey>) -> Self {
        keys.sort_by_key(|key| (key.from, key.until.is_none(), key.id));
        Self(keys)
    }
}
