//! Schedules that belong to no campaign: the daily digest, the nightly register refresh, the self-check. Each is a timer
//! row with its cron expression and zone; a fire missed while the daemon was down happens once, then the next is due.

use precede_app::{App, AppError, Tick};
use precede_engine::time::Schedule;
use precede_model::Timestamp;
use precede_store::{Timer, TimerChange};
use serde::{Deserialize, Serialize};

/// What a schedule's timer carries.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Carries {
    every: String,
    zone: chrono_tz::Tz,
}

/// The daemon's own schedules: name and cron expression, wall clock of the zone.
pub struct Schedules;

impl Schedules {
    /// Zone of the wall clock they keep.
    const ZONE: chrono_tz::Tz = chrono_tz::Europe::London;

    /// On the real clock the self-check runs every minute; on a simulated one, where a minute is nothing, nightly.
    pub fn list(is_simulated: bool) -> [(&'static str, &'static str); 3] {
        let self_check = if is_simulated {
            "30 3 * * *"
        } else {
            "* * * * *"
        };
        [
            ("digest", "30 7 * * *"),
            ("register-refresh", "0 2 * * *"),
            ("self-check", self_check),
        ]
    }
}

/// Arms the schedules that are not armed yet.
pub(crate) async fn arm(app: &App) -> Result<(), AppError> {
    let now = app.now().await?;
    let is_simulated = app.store().simulated().await?.is_some();
    let mut timers = Vec::new();
    for (name, every) in Schedules::list(is_simulated) {
        if app
            .store()
            .timer(precede_app::DAEMON, name)
            .await?
            .is_none()
        {
            let carries = Carries {
                every: every.to_owned(),
                zone: Schedules::ZONE,
            };
            timers.extend(next(name, &carries, now));
        }
    }
    if timers.is_empty() {
        return Ok(());
    }
    let write = app.daemon_write(Vec::new(), timers).await?;
    let mut tick = app.tick(now);
    tick.also(write);
    tick.commit().await?;
    Ok(())
}

/// One schedule has fallen due: its work and its next time are one commit.
pub(crate) async fn fire(tick: &mut Tick<'_>, timer: &Timer) -> Result<(), AppError> {
    let now = tick.now();
    match timer.name.as_str() {
        "digest" => tick.plan_digests().await?,
        "register-refresh" => tick.refresh_campaigns().await?,
        "self-check" => {
            for finding in tick.app().self_check(now).await? {
                tracing::warn!(%finding, "self-check");
            }
        }
        other => tracing::warn!(name = other, "an unknown schedule is left out"),
    }
    let next = serde_json::from_str::<Carries>(&timer.carries)
        .ok()
        .and_then(|carries| next(&timer.name, &carries, now));
    let change = next.unwrap_or(TimerChange::Clear {
        name: timer.name.clone(),
    });
    tick.daemon_timer(change);
    Ok(())
}

/// The next time strictly after an instant.
fn next(name: &str, carries: &Carries, after: Timestamp) -> Option<TimerChange> {
    let due = Schedule::parse(&carries.every)
        .ok()?
        .next_after(after, carries.zone)?;
    let carries = serde_json::to_string(carries).ok()?;
    Some(TimerChange::Set {
        name: name.to_owned(),
        due,
        carries,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_schedule_has_a_next_time_after_the_last() {
        let now: Timestamp = "2010-03-27T12:00:00Z".parse().unwrap();
        for is_simulated in [true, false] {
            for (name, every) in Schedules::list(is_simulated) {
                let carries = Carries {
                    every: every.to_owned(),
                    zone: Schedules::ZONE,
                };
                let Some(TimerChange::Set { due, .. }) = next(name, &carries, now) else {
                    panic!("{name} has no next time")
                };
                assert!(due > now, "{name}");
            }
        }
    }
}
