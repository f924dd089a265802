//! The default outlet: nothing is sent, each mail is a file to look at.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Mutex,
};

use async_trait::async_trait;
use precede_engine::Warrant;
use precede_model::ClaimProof;

use crate::{Letter, MailError, Mailer, Standing, message};

/// Writes each mail as an `.eml` file: `PROGRAMME/PCT/ORGANISATION/STEP-OCCURRENCE-NUMBER.eml`. A mail repeated after a
/// crash is the same file.
#[derive(Debug)]
pub struct CaptureFolder {
    root: PathBuf,
}

impl CaptureFolder {
    /// Into a folder, made when first needed.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Where it lies.
    pub fn root(&self) -> &Path {
        &self.root
    }
}

#[async_trait]
impl Mailer for CaptureFolder {
    async fn send(
        &self,
        warrant: Warrant,
        claim: &ClaimProof,
        letter: &Letter,
        _: &dyn Standing,
    ) -> Result<String, MailError> {
        if !message::is_for_this(&warrant, claim, letter) {
            return Err(MailError::NotForThis);
        }
        let composed = message::compose(&warrant, letter)?;
        let key = warrant.key();
        let folder = self
            .root
            .join(letter.campaign.programme.as_str())
            .join(letter.campaign.pct.as_str())
            .join(letter.organisation.as_str());
        let path = folder.join(format!(
            "{}-{}-{}.eml",
            key.step, key.occurrence, key.number
        ));
        let later =
            |error: std::io::Error| MailError::Later(format!("`{}`: {error}", path.display()));
        let part = path.with_extension("part");
        fs::create_dir_all(&folder).map_err(later)?;
        fs::write(&part, composed.formatted()).map_err(later)?;
        fs::rename(&part, &path).map_err(later)?;
        Ok("captured".to_owned())
    }
}

/// Keeps mail in memory, for rehearsals and tests: who was written to, about what, in order.
#[derive(Debug, Default)]
pub struct CapturedMail(Mutex<Vec<Letter>>);

impl CapturedMail {
    /// What was captured, in order.
    pub fn letters(&self) -> Vec<Letter> {
        self.0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .clone()
    }
}

#[async_trait]
impl Mailer for CapturedMail {
    async fn send(
        &self,
        warrant: Warrant,
        claim: &ClaimProof,
        letter: &Letter,
        _: &dyn Standing,
    ) -> Result<String, MailError> {
        if !message::is_for_this(&warrant, claim, letter) {
            return Err(MailError::NotForThis);
        }
        message::compose(&warrant, letter)?;
        self.0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .push(letter.clone());
        Ok("captured".to_owned())
    }
}
