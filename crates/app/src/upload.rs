//! Uploads reported: to the campaign the practice is in, or, when it is in none, to the programme's own chain, for that is
//! what went unseen (`S36`).

use precede_model::{
    AlarmKind, CampaignId, Command, Evidence, Lifecycle, Missing, Order, OrganisationCode, Person,
    PersonId, ProgrammeCode, Refusal, Report, Role, Rule, Standing, Unmet,
    programme::{ProgrammeCommand, ProgrammeOrder, StrayUpload},
};
use serde::Serialize;

use crate::{
    App, AppError, Consequence, Said, Tick, consequence::consequences, day::register_day,
    people::is_in_role,
};

/// An upload that somebody reports.
#[derive(Debug, Clone, Copy)]
pub struct UploadReport {
    /// Of which programme.
    pub programme: ProgrammeCode,
    /// In this campaign; `None`: in those the practice is in.
    pub campaign: Option<CampaignId>,
    /// The practice.
    pub practice: OrganisationCode,
    /// Records uploaded, if known.
    pub records: Option<u32>,
}

/// Where an upload was written down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UploadReported {
    /// The practice.
    pub practice: OrganisationCode,
    /// Campaigns, as people type them; none: it is in no campaign, and stands in the programme's chain.
    pub campaigns: Vec<String>,
    /// What this caused.
    pub caused: Vec<Consequence>,
}

impl App {
    /// Reports an upload.
    ///
    /// # Errors
    /// A refusal, which is in the ledger; a practice nobody knows; a person who may not; the database.
    pub async fn report_upload(
        &self,
        upload: UploadReport,
        by: PersonId,
        said: Said,
    ) -> Result<UploadReported, AppError> {
        let mut tick = self.tick(self.now().await?);
        let campaigns = match upload.campaign {
            Some(id) => vec![id],
            None => tick.campaigns_with(&upload).await?,
        };
        let mut caused = Vec::new();
        let mut refusal = None;
        for id in &campaigns {
            let report = Report::Upload {
                practice: upload.practice,
                records: upload.records,
            };
            let answer = tick
                .order(*id, by, said.clone(), Order::Report(report))
                .await?;
            refusal = refusal.or(answer.err());
            caused.extend(consequences(&tick.events_since(*id, 0).await?));
        }
        if campaigns.is_empty() {
            self.check_reporter(by, upload.practice).await?;
            let command = ProgrammeCommand {
                by,
                happened: said.happened,
                evidence: said.evidence,
                order: ProgrammeOrder::ReportUpload {
                    practice: upload.practice,
                    records: upload.records,
                },
            };
            tick.order_programme(upload.programme, &command).await?;
        }
        tick.commit().await?;
        if let Some(refusal) = refusal {
            return Err(refusal.into());
        }
        Ok(UploadReported {
            practice: upload.practice,
            campaigns: campaigns.iter().map(ToString::to_string).collect(),
            caused,
        })
    }

    /// A named person has looked into uploads of a practice that is in no campaign, and says so with a note.
    ///
    /// # Errors
    /// None waits; no note; a person who may not; the database.
    pub async fn clear_upload(
        &self,
        (programme, practice): (ProgrammeCode, OrganisationCode),
        by: PersonId,
        evidence: Evidence,
    ) -> Result<(), AppError> {
        self.require_role(by, &[Role::ProgrammeLead, Role::RegionLead])
            .await?;
        self.check_reporter(by, practice).await?;
        let note = evidence.note.as_deref().unwrap_or_default();
        if note.trim().is_empty() {
            return Err(AppError::bad("say what was found: `--note`"));
        }
        let command = ProgrammeCommand {
            by,
            happened: None,
            evidence,
            order: ProgrammeOrder::ClearUpload(practice),
        };
        let mut tick = self.tick(self.now().await?);
        tick.order_programme(programme, &command).await?;
        tick.commit().await?;
        Ok(())
    }

    /// Uploads of practices in no campaign that nobody has looked into yet.
    ///
    /// # Errors
    /// When the database is not available.
    pub async fn stray_uploads(
        &self,
        programme: ProgrammeCode,
    ) -> Result<Vec<StrayUpload>, AppError> {
        let state = self.programme_state(programme).await?;
        let known = state.programme.uploads.iter();
        Ok(known.filter(|one| one.cleared.is_none()).cloned().collect())
    }

    /// No campaign's rights cover a practice that is in none: its own people may speak for it, those of its PCT and
    /// region, and the programme.
    async fn check_reporter(
        &self,
        by: PersonId,
        practice: OrganisationCode,
    ) -> Result<(), AppError> {
        let roles = [
            Role::PctStaff,
            Role::PctLead,
            Role::Practice,
            Role::RegionLead,
            Role::ProgrammeLead,
        ];
        let person = self.require_role(by, &roles).await?;
        let now = self.now().await?;
        let places = self.places(now, &[practice]).await?;
        let place = places.iter().find(|place| place.practice == Some(practice));
        let is_theirs = place.is_some_and(|place| {
            let of = match person.role {
                Role::Practice => Some(practice),
                Role::RegionLead => place.region,
                Role::ProgrammeLead => Some(person.organisation),
                _ => Some(place.pct),
            };
            of == Some(person.organisation)
        });
        if is_theirs && is_in_role(&person, register_day(now)) {
            return Ok(());
        }
        Err(not_theirs(&person, practice).into())
    }
}

fn not_theirs(person: &Person, practice: OrganisationCode) -> Refusal {
    Unmet {
        rule: Rule::Rights,
        missing: Missing::Role,
        practice: Some(practice),
        who: person.role,
        from: None,
    }
    .into()
}

impl Tick<'_> {
    /// Holds practices that come into a campaign while an upload of theirs, reported when they were in none, still waits
    /// to be looked into.
    pub(crate) async fn hold_for_stray_uploads(
        &mut self,
        id: CampaignId,
        practices: &[OrganisationCode],
    ) -> Result<(), AppError> {
        let strays = self.app().stray_uploads(id.programme).await?;
        for stray in strays
            .iter()
            .filter(|one| practices.contains(&one.practice))
        {
            let order = Order::Report(Report::RaiseAlarm {
                practice: stray.practice,
                about: AlarmKind::UploadWithoutPermit,
            });
            let command = Command {
                role: Role::PctStaff,
                evidence: Evidence {
                    note: Some("reported before the practice was in this campaign".to_owned()),
                    ..Evidence::default()
                },
                ..Command::by_precede(order)
            };
            let raised = self.command(id, &command).await?;
            raised.map_err(AppError::Refused)?;
        }
        Ok(())
    }

    /// Campaigns of a programme that an upload of a practice concerns: those it is in the group of, else those that only
    /// told it. One that closed keeps its permits under watch; one that was withdrawn has none.
    async fn campaigns_with(&mut self, upload: &UploadReport) -> Result<Vec<CampaignId>, AppError> {
        let (mut own, mut others) = (Vec::new(), Vec::new());
        for id in self.app().store().campaigns().await? {
            if id.programme != upload.programme {
                continue;
            }
            let (campaign, _) = self.campaign(id).await?;
            if matches!(campaign.lifecycle, Lifecycle::Withdrawn { .. }) {
                continue;
            }
            match campaign.track(upload.practice).map(|track| track.standing) {
                Some(Standing::Tranche) => own.push(id),
                Some(Standing::Reach | Standing::Released { .. }) => others.push(id),
                Some(Standing::Left { .. } | Standing::Closed { .. } | Standing::Merged { .. })
                | None => {}
            }
        }
        Ok(if own.is_empty() { others } else { own })
    }
}

#[cfg(test)]
mod tests;
