//! Which instant an entry counts from.

use serde_json::json;

use crate::{lawful::lawful, story::Name};

const ACK: Name = ("practice-informed", "P1");

/// P1's acknowledgement entered at the last moment before publicity, said to have happened in time.
fn entered_late() -> crate::story::Story {
    lawful()
        .set(ACK, "at", json!("2010-02-14T15:00:00Z"))
        .set(ACK, "happened", json!("2010-02-11T15:00:00Z"))
        .set(ACK, "counts_from", json!("2010-02-11T15:00:00Z"))
}

#[test]
fn evidence_of_another_day_counts_when_a_second_person_confirms_it() {
    let confirmed = json!({"how": "phone", "confirmed_by": "pct.ben"});
    entered_late().set(ACK, "evidence", confirmed).is_lawful();
}

#[test]
fn evidence_of_another_day_counts_from_its_recording_otherwise() {
    let letters = [
        ("R1", ("batch-released", "P1")),
        ("R1", ("batch-released#2", "P1")),
    ];
    entered_late().breaks(&letters);
    let by_oneself = json!({"how": "phone", "confirmed_by": "p1.jo"});
    entered_late()
        .set(ACK, "evidence", by_oneself)
        .breaks(&letters);
    // Confirmed, but the instant it counts from is not when it happened.
    entered_late()
        .set(
            ACK,
            "evidence",
            json!({"how": "phone", "confirmed_by": "pct.ben"}),
        )
        .set(ACK, "happened", json!("2010-02-12T15:00:00Z"))
        .breaks(&letters);
}

#[test]
fn evidence_of_the_same_local_day_counts_from_when_it_happened() {
    let told = ("notice-handed-over", "N1");
    // Handed over just before midnight, recorded just after it: another day.
    let late = lawful().at(told, "2010-02-01T23:59:00Z");
    late.is_lawful();
    late.set(told, "at", json!("2010-02-02T00:01:00Z"))
        .breaks(&[("R2", ("publicity-opened", ""))]);
}

#[test]
fn the_day_is_the_local_one() {
    // 22:30 and 23:00 of 1 June in UTC lie on both sides of midnight in British Summer Time.
    let agreed = ("practice-agreed", "P1");
    let before_midnight = json!("2010-06-01T22:30:00Z");
    lawful()
        .set(agreed, "happened", before_midnight.clone())
        .set(agreed, "counts_from", before_midnight)
        .is_lawful();
}

#[test]
fn nothing_counts_from_the_future() {
    let released = ("batch-released", "P1");
    lawful()
        .set(released, "at", json!("2010-02-24T23:00:00Z"))
        .set(released, "evidence", json!({"confirmed_by": "pct.ben"}))
        .breaks(&[("R1", released)]);
}

#[test]
fn letters_are_judged_when_they_left_and_other_acts_when_they_were_recorded() {
    let posted = ("batch-posted#2", "P1");
    // Posted on the last good day, recorded later and confirmed.
    let late = lawful().recorded(posted, "2010-02-28T10:00:00Z");
    late.breaks(&[("R4", posted)]);
    late.clone()
        .set(posted, "evidence", json!({"confirmed_by": "pct.ben"}))
        .is_lawful();
    let opened = ("publicity-opened", "");
    lawful()
        .set(opened, "at", json!("2010-02-14T23:59:59Z"))
        .set(opened, "evidence", json!({"confirmed_by": "pct.ben"}))
        .breaks(&[("R2", opened)]);
}

#[test]
fn an_entry_without_happened_counts_from_its_recording() {
    lawful()
        .unset(ACK, "happened")
        .unset(ACK, "counts_from")
        .is_lawful();
}
