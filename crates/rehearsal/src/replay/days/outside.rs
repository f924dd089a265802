//! What no source dates: told after the timeline, with a stand-in.

use precede_app::{AppError, Said, UploadReport};
use precede_model::{OrganisationCode, Rule};

use super::with_sources;
use crate::replay::{
    facts::{Event, EventKind, FactDate, Scope},
    outcome::Unlawful,
    play::{Play, board, noted, programme_stream},
    stage,
};

/// Incidents at a practice on a day nobody tells.
pub(super) async fn tell(play: &mut Play<'_>) -> Result<(), AppError> {
    let facts = play.facts;
    let undated: Vec<&Event> = facts
        .events
        .iter()
        .filter(|event| event.date == FactDate::Unknown)
        .collect();
    if undated.is_empty() {
        return Ok(());
    }
    play.story.chapter("Outside the timeline");
    play.story.when("On a day no source tells");
    for event in undated {
        play.story.say(&with_sources(event));
        if let (EventKind::Incident, Scope::Practice(name)) = (event.kind, &event.scope) {
            upload_without_campaign(play, event, name.as_deref()).await?;
        }
    }
    Ok(())
}

/// An upload at a practice that is in no campaign is reported, looked into, and cleared by a named person.
async fn upload_without_campaign(
    play: &mut Play<'_>,
    event: &Event,
    name: Option<&str>,
) -> Result<(), AppError> {
    play.outcome.unlawful.push(Unlawful {
        date: event.date.to_string(),
        pct: None,
        rule: Rule::R7,
        what: "records were uploaded although no information programme had been run".to_owned(),
        judged_on: play.window.last,
    });
    play.leave_open(match name {
        Some(name) => format!("When records were uploaded at {name}, and which practice that is."),
        None => "Which practice uploaded without an information programme, and when.".to_owned(),
    });
    let Some((pct, practice)) = stand_in(play) else {
        return Ok(());
    };
    play.assume(format!(
        "{} in {} stands in for the practice that uploaded without an information programme, because it is in none. No \
         source names the practice, and nothing of the kind is known of this one.",
        play.practice_named(practice),
        play.named(pct)
    ));
    let by = board()?;
    let upload = UploadReport {
        programme: play.stage.programme,
        campaign: None,
        practice,
        records: None,
    };
    let said = Said {
        evidence: noted(&event.text),
        ..Said::default()
    };
    play.app.report_upload(upload, by, said).await?;
    let reported = last_of(play, "upload-reported").await?;
    let waiting = play.app.stray_uploads(play.stage.programme).await?.len();
    let words = format!(
        "A practice stands in for it, and is said to be one: {} in {}. The upload is reported {reported}. The practice is \
         in no campaign, so no go-live can have been approved: this is against R7 (uploads wait). {} to be looked into, \
         as an alarm that stands until a named person clears it; without a campaign nothing can be approved there.",
        play.practice_named(practice),
        play.named(pct),
        if waiting == 1 {
            "One upload waits".to_owned()
        } else {
            format!("{waiting} uploads wait")
        }
    );
    play.story.say(&words);
    let programme = play.stage.programme;
    let found = noted("the records were withdrawn");
    play.app
        .clear_upload((programme, practice), by, found)
        .await?;
    let cleared = last_of(play, "upload-cleared").await?;
    let words = format!(
        "The records are withdrawn, as the source tells. The programme's lead says so, by name and with a note, and only \
         that ends it {cleared}."
    );
    play.story.say(&words);
    Ok(())
}

/// The first practice of the first PCT that is in no campaign.
fn stand_in(play: &Play<'_>) -> Option<(OrganisationCode, OrganisationCode)> {
    let pcts = play.facts.pcts.iter().map(|pct| pct.code);
    let mut free = pcts.filter(|pct| !play.planned.contains(pct));
    free.find_map(|pct| {
        let last = play.window.last;
        let practices = stage::practices(&play.register, pct, (last, last));
        practices.first().map(|practice| (pct, *practice))
    })
}

async fn last_of(play: &Play<'_>, kind: &str) -> Result<String, AppError> {
    let lines = play
        .lines(&programme_stream(play.stage.programme), 0)
        .await?;
    let found = lines.iter().rev().find(|line| line.kind == kind);
    Ok(found.map_or_else(String::new, |line| play.in_programme(line.seq)))
}
