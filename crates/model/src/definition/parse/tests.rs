//! Each fault by its line. A text is the base with one piece replaced; `#!` marks the line the fault must name.

use super::*;
use crate::{
    Length,
    definition::{Approval, Kind, PackPart, Scope},
};

const BASE: &str = r#"
code = "x"
title = "X"
zone = "Europe/London"
calendar = "england-and-wales"
informs_by = ["addressed-letter"]
[policy]
practice_lead = "10wd"
decision_period = "12w"
list_max_age = "28d"
death_recheck_max_age = "3d"
permit_life = "24h"
opt_out_count_max_age = "2wd"
delivery_days = { bulk = "7wd" }
post_class = "bulk"
pack = ["letter", "freephone", "return-address"]
[[phase]]
id = "one"
[[phase.step]]
id = "readiness"
for = "pct"
kind = "task"
[[phase.step]]
id = "plan"
for = "pct"
kind = "approval"
after = ["readiness"]
[[phase.step]]
id = "consult-lmc"
for = "pct"
kind = "consult"
after = ["plan"]
[[phase]]
id = "two"
[[phase.step]]
id = "tell-practice"
for = "practice"
kind = "notice"
after = ["consult-lmc"]
[[phase.step]]
id = "practice-ready"
for = "practice"
kind = "acknowledgement"
after = ["tell-practice"]
remind = ["5wd", "8wd"]
escalate = "10wd"
chase_end = "20wd"
[[phase.step]]
id = "publicity"
for = "pct"
kind = "publicity"
lasts = "4w"
media = ["press"]
after = ["practice-ready"]
[[phase.step]]
id = "list"
for = "practice"
kind = "list"
after = [{ step = "practice-ready", wait = "10wd" }, "publicity"]
[[phase.step]]
id = "batch"
for = "practice"
kind = "batch"
after = ["list"]
[[phase.step]]
id = "newcomers"
for = "pct"
kind = "recurring"
every = "0 9 1 * *"
after = ["publicity"]
[[phase.step]]
id = "period"
for = "practice"
kind = "period"
after = ["batch"]
[[phase.step]]
id = "practice-agrees"
for = "practice"
kind = "sign-off"
by = "practice"
after = ["period"]
[[phase.step]]
id = "permit"
for = "practice"
kind = "permit"
after = ["practice-agrees"]
"#;

fn replaced(from: &str, to: &str) -> String {
    assert_eq!(
        BASE.matches(from).count(),
        1,
        "`{from}` must be in the base once"
    );
    BASE.replace(from, to)
}

fn faults_of(text: &str) -> Vec<Fault> {
    match parse(text, "x.toml", &|_| true) {
        Ok(_) => Vec::new(),
        Err(faults) => {
            assert!(!faults.is_empty());
            faults
        }
    }
}

/// Replaces one piece and expects exactly one fault, on the marked line.
#[track_caller]
fn expect(from: &str, to: &str, said: &str) {
    let text = replaced(from, to);
    let marked = text.lines().position(|line| line.ends_with("#!"));
    let line = marked.expect("a line is marked") + 1;
    let faults: Vec<_> = faults_of(&text).iter().map(Fault::to_string).collect();
    assert_eq!(faults.len(), 1, "{faults:#?}");
    let wanted = format!("x.toml:{line}: {said}");
    assert!(faults[0].starts_with(&wanted), "{}\n{wanted}", faults[0]);
}

#[test]
fn the_base_is_read_as_written() {
    let read = parse(BASE, "x.toml", &|_| true).expect("the base has no fault");
    assert_eq!(read.steps.len(), 12);
    assert_eq!(read.phases.len(), 2);
    assert_eq!(read.policy.practice_lead, Length::WorkingDays(10));
    assert_eq!(read.policy.publicity_minimum, Some(Length::Days(28)));
    let (list, _) = read.step("list".parse().unwrap()).unwrap();
    let list = &read.steps[usize::from(list.0)];
    assert_eq!(list.title, "List");
    assert_eq!(list.scope, Scope::Practice);
    assert_eq!(list.phase, 1);
    assert_eq!(list.after[0].wait, Some(Length::WorkingDays(10)));
    assert_eq!(BASE.lines().nth(list.line), Some("id = \"list\""));
    let ready = &read.steps[4];
    assert!(matches!(&ready.kind, Kind::Acknowledgement { of, chase }
        if of.0 == 3 && chase.remind.len() == 2 && chase.end == Some(Length::WorkingDays(20))));
    assert!(
        matches!(&read.steps[1].kind, Kind::Approval { subject: Approval::Plan, by } if by.len() == 2)
    );
}

