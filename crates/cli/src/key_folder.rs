//! The folder of the keys that sign go-live tokens.
//!
//! `keys.json` holds the published keys, `ID.pem` the one secret. The published keys name the signing key, so replacing that
//! file is the moment a new key takes over: a process that dies before leaves the old one signing, after it the new one.

use std::{
    fs::{DirBuilder, File, Permissions},
    io::{ErrorKind, Write},
    os::unix::fs::{DirBuilderExt, PermissionsExt},
    path::{Path, PathBuf},
};

use precede_model::Timestamp;
use precede_permit::{Key, KeyRing, VerificationKeys};

use crate::errors::CliError;

/// Where the keys lie.
pub struct KeyFolder(PathBuf);

const PUBLISHED: &str = "keys.json";
const LOCK: &str = "lock";
const SECRET: &str = "pem";

impl KeyFolder {
    /// The keys of this folder, if there are any.
    pub fn new(folder: PathBuf) -> Self {
        Self(folder)
    }

    /// Makes the first key of the folder.
    ///
    /// # Errors
    /// When there are keys already, or the folder cannot be written.
    pub fn create(&self, now: Timestamp) -> Result<KeyRing, CliError> {
        let made = DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(&self.0);
        made.map_err(|error| unusable(&self.0, &error))?;
        let _lock = self.lock()?;
        if self.0.join(PUBLISHED).exists() {
            return Err(CliError::Usage(format!(
                "`{}` holds keys already: `precede permit keys rotate` makes a new one",
                self.0.display()
            )));
        }
        let ring = KeyRing::new(seed()?, now);
        self.store(&ring)?;
        Ok(ring)
    }

    /// Makes a new signing key and destroys the secret of the one before it, whose public half stays published.
    ///
    /// # Errors
    /// When there are no keys yet, or the folder cannot be written.
    pub fn rotate(&self, now: Timestamp) -> Result<KeyRing, CliError> {
        if !self.0.join(PUBLISHED).exists() {
            return Err(self.none());
        }
        let _lock = self.lock()?;
        let ring = self.open()?.rotate(seed()?, now);
        let ring = ring.map_err(|error| CliError::Unavailable(error.to_string()))?;
        self.store(&ring)?;
        self.forget_others(&ring)?;
        Ok(ring)
    }

    /// All keys, ready to sign.
    ///
    /// # Errors
    /// When there are none, they do not belong together, or others can read the secret.
    pub fn open(&self) -> Result<KeyRing, CliError> {
        let keys = self.published()?;
        let signing = keys.iter().find(|key| key.until().is_none());
        let signing = signing.ok_or_else(|| {
            CliError::Unavailable(format!(
                "`{}` names no signing key (one without `exp`): put back the file that belongs here",
                self.0.join(PUBLISHED).display()
            ))
        })?;
        let path = self.secret_of(signing.id().as_str());
        let mode = std::fs::metadata(&path).map_err(|error| unusable(&path, &error))?;
        if mode.permissions().mode() & 0o077 != 0 {
            return Err(CliError::Unavailable(format!(
                "others can read `{0}`: `chmod 600 {0}`, and if they may have, make a new key with `precede permit keys rotate`",
                path.display()
            )));
        }
        let text = std::fs::read_to_string(&path).map_err(|error| unusable(&path, &error))?;
        let key = Key::from_pem(&text).map_err(|error| unusable(&path, &error))?;
        KeyRing::open(key, keys).map_err(|error| unusable(&self.0, &error))
    }

    /// The published keys alone; the secret is not touched.
    ///
    /// # Errors
    /// When there are none, or their file cannot be read.
    pub fn published(&self) -> Result<VerificationKeys, CliError> {
        let path = self.0.join(PUBLISHED);
        let text = std::fs::read_to_string(&path).map_err(|error| match error.kind() {
            ErrorKind::NotFound => self.none(),
            _ => unusable(&path, &error),
        })?;
        VerificationKeys::from_jwks(&text).map_err(|error| unusable(&path, &error))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The secret first: until the published keys name it, it is a file nobody reads.
    fn store(&self, ring: &KeyRing) -> Result<(), CliError> {
        let secret = ring.signing().to_pem();
        let name = self.secret_of(ring.signing().id().as_str());
        write(&name, secret.as_ref())?;
        write(&self.0.join(PUBLISHED), &(ring.keys().to_jwks() + "\n"))
    }

    fn secret_of(&self, id: &str) -> PathBuf {
        self.0.join(format!("{id}.{SECRET}"))
    }

    /// Also what a call that died half-way left.
    fn forget_others(&self, ring: &KeyRing) -> Result<(), CliError> {
        let kept = self.secret_of(ring.signing().id().as_str());
        let entries = std::fs::read_dir(&self.0).map_err(|error| unusable(&self.0, &error))?;
        for entry in entries {
            let path = entry.map_err(|error| unusable(&self.0, &error))?.path();
            if path.extension().is_some_and(|ending| ending == SECRET) && path != kept {
                std::fs::remove_file(&path).map_err(|error| unusable(&path, &error))?;
            }
        }
        Ok(())
    }

    /// One change at a time.
    fn lock(&self) -> Result<File, CliError> {
        let path = self.0.join(LOCK);
        let file = File::create(&path).map_err(|error| unusable(&path, &error))?;
        file.lock().map_err(|error| unusable(&path, &error))?;
        Ok(file)
    }

    fn none(&self) -> CliError {
        CliError::Usage(format!(
            "there are no permit keys in `{}`: make them with `precede permit keys new`, or name published ones with `--keys FILE`",
            self.0.display()
        ))
    }
}

/// Whole or not at all, on the disk, for its owner alone.
fn write(path: &Path, text: &str) -> Result<(), CliError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let put = || {
        let mut file = tempfile::Builder::new()
            .permissions(Permissions::from_mode(0o600))
            .tempfile_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        File::open(folder)?.sync_all()
    };
    put().map_err(|error: std::io::Error| unusable(path, &error))
}

