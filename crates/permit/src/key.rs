//! A secret Ed25519 key.

use std::fmt;

use ed25519_dalek::{
    SigningKey,
    pkcs8::{DecodePrivateKey, EncodePrivateKey, KeypairBytes, spki::der::pem::LineEnding},
};
use jsonwebtoken::EncodingKey;
use precede_model::{Digest, Name};

use crate::eddsa;

/// Names a key: the first sixteen hex digits of the SHA-256 of its public half. Tokens of strangers may name longer ones.
pub type KeyId = Name<64>;

/// A secret key, parsed. It is erased from memory when dropped, and printing it shows its id alone.
pub struct Key {
    id: KeyId,
    secret: SigningKey,
    encoding: EncodingKey,
}

/// A text that holds no secret key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "this is no Ed25519 secret key in PEM (PKCS#8): its first line is `-----BEGIN PRIVATE KEY-----`"
)]
pub struct NotAKey;

impl Key {
    /// The key of a seed of 32 bytes, which must be drawn by a generator fit for secrets.
    pub fn from_seed(seed: [u8; 32]) -> Self {
        eddsa::install();
        let secret = SigningKey::from_bytes(&seed);
        let document = bare(&secret)
            .to_pkcs8_der()
            .expect("a secret of 32 bytes can always be written as PKCS#8");
        Self {
            id: id_of(secret.verifying_key().as_bytes()),
            encoding: EncodingKey::from_ed_der(document.as_bytes()),
            secret,
        }
    }

    /// Reads a key as [`Key::to_pem`] or `openssl genpkey -algorithm ed25519` write it.
    ///
    /// # Errors
    /// When the text is no such key.
    pub fn from_pem(text: &str) -> Result<Self, NotAKey> {
        let secret = SigningKey::from_pkcs8_pem(text.trim()).map_err(|_| NotAKey)?;
        Ok(Self::from_seed(secret.to_bytes()))
    }

    /// The secret as PEM (PKCS#8 of RFC 8410, without the public half, which OpenSSL 3.0 would not read). Whoever has this text
    /// can give go-live approvals.
    pub fn to_pem(&self) -> impl AsRef<str> + use<> {
        bare(&self.secret)
            .to_pkcs8_pem(LineEnding::LF)
            .expect("a secret of 32 bytes can always be written as PKCS#8")
    }

    /// Its id.
    pub fn id(&self) -> KeyId {
        self.id
    }

    /// Its public half.
    pub fn public(&self) -> [u8; 32] {
        self.secret.verifying_key().to_bytes()
    }

    /// As the library signs with it.
    pub(crate) fn encoding(&self) -> &EncodingKey {
        &self.encoding
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({})", self.id)
    }
}

/// The id of a public key.
pub(crate) fn id_of(public: &[u8; 32]) -> KeyId {
    Digest::of(public).to_string()[..16]
        .parse()
        .expect("sixteen hex digits are a name")
}

fn bare(secret: &SigningKey) -> KeypairBytes {
    KeypairBytes {
        secret_key: secret.to_bytes(),
        public_key: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_written_and_read_is_the_same_key() {
        let key = Key::from_seed([7; 32]);
        let read = Key::from_pem(key.to_pem().as_ref()).unwrap();
        assert_eq!((read.id(), read.public()), (key.id(), key.public()));
    }

    #[test]
    fn a_key_made_by_openssl_is_read() {
        // RFC 8410, section 10.3, with the public half of section 10.1.
        let text = "-----BEGIN PRIVATE KEY-----\n\
                    MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n\
                    -----END PRIVATE KEY-----\n";
        let public = Key::from_pem(text).unwrap().public();
        assert_eq!(public[..4], [0x19, 0xbf, 0x44, 0x09]);
    }

    #[test]
    fn printing_a_key_shows_no_secret() {
        let key = Key::from_seed([7; 32]);
        assert_eq!(format!("{key:?}"), format!("Key({})", key.id()));
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let pem = Key::from_seed([7; 32]).to_pem().as_ref().to_owned();
        for text in ["", "secret", &pem[..60], &pem.replace("PRIVATE", "PUBLIC")] {
            assert_eq!(Key::from_pem(text).unwrap_err(), NotAKey, "{text}");
        }
    }
}
