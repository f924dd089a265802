//! One history on its way: step by step somebody orders something, time passes, and the daemon takes whole turns or turns
//! that somebody interrupts.

mod daemon;

use std::sync::Arc;

use precede_app::{App, AppError, Planned, Said, TrancheChoice};
use precede_engine::Def;
use precede_model::{
    Campaign, CampaignId, Evidence, Lifecycle, Refusal, Rule, Timestamp,
    definition::{Kind, Scope},
    programme::{ProgrammeCommand, ProgrammeOrder},
};

use super::{
    Check, ShippedTexts, definitions,
    dice::Dice,
    ground::Ground,
    helpful, judge, outside,
    room::{Room, begins, programme_lead},
    scene::{Deed, Scene},
    tally::Tally,
    wrong,
};
use crate::{Chance, unproved};

/// Most steps of a history.
const STEPS: (u32, u32) = (60, 110);
/// Steps after a campaign has ended: what was shared may still be stopped.
const AFTER_THE_END: u32 = 6;
/// How often an order is tried anew when somebody else moves the campaign.
const TRIES: u32 = 5;
const DAY: i64 = 86_400;

/// Which history is played, and how much of it.
#[derive(Clone, Copy)]
pub struct Plot<'a> {
    /// Seed of all histories.
    pub seed: u64,
    /// Number of this one.
    pub number: u32,
    /// Its steps that are played; `None`: all.
    pub steps: Option<&'a [u32]>,
    /// Whether it is told as a story.
    pub is_told: bool,
}

/// A history that was played.
#[derive(Debug, Default)]
pub struct Played {
    /// What it adds to the counts.
    pub tally: Tally,
    /// What is wrong with it. Empty: nothing.
    pub wrong: Vec<String>,
    /// What was done, a line each, if it was to be told.
    pub story: Vec<String>,
    /// How many steps it had.
    pub steps: u32,
}

/// One history on its way.
pub(super) struct Play<'a> {
    room: &'a mut Room,
    ground: Ground,
    plot: Plot<'a>,
    chance: Chance,
    now: Timestamp,
    ids: Vec<CampaignId>,
    last: u32,
    played: Played,
}

/// What became of an order.
type Answered = Result<(), Refusal>;

impl<'a> Play<'a> {
    /// Publishes the plan and plans the campaigns.
    pub async fn begin(
        room: &'a mut Room,
        ground: Ground,
        plot: Plot<'a>,
        shipped: ShippedTexts<'_>,
    ) -> Result<Self, AppError> {
        let chance = Chance::of_seed(plot.seed).number(plot.number.into());
        let mut dice = Dice::of(chance.about("begin"));
        let drawn = definitions::draw(shipped, ground.programme.as_str(), &mut dice);
        let now = begins();
        let app = room.app.clone();
        let lead = programme_lead();
        // Half of the plans are unsound on purpose: the rules alone stand between an act and its evidence.
        let (_, digest) = unproved::put(&app, &drawn.text, lead, now).await?;
        let def = app.def(digest, drawn.variant).await?;
        let mut ids = Vec::new();
        let neighbour_too = dice.one_in(4);
        for pct in ground.pcts.iter().take(1 + usize::from(neighbour_too)) {
            let tranche = if *pct != ground.pcts[0] || dice.one_in(3) {
                TrancheChoice::All
            } else {
                let size = dice.between(2, 3) as usize;
                TrancheChoice::Named {
                    name: "first".parse().expect("a short name"),
                    practices: ground.own()[..size].to_vec(),
                }
            };
            let planned = Planned {
                pct: *pct,
                programme: ground.programme,
                definition: None,
                variant: drawn.variant.map(str::to_owned),
                tranche,
            };
            let mut tick = app.tick(now);
            ids.push(tick.plan(planned, lead).await?);
            tick.commit().await?;
        }
        shared_steps(&app, &def, &ground).await?;
        let mut played = Played::default();
        played.tally.plans.insert(drawn.name, 1);
        if plot.is_told {
            played.story.push(format!("plan: {}", drawn.name));
        }
        let last = dice.between(STEPS.0, STEPS.1);
        Ok(Self {
            room,
            ground,
            plot,
            chance,
            now,
            ids,
            last,
            played,
        })
    }

    /// Step after step.
    pub async fn go_on(&mut self) -> Result<(), AppError> {
        let mut after_the_end = 0;
        for number in 0..self.last {
            self.played.steps = number + 1;
            let is_played = self.plot.steps.is_none_or(|steps| steps.contains(&number));
            if !is_played {
                continue;
            }
            match self.step(number).await {
                Ok(()) => {}
                Err(error @ AppError::Store(_)) => return Err(error),
                Err(error) => {
                    self.wrong(format!("step {number}: {error}"));
                    return Ok(());
                }
            }
            if !self.played.wrong.is_empty() {
                return Ok(());
            }
            let (campaign, _) = self.seen(self.ids[0]).await?;
            after_the_end += u32::from(campaign.has_ended());
            let is_withdrawn = matches!(campaign.lifecycle, Lifecycle::Withdrawn { .. });
            if after_the_end > AFTER_THE_END || (is_withdrawn && after_the_end > 1) {
                break;
            }
        }
        Ok(())
    }

