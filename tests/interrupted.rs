//! The demo is killed again and again (kill -9) and goes on; its history is the one of a demo that was never touched,
//! on SQLite and on PostgreSQL.

use std::{
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use precede_tests::program;
use serde_json::Value;

/// One PCT for half a year: letters, periods and the first permits lie within.
const OPTIONS: [&str; 6] = ["--pct", "5QT", "--until", "2010-07-15", "--seed", "11"];
/// Each life is a little longer than the one before, so that every part of the run is hit and the run ends.
const LIVES_MS: [u64; 8] = [150, 400, 700, 1_000, 1_300, 1_700, 2_200, 3_000];

#[test]
fn a_demo_killed_at_any_moment_ends_with_the_same_history() {
    let untouched = tempfile::tempdir().expect("a temporary folder");
    let expected = finish(untouched.path(), None);
    let killed = tempfile::tempdir().expect("a temporary folder");
    let kills = kill_again_and_again(killed.path(), None);
    let resumed = finish(killed.path(), None);
    assert!(kills > 0, "the demo was too fast to be killed once");
    same(&expected, &resumed);
    println!("sqlite: {kills} kills");

    let Some(url) =
        std::env::var_os("PRECEDE_TEST_POSTGRES_URL").and_then(|url| url.into_string().ok())
    else {
        return;
    };
    let on_postgres = tempfile::tempdir().expect("a temporary folder");
    let kills = kill_again_and_again(on_postgres.path(), Some(&url));
    let resumed = finish(on_postgres.path(), Some(&url));
    same(&expected, &resumed);
    println!("postgresql: {kills} kills");
}

fn same(expected: &Value, resumed: &Value) {
    assert_eq!(resumed["violations"], 0);
    assert!(
        expected["batches"].as_u64().is_some_and(|count| count > 0),
        "letters are part of the run"
    );
    for field in [
        "head",
        "notices",
        "reminders",
        "acknowledged",
        "batches",
        "permits",
    ] {
        assert_eq!(expected[field], resumed[field], "{field}");
    }
}

fn demo(folder: &Path, url: Option<&str>) -> Command {
    let mut command = Command::new(program());
    command
        .arg("--data-dir")
        .arg(folder)
        .args(["--json", "demo"])
        .args(OPTIONS);
    if let Some(url) = url {
        command.args(["--database-url", url]);
    }
    command
}

fn finish(folder: &Path, url: Option<&str>) -> Value {
    let output = demo(folder, url).output().expect("the product runs");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success(),
        "{text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_str(&text).expect("JSON alone on standard output")
}

/// Starts the demo and kills it, several times. Returns how many lives were cut short.
fn kill_again_and_again(folder: &Path, url: Option<&str>) -> u32 {
    let mut kills = 0;
    for life in LIVES_MS {
        let mut child = demo(folder, url)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the product runs");
        std::thread::sleep(Duration::from_millis(life));
        if child.try_wait().expect("it can be asked").is_some() {
            break;
        }
        child.kill().expect("it can be killed");
        child.wait().expect("it is gone");
        kills += 1;
    }
    kills
}
