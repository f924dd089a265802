//! The outside of one campaign: a relay that takes mails and remembers each, and a mail house with a folder of manifests.

use std::collections::BTreeMap;

use precede_model::{EffectKey, OrganisationCode, Timestamp};

/// A mail as the relay has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mail {
    /// When it was taken.
    pub at: Timestamp,
    /// To whom.
    pub practice: OrganisationCode,
    /// Which effect it is.
    pub key: EffectKey,
    /// Its Message-ID.
    pub id: String,
}

/// What has left one campaign.
#[derive(Debug, Default)]
pub(super) struct Outside {
    /// Every mail the relay has taken, in order, copies too.
    pub mails: Vec<Mail>,
    /// Manifests in the mail house's folder, and how often each was written.
    pub manifests: BTreeMap<(OrganisationCode, u16), u32>,
}

impl Outside {
    /// A manifest is put into the folder.
    pub fn release(&mut self, practice: OrganisationCode, batch: u16) {
        *self.manifests.entry((practice, batch)).or_default() += 1;
    }

    /// Staff take back what lies there unread. Says whether anything did.
    pub fn take_back(&mut self, practice: OrganisationCode, batch: u16) -> bool {
        self.manifests.remove(&(practice, batch)).is_some()
    }
}
