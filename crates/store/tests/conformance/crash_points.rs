//! A commit that dies anywhere leaves all of itself or nothing (E1, E5, E14).

use precede_model::{EffectKey, Lifecycle, Outgoing, Standing};
use precede_store::{
    Claim, CommitError, EffectState, Expect, Finish, Lease, Record, Store, TimerChange, Write,
};
use precede_testkit::{campaign, key, notice, store, stores};

use crate::support::{at, birth, claim, commit, load, next, row};

/// More points than any commit here has.
const POINTS_MAX: usize = 40;
const TELL: [&str; 2] = ["tell-practice/F81006/1/0", "tell-practice/F81007/1/0"];

/// All that can be seen of the store from outside, as text.
async fn seen(store: &dyn Store) -> String {
    let mut seen = format!("{:?}\n", store.heads().await.unwrap());
    for id in store.campaigns().await.unwrap() {
        let loaded = store.campaign(id).await.unwrap();
        let lines = store.ledger(&id.stream(), 1, 99).await.unwrap();
        seen += &format!("{loaded:?}\n{lines:?}\n");
    }
    for state in EffectState::ALL {
        seen += &format!("{:?}\n", store.effects_in(state).await.unwrap());
    }
    seen + &format!(
        "{:?} {:?} {:?} {:?} {:?}",
        store.due_timers(at(999), 99).await.unwrap(),
        store.people().await.unwrap(),
        store.simulated().await.unwrap(),
        store.stream("daemon").await.unwrap(),
        store.stream("register").await.unwrap(),
    )
}

/// Lets a commit die at its first point, its second, and so on until one runs clean.
async fn die_everywhere(
    name: &str,
    set_up: impl AsyncFn(&dyn Store) -> Lease,
    act: impl AsyncFn(&dyn Store, &Lease) -> Result<(), CommitError>,
) {
    let mut died_after_its_end = false;
    for point in 1..POINTS_MAX {
        let Some(test) = store(name).await else {
            return;
        };
        let (store, sql) = (&*test.store, test.sql.as_ref().unwrap());
        let lease = set_up(store).await;
        let before = seen(store).await;
        sql.fail_at(point);
        let answer = act(store, &lease).await;
        let after = seen(store).await;
        match answer {
            Ok(()) => {
                assert_ne!(before, after);
                assert!(died_after_its_end, "the last point lies after the commit");
                assert!(point > 3, "only {point} points in {name}");
                return;
            }
            Err(CommitError::Store(_)) if before == after => {
                assert!(!died_after_its_end, "point {point} in {name}");
                act(store, &lease)
                    .await
                    .expect("nothing is left in the way");
                let again = seen(store).await;
                assert_ne!(before, again);
            }
            Err(CommitError::Store(_)) => {
                died_after_its_end = true;
                let again = act(store, &lease).await;
                assert!(again.is_err(), "all was written: it is not written twice");
                assert_eq!(seen(store).await, after);
            }
            Err(other) => panic!("point {point} in {name}: {other}"),
        }
    }
    panic!("{POINTS_MAX} points and no end");
}

