//! Time and the daemon: whole turns, and turns that somebody interrupts between plan and claim, between claim and outcome,
//! or for good.

use precede_app::AppError;
use precede_daemon::{Daemon, Nobody, Presence};
use precede_model::{
    AlarmKind, CampaignId, ClockEffect, HeldAct, Order, Report, Role, Rule, Timestamp,
    WithdrawnFact,
    programme::{Area, ProgrammeOrder, Scope},
};

use super::{DAY, Play, TRIES};
use crate::histories::{
    dice::Dice,
    outside,
    scene::{Deed, Scene},
    wrong,
};

/// More wakes than this on the way to an instant would mean that time moves itself.
const WAKES_MAX: u32 = 2_000;

impl Play<'_> {
    /// A whole turn at this instant.
    pub(super) async fn turn(&mut self) -> Result<(), AppError> {
        let mut tries = 0;
        loop {
            tries += 1;
            match self.room.daemon.turn_at(self.now).await {
                Err(AppError::Busy(_)) if tries < TRIES => {}
                other => return other,
            }
        }
    }

    /// To when something falls due, or some hours or days on; now and then with the daemon down.
    pub(super) async fn pass(&mut self, dice: &mut Dice) -> Result<(), AppError> {
        let due = self.room.app.store().next_due().await?;
        let soon = self.now.plus_seconds(120 * DAY);
        let due = due.filter(|due| *due <= soon);
        let until = match due {
            Some(due) if !dice.one_in(4) => due.max(self.now),
            _ => {
                let hours = dice.pick(&[1, 3, 8, 24, 24, 50, 100, 200]);
                self.now.plus_seconds(3_600 * hours)
            }
        };
        if dice.one_in(8) {
            self.now = until;
            return self.turn().await;
        }
        self.pass_until(until).await
    }

    /// Time passes with the daemon at work whenever something falls due.
    pub(super) async fn pass_until(&mut self, until: Timestamp) -> Result<(), AppError> {
        let mut wakes = 0;
        while let Some(due) = self.room.app.store().next_due().await?
            && due <= until
        {
            wakes += 1;
            if wakes > WAKES_MAX {
                self.wrong(format!("work stays due at {}", self.now));
                return Ok(());
            }
            self.now = self.now.max(due);
            self.turn().await?;
        }
        self.now = until;
        self.tell(|| format!("{until}"));
        Ok(())
    }

    /// Effects are planned; before the daemon claims them somebody orders something.
    pub(super) async fn interrupted_plan(
        &mut self,
        id: CampaignId,
        dice: &mut Dice,
    ) -> Result<(), AppError> {
        self.wait_for_work(dice).await?;
        self.timers().await?;
        let planned = self.room.app.store().due_effects(self.now, 1).await?;
        if planned.is_empty() {
            return Ok(());
        }
        self.now = self.now.plus_seconds(i64::from(dice.between(1, 600)));
        let deed = self.disturbance(id, dice).await?;
        let app = self.room.app.clone();
        if self.orders(&app, id, deed).await? {
            self.played.tally.between_plan_and_claim += 1;
        }
        self.turn().await
    }

    /// Effects are claimed; before their outcome is recorded somebody orders something in another process.
    pub(super) async fn interrupted_claim(
        &mut self,
        id: CampaignId,
        dice: &mut Dice,
    ) -> Result<(), AppError> {
        self.wait_for_work(dice).await?;
        self.timers().await?;
        let claimed = self.claimed().await?;
        if claimed.is_empty() {
            return Ok(());
        }
        let at = self.now;
        self.now = at.plus_seconds(i64::from(dice.between(1, 50)));
        self.tell(|| format!("{at} effects are claimed"));
        // Two processes have two applications.
        let app = self.room.app.clone();
        for _ in 0..dice.between(1, 2) {
            let deed = self.disturbance(id, dice).await?;
            if self.orders_at_the_desk(id, deed).await? {
                self.played.tally.between_claim_and_outcome += 1;
            }
        }
        let performed = self.room.daemon.perform(claimed).await?;
        self.room.daemon.record(&performed, &mut Nobody).await?;
        self.tell(|| format!("{at} effects are performed and recorded"));
        app.forget();
        self.turn().await
    }

    async fn orders_at_the_desk(&mut self, id: CampaignId, deed: Deed) -> Result<bool, AppError> {
        let desk = self.room.desk.clone();
        desk.forget();
        self.orders(&desk, id, deed).await
    }

    /// The daemon dies between claim and outcome, and comes back after a new one has begun: its word is not taken.
    pub(super) async fn crash(&mut self, dice: &mut Dice) -> Result<(), AppError> {
        self.wait_for_work(dice).await?;
        self.timers().await?;
        let claimed = self.claimed().await?;
        if claimed.is_empty() {
            return Ok(());
        }
        let performed = self.room.daemon.perform(claimed).await?;
        let owner = format!("{}", self.room.daemon.fence() + 1);
        let (app, outlets) = (self.room.app.clone(), self.room.outlets.clone());
        let newer = Daemon::start(app, outlets, Presence::Alone, owner).await?;
        let older = std::mem::replace(&mut self.room.daemon, newer);
        match older.record(&performed, &mut Nobody).await {
            Err(AppError::Busy(_)) => self.played.tally.of(Rule::R11).refused += 1,
            Ok(_) => self.wrong("the word of a daemon that had died was taken".to_owned()),
            Err(error) => return Err(error),
        }
        self.played.tally.crashes += 1;
        let at = self.now;
        self.tell(|| format!("{at} the daemon died between claim and outcome"));
        self.room.daemon.take_back_half_done().await?;
        Ok(())
    }

    async fn timers(&mut self) -> Result<(), AppError> {
        let mut tries = 0;
        loop {
            tries += 1;
            match self.room.daemon.fire_timers(self.now).await {
                Err(AppError::Busy(_)) if tries < TRIES => {}
                other => return other,
            }
        }
    }

    async fn claimed(&mut self) -> Result<precede_daemon::Claimed, AppError> {
        let mut tries = 0;
        loop {
            tries += 1;
            match self.room.daemon.claim(self.now, &mut Nobody).await {
                Err(AppError::Busy(_)) if tries < TRIES => {}
                other => return other,
            }
        }
    }

    /// Nothing is planned yet: to when something falls due, if that is soon.
    async fn wait_for_work(&mut self, dice: &mut Dice) -> Result<(), AppError> {
        let due = self.room.app.store().next_due().await?;
        let soon = self.now.plus_seconds(100 * DAY);
        if let Some(due) = due.filter(|due| *due > self.now && *due <= soon)
            && !dice.one_in(4)
        {
            self.now = due;
        }
        Ok(())
    }

    /// Something that changes what acts rest on.
    async fn disturbance(&mut self, id: CampaignId, dice: &mut Dice) -> Result<Deed, AppError> {
        let state = self.room.app.programme_state(self.ground.programme).await?;
        let now = self.now;
        let practice = dice.pick(&self.ground.own()[..3]);
        self.room.desk.forget();
        let mut tick = self.room.desk.tick(now);
        let (campaign, def) = tick.campaign(id).await?;
        let scene = Scene {
            def,
            campaign,
            ground: &self.ground,
            now,
        };
        let by = |role, order| scene.by(role, Some(practice), order);
        let fact = |fact, practice| by(Role::PctStaff, Order::WithdrawFact { fact, practice });
        let deed = match dice.below(16) {
            0..3 => by(Role::Practice, Order::WithdrawAcknowledgement { practice }),
            3 | 4 => by(
                Role::PctStaff,
                Order::Report(Report::RaiseAlarm {
                    practice,
                    about: AlarmKind::AcknowledgedByNoPerson,
                }),
            ),
            5 | 6 => Deed::Programme(Box::new(ProgrammeOrder::Issue {
                id: format!("d{}", state.programme.directives.len() + 50)
                    .parse()
                    .expect("a short name"),
                authority: "Department of Health".to_owned(),
                reference: "letter of 16 April".to_owned(),
                acts: HeldAct::ALL.to_vec(),
                scope: Scope {
                    areas: vec![Area::Programme],
                    except: Vec::new(),
                },
                from: now,
                clock: ClockEffect::Runs,
            })),
            7 => by(Role::Administrator, Order::Close { practice }),
            8 => fact(WithdrawnFact::List, Some(practice)),
            9 => fact(WithdrawnFact::OptOuts, Some(practice)),
            10 => fact(WithdrawnFact::Helpline, None),
            11 => by(Role::PctLead, Order::Pause(ClockEffect::Runs)),
            12 => by(
                Role::Practice,
                Order::Answer {
                    practice,
                    answer: precede_model::Answer::Declines,
                },
            ),
            13 => wrong::deed(&scene, dice),
            _ => outside::deed(&scene, &state.programme, dice),
        };
        tick.commit().await?;
        Ok(deed)
    }
}
