//! A replay under way: the real application and daemon, the people on the stage, and what has been told so far.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::ControlFlow,
};

use chrono::NaiveDate;
use precede_app::{
    ActExplained, App, AppError, Planned, ProgrammeOrdered, REGISTER_ZONE, Register, Said,
    TrancheChoice,
};
use precede_daemon::Daemon;
use precede_model::{
    Act, CampaignId, Digest, Evidence, Order, OrganisationCode, PersonId, ProgrammeCode, Refusal,
    Role, Timestamp,
    facts::Permit,
    programme::{ProgrammeCommand, ProgrammeOrder},
};
use serde::Deserialize;

use super::{
    cast::Cast,
    facts::Facts,
    outcome::Outcome,
    stage::Stage,
    story::{Story, day_words, list},
    window::{Window, at},
};
use crate::world::person_id;

/// A replay under way.
pub(super) struct Play<'a> {
    pub app: &'a App,
    pub daemon: &'a mut Daemon,
    pub facts: &'a Facts,
    pub window: Window,
    pub register: std::sync::Arc<Register>,
    pub stage: Stage,
    pub cast: Cast,
    pub story: Story,
    pub outcome: Outcome,
    /// The programme's definition as text, and as it was published last.
    pub definition: (String, Digest),
    /// How far the history of each campaign on the stage has been told.
    pub told: BTreeMap<CampaignId, u64>,
    /// PCTs that have a campaign.
    pub planned: BTreeSet<OrganisationCode>,
}

/// What a line of a history is about.
#[derive(Debug, Deserialize)]
pub(super) struct Line {
    #[serde(skip)]
    pub seq: u64,
    pub kind: String,
    pub at: Timestamp,
    pub practice: Option<OrganisationCode>,
    #[serde(default)]
    pub practices: Vec<OrganisationCode>,
}

impl Line {
    /// Whether it is about a practice, alone or with others.
    pub fn is_about(&self, practice: OrganisationCode) -> bool {
        self.practice == Some(practice) || self.practices.contains(&practice)
    }
}