#[test]
fn owners_follow_the_kind_where_none_is_named() {
    let read = parse(BASE, "x.toml", &|_| true).unwrap();
    let owner = |id: &str| read.step(id.parse().unwrap()).unwrap().1.owner.to_string();
    assert_eq!(owner("readiness"), "pct-lead");
    assert_eq!(owner("practice-ready"), "practice");
    assert_eq!(owner("practice-agrees"), "practice");
}

#[test]
fn unknown_keys_name_the_nearest() {
    expect(
        "title = \"X\"",
        "titel = \"X\" #!\ntitle = \"X\"",
        "titel: is an unknown key; write `title`",
    );
    expect(
        "practice_lead = \"10wd\"",
        "practice_lead = \"10wd\"\npractise_led = \"1wd\" #!",
        "policy.practise_led: is an unknown key; write `practice_lead`",
    );
    expect(
        "lasts = \"4w\"",
        "lasts = \"4w\"\nlabel = 1 #!",
        "step.publicity.label: is an unknown key; remove it",
    );
    expect(
        "id = \"two\"",
        "id = \"two\"\ncolour = 1 #!",
        "phase.two.colour: is an unknown key; remove it",
    );
    expect(
        "{ step = \"practice-ready\", wait = \"10wd\" }",
        "{ step = \"practice-ready\", wiat = \"10wd\" } ] #!\n#[",
        "step.list.after.wiat: is an unknown key; write `wait`",
    );
}

#[test]
fn keys_of_another_kind_say_whose_they_are() {
    expect(
        "escalate = \"10wd\"",
        "escalate = \"10wd\"\nlasts = \"1d\" #!",
        "step.practice-ready.lasts: a step of kind `acknowledgement` has no such key; remove it; it belongs to `publicity`",
    );
    expect(
        "kind = \"period\"",
        "kind = \"period\"\nlength = \"12w\" #!",
        "step.period.length: is an unknown key",
    );
}

#[test]
fn unknown_words_name_the_nearest() {
    expect(
        "[\"tell-practice\"]",
        "[\"tell-practise\"] #!",
        "step.practice-ready.after: `tell-practise` is no step of this definition; write `tell-practice`",
    );
    expect(
        "kind = \"list\"",
        "kind = \"lsit\" #!",
        "step.list.kind: `lsit` is no kind of step; write `list`",
    );
    expect(
        "kind = \"publicity\"",
        "owner = \"pct-led\" #!\nkind = \"publicity\"",
        "step.publicity.owner: `pct-led` is no role; write `pct-lead`",
    );
    expect(
        "[\"press\"]",
        "[\"pres\"] #!",
        "step.publicity.media: `pres` is no medium; write `press`",
    );
    expect(
        "\"freephone\", ",
        "\"freephone\", \"leaflett\",#!\n",
        "policy.pack: `leaflett` is no part of a pack; write `leaflet`",
    );
    expect(
        "for = \"practice\"\nkind = \"list\"",
        "for = \"practices\" #!\nkind = \"list\"",
        "step.list.for: `practices` is no body a step is done for; write `practice`",
    );
    expect(
        "[\"addressed-letter\"]",
        "[\"adressed-letter\"] #!",
        "informs_by: `adressed-letter` is no means of informing a patient",
    );
    expect(
        "post_class = \"bulk\"",
        "post_class = \"bluk\" #!",
        "policy.post_class: `bluk` is no postage class; write `bulk`",
    );
    expect(
        "\"england-and-wales\"",
        "\"england\" #!",
        "calendar: `england` is no calendar",
    );
    expect(
        "\"Europe/London\"",
        "\"Europe/Lundon\" #!",
        "zone: `Europe/Lundon` is no known time zone",
    );
    expect(
        "\"practice\"\nafter = [\"period\"]",
        "\"practice\"\nasks = \"nods\" #!\nafter = [\"period\"]",
        "step.practice-agrees.asks: `nods` is no thing to ask",
    );
}

