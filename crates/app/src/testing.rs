//! A small world for tests: two PCTs, five practices, the shipped definitions, a store in memory.

use std::sync::Arc;

use precede_model::{
    Answer, CampaignId, Command, Digest, How, Order, OrganisationCode, Person, PersonId, Role,
    Timestamp,
};
use precede_render::Renderer;
use precede_store::MemoryStore;

use crate::{App, Planned, Said, TrancheChoice};

pub const START: &str = "2010-01-04T09:00:00Z";

const ORGANISATIONS: &str = "\
code,kind,name,postcode,region,opened,closed
Q35,region,East of England,,,2006-07-01,
5PY,pct,South West Essex,,Q35,2006-10-01,
5PX,pct,Mid Essex,,Q35,2006-10-01,
F81001,practice,The Surgery,CM1 1AA,,1990-01-01,
F81002,practice,High Street,CM1 1AB,,1990-01-01,
F81003,practice,Station Road,CM1 1AC,,1990-01-01,
F81004,practice,Church Lane,CM1 1AD,,1990-01-01,
F81005,practice,The Green,CM1 1AE,,1990-01-01,
";

const MEMBERSHIPS: &str = "\
child,parent,from,to
5PX,Q35,2006-10-01,
5PY,Q35,2006-10-01,
F81001,5PY,2006-10-01,
F81002,5PY,2006-10-01,
F81003,5PY,2006-10-01,
F81004,5PX,2006-10-01,
F81005,5PX,2006-10-01,
";

pub fn name<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().expect("a name")
}

/// The register's two tables as files to import.
pub fn tables() -> Vec<(String, &'static [u8])> {
    vec![
        ("organisations.csv".to_owned(), ORGANISATIONS.as_bytes()),
        ("memberships.csv".to_owned(), MEMBERSHIPS.as_bytes()),
    ]
}

/// An application with nothing in it.
pub fn bare() -> App {
    let store = MemoryStore::new(START.parse().expect("an instant"));
    App::new(Arc::new(store), Arc::new(Renderer::embedded()))
}

/// An application with register, people and the definition `scr` published.
pub async fn furnished() -> App {
    let app = bare();
    app.import_register(tables(), None)
        .await
        .expect("the tables are good");
    let people = [
        ("lead", Role::PctLead, "5PY"),
        ("approver", Role::PctApprover, "5PY"),
        ("staff", Role::PctStaff, "5PY"),
        ("lead-px", Role::PctLead, "5PX"),
        ("region", Role::RegionLead, "Q35"),
        ("national", Role::ProgrammeLead, "NATIONAL"),
        ("keeper", Role::Administrator, "NATIONAL"),
    ];
    let people = people.map(|(id, role, organisation)| Person {
        id: name(id),
        name: id.to_owned(),
        role,
        organisation: name(organisation),
        from: None,
        until: None,
    });
    app.add_people(people.to_vec())
        .await
        .expect("memory is there");
    publish(&app, "scr").await;
    app
}

pub async fn publish(app: &App, programme: &str) {
    let text = precede_render::programme_text(programme).expect("it is shipped");
    app.publish(text, programme, name("national"))
        .await
        .expect("it is sound");
}

/// Plans and starts a campaign of a PCT.
pub async fn campaign(app: &App, programme: &str, pct: &str) -> CampaignId {
    let mut tick = app.tick(app.now().await.unwrap());
    let planned = Planned {
        pct: name(pct),
        programme: name(programme),
        definition: None,
        variant: None,
        tranche: TrancheChoice::All,
    };
    let id = tick
        .plan(planned, name("national"))
        .await
        .expect("a good plan");
    order(&mut tick, id, "national", Order::Start).await;
    tick.commit().await.expect("nobody else writes");
    id
}

pub async fn order(tick: &mut crate::Tick<'_>, id: CampaignId, by: &str, order: Order) {
    let by: PersonId = name(by);
    let done = tick.order(id, by, Said::default(), order).await;
    done.expect("the store is there").expect("it is lawful");
}

/// Brings 5PY's campaign of `scr` to where its practices are told, one of them ready.
pub async fn told(app: &App) -> CampaignId {
    let id = campaign(app, "scr", "5PY").await;
    let now: Timestamp = START.parse().unwrap();
    let mut tick = app.tick(now);
    let finish = |step| Order::Finish {
        step: name(step),
        practice: None,
        counts: None,
    };
    order(&mut tick, id, "region", finish("readiness")).await;
    let digest = Digest::of("plan");
    let sign = || Order::Sign {
        step: name("plan"),
        practice: None,
        digest,
        contents: Vec::new(),
    };
    order(&mut tick, id, "lead", sign()).await;
    order(&mut tick, id, "approver", sign()).await;
    let position = precede_model::Position::Supports;
    let lmc = Order::TakePosition {
        step: name("consult-lmc"),
        practice: None,
        position,
    };
    order(&mut tick, id, "lead", lmc).await;
    for practice in ["F81001", "F81002"] {
        hand_over(&mut tick, id, practice).await;
    }
    order(&mut tick, id, "staff", acknowledged("F81001")).await;
    let answer = Order::Answer {
        practice: name("F81001"),
        answer: Answer::TakesPart,
    };
    let _ = tick
        .order(id, name("staff"), Said::default(), answer)
        .await
        .unwrap();
    tick.commit().await.unwrap();
    id
}

pub fn acknowledged(practice: &str) -> Order {
    Order::Acknowledge {
        step: None,
        practice: name(practice),
        how: How::Phone,
        name_role: None,
    }
}

/// The daemon's word that the notice went.
pub async fn hand_over(tick: &mut crate::Tick<'_>, id: CampaignId, practice: &str) {
    let order = Order::HandedOver {
        step: name("tell-practice"),
        practice: name(practice),
        template: name("tell-practice"),
        number: 0,
        message_id: "<made-up@precede.invalid>".to_owned(),
    };
    tick.command(id, &Command::by_precede(order))
        .await
        .unwrap()
        .unwrap();
}

/// Moves the simulated clock and lets time act on every campaign.
pub async fn advance(app: &App, to: &str) {
    let now: Timestamp = to.parse().unwrap();
    let mut tick = app.tick(now);
    tick.set_clock();
    for id in app.store().campaigns().await.unwrap() {
        tick.advance(id).await.unwrap();
    }
    tick.commit().await.unwrap();
}

/// What the ledger of a stream says, kind by kind.
pub async fn kinds(app: &App, stream: &str) -> Vec<String> {
    let lines = app.store().ledger(stream, 1, 10_000).await.unwrap();
    let kind = |body: &str| {
        let body: serde_json::Value = serde_json::from_str(body).unwrap();
        body["kind"].as_str().unwrap().to_owned()
    };
    lines.iter().map(|line| kind(&line.body)).collect()
}

/// Imports membership rows as a newer file would state them.
pub async fn members(app: &App, rows: &str) {
    let file = format!("child,parent,from,to\n{rows}");
    let files = vec![("newer.csv".to_owned(), file.as_bytes())];
    app.import_register(files, None).await.expect("a good file");
}

pub fn code(text: &str) -> OrganisationCode {
    name(text)
}
