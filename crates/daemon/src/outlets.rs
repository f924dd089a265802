//! Where effects go: mail to a mailer, batches to the mail house's folder. Nothing here runs inside a transaction.

use std::{sync::Arc, time::Duration};

use chrono::NaiveDate;
use precede_app::{App, AppError};
use precede_engine::{Def, Warrant, explain};
use precede_mail::{Envelope, Letter, MailError, Mailer, Standing, message_id};
use precede_mailroom::{MailHouse, Manifest};
use precede_model::{
    Act, Campaign, CampaignId, ClaimProof, Contact, EffectKey, FactName, OrganisationCode, Role,
    Timestamp,
    definition::{Kind, PostClass},
};
use precede_render::{self as render, NoticeContext, ReminderContext, date_words, length_words};
use precede_store::{EffectState, OutboxRow};

/// Where effects go.
#[derive(Clone)]
pub struct Outlets {
    /// Takes mail.
    pub mail: Arc<dyn Mailer>,
    /// Takes batches.
    pub mail_house: Arc<dyn MailHouse>,
    /// Sender of every mail.
    pub from: String,
    /// Address of the practices' own pages, without the practice; `None`: mails ask to telephone.
    pub pages: Option<String>,
}

/// What became of one effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It left.
    Left {
        /// The taker's words.
        answer: String,
        /// Message-ID or other reference.
        reference: String,
    },
    /// It cannot; a person has to put something right.
    Failed(String),
    /// Not yet; it is tried again.
    Later(String),
    /// The claim ran out and another daemon does it: nothing left from here, and nothing is recorded.
    TakenOver,
}

impl Outcome {
    /// Where the effect's row stands then, and in which words. `None`: it is another daemon's to say.
    pub fn stands(&self) -> Option<(EffectState, &str)> {
        match self {
            Self::TakenOver => None,
            Self::Left { answer, .. } => Some((EffectState::Done, answer)),
            Self::Failed(why) => Some((EffectState::Failed, why)),
            Self::Later(why) => Some((EffectState::Planned, why)),
        }
    }
}

/// One claimed effect on its way out.
pub(crate) struct Claimed<'a> {
    /// That the rules held when it was claimed.
    pub warrant: Warrant,
    /// That it was claimed.
    pub proof: &'a ClaimProof,
    /// The row.
    pub row: &'a OutboxRow,
    /// Whether it still is this daemon's.
    pub standing: &'a dyn Standing,
}

/// Said of a mail that has nowhere to go.
pub const NO_ADDRESS: &str = "no e-mail address is known: telephone the practice";

/// The Message-ID of an effect's mail from a sender: a copy repeated after a crash carries the same.
pub fn reference(campaign: CampaignId, key: EffectKey, from: &str) -> String {
    let domain = from
        .rsplit('@')
        .next()
        .unwrap_or("precede.invalid")
        .trim_end_matches('>');
    message_id(campaign, key, domain)
}

/// How long a claim lasts while a manifest is written.
const MANIFEST_LASTS: Duration = Duration::from_secs(60);

impl Outlets {
    /// A notice or reminder to a practice.
    pub(crate) async fn notice(
        &self,
        app: &App,
        claimed: Claimed<'_>,
        (to, template, number): (Role, FactName, u16),
        now: Timestamp,
    ) -> Result<Outcome, AppError> {
        let row = claimed.row;
        let Some(practice) = row.key.subject else {
            return Ok(Outcome::Failed("no practice".to_owned()));
        };
        let mut tick = app.tick(now);
        let (campaign, def) = tick.campaign(row.campaign).await?;
        let (campaign, def) = (campaign.clone(), def.clone());
        tick.commit().await?;
        let Some(contact) = contact(app, practice, to, def.day(now)).await? else {
            return Ok(Outcome::Failed(NO_ADDRESS.to_owned()));
        };
        let context =
            notice_context(app, self, (&campaign, &def, row), (practice, number), now).await?;
        let rendered = if number == 0 {
            app.renderer().render(template.as_str(), &context)
        } else {
            let told = campaign
                .track(practice)
                .and_then(|track| track.facts.told)
                .unwrap_or(now);
            let told_on = date_words(def.day(told));
            app.renderer().render(
                template.as_str(),
                &ReminderContext {
                    notice: context,
                    told_on,
                },
            )
        };
        Ok(self.post(claimed, practice, contact, rendered).await)
    }

    /// The daily mail to PCT staff.
    pub(crate) async fn digest(
        &self,
        app: &App,
        claimed: Claimed<'_>,
        day: NaiveDate,
        now: Timestamp,
    ) -> Result<Outcome, AppError> {
        let row = claimed.row;
        let pct = row.campaign.pct;
        let Some(contact) = contact(app, pct, Role::PctStaff, day).await? else {
            return Ok(Outcome::Failed(
                "no e-mail address of PCT staff is known".to_owned(),
            ));
        };
        let context = app.digest(row.campaign, day, now).await?;
        let rendered = app.renderer().render("digest", &context);
        Ok(self.post(claimed, pct, contact, rendered).await)
    }