/// From the system's own generator, which waits until it is fit for secrets.
fn seed() -> Result<[u8; 32], CliError> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed)
        .map_err(|error| CliError::Unavailable(format!("no randomness for a key: {error}")))?;
    Ok(seed)
}

fn unusable(path: &Path, error: &dyn std::error::Error) -> CliError {
    CliError::Unavailable(format!("`{}`: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> Timestamp {
        Timestamp::from_micros(1_277_982_000_000_000)
    }

    fn secrets(folder: &KeyFolder) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(folder.path()).unwrap();
        let paths = entries.map(|entry| entry.unwrap().path());
        paths
            .filter(|path| path.extension().is_some_and(|ending| ending == SECRET))
            .collect()
    }

    fn folder() -> (tempfile::TempDir, KeyFolder) {
        let home = tempfile::tempdir().unwrap();
        let folder = KeyFolder::new(home.path().join("data").join("keys"));
        (home, folder)
    }

    #[test]
    fn a_key_made_is_opened_and_read_by_its_owner_alone() {
        let (_home, folder) = folder();
        let made = folder.create(noon()).unwrap();
        let opened = folder.open().unwrap();
        assert_eq!(opened.signing().id(), made.signing().id());
        let secrets = secrets(&folder);
        assert_eq!(secrets.len(), 1);
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&secrets[0]), mode(folder.path())), (0o600, 0o700));
        let published = std::fs::read_to_string(folder.path().join(PUBLISHED)).unwrap();
        assert!(!published.contains("\"d\""), "{published}");
    }

    #[test]
    fn keys_are_never_made_over_others() {
        let (_home, folder) = folder();
        assert!(folder.rotate(noon()).is_err() && folder.open().is_err());
        let made = folder.create(noon()).unwrap().signing().id();
        assert!(folder.create(noon()).is_err());
        assert_eq!(folder.open().unwrap().signing().id(), made);
    }

    #[test]
    fn a_new_key_takes_over_and_the_old_secret_is_gone() {
        let (_home, folder) = folder();
        let old = folder.create(noon()).unwrap().signing().id();
        let stray = folder.secret_of("left-by-a-call-that-died");
        std::fs::write(&stray, "x").unwrap();
        let new = folder
            .rotate(noon().plus_seconds(1))
            .unwrap()
            .signing()
            .id();
        assert_eq!(secrets(&folder), [folder.secret_of(new.as_str())]);
        let published = folder.published().unwrap();
        let ids: Vec<_> = published.iter().map(|key| key.id()).collect();
        assert_eq!(ids, [old, new]);
        assert_eq!(folder.open().unwrap().signing().id(), new);
    }

    #[test]
    fn a_new_secret_that_was_never_published_does_not_sign() {
        let (_home, folder) = folder();
        let ring = folder.create(noon()).unwrap();
        let next = ring.rotate([9; 32], noon()).unwrap();
        let path = folder.secret_of(next.signing().id().as_str());
        write(&path, next.signing().to_pem().as_ref()).unwrap();
        assert_eq!(folder.open().unwrap().signing().id(), ring.signing().id());
    }

    #[test]
    fn a_secret_that_others_can_read_does_not_sign() {
        let (_home, folder) = folder();
        folder.create(noon()).unwrap();
        let secret = &secrets(&folder)[0];
        std::fs::set_permissions(secret, Permissions::from_mode(0o640)).unwrap();
        let error = folder.open().unwrap_err().to_string();
        assert!(error.contains("chmod 600"), "{error}");
        assert!(folder.published().is_ok(), "verifying needs no secret");
    }

    #[test]
    fn a_secret_of_another_key_does_not_sign() {
        let (_home, folder) = folder();
        folder.create(noon()).unwrap();
        let other = Key::from_seed([9; 32]);
        write(&secrets(&folder)[0], other.to_pem().as_ref()).unwrap();
        let error = folder.open().unwrap_err().to_string();
        assert!(error.contains("belong together"), "{error}");
    }
}
