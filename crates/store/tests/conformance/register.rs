//! The register as at a day, people, and definitions that stay.

use chrono::NaiveDate;
use precede_model::{
    Contact, Digest, Membership, Organisation, OrganisationCode, OrganisationKind, Person, Role,
};
use precede_store::{Expect, Record, Store, StoredDefinition, Write};
use precede_testkit::stores;

use crate::support::{at, commit, next};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn code(text: &str) -> OrganisationCode {
    text.parse().unwrap()
}

fn organisation(name: &str, kind: OrganisationKind) -> Organisation {
    Organisation {
        code: code(name),
        kind,
        name: format!("The \"{name}\" {{surgery}}, \\ caf\u{e9}"),
        postcode: (kind == OrganisationKind::Practice).then(|| "LE1 1AA".to_owned()),
        opened: Some(day("1974-04-01")),
        closed: None,
        people: (kind == OrganisationKind::Practice).then_some(6_000),
    }
}

fn membership(child: &str, parent: &str, from: &str, until: Option<&str>) -> Membership {
    Membership {
        child: code(child),
        parent: code(parent),
        from: day(from),
        until: until.map(day),
    }
}

async fn put(store: &dyn Store, records: Vec<Record>) {
    let mut write = match store.stream("register").await.unwrap() {
        None => Write::to("register", Expect::New),
        Some(row) => next(&row),
    };
    write.records = records;
    commit(store, write).await.unwrap();
}

async fn codes(found: Result<Vec<Organisation>, precede_store::StoreError>) -> Vec<String> {
    found
        .unwrap()
        .iter()
        .map(|it| it.code.to_string())
        .collect()
}

#[tokio::test]
async fn organisations_come_back_as_they_went_and_are_replaced() {
    for test in stores().await {
        let practice = organisation("F81006", OrganisationKind::Practice);
        let pct = organisation("5PY", OrganisationKind::Pct);
        put(
            &*test.store,
            vec![
                Record::Organisation(practice.clone()),
                Record::Organisation(pct.clone()),
            ],
        )
        .await;
        let all = test.store.organisations(None).await.unwrap();
        assert_eq!(all, [pct.clone(), practice.clone()], "{}", test.name);
        let practices = test
            .store
            .organisations(Some(OrganisationKind::Practice))
            .await;
        assert_eq!(practices.unwrap(), std::slice::from_ref(&practice));
        let closed = Organisation {
            closed: Some(day("2010-05-31")),
            postcode: None,
            people: None,
            ..practice.clone()
        };
        let twice = [practice, closed.clone()].map(Record::Organisation);
        put(&*test.store, twice.into()).await;
        let found = test.store.organisation(closed.code).await.unwrap();
        assert_eq!(found, Some(closed));
        assert_eq!(test.store.organisation(code("none")).await.unwrap(), None);
    }
}

#[tokio::test]
async fn memberships_are_resolved_as_at_the_day() {
    for test in stores().await {
        let store = &*test.store;
        let mut records: Vec<_> = ["F81006", "F82001"]
            .map(|name| Record::Organisation(organisation(name, OrganisationKind::Practice)))
            .into();
        records.extend(
            ["5PY", "5QT"]
                .map(|name| Record::Organisation(organisation(name, OrganisationKind::Pct))),
        );
        let moved = [
            membership("F81006", "5PY", "2006-10-01", Some("2010-04-30")),
            membership("F81006", "5QT", "2010-05-01", None),
            membership("F82001", "5QT", "2006-10-01", None),
            membership("F8GONE", "5QT", "2006-10-01", None),
        ];
        records.extend(moved.map(Record::Membership));
        put(store, records).await;
        let (py, qt, practice) = (code("5PY"), code("5QT"), code("F81006"));
        assert_eq!(
            codes(store.members_on(py, day("2010-04-30")).await).await,
            ["F81006"]
        );
        assert!(
            codes(store.members_on(py, day("2010-05-01")).await)
                .await
                .is_empty()
        );
        assert!(
            codes(store.members_on(py, day("2006-09-30")).await)
                .await
                .is_empty()
        );
        assert_eq!(
            codes(store.members_on(qt, day("2010-04-30")).await).await,
            ["F82001"]
        );
        let both = codes(store.members_on(qt, day("2010-05-01")).await).await;
        assert_eq!(both, ["F81006", "F82001"], "{}", test.name);
        assert_eq!(
            codes(store.parents_on(practice, day("2010-04-30")).await).await,
            ["5PY"]
        );
        assert_eq!(
            codes(store.parents_on(practice, day("2010-05-01")).await).await,
            ["5QT"]
        );
        assert_eq!(store.memberships().await.unwrap(), moved);
        // The register corrects itself: one is closed, one was never true.
        let closed = Membership {
            until: Some(day("2011-03-31")),
            ..moved[2]
        };
        put(
            store,
            vec![Record::Membership(closed), Record::MembershipGone(moved[3])],
        )
        .await;
        assert_eq!(
            store.memberships().await.unwrap(),
            [moved[0], moved[1], closed]
        );
        put(
            store,
            vec![Record::MembershipGone(closed), Record::Membership(closed)],
        )
        .await;
        assert_eq!(store.memberships().await.unwrap().len(), 3);
    }
}