#[test]
fn ids_are_unique_short_and_plain() {
    expect(
        "id = \"permit\"",
        "id = \"period\" #!",
        "step.period.id: there is a step `period` already",
    );
    expect(
        "id = \"two\"",
        "id = \"one\" #!",
        "phase.one.id: there is a phase `one` already",
    );
    expect(
        "id = \"newcomers\"",
        "id = \"n\u{e9}w\" #!",
        "phase.two.step.id: `n\u{e9}w` is not a usable name",
    );
    expect(
        "id = \"newcomers\"",
        "id = \"a-step-with-a-name-beyond-all-measure\" #!",
        "phase.two.step.id: `a-step-with-a-name-beyond-all-measure` is not a usable name: it is too long; use at most 32",
    );
    expect(
        "code = \"x\"",
        "code = \"x y\" #!",
        "code: `x y` is not a usable name",
    );
}

#[test]
fn a_circle_is_told_in_order() {
    let plan = "kind = \"approval\"\nafter = [\"readiness\"]";
    let consult = "[[phase.step]]\nid = \"consult-lmc\"\nfor = \"pct\"\nkind = \"consult\"";
    expect(
        &format!("{plan}\n{consult}\nafter = [\"plan\"]"),
        &format!("kind = \"approval\"\nafter = [\"publicity\"]\n{consult}\nafter = [\"plan\"] #!"),
        "step.consult-lmc.after: the steps wait for one another: `consult-lmc` before `tell-practice` before \
         `practice-ready` before `publicity` before `plan` before `consult-lmc`; remove one of these arrows",
    );
}

#[test]
fn a_step_behind_itself_is_a_circle_of_one() {
    expect(
        "[\"batch\"]",
        "[\"batch\", \"period\"] #!",
        "step.period.after: the steps wait for one another: `period` before `period`",
    );
}

#[test]
fn kinds_have_their_scopes() {
    let wrong = [
        ("list", "pct"),
        ("batch", "pct"),
        ("period", "region"),
        ("permit", "pct"),
        ("sign-off", "pct"),
        ("acknowledgement", "pct"),
        ("notice", "programme"),
        ("answer", "pct"),
        ("publicity", "practice"),
        ("publicity", "region"),
        ("consult", "practice"),
        ("recurring", "region"),
    ];
    for (kind, scope) in wrong {
        let text =
            format!("{BASE}[[phase.step]]\nid = \"new\"\nkind = \"{kind}\"\nfor = \"{scope}\"\n");
        let line = text.lines().count();
        let faults = faults_of(&text);
        let said = format!("a step of kind `{kind}` cannot be done for a {scope}");
        assert!(
            faults
                .iter()
                .any(|fault| fault.line == line && fault.what == said),
            "{kind} {scope}: {faults:#?}"
        );
    }
    for scope in ["programme", "region", "pct", "practice"] {
        for kind in ["task", "approval"] {
            let text = format!(
                "{BASE}[[phase.step]]\nid = \"new\"\nkind = \"{kind}\"\nfor = \"{scope}\"\n"
            );
            assert_eq!(faults_of(&text), []);
        }
    }
}

#[test]
fn lengths_are_well_formed() {
    for bad in ["-3d", "10x", "3", "", "1.5d", "d3", "99999999999w", "3 d"] {
        expect(
            "decision_period = \"12w\"",
            &format!("decision_period = \"{bad}\" #!"),
            &format!(
                "policy.decision_period: `{bad}` is not a length of time; write a whole number"
            ),
        );
    }
    expect(
        "wait = \"10wd\"",
        "wait = \"-3d\" }] #!\n#",
        "step.list.after.wait: `-3d` is not a length of time",
    );
    expect(
        "lasts = \"4w\"",
        "lasts = 4 #!",
        "step.publicity.lasts: this integer is not what belongs here; write a text in quotes",
    );
}

