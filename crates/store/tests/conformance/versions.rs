//! One row, one version: whoever comes second hears of it (E1, E16).

use precede_model::{Lifecycle, Standing};
use precede_store::{CommitError, Expect, Guard, OwnState, StreamRow, Write};
use precede_testkit::{campaign, stores};

use crate::support::{assert_conflict, at, birth, born, commit, load, next, row};

#[tokio::test]
async fn a_new_stream_begins_at_version_one_and_is_born_once() {
    for test in stores().await {
        let sample = campaign("5PY", &["F81006"]);
        let stream = sample.id.stream();
        assert_eq!(test.store.stream(&stream).await.unwrap(), None);
        assert!(test.store.campaign(sample.id).await.unwrap().is_none());
        let committed = commit(&*test.store, birth(&sample)).await.unwrap();
        let landed = &committed.landed[0].row;
        assert_eq!((landed.version, landed.seq), (1, 1), "{}", test.name);
        assert_eq!(*landed, row(&*test.store, &stream).await);
        assert_conflict(commit(&*test.store, birth(&sample)).await, &stream);
    }
}

#[tokio::test]
async fn an_old_row_is_refused_and_changes_nothing() {
    for test in stores().await {
        let sample = campaign("5PY", &["F81006"]);
        let old = born(&*test.store, &sample).await.row;
        commit(&*test.store, next(&old)).await.unwrap();
        let before = row(&*test.store, &old.stream).await;
        assert_eq!(before.version, 2);
        assert_conflict(commit(&*test.store, next(&old)).await, &old.stream);
        let forged = StreamRow {
            head: None,
            ..before.clone()
        };
        assert_conflict(commit(&*test.store, next(&forged)).await, &old.stream);
        assert_eq!(row(&*test.store, &old.stream).await, before);
        let unknown = StreamRow {
            stream: "campaign:scr/5XX/all".to_owned(),
            ..before
        };
        assert_conflict(
            commit(&*test.store, next(&unknown)).await,
            "campaign:scr/5XX/all",
        );
    }
}

