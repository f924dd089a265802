//! A counterexample played again: its dated commands go through the application over a store in memory, as people's and
//! the daemon's do, to the opening of an act that the rules refuse.

use precede_app::{App, AppError, Planned, Said, TrancheChoice, replay};
use precede_engine::{Def, moves};
use precede_model::{
    Actor, CampaignId, Command, Digest, Effect, EffectKey, Event, Evidence, OrganisationCode,
    Person, PersonId, Role, StepState, Timestamp,
};
use precede_store::{EffectState, Lease, OutboxRow};
use replay::{Line, Opening, Replay, What};

use crate::unproved;

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Played {
    /// What happened, a line an event.
    pub diary: String,
    /// Commands that were refused: none where it is played on the engine that found it.
    pub refused: Vec<String>,
    /// Whether the act is open that should not be; for a counterexample without one, whether every command was taken.
    pub is_reached: bool,
}

/// Most effects looked at at once.
const EFFECTS_MAX: u64 = 500;
const NATION: &str = "NATIONAL";

/// Plays it. The store is empty, in memory, and stands at the beginning.
///
/// # Errors
/// A definition that is not the one the file names or has faults, or commands that do not fit it.
pub async fn play(app: &App, replay: &Replay) -> Result<Played, AppError> {
    let text = &replay.definition.text;
    if Digest::of(text).to_string() != replay.definition.digest {
        return Err(AppError::bad(
            "the definition in this file is not the one its digest names",
        ));
    }
    let id = furnish(app, replay).await?;
    let mut refused = Vec::new();
    for line in &replay.commands {
        if let Some(why) = one(app, id, line).await? {
            refused.push(why);
        }
    }
    let end = replay
        .commands
        .last()
        .map_or(replay.world.starts, |line| line.at);
    let mut tick = app.tick(end);
    let (campaign, def) = tick.campaign(id).await?;
    let is_open = replay
        .opening
        .as_ref()
        .is_none_or(|opening| is_open(def, campaign, opening, end));
    let def = def.clone();
    tick.commit().await?;
    let diary = diary(app, id, &def).await?;
    Ok(Played {
        diary,
        is_reached: is_open && refused.is_empty(),
        refused,
    })
}

/// Register, people, definition and campaign, as the file has them.
async fn furnish(app: &App, replay: &Replay) -> Result<CampaignId, AppError> {
    let world = &replay.world;
    app.import_register(register(replay), None).await?;
    app.add_people(people(replay)).await?;
    let text = &replay.definition.text;
    let lead = nation(Role::ProgrammeLead)?;
    // It was never published, for it is not sound.
    let (programme, digest) = unproved::put(app, text, lead, world.starts).await?;
    let mut tick = app.tick(world.starts);
    let planned = Planned {
        pct: world.pct,
        programme,
        definition: Some(digest),
        variant: replay.variant.clone(),
        tranche: TrancheChoice::Named {
            name: "first".parse().expect("a name"),
            practices: world.practices.clone(),
        },
    };
    let id = tick.plan(planned, nation(Role::ProgrammeLead)?).await?;
    tick.commit().await?;
    Ok(id)
}

fn register(replay: &Replay) -> Vec<(String, std::io::Cursor<Vec<u8>>)> {
    let world = &replay.world;
    let mut organisations = "code,kind,name,postcode,region,opened,closed\n".to_owned();
    organisations += &format!("{},region,Region,,,1990-01-01,\n", world.region);
    organisations += &format!("{},pct,PCT,,{},1990-01-01,\n", world.pct, world.region);
    let mut memberships = "child,parent,from,to\n".to_owned();
    memberships += &format!("{},{},1990-01-01,\n", world.pct, world.region);
    for practice in world.practices.iter().chain(&world.reach) {
        organisations += &format!("{practice},practice,Practice {practice},CM1 1AA,,1990-01-01,\n");
        memberships += &format!("{practice},{},1990-01-01,\n", world.pct);
    }
    [
        ("organisations.csv", organisations),
        ("memberships.csv", memberships),
    ]
    .map(|(name, text)| (name.to_owned(), std::io::Cursor::new(text.into_bytes())))
    .into()
}

/// Everybody who gives an order, each where the order says, and who plans.
fn people(replay: &Replay) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::new();
    let mut add = |id: PersonId, role, organisation| {
        if !people.iter().any(|known| known.id == id) {
            people.push(Person {
                id,
                name: id.to_string(),
                role,
                organisation,
                from: None,
                until: None,
            });
        }
    };
    let nationwide = NATION.parse().expect("a code");
    if let Ok(planner) = nation(Role::ProgrammeLead) {
        add(planner, Role::ProgrammeLead, nationwide);
    }
    for line in &replay.commands {
        if let What::Order {
            by: Some(by),
            role,
            practice,
            ..
        } = &line.what
        {
            add(
                *by,
                *role,
                practice.unwrap_or_else(|| place_of(*role, replay, nationwide)),
            );
        }
    }
    people
}

