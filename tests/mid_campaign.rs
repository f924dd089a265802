//! A data folder written by an earlier version opens after `migrate`, in mid-campaign, and goes on.
//!
//! `fixtures/VERSION.db.gz` is the database of `precede demo --pct 5QT --until 2010-03-10 --seed 11` as that version left it.

use std::{fs::File, io, path::Path, process::Command};

use precede_tests::program;
use serde_json::Value;

#[test]
fn every_earlier_folder_goes_on() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut count = 0;
    for entry in std::fs::read_dir(fixtures).expect("the folder is there") {
        let path = entry.expect("it can be read").path();
        let folder = tempfile::tempdir().expect("a temporary folder");
        unpack(&path, &folder.path().join("precede.db"));
        let before = ask(folder.path(), &["migrate"]);
        assert!(before["migrated"].is_array(), "{before}");
        let lines = ask(folder.path(), &["ledger", "check"])["entries"]
            .as_u64()
            .expect("a count");
        ask(folder.path(), &["clock", "advance", "--by", "3w"]);
        let after = ask(folder.path(), &["ledger", "check"])["entries"]
            .as_u64()
            .expect("a count");
        assert!(after > lines, "time moved nothing in {}", path.display());
        let health = answer(folder.path(), &["doctor", "--fold"]).0;
        assert_eq!(health["folded"], 1, "{health}");
        // A practice without an address waits for a call; nothing else may be wrong.
        let findings = health["findings"].as_array().expect("a list");
        assert!(
            findings.iter().all(|found| found["finding"] == "failed"),
            "{health}"
        );
        count += 1;
    }
    assert!(count > 0, "there is a fixture");
}

/// The answer of a command that must be well.
fn ask(folder: &Path, words: &[&str]) -> Value {
    let (value, is_well) = answer(folder, words);
    assert!(is_well, "{words:?}: {value}");
    value
}

/// The answer of a command, and whether it was well.
fn answer(folder: &Path, words: &[&str]) -> (Value, bool) {
    let output = Command::new(program())
        .arg("--data-dir")
        .arg(folder)
        .arg("--json")
        .args(words)
        .env_remove("PRECEDE_DATABASE_URL")
        .output()
        .expect("the product runs");
    let text = String::from_utf8_lossy(&output.stdout);
    let value = serde_json::from_str(&text).expect("JSON alone on standard output");
    (value, output.status.success())
}

fn unpack(from: &Path, to: &Path) {
    let mut packed = flate2::read::GzDecoder::new(File::open(from).expect("the fixture opens"));
    io::copy(
        &mut packed,
        &mut File::create(to).expect("a file can be made"),
    )
    .expect("the fixture is whole");
}