#[tokio::test]
async fn a_write_without_events_moves_the_version_alone() {
    for test in stores().await {
        let sample = campaign("5PY", &[]);
        let old = born(&*test.store, &sample).await.row;
        let mut write = next(&old);
        write.bodies.clear();
        let landed = commit(&*test.store, write)
            .await
            .unwrap()
            .landed
            .remove(0)
            .row;
        assert_eq!(landed, StreamRow { version: 2, ..old });
        assert_eq!(landed, row(&*test.store, &landed.stream).await);
        // The head is the same, the version alone tells that the row is an old one.
        let stale = StreamRow {
            version: 1,
            ..landed
        };
        assert_conflict(commit(&*test.store, next(&stale)).await, &stale.stream);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_racing_commits_exactly_one_wins() {
    for test in stores().await {
        let sample = campaign("5PY", &["F81006"]);
        let old = born(&*test.store, &sample).await.row;
        for round in 0..20 {
            let old = row(&*test.store, &old.stream).await;
            let racers: Vec<_> = (0..4)
                .map(|racer| {
                    let (store, mut write) = (test.store.clone(), next(&old));
                    write.bodies = vec![format!("{{\"racer\":{racer}}}")];
                    tokio::spawn(async move { store.commit(&[write], at(0)).await.map(drop) })
                })
                .collect();
            let mut won = 0;
            for racer in racers {
                match racer.await.unwrap() {
                    Ok(()) => won += 1,
                    lost => assert_conflict(lost, &old.stream),
                }
            }
            assert_eq!(won, 1, "round {round} in {}", test.name);
        }
        assert_eq!(row(&*test.store, &old.stream).await.version, 21);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn races_over_many_streams_end_with_every_version_accounted_for() {
    for test in stores().await {
        let names = ["5AA", "5BB", "5CC", "5DD"];
        for name in names {
            born(&*test.store, &campaign(name, &["F81006"])).await;
        }
        let tasks: Vec<_> = (0..4)
            .map(|task| {
                let store = test.store.clone();
                tokio::spawn(async move {
                    let mut won = 0;
                    for _ in 0..15 {
                        let mut writes = Vec::new();
                        for step in 0..names.len() {
                            // Each task names the streams in another order.
                            let name = names[(step + task) % names.len()];
                            let stream = format!("campaign:scr/{name}/all");
                            writes.push(next(&store.stream(&stream).await.unwrap().unwrap()));
                        }
                        match store.commit(&writes, at(0)).await {
                            Ok(_) => won += 1,
                            Err(CommitError::Conflict { .. }) => {}
                            Err(other) => panic!("{other}"),
                        }
                    }
                    won
                })
            })
            .collect();
        let mut won = 0;
        for task in tasks {
            won += task.await.unwrap();
        }
        assert!(won > 0);
        for name in names {
            let row = row(&*test.store, &format!("campaign:scr/{name}/all")).await;
            assert_eq!(row.version, 1 + won, "{}", test.name);
            assert_eq!(row.seq, row.version);
        }
    }
}

#[tokio::test]
async fn the_stream_that_moved_is_named_and_the_others_stay() {
    for test in stores().await {
        let first = born(&*test.store, &campaign("5AA", &["F81006"])).await.row;
        let second = born(&*test.store, &campaign("5BB", &["F82001"])).await.row;
        commit(&*test.store, next(&second)).await.unwrap();
        let newcomer = campaign("5CC", &["F83001"]);
        let writes = [next(&first), next(&second), birth(&newcomer)];
        assert_conflict(test.store.commit(&writes, at(0)).await, &second.stream);
        assert_eq!(row(&*test.store, &first.stream).await, first);
        assert!(test.store.campaign(newcomer.id).await.unwrap().is_none());
        assert_eq!(
            test.store.ledger(&first.stream, 1, 10).await.unwrap().len(),
            1
        );
    }
}

#[tokio::test]
async fn one_commit_writes_a_stream_once() {
    for test in stores().await {
        let row = born(&*test.store, &campaign("5AA", &[])).await.row;
        let twice = [next(&row), next(&row)];
        assert_conflict(test.store.commit(&twice, at(0)).await, &row.stream);
    }
}

#[tokio::test]
async fn a_guarded_row_must_not_have_moved() {
    for test in stores().await {
        commit(&*test.store, Write::to("programme:scr", Expect::New))
            .await
            .unwrap();
        let programme = row(&*test.store, "programme:scr").await;
        let guarded = |version| Guard {
            stream: programme.stream.clone(),
            version,
        };
        let samples = [campaign("5AA", &[]), campaign("5BB", &[])];
        let mut write = birth(&samples[0]);
        write.guards = vec![guarded(1)];
        commit(&*test.store, write).await.unwrap();
        assert_eq!(row(&*test.store, "programme:scr").await, programme);
        commit(&*test.store, next(&programme)).await.unwrap();
        for version in [0, 1, 3] {
            let mut write = birth(&samples[1]);
            write.guards = vec![guarded(version)];
            assert_conflict(commit(&*test.store, write).await, "programme:scr");
        }
        let mut write = birth(&samples[1]);
        write.guards = vec![Guard {
            stream: "programme:none".to_owned(),
            version: 1,
        }];
        assert_conflict(commit(&*test.store, write).await, "programme:none");
        assert!(test.store.campaign(samples[1].id).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn a_guard_on_a_row_the_commit_writes_is_a_guard_all_the_same() {
    for test in stores().await {
        commit(&*test.store, Write::to("programme:scr", Expect::New))
            .await
            .unwrap();
        let programme = row(&*test.store, "programme:scr").await;
        let sample = campaign("5AA", &[]);
        let mut write = birth(&sample);
        write.guards = vec![Guard {
            stream: "programme:scr".to_owned(),
            version: 1,
        }];
        let writes = [write.clone(), next(&programme)];
        test.store.commit(&writes, at(0)).await.unwrap();
        let other = campaign("5BB", &[]);
        let writes = [
            Write {
                guards: write.guards,
                ..birth(&other)
            },
            next(&row(&*test.store, "programme:scr").await),
        ];
        assert_conflict(test.store.commit(&writes, at(0)).await, "programme:scr");
    }
}

#[tokio::test]
async fn a_campaign_comes_back_as_it_went_and_only_changed_tracks_are_written() {
    for test in stores().await {
        let mut sample = campaign("5PY", &["F82001", "F81006", "A\u{7e}1", "F81007"]);
        let loaded = born(&*test.store, &sample).await;
        assert_eq!(loaded.campaign, sample, "{}", test.name);
        let text = serde_json::to_string(&loaded.campaign.tracks).unwrap();
        assert_eq!(text, serde_json::to_string(&sample.tracks).unwrap());
        sample.lifecycle = Lifecycle::Running { since: at(60) };
        for ix in [0, 2] {
            sample.tracks[ix].standing = Standing::Closed { at: at(60) };
        }
        let mut write = next(&loaded.row);
        write.campaign = Some(&sample);
        write.changed = vec![sample.tracks[2].practice];
        commit(&*test.store, write).await.unwrap();
        let loaded = load(&*test.store, &sample).await;
        assert_eq!(loaded.campaign.lifecycle, sample.lifecycle);
        assert_eq!(loaded.campaign.tracks[0].standing, Standing::Tranche);
        assert_eq!(loaded.campaign.tracks[2], sample.tracks[2]);
        let mut other = sample.clone();
        other.lifecycle = Lifecycle::Closed { at: at(90) };
        other.tracks[3].standing = Standing::Closed { at: at(90) };
        let mut write = next(&loaded.row);
        write.campaign = Some(&other);
        write.own = OwnState::AsBefore;
        write.changed = vec![other.tracks[3].practice];
        commit(&*test.store, write).await.unwrap();
        let loaded = load(&*test.store, &sample).await;
        assert_eq!(loaded.campaign.lifecycle, sample.lifecycle, "as before");
        assert_eq!(loaded.campaign.tracks[3], other.tracks[3]);
        sample.tracks[3].standing = other.tracks[3].standing;
        let gone = sample.tracks.remove(1).practice;
        let mut write = next(&loaded.row);
        write.campaign = Some(&sample);
        write.changed = vec![gone, sample.tracks[0].practice];
        commit(&*test.store, write).await.unwrap();
        assert_eq!(load(&*test.store, &sample).await.campaign, sample);
    }
}

#[tokio::test]
async fn a_write_without_a_campaign_leaves_the_campaign() {
    for test in stores().await {
        let sample = campaign("5PY", &["F81006"]);
        let loaded = born(&*test.store, &sample).await;
        commit(&*test.store, next(&loaded.row)).await.unwrap();
        assert_eq!(load(&*test.store, &sample).await.campaign, sample);
        commit(&*test.store, Write::to("register", Expect::New))
            .await
            .unwrap();
        let other = born(&*test.store, &campaign("5AA", &[])).await.campaign.id;
        assert_eq!(test.store.campaigns().await.unwrap(), [other, sample.id]);
    }
}
