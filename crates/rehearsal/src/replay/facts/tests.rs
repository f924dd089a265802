//! The shipped file; each fault by its line; what a file may say instead.

use super::*;
use crate::replay::{Membership, membership};

const BASE: &str = r#"[scenario]
id = "small"
name = "A small roll-out"
as_at = "2010-04-16"
pct_count = 2
[[wave]]
id = "early"
stated_count = 1
complete = true
members = ["5PY"]
source = "S1"
[[wave]]
id = "fast"
stated_count = 4
complete = false
members = ["5PY"]
source = "S1"
[planned_uploads]
source = "S1"
stated_count = 1
members = ["5PY"]
[[event]]
date = "2010-04-16"
precision = "day"
kind = "directive"
scope = "wave:fast"
text = "Uploads stop."
source = ["S1"]
[[directive]]
id = "stop"
issuer = "Department"
from = "2010-04-16"
until = "unknown"
suspends = "upload"
scope_wave = "fast"
exempt_waves = ["early"]
resolved_members = ["5PY"]
source = "S1"
[[dispensation_request]]
applicant = "sha:Q35"
asked_by = "2010-04"
outcome = "unknown"
source = "S1"
[[sha]]
code = "Q35"
name = "East of England"
pcts = 2
[[succession]]
from_codes = ["5P3"]
to_code = "5QV"
date = "2010-04-01"
[[pct]]
code = "5PY"
name = "South West Essex PCT"
sha = "Q35"
waves = ["early", "fast"]
planned_upload = true
[[pct]]
code = "5QV"
name = "Hertfordshire PCT"
sha = "Q35"
waves = []
[sources]
S1 = { url = "https://news.example/one", title = "News, April 2010" }
"#;

fn code(text: &str) -> OrganisationCode {
    text.parse().unwrap()
}

/// The base with one piece replaced; the piece is there once, or the case tests nothing.
fn changed(piece: &str, by: &str) -> String {
    assert_eq!(BASE.matches(piece).count(), 1, "{piece}");
    BASE.replace(piece, by)
}

fn faults(text: &str) -> Vec<String> {
    let faults = Facts::parse(text, "my.toml").expect_err("is refused");
    faults.iter().map(ToString::to_string).collect()
}

fn discrepancies(text: &str) -> Vec<String> {
    let facts = Facts::parse(text, "my.toml").expect("is read");
    facts.discrepancies.iter().map(Fault::to_string).collect()
}

#[test]
fn the_shipped_facts_are_read_whole() {
    let facts = Facts::parse(SHIPPED, "scr-2010.toml").unwrap();
    assert_eq!(facts.discrepancies, []);
    assert_eq!(facts.scenario.as_at.to_string(), "2010-04-16");
    assert_eq!(facts.pcts.len(), 151);
    assert_eq!(facts.shas.len(), 10);
    assert_eq!(facts.events.len(), 39);
    assert_eq!(facts.sources.len(), 45);
    assert_eq!(facts.minimum_periods.last().unwrap().weeks, 12);
    assert!(facts.minimum_periods.last().unwrap().minimum_not_maximum);
    let waves: Vec<_> = facts
        .waves
        .iter()
        .map(|wave| (wave.id.as_str(), wave.stated_count, wave.members.len()))
        .collect();
    assert_eq!(
        waves,
        [
            ("early_adopter", Some(6), 6),
            ("fast_follower", Some(17), 5),
            ("accelerated", Some(70), 9)
        ]
    );
    let planned = facts.planned_uploads.as_ref().unwrap();
    assert_eq!(planned.members.len(), 9);
    assert_eq!(
        facts
            .east_of_england_fourteen
            .as_ref()
            .unwrap()
            .members
            .len(),
        14
    );
    assert_eq!(facts.dispensation_requests[1].applicant, None);
    let funded: Vec<_> = facts
        .shas
        .iter()
        .filter(|sha| sha.accelerated_funding)
        .collect();
    assert_eq!(funded.len(), 5);
    let in_funded = |pct: &&Pct| funded.iter().any(|sha| sha.code == pct.sha);
    assert_eq!(facts.pcts.iter().filter(in_funded).count(), 94);
}

