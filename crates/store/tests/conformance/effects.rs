//! Effects: planned once, claimed once, finished under a fence (E5, E7, E13, E14).

use precede_model::{EffectKey, Outgoing};
use precede_store::{Claim, CommitError, EffectState, Lease, OutboxRow, Store};
use precede_testkit::{campaign, key, notice, stores};

use crate::support::{assert_conflict, at, claim, commit, finish, next, planned, row};

const TELL: &str = "tell-practice/F81006/1/0";

async fn lease(store: &dyn Store) -> Lease {
    store
        .begin_lease("a daemon".to_owned(), at(0))
        .await
        .unwrap()
}

async fn effect(store: &dyn Store, key: EffectKey) -> OutboxRow {
    let stream = campaign("5PY", &[]).id.stream();
    store.effect(&stream, key).await.unwrap().unwrap()
}

#[tokio::test]
async fn planning_twice_keeps_the_first() {
    for test in stores().await {
        let sample = campaign("5PY", &["F81006"]);
        planned(&*test.store, &sample, &[(key(TELL), notice())]).await;
        let first = effect(&*test.store, key(TELL)).await;
        let expected = OutboxRow {
            stream: sample.id.stream(),
            campaign: sample.id,
            key: key(TELL),
            what: notice(),
            not_before: at(0),
            state: EffectState::Planned,
            attempts: 0,
            fence: None,
            until: None,
            outcome: None,
        };
        assert_eq!(first, expected, "{}", test.name);
        let mut write = next(&row(&*test.store, &sample.id.stream()).await);
        write.plan = vec![
            (key(TELL), at(99), Outgoing::Permit),
            (key("permit/F81006/1/0"), at(1), Outgoing::Permit),
            (key("permit/F81006/1/0"), at(2), notice()),
        ];
        commit(&*test.store, write).await.unwrap();
        assert_eq!(effect(&*test.store, key(TELL)).await, first);
        let permit = effect(&*test.store, key("permit/F81006/1/0")).await;
        assert_eq!((permit.what, permit.not_before), (Outgoing::Permit, at(1)));
        let counts = test.store.effect_counts().await.unwrap();
        assert_eq!(counts, [(EffectState::Planned, 2)]);
        assert_eq!(test.store.effect("none", key(TELL)).await.unwrap(), None);
    }
}