    async fn step(&mut self, number: u32) -> Result<(), AppError> {
        let mut dice = Dice::of(self.chance.number(number.into()));
        let main = self.ids[0];
        let id = if dice.one_in(6) {
            dice.pick(&self.ids)
        } else {
            main
        };
        match dice.below(100) {
            0..65 => self.helpful(id, &mut dice).await?,
            65..74 => self.wrong_order(id, &mut dice).await?,
            74..79 => self.order_from_outside(id, &mut dice).await?,
            79 => self.register_moves(&mut dice).await?,
            80..85 => self.pass(&mut dice).await?,
            85..91 => self.interrupted_claim(id, &mut dice).await?,
            91..97 => self.interrupted_plan(id, &mut dice).await?,
            _ => self.crash(&mut dice).await?,
        }
        // Some minutes later; now and then on the same instant.
        if !dice.one_in(4) {
            self.now = self.now.plus_seconds(i64::from(dice.between(60, 5_400)));
        }
        if !dice.one_in(4) {
            self.turn().await?;
        }
        Ok(())
    }

    async fn helpful(&mut self, id: CampaignId, dice: &mut Dice) -> Result<(), AppError> {
        let (campaign, def) = self.seen(id).await?;
        let scene = self.scene(&campaign, &def);
        let mut wanting = Vec::new();
        let deed = helpful::deed(&scene, dice, &mut wanting);
        for rule in wanting.into_iter().filter(|rule| Rule::LAWS.contains(rule)) {
            self.played.tally.of(rule).withheld += 1;
        }
        match deed {
            Some(deed) => self.does(id, deed).await,
            None => self.pass(dice).await,
        }
    }

    async fn wrong_order(&mut self, id: CampaignId, dice: &mut Dice) -> Result<(), AppError> {
        let (campaign, def) = self.seen(id).await?;
        let scene = self.scene(&campaign, &def);
        let deed = wrong::deed(&scene, dice);
        self.does(id, deed).await
    }

    async fn order_from_outside(
        &mut self,
        id: CampaignId,
        dice: &mut Dice,
    ) -> Result<(), AppError> {
        let state = self.room.app.programme_state(self.ground.programme).await?;
        let (campaign, def) = self.seen(id).await?;
        let scene = self.scene(&campaign, &def);
        let deed = outside::deed(&scene, &state.programme, dice);
        self.does(id, deed).await
    }

