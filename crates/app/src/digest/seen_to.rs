//! Alarms and cases that somebody has to see to, as the digest lists what waits.

use precede_model::{Campaign, Role, Timestamp};
use precede_render::Waiting;

use crate::{alarm::alarm_lines, day::moment_words, words};

/// Alarms that stand, then open cases by when they are due.
pub(super) fn waiting(campaign: &Campaign, now: Timestamp) -> Vec<Waiting> {
    let alarms = alarm_lines(campaign).into_iter();
    let mut waiting: Vec<Waiting> = alarms
        .filter(|line| !line.is_cleared)
        .map(|line| Waiting {
            what: format!("Alarm {} at {}", line.alarm, line.practice),
            needs: format!(
                "{}; look into it and clear it, for it holds the practice's next letters and its go-live",
                words::alarm(line.about)
            ),
            who: words::role(Role::PctLead, None),
            earliest: None,
        })
        .collect();
    let mut cases: Vec<_> = campaign.facts.cases.iter().collect();
    cases.retain(|case| case.closed.is_none());
    cases.sort_by_key(|case| case.due);
    waiting.extend(cases.into_iter().map(|case| {
        let at = case
            .practice
            .map_or(String::new(), |code| format!(" at {code}"));
        let late = if now > case.due {
            "overdue since"
        } else {
            "by"
        };
        Waiting {
            what: format!("Case {}{at}: {}", case.case, words::case(case.about)),
            needs: format!("to be closed, {late} {}", moment_words(case.due)),
            who: words::role(case.owner, None),
            earliest: None,
        }
    }));
    waiting
}
