//! The work of one instant: commands, time and outcomes of many campaigns, written in one commit.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use precede_engine::{
    Decision, Def, NoWarrant, Warrant, advance_in_place, decide_in_place, refused, warrant,
};
use precede_model::{
    Campaign, CampaignId, ClaimProof, Command, Digest, EffectKey, Event, Order, OrganisationCode,
    Outgoing, Refusal, Timestamp, Tracks,
};
use precede_store::{
    Claim, EffectState, Expect, Finish, Guard, Lease, Loaded, OutboxRow, OwnState, Record,
    StreamRow, TimerChange, Write,
};

use crate::{App, AppError};

/// Campaigns being moved at one instant. Nothing is written before `commit`, and then all of it or none.
pub struct Tick<'a> {
    app: &'a App,
    now: Timestamp,
    moved: BTreeMap<CampaignId, Moved>,
    others: Vec<Write<'static>>,
    clock: bool,
    timers: Vec<TimerChange>,
}

/// One campaign on its way.
struct Moved {
    /// What this tick's decisions caused, in order, for those who report on it.
    events: Vec<Event>,
    row: StreamRow,
    is_new: bool,
    /// The campaign's own part as it was loaded, without its tracks.
    before: Campaign,
    campaign: Campaign,
    def: Arc<Def>,
    touched: bool,
    bodies: Vec<String>,
    changed: BTreeSet<OrganisationCode>,
    plan: Vec<(EffectKey, Timestamp, Outgoing)>,
    claims: Vec<Claim>,
    finish: Vec<Finish>,
    guards: Vec<Guard>,
    wake: Option<Timestamp>,
    advanced: bool,
}

/// An effect claimed under a warrant, on its way out once the tick is committed.
pub struct Waiting {
    /// Proof that the rules held at this instant.
    pub warrant: Warrant,
    /// The row that was claimed.
    pub row: OutboxRow,
    /// Digest of the practice's facts the warrant was taken on: a permit's evidence.
    pub evidence: Digest,
}

impl<'a> Tick<'a> {
    pub(crate) fn new(app: &'a App, now: Timestamp) -> Self {
        Self {
            app,
            now,
            moved: BTreeMap::new(),
            others: Vec::new(),
            clock: false,
            timers: Vec::new(),
        }
    }

