//! R9, quiet times: in a pre-election period proactive local media do not open. Posters, web, helpline, letters and
//! notices to practices go on.

use super::{Faults, listed};
use crate::{
    event::{Event, What},
    facts::Facts,
};

/// Media that go to the public by themselves.
const PROACTIVE: [&str; 6] = [
    "press",
    "radio",
    "television",
    "adverts",
    "events",
    "local-media",
];

/// Judges media that open.
pub(super) fn faults(facts: &Facts, event: &Event) -> Vec<String> {
    let mut faults = Faults::default();
    let (What::PublicityOpened { media, .. } | What::MediaResumed { media }) = &event.what else {
        return faults.0;
    };
    let loud: Vec<&str> = media
        .iter()
        .map(String::as_str)
        .filter(|medium| PROACTIVE.contains(medium))
        .collect();
    if let Some(quiet) = facts.orders.quiet(event.at) {
        let (name, loud_ones) = (&quiet.quiet_time, listed(&loud));
        faults.unless(
            loud.is_empty(),
            &format!("quiet time `{name}` lies over {loud_ones}"),
        );
    }
    faults.0
}