impl Play<'_> {
    /// Lets time run until an instant; campaigns that start on the way start.
    pub async fn run_to(&mut self, until: Timestamp) -> Result<(), AppError> {
        loop {
            let now = self.app.now().await?;
            let waiting = self.stage.campaigns.iter().filter(|one| !one.has_started);
            let next = waiting
                .map(|one| at(one.starts, 9))
                .filter(|starts| *starts <= until)
                .min();
            match next {
                Some(starts) if starts > now => self.run(starts).await?,
                Some(_) => {}
                None => break,
            }
            self.start_due().await?;
        }
        if until > self.app.now().await? {
            self.run(until).await?;
        }
        Ok(())
    }

    /// Lets the daemon do what is due now.
    pub async fn settle(&mut self) -> Result<(), AppError> {
        let now = self.app.now().await?;
        self.run(now.plus_seconds(60)).await
    }

    async fn run(&mut self, until: Timestamp) -> Result<(), AppError> {
        let mut on = |_| ControlFlow::Continue(());
        self.daemon
            .run_until(until, &mut self.cast, &mut on)
            .await?;
        Ok(())
    }

    async fn start_due(&mut self) -> Result<(), AppError> {
        let now = self.app.now().await?;
        let programme = self.stage.programme;
        let due: Vec<usize> = (self.stage.campaigns.iter().enumerate())
            .filter(|(_, one)| !one.has_started && at(one.starts, 9) <= now)
            .map(|(place, _)| place)
            .collect();
        let mut tick = self.app.tick(now);
        for place in due {
            let one = &mut self.stage.campaigns[place];
            one.has_started = true;
            let plan = Planned {
                pct: one.campaign.pct,
                programme,
                definition: None,
                variant: None,
                tranche: TrancheChoice::Named {
                    name: one.campaign.tranche,
                    practices: one.practices.clone(),
                },
            };
            let id = tick.plan(plan, board()?).await?;
            let by = person(Role::PctLead, id.pct)?;
            tick.order(id, by, Said::default(), Order::Start)
                .await?
                .map_err(AppError::Refused)?;
        }
        tick.commit().await?;
        Ok(())
    }

    /// A person's order in a campaign; a refusal is in the ledger.
    pub async fn order(
        &mut self,
        id: CampaignId,
        (by, evidence): (PersonId, Evidence),
        order: Order,
    ) -> Result<Result<(), Refusal>, AppError> {
        let mut tick = self.app.tick(self.app.now().await?);
        let said = Said {
            evidence,
            ..Said::default()
        };
        let answer = tick.order(id, by, said, order).await?;
        tick.commit().await?;
        Ok(answer)
    }

    /// An order of the programme.
    pub async fn of_programme(
        &mut self,
        order: ProgrammeOrder,
        note: &str,
    ) -> Result<ProgrammeOrdered, AppError> {
        let command = self.command(order, note)?;
        self.app
            .order_of_programme(self.stage.programme, &command, &[Role::ProgrammeLead])
            .await
    }

    /// An order of the programme as its lead gives it.
    pub fn command(&self, order: ProgrammeOrder, note: &str) -> Result<ProgrammeCommand, AppError> {
        Ok(ProgrammeCommand {
            by: board()?,
            happened: None,
            evidence: noted(note),
            order,
        })
    }

    /// What an act of a practice lacks now: the rules' own answer.
    pub async fn ask(
        &self,
        id: CampaignId,
        practice: OrganisationCode,
        act: Act,
    ) -> Result<ActExplained, AppError> {
        let explanation = self
            .app
            .explain(id, Some(practice), Some(act.into()))
            .await?;
        let mut acts = explanation.acts.into_iter();
        acts.next()
            .ok_or_else(|| AppError::bad(format!("the definition has no step that does `{act}`")))
    }

    /// Lines of a history after one, in order.
    pub async fn lines(&self, stream: &str, after: u64) -> Result<Vec<Line>, AppError> {
        let mut lines = Vec::new();
        self.app
            .read_ledger::<AppError>(stream, |line| {
                if line.seq > after {
                    let mut read: Line = serde_json::from_str(&line.body).map_err(|error| {
                        AppError::bad(format!("{stream} line {}: {error}", line.seq))
                    })?;
                    read.seq = line.seq;
                    lines.push(read);
                }
                Ok(())
            })
            .await?;
        Ok(lines)
    }

    /// The last entry of a kind in a campaign, about a practice if one is named, as the story cites it.
    pub async fn cite(
        &self,
        id: CampaignId,
        kind: &str,
        practice: Option<OrganisationCode>,
    ) -> Result<String, AppError> {
        let lines = self.lines(&id.stream(), 0).await?;
        let found = lines.iter().rev().find(|line| {
            line.kind == kind && practice.is_none_or(|practice| line.is_about(practice))
        });
        Ok(found.map_or_else(String::new, |line| place(&id.stream(), line.seq)))
    }

    /// Go-live approvals that stand.
    pub async fn permits(&self) -> Result<usize, AppError> {
        let mut tick = self.app.tick(self.app.now().await?);
        let mut standing = 0;
        for id in self.app.store().campaigns().await? {
            let (campaign, _) = tick.campaign(id).await?;
            let tracks = campaign.tracks.iter();
            standing += tracks
                .filter(|track| matches!(track.facts.permit, Permit::Issued { .. }))
                .count();
        }
        tick.commit().await?;
        Ok(standing)
    }

    /// Whether a practice's go-live approval stands.
    pub async fn has_permit(
        &self,
        id: CampaignId,
        practice: OrganisationCode,
    ) -> Result<bool, AppError> {
        let mut tick = self.app.tick(self.app.now().await?);
        let (campaign, _) = tick.campaign(id).await?;
        let track = campaign.track(practice);
        let stands = track.is_some_and(|track| matches!(track.facts.permit, Permit::Issued { .. }));
        tick.commit().await?;
        Ok(stands)
    }

    /// Where the programme plan was published last.
    pub async fn last_published(&self) -> Result<u64, AppError> {
        let lines = self
            .lines(&programme_stream(self.stage.programme), 0)
            .await?;
        let mut published = lines.iter().rev();
        let found = published.find(|line| line.kind == "definition-published");
        Ok(found.map_or(0, |line| line.seq))
    }

    /// What a campaign's history holds by now has been told.
    pub async fn mark_told(&mut self, id: CampaignId) -> Result<(), AppError> {
        let row = self.app.store().stream(&id.stream()).await?;
        self.told.insert(id, row.map_or(0, |row| row.seq));
        Ok(())
    }

    /// The programme's history, as the story cites it.
    pub fn in_programme(&self, seq: u64) -> String {
        place(&programme_stream(self.stage.programme), seq)
    }

    /// Something no source tells; said once, listed at the end.
    pub fn assume(&mut self, what: impl Into<String>) {
        let what = what.into();
        if !self.outcome.assumed.contains(&what) {
            self.outcome.assumed.push(what);
        }
    }

    /// Something no source tells and the story leaves open.
    pub fn leave_open(&mut self, what: impl Into<String>) {
        let what = what.into();
        if !self.outcome.unknown.contains(&what) {
            self.outcome.unknown.push(what);
        }
    }

    /// A PCT's name with its code.
    pub fn named(&self, pct: OrganisationCode) -> String {
        let name = self.facts.pct(pct).map(|one| one.name.clone()).or_else(|| {
            let known = self.register.organisation(pct);
            known.map(|one| one.name.clone())
        });
        match name {
            Some(name) => format!("{name} ({pct})"),
            None => pct.to_string(),
        }
    }

    /// A practice's name with its code.
    pub fn practice_named(&self, practice: OrganisationCode) -> String {
        let known = self.register.organisation(practice);
        known.map_or_else(
            || practice.to_string(),
            |one| format!("{} ({practice})", one.name),
        )
    }
}