    /// This tick's instant.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The application.
    pub fn app(&self) -> &'a App {
        self.app
    }

    /// A campaign as this tick has moved it, with its definition.
    ///
    /// # Errors
    /// When there is no such campaign or the database is not available.
    pub async fn campaign(&mut self, id: CampaignId) -> Result<(&Campaign, &Arc<Def>), AppError> {
        let moved = self.moved(id).await?;
        Ok((&moved.campaign, &moved.def))
    }

    /// Begins a new campaign with its first events.
    pub(crate) fn begin(&mut self, campaign: Campaign, def: Arc<Def>, first: &Event, guard: Guard) {
        let row = StreamRow {
            stream: campaign.id.stream(),
            version: 0,
            seq: 0,
            head: None,
        };
        let mut moved = Moved::new(row, campaign, def);
        moved.is_new = true;
        moved.touched = true;
        moved.guards.push(guard);
        moved.bodies.push(body(first));
        self.moved.insert(moved.campaign.id, moved);
    }

    /// One command. A refusal is recorded in the ledger and changes nothing else.
    ///
    /// # Errors
    /// When there is no such campaign or the database is not available. The refusal is the inner result.
    pub async fn command(
        &mut self,
        id: CampaignId,
        command: &Command,
    ) -> Result<Result<(), Refusal>, AppError> {
        let now = self.now;
        let moved = self.moved(id).await?;
        let mut copy = moved.campaign.clone();
        match decide_in_place(&moved.def, &mut copy, command, now) {
            Ok(decision) => {
                moved.campaign = copy;
                moved.take(decision);
                if command.order == Order::Resume {
                    self.release_held(id).await?;
                }
                Ok(Ok(()))
            }
            Err(refusal) => {
                moved.note_refusal(command, &refusal, now);
                Ok(Err(refusal))
            }
        }
    }

    /// How many events this tick has caused in a campaign so far.
    ///
    /// # Errors
    /// As [`Tick::campaign`].
    pub(crate) async fn events_of(&mut self, id: CampaignId) -> Result<usize, AppError> {
        Ok(self.moved(id).await?.events.len())
    }

    /// The events this tick has caused in a campaign after so many.
    ///
    /// # Errors
    /// As [`Tick::campaign`].
    pub(crate) async fn events_since(
        &mut self,
        id: CampaignId,
        before: usize,
    ) -> Result<Vec<Event>, AppError> {
        Ok(self.moved(id).await?.events[before..].to_vec())
    }

    /// Takes over a campaign that moved to another definition.
    pub(crate) async fn moved_to(
        &mut self,
        id: CampaignId,
        (campaign, def): (Campaign, Arc<Def>),
        decision: Decision,
    ) -> Result<(), AppError> {
        let moved = self.moved(id).await?;
        moved.campaign = campaign;
        moved.def = def;
        // Every track has the new definition's steps.
        moved
            .changed
            .extend(moved.campaign.tracks.iter().map(|track| track.practice));
        moved.take(decision);
        Ok(())
    }

    /// Effects that waited for the campaign to be resumed may leave again, each under a new warrant.
    async fn release_held(&mut self, id: CampaignId) -> Result<(), AppError> {
        let held = self.app.store().effects_in(EffectState::Held).await?;
        let moved = self.moved(id).await?;
        for row in held.iter().filter(|row| row.campaign == id) {
            moved.drop_effect(
                row.key,
                None,
                EffectState::Planned,
                "the campaign was resumed",
            );
        }
        Ok(())
    }

    /// A command refused before the engine was asked (rights): recorded all the same.
    pub(crate) async fn refuse(
        &mut self,
        id: CampaignId,
        command: &Command,
        refusal: &Refusal,
    ) -> Result<(), AppError> {
        let now = self.now;
        self.moved(id).await?.note_refusal(command, refusal, now);
        Ok(())
    }

    /// What time alone causes.
    ///
    /// # Errors
    /// When there is no such campaign or the database is not available.
    pub async fn advance(&mut self, id: CampaignId) -> Result<(), AppError> {
        let now = self.now;
        let moved = self.moved(id).await?;
        let decision = advance_in_place(&moved.def, &mut moved.campaign, now);
        moved.take(decision);
        moved.touched = true;
        Ok(())
    }

    /// Claims a planned effect under a warrant taken at this instant. `None`: a rule refuses it, it is no longer wanted,
    /// or the campaign stands still; what that means for the row is part of this tick.
    ///
    /// # Errors
    /// When there is no such campaign or the database is not available.
    pub async fn claim(
        &mut self,
        row: OutboxRow,
        lease: &Lease,
        until: Timestamp,
    ) -> Result<Option<Waiting>, AppError> {
        let now = self.now;
        let moved = self.moved(row.campaign).await?;
        let version = moved.row.version;
        match warrant(
            &moved.def,
            &moved.campaign,
            (version, row.key, &row.what),
            now,
        ) {
            Ok(warrant) => {
                let evidence = evidence(&moved.campaign, row.key.subject);
                moved.touched = true;
                moved.claims.push(Claim {
                    key: row.key,
                    lease: lease.clone(),
                    until,
                });
                Ok(Some(Waiting {
                    warrant,
                    row,
                    evidence,
                }))
            }
            Err(why) => {
                let (state, words, order) = without_warrant(row.key, &row.what, why);
                moved.drop_effect(row.key, None, state, &words);
                if let Some(order) = order {
                    self.command(row.campaign, &Command::by_precede(order))
                        .await?
                        .map_err(AppError::Refused)?;
                }
                Ok(None)
            }
        }
    }

    /// Records what became of a claimed effect: the outcome and the campaign's event are one commit (E5).
    ///
    /// # Errors
    /// When there is no such campaign, or the engine does not take the outcome.
    pub async fn outcome(
        &mut self,
        campaign: CampaignId,
        proof: &ClaimProof,
        (state, words): (EffectState, &str),
        order: Option<Order>,
    ) -> Result<(), AppError> {
        let fence = Some(proof.fence());
        self.moved(campaign)
            .await?
            .drop_effect(proof.key(), fence, state, words);
        if let Some(order) = order {
            let outcome = Command::by_precede(order);
            self.command(campaign, &outcome)
                .await?
                .map_err(AppError::Refused)?;
        }
        Ok(())
    }

    /// A person's word about an effect found half-done after a crash: whether it left.
    ///
    /// # Errors
    /// As [`Tick::outcome`].
    pub async fn settle(
        &mut self,
        row: &OutboxRow,
        (state, words): (EffectState, &str),
        order: Option<Order>,
    ) -> Result<(), AppError> {
        self.moved(row.campaign)
            .await?
            .drop_effect(row.key, None, state, words);
        if let Some(order) = order {
            let outcome = Command::by_precede(order);
            self.command(row.campaign, &outcome)
                .await?
                .map_err(AppError::Refused)?;
        }
        Ok(())
    }

    /// Plans correspondence of a campaign: bound by no rule.
    pub(crate) async fn correspond(
        &mut self,
        id: CampaignId,
        key: EffectKey,
        what: Outgoing,
    ) -> Result<(), AppError> {
        let now = self.now;
        let moved = self.moved(id).await?;
        moved.touched = true;
        moved.plan.push((key, now, what));
        Ok(())
    }

    /// Adds a write of a stream that is no campaign's.
    pub fn also(&mut self, write: Write<'static>) {
        self.others.push(write);
    }

    /// Moves the simulated clock to this tick's instant with the same commit.
    pub fn set_clock(&mut self) {
        self.clock = true;
    }

    /// Sets a timer of the daemon's own stream with the same commit.
    pub fn daemon_timer(&mut self, change: TimerChange) {
        self.timers.push(change);
    }

    /// Shows every campaign this tick has moved.
    pub fn each_touched(&self, mut look: impl FnMut(&Campaign, &Def)) {
        for moved in self.moved.values().filter(|moved| moved.touched) {
            look(&moved.campaign, &moved.def);
        }
    }

    /// Whether anything would be written.
    pub fn is_empty(&self) -> bool {
        self.others.is_empty()
            && !self.clock
            && self.timers.is_empty()
            && !self.moved.values().any(|moved| moved.touched)
    }

    /// Writes everything in one transaction. The proofs are those of the claims, by campaign and key.
    ///
    /// # Errors
    /// `Busy` when a row moved meanwhile: nothing is written and what was seen is forgotten, so that a new tick starts
    /// from what is there now.
    pub async fn commit(self) -> Result<Vec<ClaimProof>, AppError> {
        let Self {
            app,
            now,
            moved,
            mut others,
            clock,
            timers,
        } = self;
        if clock || !timers.is_empty() {
            let records = if clock {
                vec![Record::Simulated(now)]
            } else {
                Vec::new()
            };
            others.push(app.daemon_write(records, timers).await?);
        }
        let (moved, idle): (Vec<_>, Vec<_>) = moved.into_values().partition(|moved| moved.touched);
        for moved in idle {
            app.keep(Loaded {
                row: moved.row,
                campaign: moved.campaign,
            });
        }
        if moved.is_empty() && others.is_empty() {
            return Ok(Vec::new());
        }
        let mut writes: Vec<Write<'_>> = moved.iter().map(Moved::write).collect();
        writes.extend(others);
        let committed = app.store().commit(&writes, now).await;
        drop(writes);
        let committed = committed.inspect_err(|_| app.forget())?;
        let mut proofs = Vec::new();
        let mut moved = moved.into_iter();
        for landed in committed.landed {
            proofs.extend(landed.proofs);
            match moved.next() {
                Some(moved) => app.keep(Loaded {
                    row: landed.row,
                    campaign: moved.campaign,
                }),
                None => app.keep_row(landed.row),
            }
        }
        Ok(proofs)
    }

    async fn moved(&mut self, id: CampaignId) -> Result<&mut Moved, AppError> {
        use std::collections::btree_map::Entry;
        match self.moved.entry(id) {
            Entry::Occupied(entry) => Ok(entry.into_mut()),
            Entry::Vacant(entry) => {
                let (Loaded { row, campaign }, def) = self
                    .app
                    .load(id)
                    .await?
                    .ok_or_else(|| AppError::bad(format!("there is no campaign `{id}`")))?;
                Ok(entry.insert(Moved::new(row, campaign, def)))
            }
        }
    }
}

