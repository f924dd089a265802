//! A step done once for a region or the whole programme: one event in the programme's own chain, and the fact in the
//! chain of every campaign it serves, in the same commit.

use precede_model::{
    Actor, CampaignId, Command, Digest, Evidence, Missing, Order, OrganisationCode, PersonId,
    ProgrammeCode, Refusal, Role, Rule, StepId, StepState, Unmet,
    definition::{Kind, Scope, StepDef},
};
use precede_store::{Expect, Write};
use serde::Serialize;
use serde_json::{Value, json};

use crate::{App, AppError, Said, Tick, day::register_day};

/// A step done for several campaigns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SharedDone {
    /// The step.
    pub step: StepId,
    /// The region it was done for; `None`: the whole programme.
    pub region: Option<OrganisationCode>,
    /// Campaigns it serves, as people type them.
    pub serves: Vec<String>,
}

impl App {
    /// Records a step of scope `region` or `programme` as done, for every live campaign it serves. Campaigns planned
    /// later take it over when they are planned.
    ///
    /// # Errors
    /// No such step, a step of another scope, a region nobody knows, a person who may not.
    pub async fn step_done_for(
        &self,
        (programme, step): (ProgrammeCode, StepId),
        region: Option<OrganisationCode>,
        by: PersonId,
        said: Said,
    ) -> Result<SharedDone, AppError> {
        let def = self
            .def(self.newest_definition(programme).await?, None)
            .await?;
        let found = def.find(step).map(|(_, found)| found).ok_or_else(|| {
            AppError::bad(format!("programme `{programme}` has no step `{step}`: see `precede programme show {programme}`"))
        })?;
        self.check_scope(found, region).await?;
        self.check_person(found, region, by).await?;
        let now = self.now().await?;
        let stream = format!("programme:{programme}");
        let row = self.store().stream(&stream).await?;
        let body = json!({
            "at": now, "happened": said.happened.unwrap_or(now), "counts_from": now, "kind": "step-done-for",
            "pct": null, "practice": null, "step": step, "actor": by, "evidence": said.evidence,
            "region": region, "fact": fact_of(found),
        })
        .to_string();
        let head = row.as_ref().and_then(|row| row.head);
        let source = Source {
            stream: stream.clone(),
            seq: row.as_ref().map_or(0, |row| row.seq) + 1,
            hash: Digest::chained(head, &body),
            step,
            region,
        };
        let mut write = Write::to(stream, row.map_or(Expect::New, Expect::Row));
        write.bodies.push(body);
        let mut tick = self.tick(now);
        tick.also(write);
        let mut serves = Vec::new();
        for id in tick.live_campaigns().await? {
            if id.programme == programme && tick.adopt(id, &source, Actor::Person(by)).await? {
                serves.push(id.to_string());
            }
        }
        tick.commit().await?;
        Ok(SharedDone {
            step,
            region,
            serves,
        })
    }

    async fn check_scope(
        &self,
        step: &StepDef,
        region: Option<OrganisationCode>,
    ) -> Result<(), AppError> {
        match (step.scope, region) {
            (Scope::Programme, None) => Ok(()),
            (Scope::Region, Some(region)) => match self.store().organisation(region).await? {
                Some(_) => Ok(()),
                None => Err(AppError::bad(format!("`{region}` is not in the register"))),
            },
            (Scope::Region, None) => Err(AppError::bad(format!(
                "step `{}` is done for a region: name it with `--region CODE`",
                step.id
            ))),
            (Scope::Programme, Some(_)) => Err(AppError::bad(format!(
                "step `{}` is done once for the programme, not for a region",
                step.id
            ))),
            (Scope::Pct | Scope::Practice, _) => Err(AppError::bad(format!(
                "step `{}` is done in each campaign: name the campaign instead",
                step.id
            ))),
        }
    }

    /// The owner of the step, or who leads the programme; a region's lead for their own region alone.
    async fn check_person(
        &self,
        step: &StepDef,
        region: Option<OrganisationCode>,
        by: PersonId,
    ) -> Result<(), AppError> {
        let lead = match step.scope {
            Scope::Region => Role::RegionLead,
            Scope::Programme | Scope::Pct | Scope::Practice => Role::ProgrammeLead,
        };
        let person = self
            .require_role(by, &[lead, Role::ProgrammeLead, step.owner])
            .await?;
        if person.role == Role::RegionLead && Some(person.organisation) != region {
            let unmet = Unmet {
                rule: Rule::Rights,
                missing: Missing::Role,
                practice: None,
                who: lead,
                from: None,
            };
            return Err(Refusal::from(unmet).into());
        }
        Ok(())
    }
}

/// Where a shared fact stands.
struct Source {
    stream: String,
    seq: u64,
    hash: Digest,
    step: StepId,
    region: Option<OrganisationCode>,
}

impl Tick<'_> {
    /// Takes over what was done for the programme and the region before a campaign was planned. Part of planning it.
    ///
    /// # Errors
    /// When there is no such campaign or the database is not available.
    pub async fn adopt_done_before(&mut self, id: CampaignId) -> Result<(), AppError> {
        let stream = format!("programme:{}", id.programme);
        let mut sources = Vec::new();
        let read = self.app().read_ledger::<AppError>(&stream, |line| {
            let body: Value = serde_json::from_str(&line.body).unwrap_or_default();
            let name = |key: &str| body[key].as_str().and_then(|text| text.parse().ok());
            if let (Some("step-done-for"), Some(step)) = (body["kind"].as_str(), name("step")) {
                let region = body["region"].as_str().and_then(|text| text.parse().ok());
                sources.push(Source {
                    stream: line.stream,
                    seq: line.seq,
                    hash: line.hash,
                    step,
                    region,
                });
            }
            Ok(())
        });
        read.await?;
        for source in sources {
            self.adopt(id, &source, Actor::Precede).await?;
        }
        Ok(())
    }

    /// Takes a fact into a campaign's chain if the campaign has the step, lies in the region and lacks it yet.
    async fn adopt(
        &mut self,
        id: CampaignId,
        source: &Source,
        by: Actor,
    ) -> Result<bool, AppError> {
        let day = register_day(self.now());
        if let Some(region) = source.region {
            let parents = self.app().store().parents_on(id.pct, day).await?;
            if parents.iter().all(|parent| parent.code != region) {
                return Ok(false);
            }
        }
        let (campaign, def) = self.campaign(id).await?;
        let Some((ix, step)) = def.find(source.step) else {
            return Ok(false);
        };
        let is_shared = matches!(step.scope, Scope::Region | Scope::Programme);
        if !is_shared || matches!(def.state(campaign, None, ix), Some(StepState::Done(_))) {
            return Ok(false);
        }
        let order = Order::Adopt {
            step: source.step,
            from: source.stream.clone(),
            seq: source.seq,
            hash: source.hash,
            fact: fact_of(step),
        };
        let command = Command {
            by,
            role: Role::ProgrammeLead,
            happened: None,
            confirmed_by: None,
            evidence: Evidence::default(),
            order,
        };
        Ok(self.command(id, &command).await?.is_ok())
    }
}

/// The name a fact goes by in a campaign: what its task establishes first, else the step's own.
fn fact_of(step: &StepDef) -> precede_model::FactName {
    match &step.kind {
        Kind::Task { establishes, .. } => establishes.first().copied().unwrap_or(step.id),
        _ => step.id,
    }
}

#[cfg(test)]
mod tests;
