//! The time before the election of 2010: local media keep quiet, letters and notices go on.

use chrono::{Datelike, NaiveDate};
use precede_app::AppError;
use precede_model::programme::{Area, ProgrammeOrder, QuietTime, Scope};

use crate::replay::{
    facts::FactDate,
    play::Play,
    story::{date_words, day_words},
    window::at,
};

/// Parliament was dissolved on 12 April 2010 and the election held on 6 May: common knowledge, and no part of the facts.
const FROM: Option<NaiveDate> = NaiveDate::from_ymd_opt(2010, 4, 12);
const UNTIL: Option<NaiveDate> = NaiveDate::from_ymd_opt(2010, 5, 7);
/// When a source first speaks of it: the month whose end it is set at.
const TOLD_OF: u32 = 3;

/// Sets it at the end of the month in which PCTs were told of it.
pub(super) async fn announce(play: &mut Play<'_>, month: NaiveDate) -> Result<(), AppError> {
    let (Some(from), Some(until)) = (FROM, UNTIL) else {
        return Ok(());
    };
    if (month.year(), month.month()) != (from.year(), TOLD_OF) {
        return Ok(());
    }
    play.assume(format!(
        "Local media keep quiet from {}, when Parliament was dissolved, to the end of {}, the day of the general \
         election. The facts say that PCTs were told so, and give no dates.",
        day_words(from),
        day_words(until.pred_opt().unwrap_or(until))
    ));
    let quiet = QuietTime {
        id: "general-election-2010".parse().expect("it is a name"),
        scope: Scope {
            areas: vec![Area::Programme],
            except: Vec::new(),
        },
        from: at(from, 0),
        until: at(until, 0),
        reference: "general election of 2010 (dates assumed)".to_owned(),
        cancelled: false,
    };
    let ordered = play
        .of_programme(ProgrammeOrder::SetQuietTime(quiet), "dates assumed")
        .await?;
    play.story.when(&date_words(FactDate::Month {
        year: month.year(),
        month: month.month(),
    }));
    let words = format!(
        "A quiet time is set for all of England {}: press, radio and events do not open in it. Letters, posters, the \
         helpline and notices to practices go on (R9).",
        play.in_programme(ordered.seq)
    );
    play.story.say(&words);
    Ok(())
}