#[test]
fn lengths_keep_their_floors() {
    let wrong = [
        ("practice_lead", "10wd", "0wd", "at least `1wd`"),
        ("practice_lead", "10wd", "14d", "at least `1wd`"),
        ("decision_period", "12w", "0w", "more than 0"),
        ("decision_period", "12w", "48h", "more than 0"),
        ("list_max_age", "28d", "29d", "at most `28d`"),
        ("list_max_age", "28d", "20wd", "at most `28d`"),
        ("list_max_age", "28d", "0d", "at most `28d`"),
        ("death_recheck_max_age", "3d", "4d", "at most `3d`"),
        ("death_recheck_max_age", "3d", "73h", "at most `3d`"),
        ("permit_life", "24h", "25h", "at most `24h`"),
        ("permit_life", "24h", "1d", "at most `24h`"),
        ("opt_out_count_max_age", "2wd", "3wd", "at most `2wd`"),
        ("opt_out_count_max_age", "2wd", "3d", "at most `2wd`"),
    ];
    for (key, from, to, remedy) in wrong {
        let text = replaced(&format!("{key} = \"{from}\""), &format!("{key} = \"{to}\""));
        let faults = faults_of(&text);
        assert_eq!(faults.len(), 1, "{key} {to}: {faults:#?}");
        assert_eq!(faults[0].key, format!("policy.{key}"));
        assert!(faults[0].remedy.contains(remedy), "{}", faults[0]);
    }
    expect(
        "lasts = \"4w\"",
        "lasts = \"0d\" #!",
        "step.publicity.lasts: `0d` is no time at all",
    );
}

#[test]
fn chasing_goes_on_in_time() {
    let said = |key: &str, length: &str| {
        format!("step.practice-ready.{key}: `{length}` is not later than what comes before it")
    };
    expect(
        "[\"5wd\", \"8wd\"]",
        "[\"8wd\", \"5wd\"] #!",
        &said("remind", "5wd"),
    );
    expect(
        "[\"5wd\", \"8wd\"]",
        "[\"5wd\", \"5wd\"] #!",
        &said("remind", "5wd"),
    );
    expect(
        "escalate = \"10wd\"",
        "escalate = \"8wd\" #!",
        &said("escalate", "8wd"),
    );
    expect(
        "escalate = \"10wd\"",
        "escalate = \"6d\" #!",
        &said("escalate", "6d"),
    );
    expect(
        "chase_end = \"20wd\"",
        "chase_end = \"10wd\" #!",
        &said("chase_end", "10wd"),
    );
    expect(
        "[\"5wd\", \"8wd\"]",
        "[\"0wd\", \"8wd\"] #!",
        "step.practice-ready.remind: `0wd` is no time at all",
    );
}

#[test]
fn packs_let_a_patient_say_no() {
    expect(
        "pack = [\"letter\", \"freephone\", \"return-address\"]",
        "pack = [\"letter\", \"return-address\"] #!",
        "policy.pack: the pack holds no free way to say no",
    );
    expect(
        "pack = [\"letter\", \"freephone\", \"return-address\"]",
        "pack = [\"letter\", \"freephone\"] #!",
        "policy.pack: the pack does not say where to send a no",
    );
    expect(
        "kind = \"batch\"",
        "kind = \"batch\"\npack = [\"letter\", \"opt-out-form\"] #!",
        "step.batch.pack: the pack does not say where",
    );
    let without_permit = BASE
        .split("[[phase.step]]\nid = \"permit\"")
        .next()
        .unwrap();
    let text = without_permit.replace("\"freephone\", \"return-address\"", "\"leaflet\"");
    assert_eq!(faults_of(&text), []);
}

#[test]
fn one_step_posts_letters() {
    let second = |mark: &str| {
        format!(
            "id = \"again\"\nfor = \"practice\"\nkind = \"batch\"{mark}\nafter = [\"batch\"]\n[[phase.step]]\n"
        )
    };
    let period = "id = \"period\"\nfor = \"practice\"\nkind = \"period\"";
    expect(
        period,
        &format!("{}{period}", second(" #!")),
        "step.again.kind: a definition has one `batch` step, and `batch` is it already; remove this one",
    );
    let third = second("").replace("again", "third");
    let text = replaced(period, &format!("{}{third}{period}", second("")));
    let faults = faults_of(&text);
    let keys: Vec<_> = faults.iter().map(|fault| fault.key.as_str()).collect();
    assert_eq!(keys, ["step.again.kind", "step.third.kind"]);
}

