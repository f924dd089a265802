//! Short words for what the expectations do again and again.

use precede_model::{Campaign, EffectKey, Outgoing, Timestamp};
use precede_store::{
    Claim, CommitError, Committed, EffectState, Expect, Finish, Lease, Loaded, Store, StreamRow,
    Write,
};
use precede_testkit::start;

/// The instant some seconds after the start.
pub fn at(seconds: i64) -> Timestamp {
    start().plus_seconds(seconds)
}

/// A write of a new campaign with one event.
pub fn birth(campaign: &Campaign) -> Write<'_> {
    let mut write = Write::to(campaign.id.stream(), Expect::New);
    write.campaign = Some(campaign);
    write.bodies = vec!["{\"kind\":\"campaign-planned\"}".to_owned()];
    write
}

/// A write of a loaded row with one event.
pub fn next(row: &StreamRow) -> Write<'static> {
    let mut write = Write::to(row.stream.clone(), Expect::Row(row.clone()));
    write.bodies = vec![format!("{{\"version\":{}}}", row.version + 1)];
    write
}

pub async fn commit(store: &dyn Store, write: Write<'_>) -> Result<Committed, CommitError> {
    store.commit(&[write], at(0)).await
}

/// Puts a new campaign and returns it as loaded.
pub async fn born(store: &dyn Store, campaign: &Campaign) -> Loaded {
    commit(store, birth(campaign)).await.unwrap();
    load(store, campaign).await
}

pub async fn load(store: &dyn Store, campaign: &Campaign) -> Loaded {
    store.campaign(campaign.id).await.unwrap().unwrap()
}

/// The row as it is now.
pub async fn row(store: &dyn Store, stream: &str) -> StreamRow {
    store.stream(stream).await.unwrap().unwrap()
}

/// Puts a campaign with effects planned for the start.
pub async fn planned(store: &dyn Store, campaign: &Campaign, effects: &[(EffectKey, Outgoing)]) {
    let mut write = birth(campaign);
    write.plan = effects
        .iter()
        .map(|(key, what)| (*key, at(0), what.clone()))
        .collect();
    commit(store, write).await.unwrap();
}

/// Claims an effect until ten seconds after the start.
pub async fn claim(
    store: &dyn Store,
    campaign: &Campaign,
    key: EffectKey,
    lease: &Lease,
) -> Result<Committed, CommitError> {
    let mut write = next(&row(store, &campaign.id.stream()).await);
    write.bodies.clear();
    write.claims = vec![Claim {
        key,
        lease: lease.clone(),
        until: at(10),
    }];
    commit(store, write).await
}

/// Stores an outcome.
pub async fn finish(
    store: &dyn Store,
    campaign: &Campaign,
    key: EffectKey,
    fence: Option<i64>,
    state: EffectState,
) -> Result<Committed, CommitError> {
    let mut write = next(&row(store, &campaign.id.stream()).await);
    write.finish = vec![Finish {
        key,
        fence,
        state,
        outcome: "250 ok".to_owned(),
    }];
    commit(store, write).await
}

/// Asserts a conflict that names a stream.
#[track_caller]
pub fn assert_conflict<T: std::fmt::Debug>(answer: Result<T, CommitError>, stream: &str) {
    match answer {
        Err(CommitError::Conflict { stream: named }) => assert_eq!(named, stream),
        other => panic!("a conflict of `{stream}` was expected, not {other:?}"),
    }
}
