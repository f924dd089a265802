//! What happened in 2010, played from the shipped facts and from changed ones.

use std::sync::Arc;

use precede_app::App;
use precede_daemon::{Daemon, Outlets, Presence};
use precede_mail::CapturedMail;
use precede_mailroom::MailHouseFolder;
use precede_rehearsal::replay::{Facts, Replayed, begins, facts::SHIPPED, replay};
use precede_render::{Renderer, programme_text};
use precede_store::{MemoryStore, Store};
use tempfile::TempDir;

use crate::scene::judge;

/// Plays facts on a store in memory.
async fn play(facts: &Facts) -> Replayed {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let store: Arc<dyn Store> = Arc::new(MemoryStore::new(begins(facts)));
    let app = Arc::new(App::new(store, Arc::new(Renderer::embedded())));
    let outlets = Outlets {
        mail: Arc::new(CapturedMail::default()),
        mail_house: Arc::new(MailHouseFolder::new(folder.path())),
        from: "precede@replay.invalid".to_owned(),
        pages: None,
    };
    let mut daemon = Daemon::start(app.clone(), outlets, Presence::Alone, "test".to_owned())
        .await
        .expect("memory is there");
    let definition = programme_text("scr").expect("it ships");
    let played = replay(&app, &mut daemon, (facts, definition), &mut judge).await;
    played.expect("these facts can be played")
}

/// The shipped facts with pieces replaced; each piece is there once, or the case tests nothing.
fn changed(pieces: &[(&str, &str)]) -> Facts {
    let mut text = SHIPPED.to_owned();
    for (piece, by) in pieces {
        assert_eq!(text.matches(piece).count(), 1, "{piece}");
        text = text.replace(piece, by);
    }
    Facts::parse(&text, "changed.toml").unwrap_or_else(|faults| panic!("{faults:?}"))
}

fn codes(codes: &[precede_model::OrganisationCode]) -> Vec<String> {
    codes.iter().map(ToString::to_string).collect()
}

#[tokio::test]
async fn the_story_of_2010_is_the_one_in_the_documents() {
    let Replayed { story, outcome } = play(Facts::shipped()).await;
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../docs/replay-scr-2010.txt"
    );
    if std::env::var_os("PRECEDE_BLESS").is_some() {
        std::fs::write(path, &story).expect("the document can be written");
    }
    let kept = std::fs::read_to_string(path).expect("the document is there");
    assert_eq!(
        story, kept,
        "review the change, then write it with PRECEDE_BLESS=1"
    );

    assert_eq!(outcome.violations, 0);
    let mut all = [&outcome.covered, &outcome.exempt, &outcome.unproved]
        .map(Vec::clone)
        .concat();
    all.sort_unstable();
    let mut listed: Vec<_> = Facts::shipped().pcts.iter().map(|pct| pct.code).collect();
    listed.sort_unstable();
    assert_eq!(all, listed);
    assert_eq!(codes(&outcome.conflicts), ["5PY"]);
    let nine = [
        "5N8", "5PY", "5GC", "5PW", "5P1", "5A8", "5J9", "5QA", "5P6",
    ];
    assert_eq!(codes(&outcome.held_uploads), nine);
    assert_eq!((outcome.covered.len(), outcome.exempt.len()), (9, 10));
    assert_eq!(outcome.permits_before, outcome.permits_after + 9);
    assert!(outcome.permits_at_end > outcome.permits_after);
    assert!(!outcome.assumed.is_empty());
}

#[tokio::test]
async fn who_is_in_one_wave_alone_is_no_conflict() {
    let facts = changed(&[
        (
            "members = [\"5HQ\", \"5JX\", \"5QM\", \"5M1\", \"5NY\", \"5PY\"]",
            "members = [\"5HQ\", \"5JX\", \"5QM\", \"5M1\", \"5NY\"]",
        ),
        ("stated_count = 6\n", "stated_count = 5\n"),
    ]);
    let outcome = play(&facts).await.outcome;
    assert!(outcome.conflicts.is_empty());
    assert!(codes(&outcome.covered).contains(&"5PY".to_owned()));
    assert_eq!(outcome.held_uploads.len(), 9);
    // The two places of the file that still call it an early adopter are listed.
    assert!(!outcome.discrepancies.is_empty());
}

#[tokio::test]
async fn where_everybody_is_named_nobody_is_in_doubt() {
    let piece = "stated_count = 70\ncomplete = false";
    let facts = changed(&[(piece, "stated_count = 70\ncomplete = true")]);
    let outcome = play(&facts).await.outcome;
    assert!(outcome.unproved.is_empty());
    assert_eq!((outcome.covered.len(), outcome.exempt.len()), (9, 142));
}

#[tokio::test]
async fn without_an_order_nothing_is_held() {
    let from = SHIPPED.find("[[directive]]").expect("there is one");
    let to = SHIPPED
        .find("# Strategic health authorities (S41)")
        .expect("it follows");
    let text = format!("{}{}", &SHIPPED[..from], &SHIPPED[to..]);
    let facts = Facts::parse(&text, "changed.toml").unwrap_or_else(|faults| panic!("{faults:?}"));
    let Replayed { story, outcome } = play(&facts).await;
    assert!(outcome.held_uploads.is_empty());
    assert_eq!(outcome.exempt.len(), facts.pcts.len());
    assert_eq!(outcome.permits_after, outcome.permits_before);
    assert!(outcome.permits_before >= 9, "{}", outcome.permits_before);
    assert!(!story.contains("refused, R8"), "{story}");
    assert_eq!(outcome.violations, 0);
}

#[tokio::test]
async fn others_about_to_upload_are_held_in_their_place() {
    let planned = SHIPPED.find("[planned_uploads]").expect("it is there");
    let from = planned
        + SHIPPED[planned..]
            .find("members = [")
            .expect("it lists them");
    let to = from + SHIPPED[from..].find("]\n").expect("the list ends");
    let text = format!(
        "{}members = [\"5HX\", \"5HQ\"{}",
        &SHIPPED[..from],
        &SHIPPED[to..]
    );
    let text = text.replace("stated_count = 9\n", "stated_count = 2\n");
    let facts = Facts::parse(&text, "changed.toml").unwrap_or_else(|faults| panic!("{faults:?}"));
    let Replayed { story, outcome } = play(&facts).await;
    // One of whom nobody can say, and an early adopter that goes on.
    assert_eq!(codes(&outcome.held_uploads), ["5HX"]);
    assert_eq!(codes(&outcome.uploads_going_on), ["5HQ"]);
    assert!(outcome.permits_before > outcome.permits_after);
    assert!(story.contains("Go-live of") && story.contains("(5QA)"));
    assert_eq!(outcome.violations, 0);
}