#[test]
fn a_permit_needs_a_means_and_a_period() {
    expect(
        "informs_by = [\"addressed-letter\"]",
        "informs_by = [] #!",
        "informs_by: nothing counts as informing a patient, yet there is a permit (R7)",
    );
    expect(
        "informs_by = [\"addressed-letter\"]",
        "informs_by = [\"public-notice\"] #!",
        "informs_by: no step informs patients by any of these means",
    );
    let text = replaced("informs_by = [\"addressed-letter\"]\n", "");
    assert_eq!(faults_of(&text)[0].key, "informs_by");
    let text = replaced("kind = \"period\"", "kind = \"task\"");
    let faults = faults_of(&text);
    assert_eq!(faults.len(), 1, "{faults:#?}");
    assert_eq!(faults[0].key, "step.permit");
    assert_eq!(text.lines().nth(faults[0].line), Some("id = \"permit\""));
}

#[test]
fn steps_can_be_reached() {
    expect(
        "after = [\"list\"]",
        "after = [\"list\", \"newcomers\"] #!",
        "step.batch.after: can never be reached: `newcomers` recurs and is never done",
    );
    expect(
        "id = \"newcomers\"",
        "id = \"abroad\"\nfor = \"programme\"\nkind = \"task\"\nafter = [\"list\"] #!\n[[phase.step]]\nid = \"newcomers\"",
        "step.abroad.after: can never be reached: `list` is done for a practice, and a step for a programme has none",
    );
}

#[test]
fn links_name_steps_of_the_right_kind() {
    expect(
        "remind = [\"5wd\", \"8wd\"]",
        "remind = [\"5wd\", \"8wd\"]\nof = \"plan\" #!",
        "step.practice-ready.of: `plan` is a step of kind `approval`; name a step of kind `notice`",
    );
    expect(
        "every = \"0 9 1 * *\"",
        "every = \"0 9 1 * *\"\nuntil = \"newcomers\" #!",
        "step.newcomers.until: `newcomers` recurs and never ends",
    );
    expect(
        "every = \"0 9 1 * *\"",
        "every = \"0 9 1 * *\"\nuntil = \"permit\" #!",
        "step.newcomers.until: `permit` ends for each practice at another time",
    );
    expect(
        "id = \"practice-ready\"\nfor = \"practice\"\nkind = \"acknowledgement\"\nafter = [\"tell-practice\"]",
        "id = \"practice-ready\"\nfor = \"practice\"\nkind = \"acknowledgement\"\nof = \"tell-practice\" #!",
        "step.practice-ready.of: answers `tell-practice` but does not come after it",
    );
    expect(
        "after = [\"list\"]",
        "after = [\"list\", \"list\"] #!",
        "step.batch.after: names `list` twice",
    );
}

#[test]
fn schedules_have_the_shape_of_cron() {
    for bad in ["daily", "0 9 1", "0 9 1 * * * * *", "0 9 ! * *"] {
        expect(
            "every = \"0 9 1 * *\"",
            &format!("every = \"{bad}\" #!"),
            &format!("step.newcomers.every: `{bad}` is no cron expression"),
        );
    }
    for good in [
        "0 9 * * MON-FRI",
        "0 0 9 L * ?",
        "0 */15 9-17 1,15 * * 2010",
    ] {
        assert_eq!(faults_of(&replaced("0 9 1 * *", good)), []);
    }
}

#[test]
fn missing_keys_are_named_at_their_table() {
    for (line, key) in [
        ("code = \"x\"\n", "code"),
        ("title = \"X\"\n", "title"),
        ("zone = \"Europe/London\"\n", "zone"),
        ("calendar = \"england-and-wales\"\n", "calendar"),
        ("practice_lead = \"10wd\"\n", "policy.practice_lead"),
        ("decision_period = \"12w\"\n", "policy.decision_period"),
        ("list_max_age = \"28d\"\n", "policy.list_max_age"),
        (
            "death_recheck_max_age = \"3d\"\n",
            "policy.death_recheck_max_age",
        ),
        ("permit_life = \"24h\"\n", "policy.permit_life"),
        (
            "opt_out_count_max_age = \"2wd\"\n",
            "policy.opt_out_count_max_age",
        ),
        (
            "delivery_days = { bulk = \"7wd\" }\n",
            "policy.delivery_days",
        ),
        ("post_class = \"bulk\"\n", "policy.post_class"),
        (
            "pack = [\"letter\", \"freephone\", \"return-address\"]\n",
            "policy.pack",
        ),
        ("lasts = \"4w\"\n", "step.publicity.lasts"),
        ("media = [\"press\"]\n", "step.publicity.media"),
        ("every = \"0 9 1 * *\"\n", "step.newcomers.every"),
        ("by = \"practice\"\n", "step.practice-agrees.by"),
        ("kind = \"period\"\n", "step.period.kind"),
        ("id = \"two\"\n", "phase.id"),
    ] {
        let text = replaced(line, "");
        let faults = faults_of(&text);
        let place = if key.starts_with("policy") {
            text.lines()
                .position(|line| line == "[policy]")
                .map(|at| at + 1)
        } else {
            None
        };
        let found = faults
            .iter()
            .find(|fault| fault.key == key && fault.what == "is missing");
        let found = found.unwrap_or_else(|| panic!("{key}: {faults:#?}"));
        assert!(place.is_none_or(|place| place == found.line), "{found}");
    }
}

