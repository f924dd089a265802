//! An explanation for people: what to do next, then each rule with what it rests on or lacks.

use precede_app::{
    ActExplained, Evidence, Explanation, Lack, Next, RuleExplained, StepExplained, Survey,
};
use precede_model::{HeldAct, OrganisationCode};

/// The whole of it.
pub fn explained(explanation: &Explanation) -> String {
    let mut text = head(explanation);
    for act in &explanation.acts {
        text += &headline(act);
        text += &next(act);
        for rule in &act.rules {
            text += &row(rule);
        }
        if act.act == HeldAct::Updates {
            text += "  removals and opt-outs of records already shared go on, whatever a directive says\n";
        }
    }
    for survey in &explanation.practices {
        text += &surveyed(survey);
    }
    for step in &explanation.steps {
        text += &step_line(step);
    }
    text
}

/// Acts with what to do next, and the steps.
pub fn briefly(explanation: &Explanation) -> String {
    let mut text = head(explanation);
    for act in &explanation.acts {
        text += &headline(act);
        text += &next(act);
    }
    for step in &explanation.steps {
        text += &step_line(step);
    }
    text
}

fn head(explanation: &Explanation) -> String {
    let practice = explanation
        .practice
        .map_or(String::new(), |practice| format!(", practice {practice}"));
    format!("{}{practice}\n", explanation.campaign)
}

fn headline(act: &ActExplained) -> String {
    let on = act.done_on.map_or(String::new(), |at| format!(" on {at}"));
    let far = match (act.state, act.act) {
        ("done", what) => return format!("{what}: {}{on}\n", done(what)),
        ("begun", HeldAct::Updates) => act.done_on.map_or(String::new(), |at| {
            format!("records are shared since {at}; ")
        }),
        ("begun", what) => format!("{}{on}; the next ", done(what)),
        ("planned", _) => "planned, the daemon carries it out; ".to_owned(),
        _ => String::new(),
    };
    let when = match (act.lawful, act.earliest) {
        (true, _) => "may happen now".to_owned(),
        (false, Some(from)) => format!("may happen from {from}, by time alone"),
        (false, None) => "somebody must act first".to_owned(),
    };
    format!("{}: {far}{when}\n", act.act)
}

fn done(act: HeldAct) -> &'static str {
    match act {
        HeldAct::Tell => "already told",
        HeldAct::Publicity => "opened",
        HeldAct::Post => "already posted",
        HeldAct::Permit => "already approved",
        HeldAct::Start => "already started",
        HeldAct::Updates => "shared",
    }
}

fn next(act: &ActExplained) -> String {
    let line = |one: &Next| {
        format!(
            "  next, {}: {}{}\n",
            one.who,
            one.words,
            codes(&one.practices)
        )
    };
    act.next.iter().map(line).collect()
}

fn row(rule: &RuleExplained) -> String {
    let verdict = match rule.from {
        Some(from) => format!("{}, from {from}", rule.verdict),
        None => rule.verdict.to_owned(),
    };
    let mut text = format!("  {:<6}{:<30}{verdict}\n", rule.rule.to_string(), rule.law);
    let mut told: Vec<(&Lack, Vec<OrganisationCode>)> = Vec::new();
    for lack in &rule.lacks {
        let same = |(one, _): &&mut (&Lack, _)| one.words == lack.words && one.who == lack.who;
        match told.iter_mut().find(same) {
            Some((_, practices)) => practices.extend(lack.practice),
            None => told.push((lack, lack.practice.into_iter().collect())),
        }
    }
    for (lack, practices) in told {
        text += &format!(
            "        lacks: {}{}; who: {}\n",
            lack.words,
            codes(&practices),
            lack.who
        );
    }
    if !rule.evidence.is_empty() {
        text += &format!("        rests on: {}\n", rests_on(&rule.evidence));
    }
    text
}

/// How many are written out; a PCT has fifty practices.
const WRITTEN_OUT_MAX: usize = 6;

fn rests_on(evidence: &[Evidence]) -> String {
    let shown = evidence.iter().take(WRITTEN_OUT_MAX).map(|one| {
        let about = (one.about.as_ref()).map_or(String::new(), |about| format!(" ({about})"));
        let practice = (one.practice).map_or(String::new(), |code| format!(" [{code}]"));
        let date = one.date.map_or(String::new(), |at| format!(" {at}"));
        format!("{}{about}{practice}{date} by {}", one.event, one.who)
    });
    let mut shown: Vec<String> = shown.collect();
    if evidence.len() > WRITTEN_OUT_MAX {
        shown.push(format!("{} more", evidence.len() - WRITTEN_OUT_MAX));
    }
    shown.join("; ")
}

fn codes(practices: &[OrganisationCode]) -> String {
    let shown = practices.iter().take(WRITTEN_OUT_MAX);
    let mut shown: Vec<String> = shown.map(ToString::to_string).collect();
    match practices.len() {
        0 => return String::new(),
        all if all > WRITTEN_OUT_MAX => shown.push(format!("{} more", all - WRITTEN_OUT_MAX)),
        _ => {}
    }
    format!(" [{}]", shown.join(", "))
}

fn surveyed(survey: &Survey) -> String {
    let mut text = format!(
        "{}: {} practices, done for {}, may happen for {}\n",
        survey.act, survey.practices, survey.done, survey.may_happen
    );
    for lack in &survey.lacks {
        text += &format!(
            "  {:>4}  {} ({}): {}; who: {}\n",
            lack.practices, lack.rule, lack.law, lack.words, lack.who
        );
    }
    text
}

fn step_line(step: &StepExplained) -> String {
    let earliest = step
        .earliest
        .map_or(String::new(), |at| format!(", until {at}"));
    format!(
        "{} ({}): {}{earliest}\n",
        step.title, step.state, step.waits_for
    )
}