#[test]
fn the_shipped_directive_of_april_holds_uploads_of_a_wave_and_exempts_two() {
    let facts = Facts::shipped();
    let [april, june] = facts.directives.as_slice() else {
        panic!("there are two: {:?}", facts.directives);
    };
    assert_eq!(april.from.to_string(), "16 April 2010");
    assert_eq!(april.until, FactDate::Unknown);
    assert_eq!(april.suspends, Suspends::Upload);
    assert_eq!(april.scope, Scope::Wave("accelerated".parse().unwrap()));
    assert_eq!(april.exempt_waves.len(), 2);
    assert_eq!(june.suspends, Suspends::CampaignStart);
    assert_eq!(june.scope, Scope::England);
    let accelerated = facts.wave("accelerated".parse().unwrap()).unwrap();
    let early = facts.wave("early_adopter".parse().unwrap()).unwrap();
    assert_eq!(membership(code("5PY"), accelerated), Membership::Member);
    assert_eq!(membership(code("5PY"), early), Membership::Member);
    assert_eq!(membership(code("5HQ"), accelerated), Membership::Unknown);
    assert_eq!(membership(code("5QA"), early), Membership::NotMember);
}

#[test]
fn the_base_of_these_tests_agrees_with_itself() {
    assert_eq!(discrepancies(BASE), Vec::<String>::new());
}

#[test]
fn each_fault_is_told_with_its_line_its_key_and_what_to_do() {
    for (piece, by, expected) in [
        (
            "complete = true\nmembers = [\"5PY\"]",
            "complete = true\nmembers = [\"5ZZ\"]",
            "my.toml:10: wave.early.members: `5ZZ` is no PCT of this file; \
             correct the code, or add a `[[pct]]` with it",
        ),
        (
            "stated_count = 4\ncomplete = false\nmembers = [\"5PY\"]",
            "stated_count = 4\ncomplete = false\nmembers = [\"5PY\", \"5P3\"]",
            "my.toml:16: wave.fast.members: `5P3` is no PCT of this file; write `5QV`, which took over",
        ),
        (
            "members = [\"5PY\"]\n[[event]]",
            "members = [\"5PY\", \"5PY\"]\n[[event]]",
            "my.toml:21: planned_uploads.members: names `5PY` twice; remove one of them",
        ),
        (
            "scope_wave = \"fast\"",
            "scope_wave = \"fats\"",
            "my.toml:35: directive.stop.scope_wave: `fats` is no wave of this file; write `fast`",
        ),
        (
            "exempt_waves = [\"early\"]",
            "exempt_waves = [\"fast\"]",
            "my.toml:36: directive.stop.exempt_waves: exempts `fast`, the wave it concerns; \
             remove it here, or change the scope",
        ),
        (
            "suspends = \"upload\"",
            "suspends = \"post\"",
            "my.toml:34: directive.stop.suspends: `post` is no thing to suspend; \
             choose one of `upload`, `campaign_start`",
        ),
        (
            "until = \"unknown\"",
            "until = \"2010-03\"",
            "my.toml:33: directive.stop.until: lies before `from`; correct one of the two, or write `unknown`",
        ),
        (
            "from = \"2010-04-16\"",
            "from = \"unknown\"",
            "my.toml:32: directive.stop.from: has to be known; \
             give the day or the month from which it binds",
        ),
        (
            "date = \"2010-04-16\"\nprecision",
            "date = \"2010-04-31\"\nprecision",
            "my.toml:23: event.date: `2010-04-31` is no date; \
             write a day such as `2010-04-16`, a month such as `2010-04`, or `unknown`",
        ),
        (
            "precision = \"day\"",
            "precision = \"month\"",
            "my.toml:24: event.precision: does not suit the date beside it; \
             write `day` or `deduced`, or give the month alone",
        ),
        (
            "scope = \"wave:fast\"",
            "scope = \"everybody\"",
            "my.toml:26: event.scope: `everybody` says nothing about whom; write `england`, `mail_house`, \
             or one of `sha:`, `pct:`, `pcts:`, `wave:` and `practice:` with what it names, for example `sha:Q35`",
        ),
        (
            "[\"S1\"]",
            "[\"S9\"]",
            "my.toml:28: event.source: `S9` is not in `[sources]`; \
             correct the key, or add a line for it to `[sources]`",
        ),
        (
            "applicant = \"sha:Q35\"",
            "applicant = \"sha:Q99\"",
            "my.toml:40: dispensation_request.applicant: `Q99` is no SHA of this file; \
             correct the code, or add a `[[sha]]` with it",
        ),
        (
            "applicant = \"sha:Q35\"",
            "applicant = \"england\"",
            "my.toml:40: dispensation_request.applicant: names nobody who could ask; \
             write one of `sha:`, `pct:`, `pcts:` and `wave:` with what it names, or `unknown`",
        ),
        (
            "outcome = \"unknown\"",
            "outcome = \"grunted\"",
            "my.toml:42: dispensation_request.outcome: `grunted` is no outcome; write `granted`",
        ),
        (
            "id = \"fast\"",
            "id = \"early\"",
            "my.toml:13: wave.id: there is a `early` already; correct one of them, or remove it",
        ),
        (
            "pct_count = 2",
            "pct_count = 151",
            "my.toml:5: scenario.pct_count: says 151, but 2 PCTs are listed; \
             write 2, or correct the `[[pct]]` list",
        ),
        (
            "date = \"2010-04-01\"",
            "date = \"2010-05-01\"",
            "my.toml:50: succession.to_code: `5QV` takes over after 2010-04-16; \
             remove its `[[pct]]`, or correct the date",
        ),
        (
            "as_at = \"2010-04-16\"",
            "as_at = \"2010-04\"",
            "my.toml:4: scenario.as_at: has to be known to the day; write a day such as `2010-04-16`",
        ),
        (
            "issuer = \"Department\"\n",
            "isuer = \"Department\"\n",
            "my.toml:31: directive.stop.isuer: is an unknown key; write `issuer`, or remove it",
        ),
        (
            "url = \"https://news.example/one\"",
            "url = \"news.example\"",
            "my.toml:64: sources.S1.url: `news.example` is no web address; \
             write an address that begins with `https://` or `http://`",
        ),
    ] {
        let found = faults(&changed(piece, by));
        assert!(found.iter().any(|fault| fault == expected), "{found:#?}");
    }
}

