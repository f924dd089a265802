//! Every scenario in `scenarios/`, told by the real binary.

mod crash_counter;
mod histories;
mod interrupted;
mod mid_campaign;
mod protocol;

use std::path::{Path, PathBuf};

use precede_tests::{Scenario, compare, tell};

#[test]
fn every_scenario_is_told_as_it_was_reviewed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut stories: Vec<PathBuf> = std::fs::read_dir(&folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("it can be read").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .collect();
    stories.sort();
    assert!(!stories.is_empty());
    let mut differing = Vec::new();
    for story in stories {
        let transcript = tell(&Scenario::read(&story));
        if let Err(mismatch) = compare(&transcript, &story.with_extension("out")) {
            let (line, wanted, came) = mismatch.first;
            differing.push(format!(
                "{} line {line}:\n  reviewed: {wanted}\n  now:      {came}\n  read it, and if it is right rename {}",
                story.display(),
                mismatch.new.display()
            ));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}
