//! The shipped definitions, and what becomes of them when they are damaged.

use proptest::prelude::*;

use super::{
    kind::MEDIA,
    kind_word::{COMMON_KEYS, KindWord},
    parse,
    policy::POLICY_KEYS,
    words::words,
};
use crate::{
    Act, CalendarId, Role,
    definition::{Definition, Kind, PackPart, Scope},
};

const SHIPPED: [(&str, &str); 3] = [
    (
        "scr",
        include_str!("../../../../../templates/programmes/scr.toml"),
    ),
    (
        "shared-care-record",
        include_str!("../../../../../templates/programmes/shared-care-record.toml"),
    ),
    (
        "announcement",
        include_str!("../../../../../templates/programmes/announcement.toml"),
    ),
];

fn shipped(name: &str) -> Definition {
    let (_, text) = SHIPPED.iter().find(|(own, _)| *own == name).unwrap();
    parse(text, name, &|_| true).unwrap_or_else(|faults| panic!("{faults:#?}"))
}

#[test]
fn shipped_definitions_have_no_fault_and_their_own_code() {
    for (name, _) in SHIPPED {
        assert_eq!(shipped(name).code.as_str(), name);
    }
}

#[test]
fn each_contains_the_acts_it_is_for() {
    for name in ["scr", "shared-care-record"] {
        let definition = shipped(name);
        assert!(
            Act::ALL.iter().all(|act| definition.contains(*act)),
            "{name}"
        );
        assert!(definition.has_period(), "{name}");
    }
    let announcement = shipped("announcement");
    assert!(!announcement.contains(Act::Permit));
    assert!(!announcement.has_period());
    assert_eq!(announcement.policy.batch_capacity, Some(1000));
}

/// The page for authors names every word they can write.
#[test]
fn the_page_for_authors_knows_every_key_and_kind() {
    let page = include_str!("../../../../../docs/definition.md");
    let kinds: Vec<String> = KindWord::ALL.iter().map(KindWord::to_string).collect();
    let own = KindWord::ALL.iter().flat_map(|kind| kind.own_keys());
    let lists = own
        .chain(COMMON_KEYS)
        .chain(POLICY_KEYS)
        .chain(MEDIA)
        .chain(words::<PackPart>())
        .chain(words::<Role>())
        .chain(words::<CalendarId>());
    for word in lists.copied().chain(kinds.iter().map(String::as_str)) {
        assert!(
            page.contains(&format!("`{word}`")),
            "docs/definition.md does not name `{word}`"
        );
    }
}

/// What the rules ask of an act must stand in the `after` chain of the step that performs it.
#[test]
fn the_order_of_the_rules_is_in_every_chain() {
    for (name, _) in SHIPPED {
        let definition = shipped(name);
        let chain = |id: &str| before(&definition, id);
        let told = [
            "readiness",
            "plan",
            "consult-lmc",
            "tell-practice",
            "practice-ready",
        ];
        for step in told.iter().chain(&["helpline"]) {
            assert!(
                chain("publicity").contains(&step.to_string()),
                "{name}: {step}"
            );
        }
        for step in ["practice-ready", "publicity", "helpline", "pack", "list"] {
            assert!(chain("batch").contains(&step.to_string()), "{name}: {step}");
        }
        if !definition.contains(Act::Permit) {
            continue;
        }
        for step in ["batch", "period", "opt-outs-coded", "fitness", "reconciled"] {
            assert!(
                chain("permit").contains(&step.to_string()),
                "{name}: {step}"
            );
        }
        for step in [
            "opt-outs-coded",
            "practice-agrees",
            "pct-agrees",
            "reconciled",
        ] {
            assert!(chain(step).contains(&"period".to_owned()), "{name}: {step}");
        }
    }
}

/// A practice may say "not yet" for ever: nothing of the whole PCT may wait for its answer.
#[test]
fn no_step_of_the_whole_waits_for_an_answer() {
    for (name, _) in SHIPPED {
        let definition = shipped(name);
        for step in &definition.steps {
            let waits = before(&definition, step.id.as_str())
                .iter()
                .any(|id| id == "practice-answer");
            assert!(
                !(waits && step.scope != Scope::Practice),
                "{name}: {}",
                step.id
            );
        }
    }
}

