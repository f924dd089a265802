//! Batches on their way to the mail house.
//!
//! Until patient lists come to this room, a batch is a counted manifest in the mail house's folder: no identity enters
//! it. The room asks for a warrant and the store's proof of the claim, and knows neither database nor clock.

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use precede_engine::Warrant;
use precede_model::{CampaignId, ClaimProof, OrganisationCode, Timestamp, definition::PostClass};
use serde::{Deserialize, Serialize};

/// What the mail house is to post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The campaign.
    pub campaign: CampaignId,
    /// The practice.
    pub practice: OrganisationCode,
    /// Number of the batch within the practice.
    pub batch: u16,
    /// Items.
    pub items: u32,
    /// Postage class.
    pub class: PostClass,
    /// Last instant the list allows posting: what is not posted by then is sent back.
    pub post_by: Timestamp,
}

/// Why a manifest could not be handed over.
#[derive(Debug, thiserror::Error)]
pub enum MailroomError {
    /// Warrant or claim is for something else: a fault of ours, nothing left.
    #[error("the warrant or the claim is not for batch {batch} of `{practice}`")]
    NotForThis {
        /// The practice.
        practice: OrganisationCode,
        /// The batch.
        batch: u16,
    },
    /// The folder cannot be written.
    #[error("`{path}` cannot be written: {source}")]
    Folder {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// Somebody who prints and posts letters.
pub trait MailHouse: Send + Sync {
    /// Hands a manifest over: whole or not at all.
    ///
    /// # Errors
    /// When warrant or claim is for another batch, or it cannot be handed over.
    fn release(
        &self,
        warrant: Warrant,
        claim: &ClaimProof,
        manifest: &Manifest,
    ) -> Result<(), MailroomError>;

    /// Asks for a batch to be stopped. Stopping needs no warrant.
    ///
    /// # Errors
    /// When nobody can be asked.
    fn recall(
        &self,
        campaign: CampaignId,
        practice: OrganisationCode,
        batch: u16,
    ) -> Result<(), MailroomError>;

    /// Takes a manifest back before the mail house has read it. Returns whether it was there.
    ///
    /// # Errors
    /// When it cannot be taken back.
    fn take_back(
        &self,
        campaign: CampaignId,
        practice: OrganisationCode,
        batch: u16,
    ) -> Result<bool, MailroomError>;

    /// Whether a batch's manifest is there: what a person looks at when a batch is in doubt after a crash.
    fn holds(&self, campaign: CampaignId, practice: OrganisationCode, batch: u16) -> bool;
}

/// The mail house's folder.
#[derive(Debug, Clone)]
pub struct MailHouseFolder {
    root: PathBuf,
}

impl MailHouseFolder {
    /// In a folder, made when first needed.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// Where it lies.
    pub fn root(&self) -> &Path {
        &self.root
    }

    fn manifest_path(&self, manifest: &Manifest) -> PathBuf {
        self.folder(manifest.campaign)
            .join(format!("{}-{}.json", manifest.practice, manifest.batch))
    }

    fn folder(&self, campaign: CampaignId) -> PathBuf {
        let CampaignId {
            programme,
            pct,
            tranche,
        } = campaign;
        self.root
            .join(programme.as_str())
            .join(pct.as_str())
            .join(tranche.as_str())
    }

    fn write(&self, path: &Path, text: &str) -> Result<(), MailroomError> {
        let fault = |source| MailroomError::Folder {
            path: path.to_owned(),
            source,
        };
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(fault)?;
        }
        let part = path.with_extension("part");
        let mut file = fs::File::create(&part).map_err(fault)?;
        file.write_all(text.as_bytes()).map_err(fault)?;
        // A released batch is a promise to a mail house: it must survive the machine.
        file.sync_all().map_err(fault)?;
        fs::rename(&part, path).map_err(fault)
    }
}

impl MailHouse for MailHouseFolder {
    /// The file appears whole or not at all.
    fn release(
        &self,
        warrant: Warrant,
        claim: &ClaimProof,
        manifest: &Manifest,
    ) -> Result<(), MailroomError> {
        let key = warrant.key();
        let is_for_this = key == claim.key()
            && claim.stream() == warrant.campaign().stream()
            && warrant.campaign() == manifest.campaign
            && key.subject == Some(manifest.practice)
            && key.number == manifest.batch;
        if !is_for_this {
            return Err(MailroomError::NotForThis {
                practice: manifest.practice,
                batch: manifest.batch,
            });
        }
        let text = serde_json::to_string_pretty(manifest).expect("a manifest is names and numbers");
        self.write(&self.manifest_path(manifest), &text)
    }

    fn recall(
        &self,
        campaign: CampaignId,
        practice: OrganisationCode,
        batch: u16,
    ) -> Result<(), MailroomError> {
        let path = self
            .folder(campaign)
            .join(format!("{practice}-{batch}.recall"));
        self.write(&path, "stop and return\n")
    }

    fn take_back(
        &self,
        campaign: CampaignId,
        practice: OrganisationCode,
        batch: u16,
    ) -> Result<bool, MailroomError> {
        let path = self
            .folder(campaign)
            .join(format!("{practice}-{batch}.json"));
        match fs::remove_file(&path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
            Err(source) => Err(MailroomError::Folder { path, source }),
        }
    }

    fn holds(&self, campaign: CampaignId, practice: OrganisationCode, batch: u16) -> bool {
        self.folder(campaign)
            .join(format!("{practice}-{batch}.json"))
            .exists()
    }
}
