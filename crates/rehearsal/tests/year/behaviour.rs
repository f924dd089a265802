//! Everything people do is seen within a few PCTs.

use crate::scene::{Scene, options};

#[tokio::test]
async fn one_pct() {
    let started = std::time::Instant::now();
    let finished = Scene::new().finish(&options(1, "scr", &["5PY"])).await;
    println!("{:?}", started.elapsed());
    println!("{:#?}\n{}", finished.summary, finished.table);
    for one in finished.blocked {
        println!("{one}");
    }
    assert_eq!(finished.summary.violations, 0);
}
