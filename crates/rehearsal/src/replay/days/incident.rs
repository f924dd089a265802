//! Something went wrong at the mail house: a case with an owner and a clock.

use chrono::NaiveDate;
use precede_app::{AppError, Listed, moment_words};
use precede_model::{CaseKind, Order, Report, Role, Rule};

use crate::replay::{
    facts::Event,
    outcome::Unlawful,
    play::{Play, noted, person},
};

/// Opens the case in a campaign whose letters the same mail house posted.
pub(super) async fn tell(
    play: &mut Play<'_>,
    event: &Event,
    day: NaiveDate,
) -> Result<(), AppError> {
    play.outcome.unlawful.push(Unlawful {
        date: event.date.to_string(),
        pct: None,
        rule: Rule::R4,
        what: "letters reached somebody else than those they were meant for, or went missing at the mail house"
            .to_owned(),
        judged_on: day,
    });
    let started = play.stage.campaigns.iter();
    let acting = started.filter(|one| one.has_started && one.part.acts());
    let Some(id) = acting.map(|one| one.campaign).next() else {
        play.story
            .say("No campaign on the stage has had letters posted, so no case is opened.");
        return Ok(());
    };
    play.assume(format!(
        "The source names the mail house and no PCT. Its case is kept with the programme of {}, a stand-in, whose letters \
         the same mail house posted.",
        play.named(id.pct)
    ));
    let by = person(Role::PctStaff, id.pct)?;
    let report = Report::OpenCase {
        practice: None,
        about: CaseKind::PersonalDataBreach,
    };
    play.order(id, (by, noted(&event.text)), Order::Report(report))
        .await?
        .map_err(AppError::Refused)?;
    let cases = play
        .app
        .cases(Some(id), precede_app::CaseGroup::Incidents, Listed::Open)
        .await?;
    let due = cases.last().map_or_else(String::new, |case| {
        format!(
            " It belongs to {}, and is to be closed by {}.",
            precede_app::words::role(case.owner, None),
            moment_words(case.due)
        )
    });
    let words = format!(
        "This is against R4 (right people), and a personal-data breach. A case is opened {} with a stand-in, for no PCT \
         is named.{due}",
        play.cite(id, "case-opened", None).await?
    );
    play.story.say(&words);
    play.leave_open("Which PCTs' letters the mail house mixed up.");
    Ok(())
}
