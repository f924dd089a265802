//! Whom to write to: contacts of practices, LMCs and staff, imported apart because no register holds addresses.

mod read;

use std::{collections::BTreeSet, io::Read};

use precede_model::{
    Actor, CampaignId, Contact, Digest, Order, Organisation, OrganisationCode, OrganisationKind,
    Person, PersonId, Progress, Role, StepId, StepState, Timestamp, definition::Kind,
};
use precede_store::{EffectState, Record};
use serde::Serialize;
use serde_json::json;

use self::read::{Contacts, Row};
use crate::{App, AppError, Said, Tick, day::register_day};

/// What an import of contacts did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ContactsReport {
    /// Rows read.
    pub rows: u64,
    /// Contacts new or altered.
    pub changed: u64,
    /// LMCs taken into the register, because no register lists them.
    pub lmcs_added: Vec<OrganisationCode>,
    /// Open practices without an address today: they are blocked until one is brought, and can be telephoned.
    pub without_address: Vec<OrganisationCode>,
    /// Notices that had failed and are tried again: the campaign, the step and the practice.
    pub retried: Retries,
    /// Failed notices that could be tried again by somebody who may: nobody was named, or they serve another PCT.
    pub to_retry: Retries,
}

impl App {
    /// Imports contacts: CSV with the header `code,name,e-mail,role,language,from,to`. A contact is known by
    /// organisation, role and address; a row replaces the one it knows. Failed notices to practices of the file that
    /// have an address now are tried again.
    ///
    /// # Errors
    /// Every fault with its row and column, and then nothing is written; a person who may not.
    pub async fn import_contacts(
        &self,
        file: &str,
        source: impl Read + Send,
        by: Option<PersonId>,
    ) -> Result<ContactsReport, AppError> {
        if let Some(person) = by {
            self.require_role(
                person,
                &[Role::Administrator, Role::PctStaff, Role::PctLead],
            )
            .await?;
        }
        let Contacts {
            rows,
            mut faults,
            digest,
        } = read::rows(file, source)?;
        let lmcs_added = self.new_lmcs(file, &rows, &mut faults).await?;
        if !faults.is_empty() {
            return Err(AppError::BadInput(faults));
        }
        let known: Vec<Contact> = self.store().contacts(None).await?;
        let fresh: Vec<&Row> = rows
            .iter()
            .filter(|row| !known.contains(&row.contact))
            .collect();
        let now = self.now().await?;
        let mut tick = self.tick(now);
        if !fresh.is_empty() {
            let mut write = self.register_write().await?;
            write.bodies.push(imported(now, by, digest, fresh.len()));
            write.records.extend(
                lmcs_added
                    .iter()
                    .map(|code| Record::Organisation(lmc(*code))),
            );
            write
                .records
                .extend(fresh.iter().map(|row| Record::Contact(row.contact.clone())));
            tick.also(write);
        }
        let day = register_day(now);
        let usable = |row: &&Row| row.contact.holds_on(day);
        let reachable = rows
            .iter()
            .filter(usable)
            .map(|row| row.contact.organisation)
            .collect();
        let (retried, to_retry) = tick.retry_failed_notices(&reachable, by).await?;
        let changed = fresh.len() as u64;
        tick.commit().await?;
        let without_address = self.practices_without_address().await?;
        Ok(ContactsReport {
            rows: rows.len() as u64,
            changed,
            lmcs_added,
            without_address,
            retried,
            to_retry,
        })
    }

    /// Practices open today that have no address today.
    ///
    /// # Errors
    /// When the database is not available.
    pub async fn practices_without_address(&self) -> Result<Vec<OrganisationCode>, AppError> {
        let day = register_day(self.now().await?);
        let contacts = self.store().contacts(None).await?;
        let reached: BTreeSet<_> = contacts
            .iter()
            .filter(|one| one.holds_on(day))
            .map(|one| one.organisation)
            .collect();
        let register = self.register().await?;
        let mut practices = register.open_on(OrganisationKind::Practice, day);
        practices.retain(|code| !reached.contains(code));
        Ok(practices)
    }

