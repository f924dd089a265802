//! The LMC's silence is a position only when it had papers to be silent on, and a whole cycle has passed.

use serde_json::json;

use crate::{
    lawful::lawful,
    story::{Name, PLAN, Story},
};

const PAPERS: Name = ("consult-begun", "");
const SILENT: Name = ("lmc-consulted", "");
const OPENED: Name = ("publicity-opened", "");
const BOTH: [(&str, Name); 2] = [("R2", SILENT), ("R2", OPENED)];

#[test]
fn it_follows_the_papers_by_a_whole_cycle() {
    lawful().at(SILENT, "2010-01-11T00:00:00Z").is_lawful();
    let early = lawful().at(SILENT, "2010-01-10T23:59:59.999999Z");
    early.breaks(&BOTH);
    assert!(early.report().violations[0].why.contains("a whole cycle"));
    // The papers of the day before are a cycle of one more day.
    lawful().at(PAPERS, "2010-01-05T23:59:59Z").is_lawful();
    lawful().at(PAPERS, "2010-01-06T00:00:00Z").breaks(&BOTH);
}

#[test]
fn without_papers_nobody_is_silent() {
    lawful().without(PAPERS).breaks(&BOTH);
    lawful()
        .set(PAPERS, "stage", json!("meeting"))
        .breaks(&BOTH);
    lawful()
        .set(PAPERS, "of", json!("patient-panel"))
        .breaks(&BOTH);
    lawful().behind(PAPERS, SILENT).breaks(&BOTH);
}

#[test]
fn a_chain_that_does_not_say_how_long_a_cycle_is_shows_the_least() {
    let unsaid = || lawful().unset(PLAN, "lmc_cycle");
    unsaid().is_lawful();
    unsaid().without(PAPERS).breaks(&BOTH);
    unsaid().at(SILENT, "2010-01-05T10:00:00Z").is_lawful();
    unsaid().at(SILENT, "2010-01-05T09:59:59Z").breaks(&BOTH);
}

#[test]
fn papers_sent_again_do_not_begin_it_again() {
    let fields = json!({"of": "lmc", "stage": "papers"});
    let again = lawful().before(SILENT, PAPERS, "pct.anna", fields);
    again.is_lawful();
}

#[test]
fn a_position_needs_neither() {
    for position in ["supports", "neutral", "objects"] {
        let story = lawful().without(PAPERS);
        story.set(SILENT, "position", json!(position)).is_lawful();
    }
}

#[test]
fn taken_back_it_needs_papers_anew() {
    let withdrawn = ("fact-withdrawn", "");
    let again = |papers: bool| -> Story {
        let mut story = lawful()
            .before(OPENED, withdrawn, "pct.anna", json!({"fact": "lmc"}))
            .at(withdrawn, "2010-02-01T09:00:00Z");
        if papers {
            let fields = json!({"of": "lmc", "stage": "papers"});
            story = story
                .before(OPENED, PAPERS, "pct.anna", fields)
                .at(("consult-begun#2", ""), "2010-02-02T09:00:00Z");
        }
        let fields = json!({"position": "silent"});
        story.before(OPENED, SILENT, "precede", fields)
    };
    again(true).is_lawful();
    again(false).breaks(&[("R2", ("lmc-consulted#2", "")), ("R2", OPENED)]);
}
