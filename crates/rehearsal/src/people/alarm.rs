//! Alarms: a lead of the PCT looks into each within two working days, and clears it with a note.

use precede_app::Said;
use precede_model::{AlarmKind, Evidence, Order, Report, Role, Track, facts};

use super::{Deed, Intent, Scene, intents::Out};
use crate::{Chance, diary::DAY};

/// What a lead means to do about the alarms that stand at a practice.
pub(crate) fn of_lead(scene: &Scene<'_>, track: &Track, out: Out<'_>) {
    for alarm in standing(&track.facts) {
        let chance = chance(scene, track, alarm.alarm);
        let after = chance.about("hour").between(DAY, 2 * DAY);
        out(Intent {
            slot: scene.diary.after(alarm.since).later(after),
            is_once: false,
            by: Role::PctLead,
            step: None,
            deed: Deed::ClearAlarm { alarm: alarm.alarm },
        });
    }
}

fn standing(facts: &facts::TrackFacts) -> impl Iterator<Item = &precede_model::Alarm> {
    facts.alarms.iter().filter(|alarm| alarm.cleared.is_none())
}

fn chance(scene: &Scene<'_>, track: &Track, alarm: u16) -> Chance {
    let chance = scene.chance("alarm").about(track.practice.as_str());
    chance.number(alarm.into())
}

/// The order that clears an alarm. `None` when it does not stand any more.
pub(crate) fn order(scene: &Scene<'_>, track: &Track, number: u16) -> Option<(Said, Order)> {
    let alarm = standing(&track.facts).find(|alarm| alarm.alarm == number)?;
    let notes: &[&str] = match alarm.about {
        AlarmKind::LettersBeforeReady => &[
            "a leaflet of another programme; reception knows now",
            "a letter for a neighbour's practice; the patient was rung back",
        ],
        AlarmKind::UploadWithoutPermit => &["a test system; no records were shared"],
        AlarmKind::CountsDoNotReconcile => &["a page of the posting docket was missing"],
        AlarmKind::ReturnsFarFromNorm => &["two streets were renumbered", "a home has closed"],
        AlarmKind::OptOutsFarFromNorm => &[
            "a practice with many students",
            "the practice counted again: it is so",
        ],
        AlarmKind::PostedAgainstRule => &["the mail house was rung; the patients are told again"],
        AlarmKind::AcknowledgedByNoPerson => &["the manager confirmed it by telephone"],
    };
    let note = chance(scene, track, number).about("note").pick(notes)?;
    let said = Said {
        evidence: Evidence {
            note: Some(note.to_owned()),
            ..Evidence::default()
        },
        ..Said::default()
    };
    let report = Report::ClearAlarm {
        practice: track.practice,
        alarm: number,
    };
    Some((said, Order::Report(report)))
}

#[cfg(test)]
mod tests {
    use precede_engine::{apply, decide};
    use precede_model::{Actor, Command, Timestamp};

    use super::*;
    use crate::{
        people::turn::{next_act, tests::planned},
        world::tests::{code, def, world},
    };

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_lead_clears_an_alarm_within_two_working_days_and_says_why() {
        let (world, def) = (world(1), def("scr"));
        let mut campaign = planned(&def, world.opened);
        campaign.lifecycle = precede_model::Lifecycle::Running {
            since: world.opened,
        };
        let now = at("2010-03-05T10:00:00Z");
        let raise = Command {
            by: Actor::Person("5PY-staff".parse().unwrap()),
            role: Role::PctStaff,
            happened: None,
            confirmed_by: None,
            evidence: Evidence::default(),
            order: Order::Report(Report::RaiseAlarm {
                practice: code("F81006"),
                about: AlarmKind::CountsDoNotReconcile,
            }),
        };
        let decision = decide(&def, &campaign, &raise, now).unwrap();
        // Steps that open beside it would have their own people act first.
        let raised = decision.events.first().unwrap();
        apply(&def, &mut campaign, raised);
        let act = next_act(&world, &def, &campaign, now).expect("the lead looks into it");
        assert_eq!(act.by.as_str(), "5PY-lead");
        assert!(act.said.evidence.note.is_some());
        // A Friday: the first working day after it is the Monday, the second the Tuesday.
        assert!(at("2010-03-08T09:00:00Z") < act.at && act.at <= at("2010-03-09T17:00:00Z"));
        let clear = Command {
            by: Actor::Person(act.by),
            role: Role::PctLead,
            evidence: act.said.evidence,
            order: act.order,
            ..raise
        };
        let decision = decide(&def, &campaign, &clear, act.at).expect("a lead may clear it");
        for event in &decision.events {
            apply(&def, &mut campaign, event);
        }
        let facts = &campaign.track(code("F81006")).unwrap().facts;
        assert!(facts.alarms[0].cleared.is_some());
    }
}
