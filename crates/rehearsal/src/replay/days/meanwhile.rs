//! What the people on the stage and the daemon did since it was last told, by day.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use precede_app::AppError;
use precede_model::OrganisationCode;

use crate::replay::{
    play::{Play, day_of, place},
    story::{count, day_words},
};

/// What is told, in the order of a day.
const KINDS: [&str; 5] = [
    "practice-informed",
    "publicity-opened",
    "batch-posted",
    "period-ended",
    "permit-issued",
];

/// PCTs and entries of one kind on one day.
type Found = Vec<(OrganisationCode, String)>;

/// Tells it. Go-live approvals one by one, other steps by their number.
pub(super) async fn tell(play: &mut Play<'_>) -> Result<(), AppError> {
    let mut days: BTreeMap<(NaiveDate, usize), Found> = BTreeMap::new();
    for id in play.app.store().campaigns().await? {
        let stream = id.stream();
        let told = play.told.get(&id).copied().unwrap_or(0);
        let lines = play.lines(&stream, told).await?;
        let Some(last) = lines.last().map(|line| line.seq) else {
            continue;
        };
        play.told.insert(id, last);
        for line in lines {
            if let Some(kind) = KINDS.iter().position(|kind| *kind == line.kind) {
                let found = days.entry((day_of(line.at), kind)).or_default();
                let about = line.practice.into_iter().chain(line.practices);
                let number = about.count().max(1);
                let entry = (id.pct, place(&stream, line.seq));
                found.extend(std::iter::repeat_n(entry, number));
            }
        }
    }
    for ((day, kind), found) in days {
        play.story.when(&format!("{} (assumed)", day_words(day)));
        tell_kind(play, KINDS[kind], &found);
    }
    Ok(())
}

fn tell_kind(play: &mut Play<'_>, kind: &str, found: &Found) {
    let practices = count(found.len(), "practice", "practices");
    let words = match kind {
        "practice-informed" => format!("People at {practices} confirm that they are ready"),
        "publicity-opened" => {
            let pcts = count(found.len(), "PCT", "PCTs");
            format!("Publicity is live in {pcts}")
        }
        "batch-posted" => format!("Letters to the patients of {practices} are posted"),
        "period-ended" => format!("Patients of {practices} have had their time to choose"),
        _ => {
            play.story.say(&format!(
                "Go-live is approved for the first upload of {practices}:"
            ));
            for (pct, place) in found {
                let words = format!("in {} {place}", play.named(*pct));
                play.story.item(&words);
            }
            return;
        }
    };
    let first = found.first().map_or("", |(_, place)| place.as_str());
    let first = if found.len() > 1 {
        format!("the first {first}")
    } else {
        first.to_owned()
    };
    play.story.say(&format!("{words}, {first}."));
}