    async fn post(
        &self,
        claimed: Claimed<'_>,
        organisation: OrganisationCode,
        contact: Contact,
        rendered: Result<render::Rendered, render::RenderError>,
    ) -> Outcome {
        let Claimed {
            warrant,
            proof,
            row,
            standing,
        } = claimed;
        let rendered = match rendered {
            Ok(rendered) => rendered,
            Err(error) => return Outcome::Failed(error.to_string()),
        };
        let letter = Letter {
            campaign: row.campaign,
            organisation,
            step: row.key.step,
            envelope: Envelope {
                from: self.from.clone(),
                to: contact.email,
                to_name: contact.name,
            },
            subject: rendered.subject,
            text: rendered.text,
            html: rendered.html,
        };
        let reference = reference(row.campaign, row.key, &self.from);
        match self.mail.send(warrant, proof, &letter, standing).await {
            Ok(answer) => Outcome::Left { answer, reference },
            Err(MailError::TakenOver) => Outcome::TakenOver,
            Err(error @ MailError::Later(_)) => Outcome::Later(error.to_string()),
            Err(error) => Outcome::Failed(error.to_string()),
        }
    }

    /// A batch to the mail house.
    pub(crate) async fn batch(
        &self,
        claimed: Claimed<'_>,
        (batch, items, class, post_by): (u16, u32, PostClass, Timestamp),
    ) -> Outcome {
        let Claimed {
            warrant,
            proof,
            row,
            standing,
        } = claimed;
        let Some(practice) = row.key.subject else {
            return Outcome::Failed("no practice".to_owned());
        };
        match standing.renew(MANIFEST_LASTS).await {
            Ok(true) => {}
            Ok(false) => return Outcome::TakenOver,
            Err(why) => return Outcome::Later(why),
        }
        let manifest = Manifest {
            campaign: row.campaign,
            practice,
            batch,
            items,
            class,
            post_by,
        };
        match self.mail_house.release(warrant, proof, &manifest) {
            Ok(()) => Outcome::Left {
                answer: "manifest written".to_owned(),
                reference: row.key.to_string(),
            },
            Err(error) => Outcome::Failed(error.to_string()),
        }
    }

    /// A request to stop a batch.
    pub(crate) fn recall(&self, row: &OutboxRow, batch: u16) -> Outcome {
        let Some(practice) = row.key.subject else {
            return Outcome::Failed("no practice".to_owned());
        };
        match self.mail_house.recall(row.campaign, practice, batch) {
            Ok(()) => Outcome::Left {
                answer: "recall written".to_owned(),
                reference: row.key.to_string(),
            },
            Err(error) => Outcome::Failed(error.to_string()),
        }
    }
}

/// Whom to write to at an organisation: the role asked for, else anybody there.
async fn contact(
    app: &App,
    organisation: OrganisationCode,
    role: Role,
    day: NaiveDate,
) -> Result<Option<Contact>, AppError> {
    let mut known = app.store().contacts(Some(organisation)).await?;
    known.retain(|contact| contact.holds_on(day) && !contact.email.is_empty());
    let place = known.iter().position(|contact| contact.role == role);
    Ok(place
        .map(|place| known.swap_remove(place))
        .or_else(|| known.into_iter().next()))
}

async fn notice_context(
    app: &App,
    outlets: &Outlets,
    (campaign, def, row): (&Campaign, &Def, &OutboxRow),
    (practice, reminder_number): (OrganisationCode, u16),
    now: Timestamp,
) -> Result<NoticeContext, AppError> {
    let pct = campaign.id.pct;
    let desk = contact(app, pct, Role::PctStaff, def.day(now)).await?;
    let pct_name = app.organisation_name(pct).await?;
    let public_from = explain(def, campaign, Act::Publicity, None, now)
        .ok()
        .and_then(|unmet| precede_engine::earliest(&unmet))
        .map(|at| date_words(def.day(at)));
    let step_title = def
        .find(row.key.step)
        .map_or(String::new(), |(_, step)| step.title.clone());
    Ok(NoticeContext {
        programme_title: def.definition.title.clone(),
        step_title,
        reference: campaign.id.to_string(),
        practice_name: app.organisation_name(practice).await?,
        practice_code: practice.to_string(),
        sent_on: date_words(def.day(now)),
        confirm_by: confirm_by(def, campaign, practice, now).map(|at| date_words(def.day(at))),
        public_from,
        lead_time: length_words(def.policy.practice_lead),
        time_to_choose: def.policy.decision_period.map(length_words),
        acknowledgement_url: outlets
            .pages
            .as_ref()
            .map(|pages| format!("{pages}/{practice}")),
        contact: render::Contact {
            name: "Programme desk".to_owned(),
            telephone: None,
            email: desk.map(|desk| desk.email),
        },
        pct_name,
        reminder_number,
    })
}

/// The day by which an answer is hoped for: when PCT staff would take the practice to the telephone.
fn confirm_by(
    def: &Def,
    campaign: &Campaign,
    practice: OrganisationCode,
    now: Timestamp,
) -> Option<Timestamp> {
    let (ix, escalate) = def
        .track_steps()
        .iter()
        .find_map(|ix| match &def.step(*ix).kind {
            Kind::Acknowledgement { chase, .. } => Some((*ix, chase.escalate?)),
            _ => None,
        })?;
    let place = campaign.track_ix(practice);
    let since = def
        .state(campaign, place, ix)
        .and_then(|state| state.open())
        .map_or(now, |open| open.since);
    Some(def.due_after_holds(since, escalate, (campaign, Some(practice)), now))
}