impl Moved {
    fn new(row: StreamRow, campaign: Campaign, def: Arc<Def>) -> Self {
        Self {
            events: Vec::new(),
            row,
            is_new: false,
            before: Campaign {
                tracks: Tracks::default(),
                ..campaign.clone()
            },
            campaign,
            def,
            touched: false,
            bodies: Vec::new(),
            changed: BTreeSet::new(),
            plan: Vec::new(),
            claims: Vec::new(),
            finish: Vec::new(),
            guards: Vec::new(),
            wake: None,
            advanced: false,
        }
    }

    /// Takes over what the engine decided; the campaign has been moved already.
    fn take(&mut self, decision: Decision) {
        self.touched |= !decision.events.is_empty() || !decision.effects.is_empty();
        for event in &decision.events {
            self.changed.extend(event.practice);
            self.changed.extend(event.what.practices());
            self.bodies.push(body(event));
            self.events.push(event.clone());
        }
        self.plan.extend(
            decision
                .effects
                .into_iter()
                .map(|effect| (effect.key, effect.not_before, effect.what)),
        );
        self.wake = decision.next_wake;
        self.advanced = true;
    }

    fn note_refusal(&mut self, command: &Command, refusal: &Refusal, now: Timestamp) {
        let decision = refused(&self.def, &self.campaign, command, refusal, now);
        self.touched = true;
        self.bodies.extend(decision.events.iter().map(body));
    }

