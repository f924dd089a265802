//! Published keys as a JSON Web Key Set.

use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use ed25519_dalek::VerifyingKey;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{key::id_of, keys::VerificationKey, seconds};

/// Why a text cannot serve as published keys.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JwksError {
    /// Not JSON, or not `{"keys": […]}`.
    #[error("this is no JSON Web Key Set: {0}; fetch the published keys anew")]
    NotASet(String),
    /// There is no Ed25519 key in it.
    #[error("the set holds no Ed25519 key: fetch the published keys anew")]
    Empty,
    /// A secret is in it.
    #[error(
        "key {place} of the set carries its secret (`d`): it must be published nowhere; replace it with `precede permit keys rotate`"
    )]
    Secret {
        /// Its place, counted from 1.
        place: usize,
    },
    /// A key that cannot be used.
    #[error("key {place} of the set cannot be used: {why}; fetch the published keys anew")]
    Unusable {
        /// Its place, counted from 1.
        place: usize,
        /// What is wrong with it.
        why: &'static str,
    },
}

#[derive(Serialize, Deserialize)]
struct Set {
    keys: Vec<Value>,
}

/// An Ed25519 key as RFC 8037 writes it. `nbf` and `exp` are known for keys from OpenID Federation.
#[derive(Serialize, Deserialize)]
struct Published {
    kty: String,
    crv: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    alg: Option<String>,
    #[serde(rename = "use", skip_serializing_if = "Option::is_none")]
    usage: Option<String>,
    kid: String,
    x: String,
    nbf: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    exp: Option<i64>,
}

const TYPE: &str = "OKP";
const CURVE: &str = "Ed25519";
const ALGORITHM: &str = "EdDSA";
const USAGE: &str = "sig";

/// The set of these keys.
pub fn write(keys: &[VerificationKey]) -> String {
    let published = keys.iter().map(|key| Published {
        kty: TYPE.to_owned(),
        crv: CURVE.to_owned(),
        alg: Some(ALGORITHM.to_owned()),
        usage: Some(USAGE.to_owned()),
        kid: key.id().to_string(),
        x: BASE64_URL_SAFE_NO_PAD.encode(key.public()),
        nbf: seconds::floor(key.from()),
        exp: key.until().map(seconds::ceil),
    });
    let keys = published.map(|key| serde_json::to_value(key).unwrap_or_default());
    let set = Set {
        keys: keys.collect(),
    };
    serde_json::to_string_pretty(&set).unwrap_or_default()
}

/// The keys of a set.
pub fn read(text: &str) -> Result<Vec<VerificationKey>, JwksError> {
    let set: Set =
        serde_json::from_str(text).map_err(|error| JwksError::NotASet(error.to_string()))?;
    let mut keys: Vec<VerificationKey> = Vec::new();
    for (ix, value) in set.keys.into_iter().enumerate() {
        let place = ix + 1;
        if value.get("d").is_some() {
            return Err(JwksError::Secret { place });
        }
        // RFC 7517, section 5: keys of types not understood are to be ignored.
        if value["kty"] != TYPE || value["crv"] != CURVE {
            continue;
        }
        let key = key(value).map_err(|why| JwksError::Unusable { place, why })?;
        if keys.iter().any(|other| other.id() == key.id()) {
            let why = "it is there twice";
            return Err(JwksError::Unusable { place, why });
        }
        keys.push(key);
    }
    if keys.is_empty() {
        return Err(JwksError::Empty);
    }
    Ok(keys)
}

fn key(value: Value) -> Result<VerificationKey, &'static str> {
    let published: Published = serde_json::from_value(value)
        .map_err(|_| "`kid`, `x` and `nbf` are needed, `exp` is a number")?;
    let fits = |given: &Option<String>, wanted| given.as_deref().is_none_or(|it| it == wanted);
    if !fits(&published.alg, ALGORITHM) || !fits(&published.usage, USAGE) {
        return Err("it is not for EdDSA signatures (`alg`, `use`)");
    }
    let public = BASE64_URL_SAFE_NO_PAD
        .decode(&published.x)
        .ok()
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or("`x` is not 32 bytes in base64url")?;
    // A key of small order would take signatures that nobody made.
    let is_sound = VerifyingKey::from_bytes(&public).is_ok_and(|key| !key.is_weak());
    if !is_sound {
        return Err("`x` is no Ed25519 public key");
    }
    if published.kid != id_of(&public).as_str() {
        return Err("`kid` is not the hash of `x`");
    }
    let instant =
        |second| seconds::instant(second).ok_or("`nbf` or `exp` is beyond every calendar");
    let from = instant(published.nbf)?;
    let until = published.exp.map(instant).transpose()?;
    if until.is_some_and(|until| until < from) {
        return Err("`exp` lies before `nbf`");
    }
    Ok(VerificationKey::new(public, from, until))
}

#[cfg(test)]
mod tests {
    use precede_model::Timestamp;

    use super::*;
    use crate::Key;

    fn set() -> Value {
        let at = Timestamp::from_micros(1_270_000_000_000_000);
        let old = VerificationKey::new(Key::from_seed([1; 32]).public(), at, Some(at));
        let new = VerificationKey::new(Key::from_seed([2; 32]).public(), at, None);
        serde_json::from_str(&write(&[old, new])).unwrap()
    }

    #[test]
    fn a_set_written_is_read() {
        let keys = read(&set().to_string()).unwrap();
        let at = Timestamp::from_micros(1_270_000_000_000_000);
        assert_eq!((keys[0].from(), keys[0].until()), (at, Some(at)));
        assert_eq!((keys[1].from(), keys[1].until()), (at, None));
        assert_eq!(keys[1].public(), Key::from_seed([2; 32]).public());
    }

    #[test]
    fn keys_of_other_types_are_passed_over() {
        let mut set = set();
        set["keys"][0] = serde_json::json!({"kty": "RSA", "n": "AQAB", "e": "AQAB"});
        assert_eq!(read(&set.to_string()).unwrap().len(), 1);
        set["keys"][1] = set["keys"][0].clone();
        assert_eq!(read(&set.to_string()).unwrap_err(), JwksError::Empty);
    }

    #[test]
    fn a_published_secret_is_told() {
        let mut set = set();
        set["keys"][1]["d"] = "c2VjcmV0".into();
        let error = read(&set.to_string()).unwrap_err();
        assert_eq!(error, JwksError::Secret { place: 2 });
    }

    #[test]
    fn a_key_that_cannot_be_used_refuses_the_set() {
        // The neutral point: a signature of zeros fits every text under it.
        let mut neutral = [0; 32];
        neutral[0] = 1;
        for (field, value) in [
            ("alg", Value::from("HS256")),
            ("use", "enc".into()),
            ("kid", "0000000000000000".into()),
            ("kid", Value::Null),
            ("x", "AAAA".into()),
            ("x", BASE64_URL_SAFE_NO_PAD.encode(neutral).into()),
            ("nbf", "today".into()),
            ("exp", 1.into()),
            ("exp", i64::MAX.into()),
        ] {
            let mut set = set();
            set["keys"][1][field] = value.clone();
            let error = read(&set.to_string()).unwrap_err();
            let is_named = matches!(error, JwksError::Unusable { place: 2, .. });
            assert!(is_named, "{field} {value}: {error}");
        }
        let mut set = set();
        set["keys"][1] = set["keys"][0].clone();
        assert!(
            read(&set.to_string())
                .unwrap_err()
                .to_string()
                .contains("twice")
        );
        assert!(matches!(read("{}"), Err(JwksError::NotASet(_))));
    }
}
