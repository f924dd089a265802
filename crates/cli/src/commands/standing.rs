//! What stands against a campaign or waits to be seen to, as `precede campaign status` shows it.

use precede_app::{CampaignStatus, DirectiveLine, moment_words, words};
use precede_model::programme::Coverage;

use super::{cases, spending};

/// Directives, quiet times, alarms, cases and money; nothing where there is nothing.
pub fn in_words(status: &CampaignStatus) -> String {
    let mut text: String = status.directives.iter().map(directive).collect();
    for one in &status.quiet_times {
        let word = if one.is_quiet { "is on" } else { "comes" };
        text += &format!(
            "  quiet time {} {word}: from {} until {}; {}\n",
            one.quiet_time,
            moment_words(one.from),
            moment_words(one.until),
            one.reference
        );
    }
    for one in &status.alarms {
        text += &format!(
            "  alarm {} at {}, since {}: {}\n",
            one.alarm,
            one.practice,
            moment_words(one.since),
            words::alarm(one.about)
        );
    }
    text.extend(
        status
            .cases
            .iter()
            .map(|case| indented(&cases::in_words(case))),
    );
    if let Some(budget) = &status.budget {
        text += &indented(&format!("budget: {}", spending::sums(budget)));
    }
    if text.is_empty() {
        text
    } else {
        format!("\n{text}")
    }
}

fn directive(one: &DirectiveLine) -> String {
    let coverage = match (one.coverage, one.conflict) {
        (_, true) => "both inside and left out: held until somebody settles it",
        (Coverage::Covered, _) => "covered",
        (Coverage::Exempt, _) => "exempt but for practices it names",
        (Coverage::Unproved, _) => "not proved to be outside: held until somebody settles it",
    };
    let acts: Vec<String> = one.acts.iter().map(ToString::to_string).collect();
    let word = if one.in_force { "holds" } else { "will hold" };
    let leave = if one.dispensations.is_empty() {
        String::new()
    } else {
        let ids: Vec<String> = one.dispensations.iter().map(ToString::to_string).collect();
        format!("; leave granted: {}", ids.join(", "))
    };
    format!(
        "  directive {} {word} {} from {}, {coverage}, {} practices; {}, {}{leave}\n",
        one.directive,
        acts.join(", "),
        moment_words(one.from),
        one.practices.len(),
        one.authority,
        one.reference
    )
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}\n")).collect()
}