#[test]
fn no_batch_is_posted_without_fresh_facts() {
    for (name, _) in SHIPPED {
        let definition = shipped(name);
        let (_, list) = definition.step("list".parse().unwrap()).unwrap();
        let lead = list.after.iter().find_map(|after| after.wait);
        assert_eq!(lead, Some(definition.policy.practice_lead), "{name}");
        assert!(matches!(list.kind, Kind::List));
    }
}

/// Ids of all steps before this one.
fn before(definition: &Definition, id: &str) -> Vec<String> {
    let (ix, _) = definition.step(id.parse().unwrap()).expect(id);
    let mut todo = vec![ix];
    let mut seen = Vec::new();
    while let Some(at) = todo.pop() {
        for after in &definition.steps[usize::from(at.0)].after {
            let id = definition.steps[usize::from(after.step.0)].id.to_string();
            if !seen.contains(&id) {
                seen.push(id);
                todo.push(after.step);
            }
        }
    }
    seen
}

/// One way to damage a text.
#[derive(Debug, Clone)]
enum Damage {
    CutLine(usize),
    DoubleLine(usize),
    SwapLines(usize, usize),
    Cut(usize, usize),
    Put(usize, String),
}

fn damage() -> impl Strategy<Value = Damage> {
    let piece = prop_oneof![
        "[-\\[\\]{}=\"',.#0-9a-z \n]{1,6}",
        Just("\u{e9}\u{0}\u{202e}".to_owned()),
        Just("[[phase.step]]\n".to_owned()),
        Just("after = [\"permit\"]\n".to_owned()),
        Just("[".repeat(200)),
    ];
    prop_oneof![
        any::<usize>().prop_map(Damage::CutLine),
        any::<usize>().prop_map(Damage::DoubleLine),
        any::<(usize, usize)>().prop_map(|(a, b)| Damage::SwapLines(a, b)),
        (any::<usize>(), 1..40_usize).prop_map(|(at, most)| Damage::Cut(at, most)),
        (any::<usize>(), piece).prop_map(|(at, piece)| Damage::Put(at, piece)),
    ]
}

fn apply(text: String, damage: &Damage) -> String {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    if lines.is_empty() {
        return text;
    }
    match damage {
        Damage::CutLine(at) => {
            lines.remove(at % lines.len());
        }
        Damage::DoubleLine(at) => {
            let at = at % lines.len();
            lines.insert(at, lines[at]);
        }
        Damage::SwapLines(a, b) => {
            let (a, b) = (a % lines.len(), b % lines.len());
            lines.swap(a, b);
        }
        Damage::Cut(at, most) => {
            let letters: Vec<char> = text.chars().collect();
            let at = at % letters.len();
            let end = (at + most).min(letters.len());
            return letters[..at].iter().chain(&letters[end..]).collect();
        }
        Damage::Put(at, piece) => {
            let letters: Vec<char> = text.chars().collect();
            let at = at % letters.len();
            let (before, after) = letters.split_at(at);
            return before
                .iter()
                .copied()
                .chain(piece.chars())
                .chain(after.iter().copied())
                .collect();
        }
    }
    lines.concat()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    /// Whatever is done to a text, it is read or each fault has a line of that text and says what and what to do.
    #[test]
    fn damaged_texts_are_read_or_explained(which in 0..3_usize, damages in prop::collection::vec(damage(), 1..6)) {
        let text = damages.iter().fold(SHIPPED[which].1.to_owned(), apply);
        if let Err(faults) = parse(&text, "damaged", &|_| true) {
            prop_assert!(!faults.is_empty());
            for fault in faults {
                prop_assert!(fault.line >= 1 && fault.line <= text.lines().count() + 1);
                prop_assert!(!fault.key.is_empty() && !fault.what.is_empty() && !fault.remedy.is_empty());
                prop_assert!(!fault.to_string().contains('\n'), "{}", fault);
            }
        }
    }
}