    /// Rows of organisations the register does not hold: LMCs among them are new, any other is a fault.
    async fn new_lmcs(
        &self,
        file: &str,
        rows: &[Row],
        faults: &mut Vec<String>,
    ) -> Result<Vec<OrganisationCode>, AppError> {
        let organisations = self.store().organisations(None).await?;
        let known: BTreeSet<_> = organisations.iter().map(|one| one.code).collect();
        let mut lmcs = BTreeSet::new();
        for row in rows
            .iter()
            .filter(|row| !known.contains(&row.contact.organisation))
        {
            let code = row.contact.organisation;
            if row.contact.role == Role::Lmc {
                lmcs.insert(code);
            } else {
                faults.push(format!(
                    "`{file}` row {}, column 1 (code), `{code}`: no organisation of this code is in the register; \
                     import the register that lists it, or correct the code",
                    row.number
                ));
            }
        }
        Ok(lmcs.into_iter().collect())
    }
}

/// The campaign, the step and the practice of each notice.
type Retries = Vec<(String, StepId, OrganisationCode)>;

impl Tick<'_> {
    /// Tries failed notices of these practices again, in every running campaign, as the person who brought the
    /// addresses may: what was tried, and what was not.
    async fn retry_failed_notices(
        &mut self,
        practices: &BTreeSet<OrganisationCode>,
        by: Option<PersonId>,
    ) -> Result<(Retries, Retries), AppError> {
        let (mut retried, mut left) = (Vec::new(), Vec::new());
        let person = match by {
            Some(id) => self.app().person(id).await?,
            None => None,
        };
        let failed = self.app().store().effects_in(EffectState::Failed).await?;
        let failed: BTreeSet<_> = failed
            .into_iter()
            .map(|row| (row.campaign, row.key.step, row.key.subject))
            .collect();
        for (campaign, step, subject) in failed {
            let Some(practice) = subject.filter(|code| practices.contains(code)) else {
                continue;
            };
            if !self.has_failed(campaign, step, practice).await? {
                continue;
            }
            let told = (campaign.to_string(), step, practice);
            let serves = |person: &Person| {
                person.role == Role::Administrator || person.organisation == campaign.pct
            };
            match person.as_ref().filter(|person| serves(person)) {
                Some(person) => {
                    let order = Order::Retry { step, practice };
                    let done = self
                        .order(campaign, person.id, Said::default(), order)
                        .await?;
                    if done.is_ok() {
                        retried.push(told)
                    } else {
                        left.push(told)
                    }
                }
                None => left.push(told),
            }
        }
        Ok((retried, left))
    }

    /// Whether a notice of a running campaign waits for somebody to put its address right.
    async fn has_failed(
        &mut self,
        id: CampaignId,
        step: StepId,
        practice: OrganisationCode,
    ) -> Result<bool, AppError> {
        let (campaign, def) = self.campaign(id).await?;
        let Some((ix, found)) = def.find(step) else {
            return Ok(false);
        };
        let state = def.state(campaign, campaign.track_ix(practice), ix);
        let is_failed =
            matches!(state, Some(StepState::Open(open)) if open.progress == Progress::Failed);
        Ok(campaign.is_running() && matches!(found.kind, Kind::Notice { .. }) && is_failed)
    }
}

fn lmc(code: OrganisationCode) -> Organisation {
    Organisation {
        code,
        kind: OrganisationKind::Lmc,
        name: code.to_string(),
        postcode: None,
        opened: None,
        closed: None,
        people: None,
    }
}

/// The event says that contacts changed, never whose: names and addresses stay out of the ledger.
fn imported(at: Timestamp, by: Option<PersonId>, digest: Digest, changed: usize) -> String {
    json!({
        "at": at, "happened": at, "counts_from": at, "kind": "contacts-imported",
        "pct": null, "practice": null, "step": null,
        "actor": by.map_or(Actor::Precede, Actor::Person), "evidence": {},
        "digest": digest, "changed": changed,
    })
    .to_string()
}

#[cfg(test)]
mod tests;
