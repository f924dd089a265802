//! One story on one database, told again and again, each time with other deaths.

use std::{
    fmt,
    sync::{Arc, Mutex},
};

use precede_app::AppError;
use precede_model::Digest;
use precede_testkit::Original;

use super::{
    late::Late,
    life::{Answer, Commits, Dead, Life},
    outside::Reached,
    scenarios,
    script::Scenario,
    setting,
    verdict::{Seen, same_outside},
};

/// A story, the database it starts from, and how it ends undisturbed.
pub struct Stage {
    original: Original,
    scenario: Scenario,
    before: Reached,
    commits: Commits,
    whole: Option<Ended>,
}

/// How a run ended.
struct Ended {
    seen: Seen,
    reached: Reached,
    /// Points passed by the last process.
    points: usize,
    deaths: usize,
}

impl Stage {
    /// Prepares the database and tells the story undisturbed.
    pub async fn set(original: Original, story: usize, commits: Commits) -> Self {
        let scenario = scenarios::all().swap_remove(story);
        let before = setting::prepare(&original, &scenario).await;
        let mut stage = Self {
            original,
            scenario,
            before,
            commits,
            whole: None,
        };
        stage.whole = Some(stage.tell(&[]).await);
        stage
    }

    /// Points of the undisturbed story.
    pub fn points(&self) -> usize {
        self.whole().points
    }

    fn whole(&self) -> &Ended {
        self.whole
            .as_ref()
            .expect("it was told when the stage was set")
    }

    /// Tells the story with processes that die at these points, one after another, and judges the end. Returns how many
    /// died: a point beyond a process's last is none.
    pub async fn die_at(&self, points: &[usize]) -> usize {
        let run = self.tell(points).await;
        let place = format!("{self}, processes dying at {points:?}");
        if let Some(difference) = run.seen.differs_from(&self.whole().seen) {
            panic!("{place}:\n{difference}");
        }
        if let Some(difference) = same_outside(&run.reached, &self.whole().reached) {
            panic!("{place}: {difference}");
        }
        run.deaths
    }

    /// Tells the story once from a fresh copy; when a process dies the next one goes on.
    async fn tell(&self, points: &[usize]) -> Ended {
        let url = self.original.copied().await;
        let reached = Arc::new(Mutex::new(self.before.clone()));
        let mut deaths = 0;
        let mut place = 0;
        let mut late = None;
        let life = loop {
            let point = points.get(deaths).copied().unwrap_or_default();
            let dead: Dead = match Life::begin((url, point), &reached, self.commits).await {
                Err(dead) => dead,
                Ok(mut life) => match self.go_on(&mut life, (&mut place, deaths > 0)).await {
                    Ok(()) => break life,
                    Err(error) => life.end(error).await,
                },
            };
            assert_eq!(dead.points, point, "it died where it should");
            deaths += 1;
            // A connection costs little on SQLite alone.
            if late.is_none() && self.original.name == "sqlite" {
                late = Some(Late::cut_off(url).await);
            }
        };
        let points = life.store.points_passed();
        if let Some(late) = late {
            late.come_back().await;
        }
        // What is looked at now is no part of the story.
        life.store.die_at(0);
        let seen = Seen::of(&life.app).await;
        life.close().await;
        let reached = reached.lock().expect("nobody panicked").clone();
        Ended {
            seen,
            reached,
            points,
            deaths,
        }
    }

    /// Goes on with the story. Who got no answer repeats the order, and may hear that it was done already.
    async fn go_on(
        &self,
        life: &mut Life,
        (place, mut is_repeated): (&mut usize, bool),
    ) -> Result<(), AppError> {
        while let Some(deed) = self.scenario.deeds.get(*place) {
            let is_counted = is_repeated && life.is_counted(deed).await?;
            let answer = if is_counted {
                Answer::Done
            } else {
                life.perform(deed).await?
            };
            match answer {
                Answer::Done => {}
                Answer::Refused(_) if is_repeated => {}
                Answer::Refused(why) => panic!("{self}, deed {place}: {why}"),
            }
            is_repeated = false;
            *place += 1;
        }
        Ok(())
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` on {}", self.scenario.name, self.original.name)
    }
}

/// A number drawn from numbers: the same on every machine.
pub fn chance(from: &[usize]) -> u64 {
    Digest::of(format!("{from:?}")).number()
}