#[test]
fn a_file_without_phases_or_policy_says_so() {
    let head = "code = \"x\"\ntitle = \"X\"\nzone = \"Europe/London\"\ncalendar = \"scotland\"\n";
    let keys: Vec<_> = faults_of(head).into_iter().map(|fault| fault.key).collect();
    assert_eq!(keys, ["phase", "policy", "policy.practice_lead"]);
    expect(
        "[[phase]]\nid = \"two\"",
        "[[phase]] #!\nid = \"empty\"\n[[phase]]\nid = \"two\"",
        "phase.empty: the phase has no step",
    );
}

#[test]
fn templates_must_exist() {
    let faults = parse(BASE, "x.toml", &|name| name == "reminder").unwrap_err();
    let said: Vec<_> = faults
        .iter()
        .map(|fault| (fault.key.as_str(), fault.what.as_str()))
        .collect();
    assert_eq!(
        said,
        [
            (
                "step.tell-practice.template",
                "there is no e-mail template `tell-practice`"
            ),
            (
                "step.practice-ready.escalate",
                "there is no e-mail template `escalation`"
            ),
        ]
    );
}

#[test]
fn special_facts_stand_alone_at_their_place() {
    let kind = "id = \"readiness\"\nfor = \"pct\"\nkind = \"task\"";
    expect(
        kind,
        &format!("{kind}\nestablishes = [\"readiness\", \"other\"] #!"),
        "step.readiness.establishes: `readiness` must stand alone",
    );
    expect(
        kind,
        &format!("{kind}\nestablishes = [\"opt-outs\"] #!"),
        "step.readiness.establishes: `opt-outs` cannot be established for a pct; let the step be `for` `practice`",
    );
    expect(
        kind,
        &format!("{kind}\nestablishes = [] #!"),
        "step.readiness.establishes: names nothing",
    );
    expect(
        "id = \"newcomers\"\nfor = \"pct\"\nkind = \"recurring\"\nevery = \"0 9 1 * *\"",
        "id = \"reconciled\" #!\nfor = \"pct\"\nkind = \"task\"",
        "step.reconciled.id: `reconciled` cannot be established for a pct",
    );
}

#[test]
fn a_practice_has_no_deadline_to_agree() {
    expect(
        "by = \"practice\"",
        "by = \"practice\"\ndue = \"5wd\" #!",
        "step.practice-agrees.due: a practice is never given a deadline to agree (R6)",
    );
    expect(
        "by = \"practice\"",
        "by = \"mail-house\" #!",
        "step.practice-agrees.by: `mail-house` can sign for neither the practice nor the PCT",
    );
}

#[test]
fn variants_lie_over_the_policy() {
    let variants = "[[variant]]\nid = \"a\"\ntitle = \"A\"\n[[variant]]\nid = \"b\"\npack = [\"letter\", \"opt-out-form\", \"prepaid-envelope\"]\ndecision_period = \"8w\"\n[[phase]]\nid = \"one\"";
    let text = replaced("[[phase]]\nid = \"one\"", variants);
    let read = parse(&text, "x.toml", &|_| true).unwrap();
    assert_eq!(read.policy, read.variants[0].policy);
    assert_eq!(
        read.policy_of(Some("b")).unwrap().decision_period,
        Some(Length::Days(56))
    );
    assert!(
        read.variants[1]
            .policy
            .pack
            .contains(&PackPart::PrepaidEnvelope)
    );
    assert_eq!(
        read.variants[1].policy.practice_lead,
        read.policy.practice_lead
    );
    assert_eq!(read.variants[1].title, "B");

    let with = |piece: &str| {
        format!("[[variant]]\nid = \"a\"\n[[variant]]\n{piece}\n[[phase]]\nid = \"one\"")
    };
    expect(
        "[[phase]]\nid = \"one\"",
        &with("id = \"a\" #!"),
        "variant.id: there is a variant `a` already",
    );
    expect(
        "[[phase]]\nid = \"one\"",
        &with("id = \"b\"\npermit_life = \"2d\" #!"),
        "variant.b.permit_life: `2d` is not allowed here",
    );
    expect(
        "[[phase]]\nid = \"one\"",
        &with("id = \"b\"\npakc = [] #!"),
        "variant.b.pakc: is an unknown key; write `pack`",
    );
}