#[tokio::test]
async fn only_a_campaign_plans_effects() {
    for test in stores().await {
        let mut write = precede_store::Write::to("register", precede_store::Expect::New);
        write.plan = vec![(key(TELL), at(0), notice())];
        let answer = commit(&*test.store, write).await;
        assert!(
            matches!(answer, Err(CommitError::Store(_))),
            "{}",
            test.name
        );
        assert_eq!(test.store.stream("register").await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_claim_is_proved_counted_and_exclusive() {
    for test in stores().await {
        let sample = campaign("5PY", &["F81006"]);
        let stream = sample.id.stream();
        planned(&*test.store, &sample, &[(key(TELL), notice())]).await;
        let lease = lease(&*test.store).await;
        let committed = claim(&*test.store, &sample, key(TELL), &lease)
            .await
            .unwrap();
        let proof = &committed.landed[0].proofs[0];
        assert_eq!((proof.stream(), proof.key()), (stream.as_str(), key(TELL)));
        assert_eq!((proof.fence(), proof.until()), (lease.fence, at(10)));
        let row = effect(&*test.store, key(TELL)).await;
        assert_eq!(row.state, EffectState::Sending);
        assert_eq!(
            (row.attempts, row.fence, row.until),
            (1, Some(lease.fence), Some(at(10)))
        );
        assert_eq!(test.store.due_effects(at(99), 9).await.unwrap(), []);
        assert_eq!(test.store.next_due().await.unwrap(), None);
        assert_eq!(
            test.store.effects_in(EffectState::Sending).await.unwrap(),
            [row]
        );
        let again = claim(&*test.store, &sample, key(TELL), &lease).await;
        assert_conflict(again, &stream);
        let unknown = claim(&*test.store, &sample, key("tell/-/9/9"), &lease).await;
        assert_conflict(unknown, &stream);
    }
}

#[tokio::test]
async fn nothing_is_claimed_before_its_time() {
    for test in stores().await {
        let sample = campaign("5PY", &["F81006"]);
        let stream = sample.id.stream();
        planned(&*test.store, &sample, &[(key(TELL), notice())]).await;
        let lease = lease(&*test.store).await;
        let mut write = next(&row(&*test.store, &stream).await);
        write.claims = vec![Claim {
            key: key(TELL),
            lease,
            until: at(10),
        }];
        let early = test
            .store
            .commit(std::slice::from_ref(&write), at(-1))
            .await;
        assert_conflict(early, &stream);
        test.store.commit(&[write], at(0)).await.unwrap();
    }
}

#[tokio::test]
async fn an_outcome_needs_the_fence_it_was_claimed_under() {
    for test in stores().await {
        let sample = campaign("5PY", &["F81006"]);
        planned(&*test.store, &sample, &[(key(TELL), notice())]).await;
        let lease = lease(&*test.store).await;
        let early = finish(
            &*test.store,
            &sample,
            key(TELL),
            Some(lease.fence),
            EffectState::Done,
        );
        assert_fenced(early.await);
        claim(&*test.store, &sample, key(TELL), &lease)
            .await
            .unwrap();
        let before = row(&*test.store, &sample.id.stream()).await;
        let other = finish(
            &*test.store,
            &sample,
            key(TELL),
            Some(lease.fence + 1),
            EffectState::Done,
        );
        assert_fenced(other.await);
        let none = finish(&*test.store, &sample, key(TELL), None, EffectState::Done).await;
        assert_conflict(none, &sample.id.stream());
        assert_eq!(
            row(&*test.store, &sample.id.stream()).await,
            before,
            "{}",
            test.name
        );
        finish(
            &*test.store,
            &sample,
            key(TELL),
            Some(lease.fence),
            EffectState::Done,
        )
        .await
        .unwrap();
        let done = effect(&*test.store, key(TELL)).await;
        assert_eq!(done.state, EffectState::Done);
        assert_eq!(
            (done.until, done.outcome.as_deref()),
            (None, Some("250 ok"))
        );
        let twice = finish(
            &*test.store,
            &sample,
            key(TELL),
            Some(lease.fence),
            EffectState::Done,
        );
        assert_fenced(twice.await);
    }
}

#[tokio::test]
async fn without_a_fence_only_what_is_not_under_way_is_settled() {
    for test in stores().await {
        let sample = campaign("5PY", &["F81006"]);
        planned(&*test.store, &sample, &[(key(TELL), notice())]).await;
        // Planned, refused by hand, retried; what failed can be retried too. What is done or refused stays so.
        for (state, allowed) in [
            (EffectState::Failed, true),
            (EffectState::Planned, true),
            (EffectState::Held, true),
            (EffectState::Planned, true),
            (EffectState::InDoubt, true),
            (EffectState::Quarantined, true),
            (EffectState::Planned, true),
            (EffectState::Refused, true),
            (EffectState::Planned, false),
        ] {
            let answer = finish(&*test.store, &sample, key(TELL), None, state).await;
            assert_eq!(answer.is_ok(), allowed, "{} to {}", test.name, state.word());
        }
        let counts = test.store.effect_counts().await.unwrap();
        assert_eq!(counts, [(EffectState::Refused, 1)]);
        assert_eq!(test.store.next_due().await.unwrap(), None);
    }
}

#[tokio::test]
async fn one_commit_stores_an_outcome_and_the_next_claim_or_neither() {
    for test in stores().await {
        let sample = campaign("5PY", &["F81006", "F81007"]);
        let second = key("tell-practice/F81007/1/0");
        let effects = [(key(TELL), notice()), (second, notice())];
        planned(&*test.store, &sample, &effects).await;
        let lease = lease(&*test.store).await;
        claim(&*test.store, &sample, key(TELL), &lease)
            .await
            .unwrap();
        let mut write = next(&row(&*test.store, &sample.id.stream()).await);
        write.claims = vec![Claim {
            key: second,
            lease: lease.clone(),
            until: at(10),
        }];
        write.finish = vec![precede_store::Finish {
            key: key(TELL),
            fence: Some(lease.fence + 7),
            state: EffectState::Done,
            outcome: String::new(),
        }];
        assert_fenced(commit(&*test.store, write.clone()).await);
        assert_eq!(
            effect(&*test.store, second).await.state,
            EffectState::Planned
        );
        write.finish[0].fence = Some(lease.fence);
        commit(&*test.store, write.clone()).await.unwrap();
        assert_eq!(
            effect(&*test.store, second).await.state,
            EffectState::Sending
        );
        assert_eq!(
            effect(&*test.store, key(TELL)).await.state,
            EffectState::Done
        );
        let counts = test.store.effect_counts().await.unwrap();
        let expected = [(EffectState::Sending, 1), (EffectState::Done, 1)];
        assert_eq!(counts, expected, "{}", test.name);
    }
}

#[track_caller]
fn assert_fenced<T: std::fmt::Debug>(answer: Result<T, CommitError>) {
    match answer {
        Err(CommitError::Fenced { stream, key }) => {
            assert_eq!(
                (stream.as_str(), key.as_str()),
                ("campaign:scr/5PY/all", TELL)
            );
        }
        other => panic!("`Fenced` was expected, not {other:?}"),
    }
}
