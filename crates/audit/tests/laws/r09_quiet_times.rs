use serde_json::{Value, json};

use crate::{
    lawful::lawful,
    story::{Name, Story},
};

const QUIET: Name = ("quiet-time-recorded", "");
const OPENED: Name = ("publicity-opened", "");
const RESUMED: Name = ("media-resumed", "");

fn quiet(from: &str, until: &str) -> Value {
    json!({"quiet_time": "q1", "from": from, "until": until, "reference": "purdah"})
}

/// A quiet time over all of it, recorded before publicity opens.
fn over(story: Story) -> Story {
    let long = quiet("2010-02-01T00:00:00Z", "2010-05-07T00:00:00Z");
    story.before(("readiness-signed", ""), QUIET, "precede", long)
}

fn media(words: Value) -> Story {
    lawful().set(OPENED, "media", words)
}

#[test]
fn what_goes_to_the_public_by_itself_keeps_quiet() {
    for word in [
        "press",
        "radio",
        "television",
        "adverts",
        "events",
        "local-media",
    ] {
        over(media(json!(["posters", word]))).breaks_because("R9", OPENED, word);
    }
}

#[test]
fn what_waits_to_be_looked_at_goes_on() {
    over(media(json!(["posters", "web", "helpline"]))).is_lawful();
    over(lawful().unset(OPENED, "media")).is_lawful();
    let divided = media(json!(["posters"])).set(OPENED, "waiting", json!(["press"]));
    over(divided).is_lawful();
}

#[test]
fn it_is_quiet_from_its_first_to_its_last_microsecond() {
    let between =
        |from: &str, until: &str| lawful().before(OPENED, QUIET, "precede", quiet(from, until));
    // Publicity opens with 15 February.
    between("2010-02-15T00:00:00Z", "2010-03-01T00:00:00Z").breaks(&[("R9", OPENED)]);
    between("2010-02-15T00:00:00.000001Z", "2010-03-01T00:00:00Z").is_lawful();
    between("2010-02-01T00:00:00Z", "2010-02-15T00:00:00.000001Z").breaks(&[("R9", OPENED)]);
    between("2010-02-01T00:00:00Z", "2010-02-15T00:00:00Z").is_lawful();
}

#[test]
fn a_quiet_time_called_off_is_none() {
    let cancelled = |next, name: &str| {
        let off = json!({"quiet_time": name});
        over(lawful()).before(next, ("quiet-time-cancelled", ""), "precede", off)
    };
    cancelled(OPENED, "q1").is_lawful();
    cancelled(OPENED, "q2").breaks(&[("R9", OPENED)]);
    cancelled(("task-done", ""), "q1").breaks(&[("R9", OPENED)]);
}

#[test]
fn a_quiet_time_recorded_anew_has_its_new_days() {
    let moved = quiet("2010-03-01T00:00:00Z", "2010-05-07T00:00:00Z");
    over(lawful())
        .before(OPENED, QUIET, "precede", moved)
        .is_lawful();
}

#[test]
fn media_that_waited_wait_for_its_end() {
    let resumed = |until: &str| {
        let order = quiet("2010-02-01T00:00:00Z", until);
        media(json!(["posters"]))
            .before(("readiness-signed", ""), QUIET, "precede", order)
            .before(
                ("task-done", ""),
                RESUMED,
                "precede",
                json!({"media": ["press"]}),
            )
    };
    // They follow at nine on the 16th.
    resumed("2010-02-16T09:00:00Z").is_lawful();
    resumed("2010-02-16T09:00:00.000001Z").breaks_because("R9", RESUMED, "`q1` lies over press");
}