#[test]
fn all_faults_are_told_at_once_in_the_order_of_their_lines() {
    let text = changed("kind = \"directive\"", "kind = \"order\"")
        .replace("outcome = \"unknown\"", "outcome = 3")
        .replace("pct_count = 2", "pct_count = -2");
    assert_eq!(
        faults(&text),
        [
            "my.toml:5: scenario.pct_count: this integer is not what belongs here; \
             write a whole number from 1 to 9999",
            "my.toml:25: event.kind: `order` is no kind of event; choose one of `launch`, `funding`, `campaign`, \
             `mailing`, `incident`, `objection`, `directive`, `dispensation`, `agreement`, `review`, `resume`, \
             `evaluation`, `status`, `organisation`",
            "my.toml:42: dispensation_request.outcome: this integer is not what belongs here; \
             write a text in quotes",
        ]
    );
}

#[test]
fn what_is_no_toml_is_told_with_its_line() {
    let found = faults(&changed("outcome = \"unknown\"", "outcome = unknown"));
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("my.toml:42: toml: "), "{found:?}");
}

#[test]
fn an_empty_file_is_told_what_it_lacks() {
    assert_eq!(
        faults(""),
        [
            "my.toml:1: scenario: is missing; \
             add a `[scenario]` table with `id`, `name`, `as_at` and `pct_count`",
            "my.toml:1: sources: is missing; \
             add a `[sources]` table with a line for each key, `S01 = { url = …, title = … }`",
        ]
    );
}

