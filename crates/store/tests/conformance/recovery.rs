//! What a dead daemon leaves behind (E4, E7, R11).

use precede_model::Outgoing;
use precede_store::{EffectState, Store};
use precede_testkit::{campaign, key, notice, stores};

use crate::support::{at, claim, finish, planned};

const TELL: &str = "tell-practice/F81006/1/0";
const PERMIT: &str = "permit/F81006/1/0";

#[tokio::test]
async fn fences_only_grow() {
    for test in stores().await {
        let mut last = 0;
        for _ in 0..3 {
            let lease = test
                .store
                .begin_lease("same name".to_owned(), at(0))
                .await
                .unwrap();
            assert!(lease.fence > last, "{}", test.name);
            assert_eq!(lease.owner, "same name");
            last = lease.fence;
        }
        let together: Vec<_> = (0..8)
            .map(|ix| {
                let store = test.store.clone();
                tokio::spawn(async move { store.begin_lease(format!("{ix}"), at(0)).await })
            })
            .collect();
        let mut fences = Vec::new();
        for lease in together {
            fences.push(lease.await.unwrap().unwrap().fence);
        }
        fences.sort_unstable();
        fences.dedup();
        assert_eq!(fences.len(), 8, "{}", test.name);
        assert!(fences[0] > last);
    }
}

#[tokio::test]
async fn a_running_claim_is_left_alone_until_it_runs_out() {
    for test in stores().await {
        let sample = campaign("5PY", &["F81006"]);
        planned(&*test.store, &sample, &[(key(TELL), notice())]).await;
        let first = test
            .store
            .begin_lease("first".to_owned(), at(0))
            .await
            .unwrap();
        claim(&*test.store, &sample, key(TELL), &first)
            .await
            .unwrap();
        let second = test
            .store
            .begin_lease("second".to_owned(), at(0))
            .await
            .unwrap();
        assert_eq!(test.store.recover(&second, at(9), false).await.unwrap(), []);
        assert_eq!(test.store.recover(&first, at(9), true).await.unwrap(), []);
        let back = test.store.recover(&second, at(10), false).await.unwrap();
        assert_eq!(back.len(), 1, "{}", test.name);
        assert_eq!((back[0].state, back[0].until), (EffectState::Planned, None));
        assert_eq!(back[0].attempts, 1);
        assert_eq!(
            test.store.effects_in(EffectState::Planned).await.unwrap(),
            back
        );
        let late = finish(
            &*test.store,
            &sample,
            key(TELL),
            Some(first.fence),
            EffectState::Done,
        );
        assert!(late.await.is_err(), "the first daemon woke up too late");
        claim(&*test.store, &sample, key(TELL), &second)
            .await
            .unwrap();
        finish(
            &*test.store,
            &sample,
            key(TELL),
            Some(second.fence),
            EffectState::Done,
        )
        .await
        .unwrap();
    }
}

