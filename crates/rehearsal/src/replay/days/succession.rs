//! PCTs take over from others: the register holds it already, dated.

use precede_app::AppError;

use crate::replay::{
    facts::Succession,
    play::Play,
    story::{day_words, list},
};

/// What the register says about it.
pub(super) async fn tell(play: &mut Play<'_>, one: &Succession) -> Result<(), AppError> {
    let last = |code| {
        let known = play.register.organisation(code);
        known.and_then(|one| one.closed).map(day_words)
    };
    let from = one.from_codes.iter().map(|code| match last(*code) {
        Some(day) => format!("{} (last day {day})", play.named(*code)),
        None => format!("{} (no last day in the register)", play.named(*code)),
    });
    let opened = play
        .register
        .organisation(one.to_code)
        .and_then(|one| one.opened);
    let opened = opened.map_or("no first day in the register".to_owned(), |day| {
        format!("first day {}", day_words(day))
    });
    let words = format!(
        "{} takes over from {}; {opened}. Memberships are dated, so each act is judged by the PCT of its day.",
        play.named(one.to_code),
        list(from)
    );
    play.story.say(&words);
    Ok(())
}