fn place_of(role: Role, replay: &Replay, nationwide: OrganisationCode) -> OrganisationCode {
    match role {
        Role::RegionLead => replay.world.region,
        Role::PctLead
        | Role::PctApprover
        | Role::PctStaff
        | Role::Director
        | Role::Practice
        | Role::CaldicottGuardian
        | Role::DataProtectionOfficer
        | Role::RiskOwner => replay.world.pct,
        Role::ProgrammeLead
        | Role::Lmc
        | Role::Helpline
        | Role::MailHouse
        | Role::Auditor
        | Role::Administrator => nationwide,
    }
}

fn nation(role: Role) -> Result<PersonId, AppError> {
    format!("{role}-1")
        .parse()
        .map_err(|_| AppError::bad("a role is no id"))
}

/// One line; why it was refused, if it was.
async fn one(app: &App, id: CampaignId, line: &Line) -> Result<Option<String>, AppError> {
    match &line.what {
        What::Wait => {
            let mut tick = app.tick(line.at);
            tick.advance(id).await?;
            tick.set_clock();
            tick.commit().await?;
            Ok(None)
        }
        What::Order {
            by,
            role,
            reason,
            order,
            ..
        } => {
            let mut tick = app.tick(line.at);
            let evidence = Evidence {
                reason: reason.clone(),
                ..Evidence::default()
            };
            let answer = match by {
                Some(by) => {
                    let said = Said {
                        evidence,
                        ..Said::default()
                    };
                    tick.order(id, *by, said, order.clone()).await?
                }
                None => {
                    let command = Command {
                        by: Actor::Precede,
                        role: *role,
                        happened: None,
                        confirmed_by: None,
                        evidence,
                        order: order.clone(),
                    };
                    tick.command(id, &command).await?
                }
            };
            tick.set_clock();
            tick.commit().await?;
            Ok(answer
                .err()
                .map(|refusal| format!("{} {}: {refusal}", line.at, order.word())))
        }
        What::Release { effect } => release(app, (id, effect), line.at, Outcome::Left).await,
        What::Lose { effect } => release(app, (id, effect), line.at, Outcome::Lost).await,
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Outcome {
    Left,
    Lost,
}

/// The daemon's way of one effect: claimed under a warrant, performed for nobody, its outcome recorded.
async fn release(
    app: &App,
    (id, effect): (CampaignId, &str),
    at: Timestamp,
    outcome: Outcome,
) -> Result<Option<String>, AppError> {
    let key: EffectKey = effect
        .parse()
        .map_err(|_| AppError::bad(format!("`{effect}` is no effect")))?;
    let due = app.store().due_effects(at, EFFECTS_MAX).await?;
    let Some(row) = due
        .into_iter()
        .find(|row| row.campaign == id && row.key == key)
    else {
        return Ok(Some(format!("{at} `{effect}` does not wait to leave")));
    };
    let lease = Lease {
        owner: "replay".to_owned(),
        fence: 1,
    };
    let mut tick = app.tick(at);
    let claimed = tick.claim(row.clone(), &lease, at.plus_seconds(60)).await?;
    tick.set_clock();
    let proofs = tick.commit().await?;
    let (Some(_), Some(proof)) = (claimed, proofs.into_iter().find(|proof| proof.key() == key))
    else {
        // The rules refused it at this instant, which is in the history.
        return Ok(None);
    };
    let command = match outcome {
        Outcome::Left => moves::outcome(&as_effect(&row)),
        Outcome::Lost => moves::lost(&as_effect(&row)),
    };
    let state = match outcome {
        Outcome::Left => EffectState::Done,
        Outcome::Lost => EffectState::Failed,
    };
    let mut tick = app.tick(at);
    tick.outcome(
        id,
        &proof,
        (state, "replayed"),
        command.map(|command| command.order),
    )
    .await?;
    tick.commit().await?;
    Ok(None)
}

fn as_effect(row: &OutboxRow) -> Effect {
    Effect {
        key: row.key,
        not_before: row.not_before,
        what: row.what.clone(),
    }
}

/// Whether the act stands open and lacks what the counterexample says.
fn is_open(
    def: &Def,
    campaign: &precede_model::Campaign,
    opening: &Opening,
    now: Timestamp,
) -> bool {
    let Some((ix, _)) = def.find(opening.step) else {
        return false;
    };
    let place = opening.practice.and_then(|code| campaign.track_ix(code));
    let is_open = matches!(def.state(campaign, place, ix), Some(StepState::Open(_)));
    let lacks = moves::lacks(def, campaign, (ix, opening.practice), now);
    is_open
        && lacks
            .iter()
            .any(|lack| (lack.rule, lack.missing) == (opening.rule, opening.missing))
}

/// The campaign's history in sentences.
async fn diary(app: &App, id: CampaignId, def: &Def) -> Result<String, AppError> {
    let mut diary = String::new();
    app.read_ledger::<AppError>(&id.stream(), |line| {
        let event: Event = serde_json::from_str(&line.body)
            .map_err(|error| AppError::bad(format!("line {}: {error}", line.seq)))?;
        if let Some(sentence) = moves::told(def, &event) {
            diary += &format!("{}  {sentence}\n", def.day(event.at));
        }
        Ok(())
    })
    .await?;
    Ok(diary)
}
