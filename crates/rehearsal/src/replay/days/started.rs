//! New information programmes are held: one is tried, and those that run go on.

use chrono::NaiveDate;
use precede_app::{AppError, DirectiveReport, Planned, TrancheChoice};
use precede_model::{Lifecycle, Order, OrganisationCode, Role};

use super::directive::lead;
use crate::replay::{
    play::{Play, board},
    stage,
    story::count,
};

/// Tries to start one in the first PCT that has none.
pub(super) async fn tell(
    play: &mut Play<'_>,
    report: &DirectiveReport,
    day: NaiveDate,
) -> Result<(), AppError> {
    let held = |pct: OrganisationCode| {
        report.pcts.covered.contains(&pct) || report.pcts.unproved.contains(&pct)
    };
    let free = play.facts.pcts.iter().map(|pct| pct.code);
    let mut free = free.filter(|pct| held(*pct) && play.stage.of_pct(*pct).is_none());
    let found = free.find_map(|pct| {
        let practices = stage::practices(&play.register, pct, (day, play.window.last));
        practices.first().map(|practice| (pct, *practice))
    });
    if let Some((pct, practice)) = found {
        try_start(play, pct, practice).await?;
    }
    let mut tick = play.app.tick(play.app.now().await?);
    let mut running = 0;
    for id in play.app.store().campaigns().await? {
        let (campaign, _) = tick.campaign(id).await?;
        running += usize::from(matches!(
            campaign.lifecycle,
            Lifecycle::Running { .. } | Lifecycle::Closed { .. }
        ));
    }
    tick.commit().await?;
    let permits = play.permits().await?;
    play.story.say(&format!(
        "Those that had begun go on: {} on the stage, {} standing.",
        count(running, "information programme", "information programmes"),
        count(permits, "go-live approval", "go-live approvals")
    ));
    Ok(())
}

async fn try_start(
    play: &mut Play<'_>,
    pct: OrganisationCode,
    practice: OrganisationCode,
) -> Result<(), AppError> {
    play.assume(format!(
        "That {} means to begin an information programme while new ones are held: a try, to show the refusal.",
        play.named(pct)
    ));
    let id = stage::campaign(play.stage.programme, pct);
    let people = stage::made_up(Role::PctLead, pct).into_iter().collect();
    play.app.add_people(people).await?;
    let mut tick = play.app.tick(play.app.now().await?);
    let plan = Planned {
        pct,
        programme: play.stage.programme,
        definition: None,
        variant: None,
        tranche: TrancheChoice::Named {
            name: id.tranche,
            practices: vec![practice],
        },
    };
    tick.plan(plan, board()?).await?;
    tick.commit().await?;
    play.planned.insert(pct);
    let answer = play
        .order(id, (lead(pct)?, Default::default()), Order::Start)
        .await?;
    let words = match answer {
        Err(refusal) => format!(
            "{} has planned one (assumed) and tries to begin it: refused by {} ({}) {}.",
            play.named(pct),
            refusal.unmet.rule,
            refusal.unmet.rule.title(),
            play.cite(id, "refused", None).await?
        ),
        Ok(()) => format!(
            "{} has planned one (assumed) and begins it {}.",
            play.named(pct),
            play.cite(id, "campaign-started", None).await?
        ),
    };
    play.story.say(&words);
    Ok(())
}