/// A tick: outcome, next claim, fan-out, a second campaign, a new one, timers, records.
async fn tick(store: &dyn Store, lease: &Lease) -> Result<(), CommitError> {
    let (mut first, second) = (
        campaign("5AA", &["F81006", "F81007"]),
        campaign("5BB", &["F82001"]),
    );
    let third = campaign("5CC", &["F83001", "F83002"]);
    first.lifecycle = Lifecycle::Running { since: at(5) };
    first.tracks[0].standing = Standing::Left { at: at(5) };
    let [done, following] = TELL.map(key);
    let before = |version| precede_store::StreamRow {
        stream: first.id.stream(),
        version,
        seq: 1,
        head: Some(precede_model::Digest::chained(
            None,
            "{\"kind\":\"campaign-planned\"}",
        )),
    };
    let mut writes = [
        next(&before(2)),
        next(&precede_store::StreamRow {
            stream: second.id.stream(),
            ..before(1)
        }),
        birth(&third),
        Write::to("daemon", Expect::New),
    ];
    writes[0].campaign = Some(&first);
    writes[0].changed = vec![first.tracks[0].practice];
    writes[0].finish = vec![Finish {
        key: done,
        fence: Some(lease.fence),
        state: EffectState::Done,
        outcome: "250 ok".to_owned(),
    }];
    writes[0].claims = vec![Claim {
        key: following,
        lease: lease.clone(),
        until: at(10),
    }];
    writes[1].plan = fan_out();
    writes[1].timers = vec![
        TimerChange::Set {
            name: "wake".to_owned(),
            due: at(60),
            carries: "{}".to_owned(),
        },
        TimerChange::Clear {
            name: "old".to_owned(),
        },
    ];
    writes[3].records = vec![
        Record::Simulated(at(5)),
        Record::Person(precede_model::Person {
            id: "amina".parse().unwrap(),
            name: "Amina".to_owned(),
            role: precede_model::Role::PctLead,
            organisation: "5AA".parse().unwrap(),
            from: None,
            until: None,
        }),
    ];
    store.commit(&writes, at(0)).await.map(drop)
}

fn fan_out() -> Vec<(EffectKey, precede_model::Timestamp, Outgoing)> {
    (0..50)
        .map(|ix| {
            (
                key(&format!("tell-practice/F82{ix:03}/1/0")),
                at(0),
                notice(),
            )
        })
        .collect()
}

async fn before_tick(store: &dyn Store) -> Lease {
    let (first, second) = (
        campaign("5AA", &["F81006", "F81007"]),
        campaign("5BB", &["F82001"]),
    );
    let mut write = birth(&first);
    write.plan = TELL.map(|text| (key(text), at(0), notice())).into();
    commit(store, write).await.unwrap();
    let mut write = birth(&second);
    write.timers = vec![TimerChange::Set {
        name: "old".to_owned(),
        due: at(1),
        carries: "{}".to_owned(),
    }];
    commit(store, write).await.unwrap();
    let lease = store
        .begin_lease("a daemon".to_owned(), at(0))
        .await
        .unwrap();
    claim(store, &first, key(TELL[0]), &lease).await.unwrap();
    lease
}

#[tokio::test]
async fn a_tick_is_all_or_nothing_on_sqlite() {
    die_everywhere("sqlite", before_tick, tick).await;
}

#[tokio::test]
async fn a_tick_is_all_or_nothing_on_postgres() {
    die_everywhere("postgres", before_tick, tick).await;
}

#[tokio::test]
async fn a_refused_part_takes_the_whole_with_it() {
    for test in stores().await {
        let store = &*test.store;
        let lease = before_tick(store).await;
        let before = seen(store).await;
        let stranger = Lease {
            fence: lease.fence + 1,
            ..lease.clone()
        };
        assert!(tick(store, &stranger).await.is_err());
        assert_eq!(seen(store).await, before, "{}", test.name);
        tick(store, &lease).await.unwrap();
        assert_eq!(
            store.effects_in(EffectState::Planned).await.unwrap().len(),
            50
        );
        assert_eq!(load(store, &campaign("5CC", &[])).await.row.version, 1);
        assert_eq!(row(store, "daemon").await.seq, 0);
    }
}

#[tokio::test]
async fn every_store_ends_a_tick_in_the_same_state() {
    let mut ends = Vec::new();
    for test in stores().await {
        let mut write = Write::to("clock", Expect::New);
        write.records = vec![Record::Simulated(at(0))];
        commit(&*test.store, write).await.unwrap();
        let lease = before_tick(&*test.store).await;
        tick(&*test.store, &lease).await.unwrap();
        ends.push((test.name, seen(&*test.store).await));
    }
    for (name, end) in &ends {
        assert_eq!(*end, ends[0].1, "{name}");
    }
}