/// `(campaign:scr/5QA/first #41)`.
pub(super) fn place(stream: &str, seq: u64) -> String {
    format!("({stream} #{seq})")
}

/// The stream of a programme's history.
pub(super) fn programme_stream(programme: ProgrammeCode) -> String {
    format!("programme:{programme}")
}

/// What an act lacks, in words: each rule once, with what it misses.
pub(super) fn lacks(explained: &ActExplained) -> String {
    let mut by_rule: BTreeMap<_, Vec<String>> = BTreeMap::new();
    for lack in &explained.lacks {
        let words = lack.words.split(':').next().unwrap_or_default().to_owned();
        let known = by_rule.entry((lack.rule, lack.law)).or_default();
        if !known.contains(&words) {
            known.push(words);
        }
    }
    let rules = by_rule
        .into_iter()
        .map(|((rule, law), words)| format!("{rule} ({law}): {}", words.join("; ")));
    rules.collect::<Vec<_>>().join(". ")
}

/// The rules an act waits for, by name.
pub(super) fn laws(explained: &ActExplained) -> String {
    let rules: BTreeSet<_> = explained
        .lacks
        .iter()
        .map(|lack| (lack.rule, lack.law))
        .collect();
    list(
        rules
            .into_iter()
            .map(|(rule, law)| format!("{rule} ({law})")),
    )
}

/// The day from which an act is lawful by time alone, in words.
pub(super) fn from_words(from: Timestamp) -> String {
    day_words(from.day(REGISTER_ZONE))
}

/// The person who leads the programme.
pub(super) fn board() -> Result<PersonId, AppError> {
    let precede = "precede".parse().expect("`precede` is a code");
    person(Role::ProgrammeLead, precede)
}

/// The person of a role at an organisation.
pub(super) fn person(role: Role, organisation: OrganisationCode) -> Result<PersonId, AppError> {
    person_id(role, organisation)
        .ok_or_else(|| AppError::bad(format!("nobody is `{role}` of `{organisation}`")))
}

/// Evidence with a note.
pub(super) fn noted(note: &str) -> Evidence {
    Evidence {
        note: Some(note.to_owned()),
        ..Evidence::default()
    }
}

/// Evidence with a reason.
pub(super) fn reasoned(reason: &str) -> Evidence {
    Evidence {
        reason: Some(reason.to_owned()),
        ..Evidence::default()
    }
}

/// The day an instant falls on.
pub(super) fn day_of(at: Timestamp) -> NaiveDate {
    at.day(REGISTER_ZONE)
}
