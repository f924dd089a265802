//! The small world the stories are set in: two PCTs, their practices and their people.

use std::sync::{Arc, Mutex};

use precede_app::{Planned, TrancheChoice};
use precede_model::{Person, Role};
use precede_store::Record;
use precede_testkit::Original;

use super::{
    life::{Answer, Commits, Life},
    outside::Reached,
    script::{Scenario, name, programme},
};

const ORGANISATIONS: &str = "\
code,kind,name,postcode,region,opened,closed
Q35,region,East of England,,,2006-07-01,
5PY,pct,South West Essex,,Q35,2006-10-01,
5PX,pct,Mid Essex,,Q35,2006-10-01,
F81001,practice,The Surgery,CM1 1AA,,1990-01-01,
F81002,practice,High Street,CM1 1AB,,1990-01-01,
F81003,practice,Station Road,CM1 1AC,,1990-01-01,
F81004,practice,Church Lane,CM1 1AD,,1990-01-01,
";

const TWO: &str = "\
child,parent,from,to
5PX,Q35,2006-10-01,
5PY,Q35,2006-10-01,
F81001,5PY,2006-10-01,
F81002,5PY,2006-10-01,
F81004,5PX,2006-10-01,
";

/// A third practice, into which another may merge.
const THREE: &str = "\
child,parent,from,to
F81003,5PY,2006-10-01,
";

const CONTACTS: &str = "\
code,name,e-mail,role,language,from,to
F81001,The manager,manager@f81001.example,practice,en,,
F81002,The manager,manager@f81002.example,practice,en,,
F81003,The manager,manager@f81003.example,practice,en,,
F81004,The manager,manager@f81004.example,practice,en,,
5PY,The desk,desk@5py.example,pct-staff,en,,
5PX,The desk,desk@5px.example,pct-staff,en,,
";

const PEOPLE: [(&str, Role, &str); 12] = [
    ("national", Role::ProgrammeLead, "NATIONAL"),
    ("keeper", Role::Administrator, "NATIONAL"),
    ("region", Role::RegionLead, "Q35"),
    ("lead", Role::PctLead, "5PY"),
    ("approver", Role::PctApprover, "5PY"),
    ("staff", Role::PctStaff, "5PY"),
    ("lead-px", Role::PctLead, "5PX"),
    ("approver-px", Role::PctApprover, "5PX"),
    ("manager", Role::Practice, "F81001"),
    ("manager-2", Role::Practice, "F81002"),
    ("helpline", Role::Helpline, "NATIONAL"),
    ("mailer", Role::MailHouse, "NATIONAL"),
];

/// Prepares the database every run of a scenario starts from. Returns what has reached the outside by then.
pub async fn prepare(original: &Original, scenario: &Scenario) -> Reached {
    let reached = Arc::new(Mutex::new(Reached::default()));
    let begun = Life::begin((original.url(), 0), &reached, Commits::InOneRun).await;
    let mut life = begun.expect("nothing is to die here");
    let with_three = scenario.name.contains("merge");
    furnish(&life, with_three).await;
    for deed in &scenario.before {
        match life.perform(deed).await.expect("nothing is to die here") {
            Answer::Done => {}
            Answer::Refused(why) => panic!("before `{}`: {why}", scenario.name),
        }
    }
    life.close().await;
    reached.lock().expect("nobody panicked").clone()
}

async fn furnish(life: &Life, with_three: bool) {
    let app = &life.app;
    let start = name("2010-01-04T09:00:00Z");
    let clock = app.daemon_write(vec![Record::Simulated(start)], Vec::new());
    let mut tick = app.tick(start);
    tick.also(clock.await.expect("the database is there"));
    tick.commit().await.expect("nobody else writes");
    let mut files = vec![
        ("organisations.csv".to_owned(), ORGANISATIONS.as_bytes()),
        ("memberships.csv".to_owned(), TWO.as_bytes()),
    ];
    if with_three {
        files.push(("third.csv".to_owned(), THREE.as_bytes()));
    }
    app.import_register(files, None).await.expect("good tables");
    app.import_contacts("contacts.csv", CONTACTS.as_bytes(), None)
        .await
        .expect("good contacts");
    let people = PEOPLE.map(|(id, role, organisation)| Person {
        id: name(id),
        name: id.to_owned(),
        role,
        organisation: name(organisation),
        from: None,
        until: None,
    });
    app.add_people(people.to_vec()).await.expect("people");
    app.publish(&programme(), "scr.toml", name("national"))
        .await
        .expect("it can be published");
    let pcts: &[&str] = if with_three {
        &["5PY", "5PX"]
    } else {
        &["5PY"]
    };
    for pct in pcts {
        let mut tick = app.tick(app.now().await.expect("a clock"));
        let planned = Planned {
            pct: name(pct),
            programme: name("scr"),
            definition: None,
            variant: None,
            tranche: TrancheChoice::All,
        };
        tick.plan(planned, name("national"))
            .await
            .expect("a good plan");
        tick.commit().await.expect("nobody else writes");
    }
}