#[test]
fn a_place_that_another_contradicts_is_told_and_the_other_holds() {
    for (piece, by, expected) in [
        (
            "waves = []",
            "waves = [\"fast\"]",
            "my.toml:62: pct.5QV.waves: puts `5QV` in `fast`, whose `members` do not name it; \
             the wave holds; add it there, or remove it here",
        ),
        (
            "waves = []",
            "planned_upload = true",
            "my.toml:62: pct.5QV.planned_upload: says that `5QV` was about to upload; `planned_uploads` does not; \
             that list holds; add it there, or remove it here",
        ),
        (
            "resolved_members = [\"5PY\"]",
            "resolved_members = [\"5QV\"]",
            "my.toml:37: directive.stop.resolved_members: shows `5QV` to be covered, but `fast` does not name it; \
             it is covered; add it to the wave, or remove it here",
        ),
        (
            "stated_count = 1\ncomplete",
            "stated_count = 6\ncomplete",
            "my.toml:8: wave.early.stated_count: says 6, but `early` is complete with 1; \
             `complete` holds; correct the count, or name the others",
        ),
        (
            "stated_count = 4",
            "stated_count = 0",
            "my.toml:14: wave.fast.stated_count: says 0, but `fast` names 1; \
             those named hold; correct one of the two",
        ),
        (
            "stated_count = 1\nmembers",
            "stated_count = 9\nmembers",
            "my.toml:20: planned_uploads.stated_count: says 9, but 1 are named; \
             those named hold; correct one of the two",
        ),
        (
            "pcts = 2",
            "pcts = 13",
            "my.toml:47: sha.Q35.pcts: says 13, but 2 PCTs name `Q35`; \
             the PCTs hold; correct one of the two",
        ),
    ] {
        assert_eq!(discrepancies(&changed(piece, by)), [expected]);
    }
}

#[test]
fn a_user_may_bring_other_waves_directives_and_uploads() {
    let start = BASE.find("[planned_uploads]").unwrap();
    let end = BASE.find("[[sha]]").unwrap();
    let other = r#"[[wave]]
id = "pilot"
complete = true
members = ["5QV"]
source = ["S1"]
[[directive]]
id = "no-new-starts"
issuer = "Board"
from = "2010-06"
suspends = "campaign_start"
scope = "pcts:5PY, 5QV"
source = "S1"
"#;
    let text =
        format!("{}{other}{}", &BASE[..start], &BASE[end..]).replace("planned_upload = true\n", "");
    let facts = Facts::parse(&text, "my.toml").unwrap();
    assert_eq!(facts.discrepancies, []);
    assert_eq!(facts.planned_uploads, None);
    assert_eq!(facts.dispensation_requests, []);
    assert_eq!(facts.events, []);
    let pilot = facts.wave("pilot".parse().unwrap()).unwrap();
    assert_eq!(membership(code("5PY"), pilot), Membership::NotMember);
    let directive = &facts.directives[0];
    assert_eq!(directive.scope, Scope::Pcts(vec![code("5PY"), code("5QV")]));
    assert_eq!(directive.until, FactDate::Unknown);
    assert_eq!(directive.resolved_members, []);
    let source = facts.source(directive.sources[0]).unwrap();
    assert_eq!(source.title, "News, April 2010");
}

#[test]
fn the_shipped_facts_may_be_changed() {
    let text = SHIPPED.replace("\ncomplete = false", "\ncomplete = true");
    let facts = Facts::parse(&text, "my.toml").unwrap();
    let accelerated = facts.wave("accelerated".parse().unwrap()).unwrap();
    assert_eq!(membership(code("5HQ"), accelerated), Membership::NotMember);
    let keys: Vec<_> = facts
        .discrepancies
        .iter()
        .map(|one| one.key.as_str())
        .collect();
    assert_eq!(
        keys,
        [
            "wave.fast_follower.stated_count",
            "wave.accelerated.stated_count"
        ]
    );
}

#[test]
fn a_damaged_file_is_read_or_explained() {
    let lines: Vec<&str> = BASE.lines().collect();
    let mut refused = 0;
    for at in 0..lines.len() {
        let mut without = lines.clone();
        let line = without.remove(at);
        let mut twice = lines.clone();
        twice.insert(at, line);
        for damaged in [without, twice, lines[..at].to_vec()] {
            if let Err(faults) = Facts::parse(&damaged.join("\n"), "my.toml") {
                assert!(!faults.is_empty());
                let unexplained = faults.iter().find(|fault| fault.key == "file");
                assert_eq!(unexplained, None, "{}", damaged.join("\n"));
                refused += 1;
            }
        }
    }
    assert!(refused > lines.len(), "{refused}");
}
