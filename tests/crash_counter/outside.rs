//! The world outside the database: it outlives every crash, and remembers in order what reached it.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;
use precede_engine::Warrant;
use precede_mail::{CapturedMail, Letter, MailError, Mailer, Standing};
use precede_mailroom::{MailHouse, MailroomError, Manifest};
use precede_model::{CampaignId, ClaimProof, EffectKey, OrganisationCode};
use precede_store::SqlStore;

/// A batch, as the mail house knows it.
pub type Batch = (CampaignId, OrganisationCode, u16);

/// What has reached the outside.
#[derive(Debug, Default, Clone)]
pub struct Reached {
    /// Mails by campaign and addressee, in order. The key is what a Message-ID is made from.
    pub mails: BTreeMap<(CampaignId, OrganisationCode), Vec<EffectKey>>,
    /// How often a batch was handed over.
    pub released: BTreeMap<Batch, u32>,
    /// Batches asked back.
    pub recalled: BTreeMap<Batch, u32>,
    /// How often a person said that a batch had not left.
    pub stayed: BTreeMap<Batch, u32>,
}

/// The outside as one process sees it: the process may die just before it acts, or just after.
#[derive(Clone)]
pub struct Outside {
    reached: Arc<Mutex<Reached>>,
    process: SqlStore,
}

impl Outside {
    pub fn of(reached: &Arc<Mutex<Reached>>, process: &SqlStore) -> Self {
        Self {
            reached: Arc::clone(reached),
            process: process.clone(),
        }
    }

    pub fn reached(&self) -> MutexGuard<'_, Reached> {
        self.reached.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a dead process would have done does not happen; what it did, it does not know of.
    fn act<E>(&self, died: impl Fn() -> E, act: impl FnOnce(&mut Reached)) -> Result<(), E> {
        if !self.process.live_on() {
            return Err(died());
        }
        act(&mut self.reached());
        if self.process.live_on() {
            Ok(())
        } else {
            Err(died())
        }
    }
}

#[async_trait]
impl Mailer for Outside {
    async fn send(
        &self,
        warrant: Warrant,
        claim: &ClaimProof,
        letter: &Letter,
        standing: &dyn Standing,
    ) -> Result<String, MailError> {
        let key = warrant.key();
        // It must be a mail that could be sent, for this warrant and this claim.
        CapturedMail::default()
            .send(warrant, claim, letter, standing)
            .await?;
        let place = (letter.campaign, letter.organisation);
        self.act(
            || MailError::Later("died".to_owned()),
            |reached| reached.mails.entry(place).or_default().push(key),
        )?;
        Ok("250 ok".to_owned())
    }
}

impl MailHouse for Outside {
    fn release(
        &self,
        warrant: Warrant,
        claim: &ClaimProof,
        manifest: &Manifest,
    ) -> Result<(), MailroomError> {
        let batch = (manifest.campaign, manifest.practice, manifest.batch);
        let unfit = || MailroomError::NotForThis {
            practice: manifest.practice,
            batch: manifest.batch,
        };
        if warrant.key() != claim.key() {
            return Err(unfit());
        }
        self.act(unfit, |reached| {
            *reached.released.entry(batch).or_default() += 1;
        })
    }

    fn recall(
        &self,
        campaign: CampaignId,
        practice: OrganisationCode,
        batch: u16,
    ) -> Result<(), MailroomError> {
        let died = || MailroomError::NotForThis { practice, batch };
        self.act(died, |reached| {
            *reached
                .recalled
                .entry((campaign, practice, batch))
                .or_default() += 1;
        })
    }

    fn take_back(&self, _: CampaignId, _: OrganisationCode, _: u16) -> Result<bool, MailroomError> {
        Ok(false)
    }

    fn holds(&self, campaign: CampaignId, practice: OrganisationCode, batch: u16) -> bool {
        self.reached()
            .released
            .contains_key(&(campaign, practice, batch))
    }
}