#[tokio::test]
async fn the_only_daemon_takes_back_at_once() {
    for test in stores().await {
        let sample = campaign("5PY", &["F81006"]);
        let effects = [(key(TELL), notice()), (key(PERMIT), Outgoing::Permit)];
        planned(&*test.store, &sample, &effects).await;
        let first = test
            .store
            .begin_lease("first".to_owned(), at(0))
            .await
            .unwrap();
        for effect in [TELL, PERMIT] {
            claim(&*test.store, &sample, key(effect), &first)
                .await
                .unwrap();
        }
        let second = test
            .store
            .begin_lease("second".to_owned(), at(1))
            .await
            .unwrap();
        let back = test.store.recover(&second, at(1), true).await.unwrap();
        let seen: Vec<_> = back.iter().map(|row| (row.key, row.state)).collect();
        // A permit is not repeated: a person decides.
        let expected = [
            (key(PERMIT), EffectState::InDoubt),
            (key(TELL), EffectState::Planned),
        ];
        assert_eq!(seen, expected, "{}", test.name);
        assert!(back.iter().all(|row| row.outcome.is_some()));
        assert_eq!(test.store.recover(&second, at(99), true).await.unwrap(), []);
        finish(&*test.store, &sample, key(PERMIT), None, EffectState::Done)
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn three_crashed_claims_bring_a_person() {
    for test in stores().await {
        let sample = campaign("5PY", &["F81006"]);
        planned(&*test.store, &sample, &[(key(TELL), notice())]).await;
        let store = &*test.store;
        assert_eq!(crash(store, 1).await, EffectState::Planned);
        assert_eq!(crash(store, 2).await, EffectState::Planned);
        assert_eq!(
            crash(store, 3).await,
            EffectState::Quarantined,
            "{}",
            test.name
        );
        assert_eq!(store.due_effects(at(99), 9).await.unwrap(), []);
        finish(store, &sample, key(TELL), None, EffectState::Planned)
            .await
            .unwrap();
        assert_eq!(
            crash(store, 4).await,
            EffectState::Planned,
            "a person began anew"
        );
    }
}

#[tokio::test]
async fn a_claim_that_came_to_an_outcome_is_no_crash() {
    for test in stores().await {
        let sample = campaign("5PY", &["F81006"]);
        planned(&*test.store, &sample, &[(key(TELL), notice())]).await;
        let store = &*test.store;
        for _ in 0..3 {
            let lease = store
                .begin_lease("careful".to_owned(), at(0))
                .await
                .unwrap();
            claim(store, &sample, key(TELL), &lease).await.unwrap();
            finish(
                store,
                &sample,
                key(TELL),
                Some(lease.fence),
                EffectState::Planned,
            )
            .await
            .unwrap();
        }
        assert_eq!(crash(store, 4).await, EffectState::Planned, "{}", test.name);
    }
}

/// A daemon claims and dies; the next one finds it. Returns where the effect stands then.
async fn crash(store: &dyn Store, attempts: u32) -> EffectState {
    let sample = campaign("5PY", &["F81006"]);
    let lease = store
        .begin_lease(format!("life {attempts}"), at(0))
        .await
        .unwrap();
    claim(store, &sample, key(TELL), &lease).await.unwrap();
    let next = store.begin_lease("next".to_owned(), at(0)).await.unwrap();
    let back = store.recover(&next, at(0), true).await.unwrap();
    assert_eq!(back[0].attempts, attempts);
    back[0].state
}

#[tokio::test]
async fn a_claim_is_renewed_while_it_stands_and_not_once_it_is_taken_over() {
    for test in stores().await {
        let store = &*test.store;
        let sample = campaign("5PY", &["F81006", "F81007"]);
        let both = [key(TELL), key("tell-practice/F81007/1/0")];
        planned(store, &sample, &both.map(|key| (key, notice()))).await;
        let first = store.begin_lease("first".to_owned(), at(0)).await.unwrap();
        for effect in both {
            claim(store, &sample, effect, &first).await.unwrap();
        }
        let stream = sample.id.stream();
        let only = Some((stream.as_str(), both[0]));
        // Long from now, by the store's own clock, whichever that is.
        let now = store.now().await.unwrap();
        assert_eq!(store.renew(&first, only, 1_000).await.unwrap(), 1);
        let until = store.effect(&stream, both[0]).await.unwrap().unwrap().until;
        assert!(until >= Some(now.plus_seconds(1_000)), "{}", test.name);
        // Of all, those that would end sooner.
        assert_eq!(store.renew(&first, None, 500).await.unwrap(), {
            let other = store.effect(&stream, both[1]).await.unwrap().unwrap();
            u64::from(other.until < Some(now.plus_seconds(1_000)))
        });
        let second = store.begin_lease("second".to_owned(), at(0)).await.unwrap();
        let back = store.recover(&second, at(0), true).await.unwrap();
        assert_eq!(back.len(), 2, "{}", test.name);
        assert_eq!(store.renew(&first, only, 1_000).await.unwrap(), 0);
        assert_eq!(store.renew(&first, None, 1_000).await.unwrap(), 0);
        claim(store, &sample, both[0], &second).await.unwrap();
        assert_eq!(store.renew(&first, only, 1_000).await.unwrap(), 0);
        assert_eq!(store.renew(&second, only, 1_000).await.unwrap(), 1);
    }
}
