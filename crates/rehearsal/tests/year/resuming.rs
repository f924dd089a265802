//! The same seed gives the same history, also when it is told in pieces.

use std::ops::ControlFlow;

use precede_app::AppError;
use precede_model::Timestamp;
use precede_rehearsal::{Demo, Ended, START};

use crate::scene::{Scene, options};

#[tokio::test]
async fn a_seed_gives_one_history_and_a_resumed_run_the_same() {
    let demo = options(7, "scr", &["5PY"]);
    let whole = Scene::new().finish(&demo).await;
    assert_eq!(whole.summary.violations, 0);
    let again = Scene::new().finish(&demo).await;
    assert_eq!(again.summary.head, whole.summary.head);

    let pieces = Scene::new();
    for stop in [3, 40, 41, 97, 180] {
        let stop = START.plus_seconds(stop * 86_400 + 35_000);
        let mut until = |now: Timestamp| {
            if now < stop {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        };
        let ended = pieces.run(&demo, &mut until).await;
        assert!(
            matches!(ended, Ok(Ended::Interrupted(at)) if at >= stop),
            "{ended:?}"
        );
    }
    assert_eq!(pieces.finish(&demo).await.summary.head, whole.summary.head);

    let other = Scene::new().finish(&options(8, "scr", &["5PY"])).await;
    assert_ne!(other.summary.head, whole.summary.head);
}

#[tokio::test]
async fn a_pct_alone_has_the_history_it_has_among_others() {
    let (alone, among) = (Scene::new(), Scene::new());
    for (scene, pcts) in [(&alone, &["5HX"][..]), (&among, &["5HX", "5PX"][..])] {
        let until = Some(START.plus_seconds(120 * 86_400));
        let demo = Demo {
            until,
            ..options(7, "scr", pcts)
        };
        scene.finish(&demo).await;
    }
    let stream = "campaign:scr/5HX/all";
    let row = |scene: &Scene| {
        let store = scene.store.clone();
        async move { store.stream(stream).await.expect("memory is there") }
    };
    let row_alone = row(&alone).await.expect("the campaign is there");
    assert!(row_alone.seq > 100);
    assert_eq!(row(&among).await.map(|row| row.head), Some(row_alone.head));
}

#[tokio::test]
async fn a_demo_is_not_continued_with_other_options() {
    let scene = Scene::new();
    let day = START.plus_seconds(86_400);
    let demo = Demo {
        until: Some(day),
        ..options(7, "scr", &["5PY"])
    };
    scene.finish(&demo).await;
    for other in [
        options(8, "scr", &["5PY"]),
        options(7, "scr", &["5PY", "5PX"]),
        options(7, "announcement", &["5PY"]),
    ] {
        let refused = scene.run(&other, &mut |_| ControlFlow::Continue(())).await;
        assert!(matches!(refused, Err(AppError::BadInput(_))), "{refused:?}");
    }
}

#[tokio::test]
async fn a_pct_nobody_knows_is_bad_input() {
    let refused = Scene::new()
        .run(&options(7, "scr", &["ZZZ"]), &mut |_| {
            ControlFlow::Continue(())
        })
        .await;
    assert!(matches!(refused, Err(AppError::BadInput(_))), "{refused:?}");
}