    fn drop_effect(&mut self, key: EffectKey, fence: Option<i64>, state: EffectState, words: &str) {
        self.touched = true;
        self.finish.push(Finish {
            key,
            fence,
            state,
            outcome: words.to_owned(),
        });
    }

    fn write(&self) -> Write<'_> {
        let expect = if self.is_new {
            Expect::New
        } else {
            Expect::Row(self.row.clone())
        };
        let mut write = Write::to(self.row.stream.clone(), expect);
        write.guards = self.guards.clone();
        write.bodies = self.bodies.clone();
        write.campaign = Some(&self.campaign);
        write.own = if self.is_new || !self.campaign.is_same_but_for_tracks(&self.before) {
            OwnState::Changed
        } else {
            OwnState::AsBefore
        };
        write.changed = self
            .changed
            .iter()
            .copied()
            .filter(|practice| self.campaign.track(*practice).is_some())
            .collect();
        write.plan = self.plan.clone();
        write.claims = self.claims.clone();
        write.finish = self.finish.clone();
        if self.advanced {
            write.timers = vec![wake(self.wake)];
        }
        write
    }
}

/// What it means for an effect that there is no warrant: where its row stands then, in words, and what its campaign is told.
pub fn without_warrant(
    key: EffectKey,
    what: &Outgoing,
    why: NoWarrant,
) -> (EffectState, String, Option<Order>) {
    match why {
        NoWarrant::Held => {
            let words = "the campaign stands still".to_owned();
            (EffectState::Held, words, None)
        }
        NoWarrant::NoLongerWanted => {
            let words = "no longer wanted".to_owned();
            (EffectState::Refused, words, None)
        }
        NoWarrant::Refused(unmet) => {
            let batch = match what {
                Outgoing::Batch { batch, .. } => Some(*batch),
                _ => None,
            };
            let told = key.subject.zip(what.act()).map(|(practice, act)| {
                let step = key.step;
                Order::NotReleased {
                    step,
                    practice,
                    act,
                    batch,
                    unmet,
                }
            });
            let words = Refusal { unmet }.to_string();
            (EffectState::Refused, words, told)
        }
    }
}

/// Digest of what is established for a practice and its campaign: a permit's evidence.
pub fn evidence(campaign: &Campaign, practice: Option<OrganisationCode>) -> Digest {
    let track = practice
        .and_then(|code| campaign.track(code))
        .map(|track| &track.facts);
    let facts = serde_json::to_string(&(&campaign.facts, track));
    Digest::of(facts.expect("facts are dates, names and numbers"))
}

/// The campaign's one timer: when time alone moves it next.
fn wake(at: Option<Timestamp>) -> TimerChange {
    match at {
        Some(due) => TimerChange::Set {
            name: WAKE.to_owned(),
            due,
            carries: "{}".to_owned(),
        },
        None => TimerChange::Clear {
            name: WAKE.to_owned(),
        },
    }
}

/// Name of a campaign's timer.
pub const WAKE: &str = "wake";

/// An event as the ledger stores it.
pub(crate) fn body(event: &Event) -> String {
    serde_json::to_string(event).expect("events are made of text, numbers and lists")
}
