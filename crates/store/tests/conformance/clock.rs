//! Whose time it is.

use precede_store::{Expect, Record, Store, Write};
use precede_testkit::{start, stores};

use crate::support::{assert_conflict, at, commit, next, row};

async fn set(store: &dyn Store, seconds: i64) -> Result<(), precede_store::CommitError> {
    let mut write = match store.stream("clock").await.unwrap() {
        None => Write::to("clock", Expect::New),
        Some(row) => next(&row),
    };
    write.records = vec![Record::Simulated(at(seconds))];
    commit(store, write).await.map(drop)
}

#[tokio::test]
async fn a_simulated_clock_moves_only_forward() {
    for test in stores().await {
        for seconds in [0, 60, 60, 61] {
            set(&*test.store, seconds).await.unwrap();
            assert_eq!(test.store.now().await.unwrap(), at(seconds));
            assert_eq!(test.store.simulated().await.unwrap(), Some(at(seconds)));
        }
        assert_conflict(set(&*test.store, 60).await, "clock");
        assert_eq!(test.store.now().await.unwrap(), at(61), "{}", test.name);
        let mut write = next(&row(&*test.store, "clock").await);
        write.records = vec![Record::Simulated(at(70)), Record::Simulated(at(69))];
        assert_conflict(commit(&*test.store, write).await, "clock");
    }
}

#[tokio::test]
async fn a_database_without_a_simulated_clock_has_its_own() {
    for test in stores().await {
        if test.sql.is_none() {
            assert_eq!(test.store.now().await.unwrap(), start());
            continue;
        }
        assert_eq!(test.store.simulated().await.unwrap(), None);
        let machine = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap();
        let told = test.store.now().await.unwrap().micros();
        let skew = told - i64::try_from(machine.as_micros()).unwrap();
        assert!(skew.abs() < 2_000_000, "{}: {skew} microseconds", test.name);
    }
}