#[test]
fn a_variant_may_supply_what_the_policy_leaves_out() {
    let text = replaced("decision_period = \"12w\"\n", "").replace(
        "[[phase]]\nid = \"one\"",
        "[[variant]]\nid = \"a\"\ndecision_period = \"8w\"\n[[phase]]\nid = \"one\"",
    );
    assert_eq!(faults_of(&text), []);
}

#[test]
fn other_values_are_checked_too() {
    expect(
        "post_class = \"bulk\"",
        "post_class = \"first-class\" #!",
        "policy.post_class: `delivery_days` does not say how long `first-class` takes",
    );
    expect(
        "{ bulk = \"7wd\" }",
        "{ bulk = \"7wd\", pigeon = \"1d\" } #!",
        "policy.delivery_days.pigeon: `pigeon` is no postage class",
    );
    expect(
        "post_class = \"bulk\"",
        "post_class = \"bulk\"\nage = [70, 16] #!",
        "policy.age: ends before it begins",
    );
    expect(
        "post_class = \"bulk\"",
        "post_class = \"bulk\"\nage = [16] #!",
        "policy.age: is not two ages",
    );
    expect(
        "post_class = \"bulk\"",
        "post_class = \"bulk\"\nage = [16, 900] #!",
        "policy.age: this integer is not what belongs here; write a whole number from 0 to 150",
    );
    expect(
        "post_class = \"bulk\"",
        "post_class = \"bulk\"\nbatch_capacity = 0 #!",
        "policy.batch_capacity: this integer",
    );
    expect(
        "kind = \"list\"",
        "kind = \"list\"\noptional = \"yes\" #!",
        "step.list.optional: this string is not what belongs here; write `true` or `false`",
    );
    expect("title = \"X\"", "title = \" \" #!", "title: is empty");
    expect(
        "kind = \"approval\"",
        "kind = \"approval\"\nby = [] #!",
        "step.plan.by: names nobody",
    );
    expect(
        "code = \"x\"",
        "code = \"x\"\nlabels = { pct = 3 } #!",
        "labels.pct: this integer",
    );
}

#[test]
fn all_faults_come_at_once_by_line() {
    let text = BASE
        .replace("\"Europe/London\"", "\"Mars\"")
        .replace("\"28d\"", "\"40d\"")
        .replace("kind = \"list\"", "kind = \"lust\"")
        .replace("every = \"0 9 1 * *\"", "every = \"x\"");
    let faults = faults_of(&text);
    let keys: Vec<_> = faults.iter().map(|fault| fault.key.as_str()).collect();
    assert_eq!(
        keys,
        [
            "zone",
            "policy.list_max_age",
            "step.list.kind",
            "step.newcomers.every"
        ]
    );
    assert!(faults.is_sorted_by_key(|fault| fault.line));
}

#[test]
fn a_fault_stays_on_one_line() {
    let text = BASE.replace("[\"list\"]", "[\"li\\nst\"]");
    let faults = faults_of(&text);
    assert!(
        faults[0].to_string().contains("`li\\nst` is no step"),
        "{}",
        faults[0]
    );
}

#[test]
fn syntax_is_told_with_its_line() {
    let faults = faults_of("code = \"x\"\ntitle = \nzone == 1\n");
    assert!(faults.iter().all(|fault| fault.key == "toml"));
    let lines: Vec<_> = faults.iter().map(|fault| fault.line).collect();
    assert_eq!(lines, [2, 3, 3]);
    assert!(!faults_of("code = 1\ncode = 2\n").is_empty());
}
