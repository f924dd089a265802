//! R9: in a quiet time nothing goes to the public by itself: no press, radio, television, adverts or events.

use precede_model::Happening;

use super::Leaving;

pub(super) fn broken(leaving: &Leaving<'_>) -> Option<&'static str> {
    let until = leaving.history.quiet_until?;
    if leaving.now >= until {
        return None;
    }
    let (Happening::PublicityOpened { media, .. } | Happening::MediaResumed { media }) =
        &leaving.event.what
    else {
        return None;
    };
    let is_loud = |medium: &str| {
        matches!(
            medium,
            "press" | "radio" | "television" | "adverts" | "events"
        )
    };
    media
        .iter()
        .any(|medium| is_loud(medium))
        .then_some("it is a quiet time")
}
