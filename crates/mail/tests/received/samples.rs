//! The real samples beside the project, with their expected results.

use std::{fs, path::PathBuf};

use precede_mail::received::{Kind, classify};
use serde_json::Value;

/// The folder of samples, or a word that it is not there.
fn folder() -> Option<PathBuf> {
    let folder = PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/cases/bounces"
    ));
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: no samples at {}", folder.display());
    None
}

/// Addresses with what is said of each, in one order.
fn sorted(list: impl Iterator<Item = (String, Option<bool>)>) -> Vec<(String, Option<bool>)> {
    let mut list: Vec<_> = list
        .map(|(to, for_good)| (to.to_lowercase(), for_good))
        .collect();
    list.sort();
    list
}

#[test]
fn each_sample_is_read_as_expected() {
    let Some(folder) = folder() else { return };
    let expected = fs::read(folder.join("expected.json")).unwrap();
    let expected: Vec<Value> = serde_json::from_slice(&expected).unwrap();
    let mut wrong = Vec::new();
    for case in &expected {
        let file = case["file"].as_str().unwrap();
        let read = classify(&fs::read(folder.join(file)).unwrap());
        let kind = case["kind"].as_str().unwrap().split(' ').next().unwrap();
        let wanted = sorted(case["recipients"].as_array().unwrap().iter().map(|to| {
            let address = to["address"].as_str().unwrap().to_owned();
            (address, to["permanent"].as_bool())
        }));
        let found = sorted(
            read.recipients
                .iter()
                .map(|to| (to.address.clone(), to.permanent)),
        );
        if read.kind.as_str() != kind || found != wanted {
            wrong.push(format!(
                "{file}: {:?} {found:?}, not {kind} {wanted:?}",
                read.kind
            ));
        }
    }
    assert!(expected.len() >= 60, "only {} samples", expected.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_bounce_cut_short_is_never_taken_for_an_answer() {
    let Some(folder) = folder() else { return };
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        if path.extension().is_none_or(|ext| ext != "eml") || classify(&bytes).kind != Kind::Bounce
        {
            continue;
        }
        // Headers that are cut cannot say who wrote; from the end of a header line that names the sender they do.
        let from = find(&bytes, b"\nFrom:").map_or(bytes.len(), |at| at + 200);
        // All but one of the samples are shorter; the rest of that one is a page of HTML.
        for end in (0..bytes.len().min(16 * 1024)).step_by(50) {
            let kind = classify(&bytes[..end]).kind;
            assert!(
                end < from || kind != Kind::AutoReply,
                "{} cut at {end}",
                path.display()
            );
        }
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|part| part == wanted)
}