    /// What people see of a campaign now.
    fn scene<'s>(&'s self, campaign: &'s Campaign, def: &'s Def) -> Scene<'s> {
        Scene {
            def,
            campaign,
            ground: &self.ground,
            now: self.now,
        }
    }

    /// Somebody's deed through the application beside the daemon.
    async fn does(&mut self, id: CampaignId, deed: Deed) -> Result<(), AppError> {
        match deed {
            Deed::Wait(until) => self.pass_until(until.max(self.now)).await,
            other => {
                let app = self.room.app.clone();
                self.orders(&app, id, other).await.map(|_| ())
            }
        }
    }

    /// Whether it was taken.
    async fn orders(&mut self, app: &App, id: CampaignId, deed: Deed) -> Result<bool, AppError> {
        let now = self.now;
        match deed {
            Deed::Order { by, said, order } => {
                let answer = order_of(app, (id, now), by, (said, *order.clone())).await?;
                self.tell(|| {
                    let answer = match &answer {
                        Ok(()) => "taken".to_owned(),
                        Err(refusal) => refusal.to_string(),
                    };
                    format!("{now} {id} {by}: {order:?}: {answer}")
                });
                Ok(answer.is_ok())
            }
            Deed::Programme(order) => {
                let answer = programme_order(app, (&self.ground, now), *order.clone()).await?;
                self.played.tally.unacceptable += u64::from(answer.is_some());
                self.tell(|| {
                    let answer = answer.as_deref().unwrap_or("taken");
                    format!("{now} the programme: {order:?}: {answer}")
                });
                Ok(answer.is_none())
            }
            Deed::Wait(_) => Ok(false),
        }
    }

    /// A newer register: a practice belongs to the other PCT from today on. The nightly refresh brings it.
    async fn register_moves(&mut self, dice: &mut Dice) -> Result<(), AppError> {
        let practice = dice.pick(&self.ground.practices);
        let (campaign, def) = self.seen(self.ids[0]).await?;
        let today = def.day(self.now);
        let is_here = campaign.track(practice).is_some_and(|track| {
            matches!(
                track.standing,
                precede_model::Standing::Tranche | precede_model::Standing::Reach
            )
        });
        let [first, second] = self.ground.pcts;
        let (from, to) = if is_here {
            (first, second)
        } else {
            (second, first)
        };
        let text = format!(
            "child,parent,from,to\n{practice},{from},2006-10-01,{}\n{practice},{to},{today},\n",
            today - chrono::Days::new(1)
        );
        let app = self.room.app.clone();
        let files = vec![("newer.csv".to_owned(), text.as_bytes())];
        let imported = app.import_register(files, None).await;
        let now = self.now;
        self.tell(|| {
            let was = imported
                .as_ref()
                .map_or_else(ToString::to_string, |_| "taken".to_owned());
            format!("{now} the register: {practice} from {from} to {to}: {was}")
        });
        if let Err(error) = imported {
            return acceptable(error).map(|_| ());
        }
        let mut tick = app.tick(now);
        tick.refresh_campaigns().await?;
        tick.commit().await?;
        Ok(())
    }

    /// A campaign as it is now, with its plan.
    async fn seen(&self, id: CampaignId) -> Result<(Campaign, Arc<Def>), AppError> {
        let mut tick = self.room.app.tick(self.now);
        let (campaign, def) = tick.campaign(id).await?;
        let seen = (campaign.clone(), def.clone());
        tick.commit().await?;
        Ok(seen)
    }

    /// The last word: the history is judged as it is, and then its campaigns are ended, so that they leave no work in
    /// the room.
    pub async fn end(mut self, check: Check<'_>) -> Result<Played, AppError> {
        let app = self.room.app.clone();
        app.forget();
        let mut longest = 0;
        for id in self.ids.clone() {
            let both = (&mut self.room.laws, &mut self.played.tally);
            let (wrong, accepted) = judge::judge(&app, id, both, check).await?;
            self.played.wrong.extend(wrong);
            longest += accepted;
        }
        self.played.tally.histories = 1;
        self.played.tally.lengths.insert(longest, 1);
        self.played.tally.violations = u64::from(!self.played.wrong.is_empty());
        if self.room.is_free() && self.played.wrong.is_empty() {
            let said = Said {
                evidence: reasoned(),
                ..Said::default()
            };
            for id in self.ids.clone() {
                let order = (said.clone(), precede_model::Order::Withdraw);
                let _ = order_of(&app, (id, self.now), programme_lead(), order).await?;
            }
            self.turn().await?;
        }
        Ok(self.played)
    }

    fn tell(&mut self, line: impl FnOnce() -> String) {
        if self.plot.is_told {
            self.played.story.push(line());
        }
    }

    fn wrong(&mut self, what: String) {
        self.played.wrong.push(what);
    }
}

/// Steps done once for the programme or the region are done at the beginning: they are no campaign's.
async fn shared_steps(app: &App, def: &Def, ground: &Ground) -> Result<(), AppError> {
    let shared = def.definition.steps.iter().filter(|step| {
        matches!(step.scope, Scope::Programme) && matches!(step.kind, Kind::Task { .. })
    });
    for step in shared {
        let done = (ground.programme, step.id);
        app.step_done_for(done, None, programme_lead(), Said::default())
            .await?;
    }
    Ok(())
}

/// One order in one commit, tried anew when somebody else moved the campaign.
async fn order_of(
    app: &App,
    (id, now): (CampaignId, Timestamp),
    by: precede_model::PersonId,
    (said, order): (Said, precede_model::Order),
) -> Result<Answered, AppError> {
    let mut tries = 0;
    loop {
        tries += 1;
        let mut tick = app.tick(now);
        let answer = tick.order(id, by, said.clone(), order.clone()).await?;
        match tick.commit().await {
            Ok(_) => return Ok(answer),
            Err(AppError::Busy(_)) if tries < TRIES => {}
            Err(error) => return Err(error),
        }
    }
}

/// `None`: taken; else what is wrong with it.
async fn programme_order(
    app: &App,
    (ground, now): (&Ground, Timestamp),
    order: ProgrammeOrder,
) -> Result<Option<String>, AppError> {
    let command = ProgrammeCommand {
        by: programme_lead(),
        happened: None,
        evidence: reasoned(),
        order,
    };
    let mut tries = 0;
    loop {
        tries += 1;
        let mut tick = app.tick(now);
        if let Err(error) = tick.order_programme(ground.programme, &command).await {
            return acceptable(error).map(Some);
        }
        match tick.commit().await {
            Ok(_) => return Ok(None),
            Err(AppError::Busy(_)) if tries < TRIES => {}
            Err(error) => return Err(error),
        }
    }
}

/// What a person is told in plain words is an answer; anything else is a fault of ours.
fn acceptable(error: AppError) -> Result<String, AppError> {
    match error {
        AppError::BadInput(lines) => Ok(lines.join("; ")),
        other => Err(other),
    }
}

fn reasoned() -> Evidence {
    Evidence {
        reason: Some("as ordered".to_owned()),
        ..Evidence::default()
    }
}
