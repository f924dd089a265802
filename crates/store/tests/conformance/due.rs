//! What is due comes in one order, however it was put.

use precede_store::{Timer, TimerChange};
use precede_testkit::{campaign, key, notice, stores};

use crate::support::{at, birth, born, commit, next, row};

fn set(name: &str, seconds: i64, carries: &str) -> TimerChange {
    TimerChange::Set {
        name: name.to_owned(),
        due: at(seconds),
        carries: carries.to_owned(),
    }
}

#[tokio::test]
async fn timers_come_by_due_stream_and_name() {
    for test in stores().await {
        for (pct, timers) in [
            ("5ZZ", vec![("wake", 5), ("b", 1), ("B", 1)]),
            ("5AA", vec![("wake", 5), ("late", 9), ("a-b", 1), ("a", 1)]),
        ] {
            let sample = campaign(pct, &[]);
            let mut write = birth(&sample);
            write.timers = timers
                .iter()
                .map(|(name, due)| set(name, *due, "{}"))
                .collect();
            commit(&*test.store, write).await.unwrap();
        }
        let due = test.store.due_timers(at(5), 100).await.unwrap();
        let seen: Vec<_> = due
            .iter()
            .map(|timer| (&timer.stream[13..16], timer.name.as_str()))
            .collect();
        let expected = [
            ("5AA", "a"),
            ("5AA", "a-b"),
            ("5ZZ", "B"),
            ("5ZZ", "b"),
            ("5AA", "wake"),
            ("5ZZ", "wake"),
        ];
        assert_eq!(seen, expected, "{}", test.name);
        assert_eq!(test.store.due_timers(at(5), 2).await.unwrap(), due[..2]);
        // Never early (E15).
        assert_eq!(test.store.due_timers(at(0), 100).await.unwrap(), []);
        assert_eq!(test.store.next_due().await.unwrap(), Some(at(1)));
    }
}

#[tokio::test]
async fn a_timer_is_replaced_by_its_name_and_cleared() {
    for test in stores().await {
        let sample = campaign("5PY", &[]);
        let stream = born(&*test.store, &sample).await.row.stream;
        for (changes, expected) in [
            (vec![set("wake", 5, "1")], Some((5, "1"))),
            (
                vec![set("wake", 3, "2"), set("wake", 4, "3")],
                Some((4, "3")),
            ),
            (
                vec![
                    set("wake", 8, "4"),
                    TimerChange::Clear {
                        name: "wake".to_owned(),
                    },
                ],
                None,
            ),
            (
                vec![
                    TimerChange::Clear {
                        name: "wake".to_owned(),
                    },
                    set("wake", 6, "5"),
                ],
                Some((6, "5")),
            ),
            (
                vec![TimerChange::Clear {
                    name: "wake".to_owned(),
                }],
                None,
            ),
            (
                vec![TimerChange::Clear {
                    name: "wake".to_owned(),
                }],
                None,
            ),
        ] {
            let mut write = next(&row(&*test.store, &stream).await);
            write.timers = changes;
            commit(&*test.store, write).await.unwrap();
            let expected = expected.map(|(due, carries)| Timer {
                stream: stream.clone(),
                name: "wake".to_owned(),
                due: at(due),
                carries: carries.to_owned(),
            });
            assert_eq!(
                test.store.timer(&stream, "wake").await.unwrap(),
                expected,
                "{}",
                test.name
            );
            let due = test.store.due_timers(at(100), 9).await.unwrap();
            assert_eq!(due, Vec::from_iter(expected.clone()));
            assert_eq!(
                test.store.next_due().await.unwrap(),
                expected.map(|timer| timer.due)
            );
        }
    }
}

#[tokio::test]
async fn effects_come_by_time_stream_and_key_whatever_the_order_of_planning() {
    let keys = [
        "tell/-/1/0",
        "tell/F81006/1/2",
        "tell/F81006/1/10",
        "tell/F81006/2/0",
        "tell/F81007/1/0",
        "tell-practice/A1/1/0",
    ];
    for test in stores().await {
        for (pct, backwards) in [("5ZZ", false), ("5AA", true)] {
            let sample = campaign(pct, &[]);
            let mut write = birth(&sample);
            write.plan = keys
                .iter()
                .map(|text| (key(text), at(5), notice()))
                .collect();
            write.plan.push((key("early/-/1/0"), at(2), notice()));
            write.plan.push((key("late/-/1/0"), at(6), notice()));
            if backwards {
                write.plan.reverse();
            }
            commit(&*test.store, write).await.unwrap();
        }
        let due = test.store.due_effects(at(5), 100).await.unwrap();
        let seen: Vec<_> = due
            .iter()
            .map(|row| format!("{} {}", row.campaign.pct, row.key))
            .collect();
        let mut expected = vec!["5AA early/-/1/0".to_owned(), "5ZZ early/-/1/0".to_owned()];
        for pct in ["5AA", "5ZZ"] {
            expected.extend(keys.map(|key| format!("{pct} {key}")));
        }
        assert_eq!(seen, expected, "{}", test.name);
        assert_eq!(test.store.due_effects(at(5), 3).await.unwrap(), due[..3]);
        assert_eq!(test.store.due_effects(at(1), 3).await.unwrap(), []);
        assert_eq!(test.store.next_due().await.unwrap(), Some(at(2)));
    }
}
