use precede_model::{Order, definition::Kind};

use super::*;
use crate::testing::{furnished, kinds, name, told};

/// The shipped definition with something changed, published.
async fn changed(app: &App, change: impl Fn(String) -> String) -> Digest {
    let text = change(precede_render::programme_text("scr").unwrap().to_owned());
    let published = app.publish(&text, "scr", name("national")).await;
    published.expect("it is sound").digest
}

/// A further task before the practice agrees.
fn with_statement(text: String) -> String {
    text.replace(
        "[[phase.step]]\nid = \"reconciled\"",
        "[[phase.step]]\nid = \"statement\"\ntitle = \"Patients are informed and can opt out\"\nfor = \"practice\"\n\
         kind = \"task\"\nowner = \"pct-staff\"\nestablishes = [\"statement\"]\nafter = [\"period\"]\nchecklist = [\"Both \
         are content\"]\n\n[[phase.step]]\nid = \"reconciled\"",
    )
}

async fn move_to(app: &App, definition: Digest, mode: Mode) -> MoveReport {
    go(app, Target::Version(definition, None), mode).await
}

async fn go(app: &App, to: Target, mode: Mode) -> MoveReport {
    let destination = Destination {
        programme: name("scr"),
        campaign: None,
        to,
    };
    let said = (name("national"), Evidence::default());
    app.move_campaigns(&destination, said, mode).await.unwrap()
}

#[tokio::test]
async fn a_campaign_keeps_what_was_done_and_gains_what_is_new() {
    let app = furnished().await;
    let id = told(&app).await;
    let definition = changed(&app, with_statement).await;
    let heads = app.heads().await.unwrap();
    let dry = move_to(&app, definition, Mode::Preview).await;
    assert_eq!(app.heads().await.unwrap(), heads, "looked at, not done");
    assert_eq!(dry.moved.len(), 1);
    assert_eq!(dry.moved[0].new_steps, ["statement"]);
    let before = app.store().campaign(id).await.unwrap().unwrap().campaign;
    let done = move_to(&app, definition, Mode::Record).await;
    assert_eq!(
        serde_json::to_value(&done).unwrap(),
        serde_json::to_value(&dry).unwrap()
    );
    let after = app.store().campaign(id).await.unwrap().unwrap().campaign;
    assert_eq!(after.definition, definition);
    assert_eq!(after.facts, before.facts);
    assert_eq!(
        after.tracks.get(0).unwrap().facts,
        before.tracks.get(0).unwrap().facts
    );
    assert_eq!(
        app.fold(id).await.unwrap().campaign,
        after,
        "the history alone says so"
    );
    let again = move_to(&app, definition, Mode::Record).await;
    assert_eq!(again.refused[0].why, [words(&Obstacle::AlreadyThere)]);
    let recorded = kinds(&app, &id.stream()).await;
    assert_eq!(
        recorded
            .iter()
            .filter(|kind| *kind == "definition-moved")
            .count(),
        1
    );
}

#[tokio::test]
async fn a_step_that_was_done_may_not_vanish() {
    let app = furnished().await;
    let id = told(&app).await;
    let definition = changed(&app, |text| {
        text.replace("\"readiness\"", "\"fitness-of-pct\"").replace(
            "establishes = [\"fitness-of-pct\"]",
            "establishes = [\"readiness\"]",
        )
    })
    .await;
    let report = move_to(&app, definition, Mode::Record).await;
    assert!(report.moved.is_empty());
    let why = &report.refused[0].why;
    assert!(
        why.iter().any(|why| why.contains("`readiness` was done")),
        "{why:?}"
    );
    let stored = app.store().campaign(id).await.unwrap().unwrap().campaign;
    assert_ne!(stored.definition, definition);
}

/// A task of every practice from the day it is told, that no rule reads.
fn with_card(text: String) -> String {
    text.replace(
        "[[phase.step]]\nid = \"reconciled\"",
        "[[phase.step]]\nid = \"card\"\ntitle = \"A card is sent\"\nfor = \"practice\"\nkind = \"task\"\nowner = \
         \"pct-staff\"\noptional = true\nestablishes = [\"card\"]\nafter = [\"tell-practice\"]\nchecklist = \
         [\"A card\"]\n\n[[phase.step]]\nid = \"reconciled\"",
    )
}

async fn stored(app: &App, id: CampaignId) -> precede_model::Campaign {
    app.store().campaign(id).await.unwrap().unwrap().campaign
}

