//! Sets the scene: register, people, programme plan, waves. All of it through the application.

use std::collections::{BTreeMap, BTreeSet};

use precede_app::{App, AppError, register_day};
use precede_daemon::Daemon;
use precede_model::{
    Role,
    programme::{ProgrammeCommand, ProgrammeOrder, Wave},
};

use super::{
    cast::Cast,
    facts::Facts,
    outcome::Outcome,
    play::{Play, board, noted, person},
    stage::{Part, Stage, contacts, people},
    story::Story,
    window::Window,
};
use crate::World;

/// Working days by which the second practice of a PCT that goes on is behind the first.
const BEHIND_DAYS: u32 = 10;

/// A replay that can begin.
pub(super) async fn set<'a>(
    app: &'a App,
    daemon: &'a mut Daemon,
    (facts, definition): (&'a Facts, &str),
) -> Result<Play<'a>, AppError> {
    let now = app.now().await?;
    let window = Window::of(facts);
    let checked = app.check_definition(definition, "the programme plan")?;
    app.import_shipped_register().await?;
    let register = app.register().await?;
    let stage = Stage::of(facts, &window, (checked.definition.code, &register))?;
    app.add_people(people(&stage, &register)).await?;
    let precede = "precede".parse().expect("`precede` is a code");
    let administrator = person(Role::Administrator, precede)?;
    let addresses = contacts(&stage, &register, &window);
    app.import_contacts("contacts", addresses.as_bytes(), Some(administrator))
        .await?;
    let published = app
        .publish(definition, "the programme plan", board()?)
        .await?;
    name_waves(app, facts, &stage).await?;
    let world = World::of(app, 0, now, register_day(now)).await?;
    let planned: BTreeSet<_> = stage.campaigns.iter().map(|one| one.campaign.pct).collect();
    Ok(Play {
        app,
        daemon,
        facts,
        window,
        register,
        cast: cast(world, &stage),
        stage,
        story: Story::default(),
        outcome: Outcome {
            scenario: facts.scenario.id.clone(),
            exempt: facts.pcts.iter().map(|pct| pct.code).collect(),
            ..Outcome::default()
        },
        definition: (definition.to_owned(), published.digest),
        told: BTreeMap::new(),
        planned,
    })
}

/// The people, and whom they leave alone.
fn cast(world: World, stage: &Stage) -> Cast {
    let mut cast = Cast::new(world);
    for one in &stage.campaigns {
        if !one.part.acts() {
            cast.idle.insert(one.campaign);
        }
        if one.part == Part::GoesOn {
            let behind = one.practices.iter().skip(1);
            cast.later
                .extend(behind.map(|practice| (*practice, BEHIND_DAYS)));
        }
    }
    cast
}

/// Waves as far as they are known. Where more are named than were counted, the count is left out: it is wrong, and is
/// listed among what the facts contradict.
async fn name_waves(app: &App, facts: &Facts, stage: &Stage) -> Result<(), AppError> {
    for wave in &facts.waves {
        let named = wave.members.len();
        let wave = Wave {
            id: wave.id,
            // Where the file says that a wave is complete, that holds, whatever it counts; it is listed.
            stated_count: (wave.stated_count).filter(|stated| {
                named == *stated as usize || (!wave.complete && named < *stated as usize)
            }),
            complete: wave.complete,
            members: wave.members.clone(),
        };
        let command = ProgrammeCommand {
            by: board()?,
            happened: None,
            evidence: noted(&format!("as told by {}", sources(facts, &wave))),
            order: ProgrammeOrder::DefineWave(wave),
        };
        app.order_of_programme(stage.programme, &command, &[Role::ProgrammeLead])
            .await?;
    }
    Ok(())
}

fn sources(facts: &Facts, wave: &Wave) -> String {
    let known = facts.wave(wave.id);
    super::story::list(
        known
            .map(|wave| wave.sources.as_slice())
            .unwrap_or_default(),
    )
}