#[tokio::test]
async fn contacts_and_people_are_kept_by_their_keys() {
    for test in stores().await {
        let contact = |organisation: &str, role, email: &str| Contact {
            organisation: code(organisation),
            name: None,
            email: email.to_owned(),
            role,
            language: "en".to_owned(),
            from: None,
            until: Some(day("2011-03-31")),
        };
        let first = contact("F81006", Role::Practice, "manager@f81006.invalid");
        let named = Contact {
            name: Some(String::new()),
            ..first.clone()
        };
        let others = [
            contact("F81006", Role::Director, "a@f81006.invalid"),
            contact("5PY", Role::PctLead, "lead@5py.invalid"),
        ];
        let person = Person {
            id: "amina".parse().unwrap(),
            name: "Amina Okafor".to_owned(),
            role: Role::PctLead,
            organisation: code("5PY"),
            from: Some(day("2009-01-01")),
            until: None,
        };
        let other = Person {
            id: "Zed".parse().unwrap(),
            ..person.clone()
        };
        let mut records: Vec<_> = [first, named.clone()].map(Record::Contact).into();
        records.extend(others.clone().map(Record::Contact));
        records.extend([&person, &other].map(|person| Record::Person(person.clone())));
        put(&*test.store, records).await;
        let all = test.store.contacts(None).await.unwrap();
        let [director, lead] = others;
        assert_eq!(
            all,
            [lead, director.clone(), named.clone()],
            "{}",
            test.name
        );
        let of_one = test.store.contacts(Some(code("F81006"))).await.unwrap();
        assert_eq!(of_one, [director, named]);
        assert_eq!(
            test.store.person(person.id).await.unwrap(),
            Some(person.clone())
        );
        assert_eq!(test.store.people().await.unwrap(), [other, person]);
    }
}

#[tokio::test]
async fn a_definition_is_never_replaced() {
    for test in stores().await {
        let definition = |text: &str, seconds| StoredDefinition {
            digest: Digest::of(text),
            programme: "scr".parse().unwrap(),
            text: text.to_owned(),
            published_at: at(seconds),
            published_by: "amina".parse().unwrap(),
        };
        let (old, new) = (
            definition("code = \"scr\"", 0),
            definition("code = \"scr\" # 2", 5),
        );
        let other = StoredDefinition {
            programme: "flu".parse().unwrap(),
            ..definition("code = \"flu\"", 3)
        };
        let again = StoredDefinition {
            text: "something else".to_owned(),
            ..old.clone()
        };
        for records in [vec![&new, &old, &other], vec![&again]] {
            let records = records.into_iter().cloned().map(Record::Definition);
            put(&*test.store, records.collect()).await;
        }
        let found = test.store.definition(old.digest).await.unwrap();
        assert_eq!(found, Some(old.clone()), "{}", test.name);
        assert_eq!(
            test.store.definitions(Some(old.programme)).await.unwrap(),
            [old.clone(), new.clone()]
        );
        let all = test.store.definitions(None).await.unwrap();
        assert_eq!(all, [old, other, new]);
        assert_eq!(
            test.store.definition(Digest::of("none")).await.unwrap(),
            None
        );
    }
}