#[tokio::test]
async fn a_move_taken_back_leaves_everything_as_it_was() {
    let app = furnished().await;
    let id = told(&app).await;
    let nowhere = go(&app, Target::Back, Mode::Record).await;
    let why = &nowhere.refused[0].why;
    assert!(why[0].contains("never moved"), "{why:?}");
    let definition = changed(&app, with_card).await;
    move_to(&app, definition, Mode::Record).await;
    let mut tick = app.tick(app.now().await.unwrap());
    let skip = Order::Skip {
        step: name("card"),
        practice: Some(name("F81001")),
    };
    let said = crate::Said {
        evidence: Evidence {
            reason: Some("none was printed".to_owned()),
            ..Evidence::default()
        },
        ..crate::Said::default()
    };
    let skipped = tick.order(id, name("lead"), said, skip).await.unwrap();
    skipped.expect("an optional step may be passed over");
    tick.commit().await.unwrap();
    let before = stored(&app, id).await;
    let away = go(&app, Target::Back, Mode::Record).await;
    assert_eq!(away.moved[0].gone_steps, ["card"]);
    let meanwhile = stored(&app, id).await;
    assert_eq!(meanwhile.set_aside.len(), 2, "one skipped, one open");
    assert_eq!(app.fold(id).await.unwrap().campaign, meanwhile);
    let looked = go(&app, Target::Back, Mode::Preview).await;
    assert_eq!(stored(&app, id).await, meanwhile, "looked at, not done");
    let back = go(&app, Target::Back, Mode::Record).await;
    assert_eq!(
        serde_json::to_value(&back).unwrap(),
        serde_json::to_value(&looked).unwrap()
    );
    assert_eq!(back.moved[0].opens, [], "what was open is open since then");
    let after = stored(&app, id).await;
    assert_eq!(after, before);
    assert_eq!(app.fold(id).await.unwrap().campaign, after);
}

#[tokio::test]
async fn a_move_cannot_be_taken_back_once_a_new_step_was_done() {
    let app = furnished().await;
    let id = told(&app).await;
    let definition = changed(&app, with_card).await;
    let moved = move_to(&app, definition, Mode::Record).await;
    let card = |opens: &Opens| opens.step == name("card") && opens.practices == 2;
    assert!(moved.moved[0].opens.iter().any(card), "{moved:?}");
    let mut tick = app.tick(app.now().await.unwrap());
    let finish = Order::Finish {
        step: name("card"),
        practice: Some(name("F81001")),
        counts: None,
    };
    crate::testing::order(&mut tick, id, "staff", finish).await;
    tick.commit().await.unwrap();
    let back = go(&app, Target::Back, Mode::Record).await;
    let why = &back.refused[0].why;
    assert!(why[0].contains("`card` was done"), "{why:?}");
    assert_eq!(stored(&app, id).await.definition, definition);
}

#[tokio::test]
async fn an_unpublished_definition_is_looked_at_without_writing() {
    let app = furnished().await;
    told(&app).await;
    let heads = app.heads().await.unwrap();
    let text = with_card(precede_render::programme_text("scr").unwrap().to_owned());
    let definition = precede_model::definition::parse(&text, "new", &|_| true).unwrap();
    let report = app.would_move(&definition, None).await.unwrap();
    assert_eq!(report.moved[0].new_steps, ["card"]);
    assert_eq!(app.heads().await.unwrap(), heads);
}

#[tokio::test]
async fn only_the_programmes_lead_moves_campaigns_and_only_within_the_programme() {
    let app = furnished().await;
    told(&app).await;
    let other = crate::testing::publish(&app, "announcement");
    other.await;
    let definition = app.newest_definition(name("announcement")).await.unwrap();
    let destination = Destination {
        programme: name("scr"),
        campaign: None,
        to: Target::Version(definition, None),
    };
    let by = |person: &str| (name(person), Evidence::default());
    let wrong = app
        .move_campaigns(&destination, by("national"), Mode::Preview)
        .await;
    assert!(matches!(wrong, Err(AppError::BadInput(_))));
    let refused = app
        .move_campaigns(&destination, by("lead"), Mode::Preview)
        .await;
    assert!(matches!(refused, Err(AppError::Refused(_))));
}

#[test]
fn the_changed_definition_has_the_step_that_was_meant() {
    let text = with_statement(precede_render::programme_text("scr").unwrap().to_owned());
    let parsed = precede_model::definition::parse(&text, "scr", &|_| true).unwrap();
    let (_, step) = parsed.step(name("statement")).unwrap();
    assert!(matches!(step.kind, Kind::Task { .. }));
}
