//! The mail oracle: what the relay took, practice by practice, is the programme's order with stuttering only.

use std::collections::{BTreeMap, BTreeSet};

use super::relay::Taken;
use super::stage::NOTICES;

/// What the oracle found.
#[derive(Debug, Default)]
pub struct Finding {
    /// Mails taken.
    pub taken: usize,
    /// Copies of a mail that was taken before.
    pub copies: usize,
    /// What is wrong, a sentence each.
    pub wrong: Vec<String>,
}

/// Judges what was taken against the practices that were to be told.
pub fn judge(taken: &[Taken], practices: &BTreeSet<String>) -> Finding {
    let mut finding = Finding {
        taken: taken.len(),
        ..Finding::default()
    };
    let mut by_practice: BTreeMap<&str, Vec<&Taken>> = BTreeMap::new();
    for mail in taken {
        by_practice.entry(&mail.practice).or_default().push(mail);
        let own = format!("desk@{}.example", mail.practice.to_lowercase());
        if mail.to != [own] {
            finding
                .wrong
                .push(format!("{} was sent to {:?}", mail.practice, mail.to));
        }
    }
    for stranger in by_practice
        .keys()
        .filter(|code| !practices.contains(**code))
    {
        finding
            .wrong
            .push(format!("{stranger} was written to and is in no campaign"));
    }
    for practice in practices {
        let mails = by_practice
            .get(practice.as_str())
            .map_or(&[][..], Vec::as_slice);
        of_one(practice, mails, &mut finding);
    }
    finding
}

/// One practice's mails: notice 1, 2, 3 …, each perhaps several times under one Message-ID, none after its successor.
fn of_one(practice: &str, mails: &[&Taken], finding: &mut Finding) {
    let mut told: Vec<&Taken> = Vec::new();
    for mail in mails {
        match told.last() {
            Some(last) if last.step == mail.step && last.id == mail.id => finding.copies += 1,
            Some(last) if last.step == mail.step => finding.wrong.push(format!(
                "{practice} had {} under two Message-IDs",
                mail.step
            )),
            _ => told.push(mail),
        }
    }
    let steps: Vec<&str> = told.iter().map(|mail| mail.step.as_str()).collect();
    let wanted: Vec<String> = (1..=NOTICES)
        .map(|number| format!("notice-{number}"))
        .collect();
    if steps != wanted {
        let moments: Vec<String> = told
            .iter()
            .map(|mail| format!("{} at {:.3}", mail.step, mail.at))
            .collect();
        finding.wrong.push(format!(
            "{practice} had, in this order: {}",
            moments.join(", ")
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mails(steps: &[&str]) -> Vec<Taken> {
        let mail = |step: &&str| Taken {
            at: 0.0,
            id: format!("<{step}>"),
            practice: "A81001".to_owned(),
            step: (*step).to_owned(),
            to: vec!["desk@a81001.example".to_owned()],
        };
        steps.iter().map(mail).collect()
    }

    fn judged(steps: &[&str]) -> Finding {
        judge(&mails(steps), &BTreeSet::from(["A81001".to_owned()]))
    }

    fn all() -> Vec<String> {
        (1..=NOTICES)
            .map(|number| format!("notice-{number}"))
            .collect()
    }

    #[test]
    fn stuttering_is_fine_and_nothing_else_is() {
        let all = all();
        let order: Vec<&str> = all.iter().map(String::as_str).collect();
        assert!(judged(&order).wrong.is_empty());
        let mut stuttered = order.clone();
        stuttered.insert(1, order[0]);
        let finding = judged(&stuttered);
        assert_eq!((finding.copies, finding.wrong.len()), (1, 0));
        let mut late = order.clone();
        late.insert(2, order[0]);
        assert_eq!(judged(&late).wrong.len(), 1, "a copy after its successor");
        assert_eq!(judged(&order[1..]).wrong.len(), 1, "one is missing");
        assert_eq!(judged(&[]).wrong.len(), 1, "nobody was told");
        let strangers = judge(&mails(&order), &BTreeSet::new());
        assert_eq!(strangers.wrong.len(), 1, "nobody asked for it");
        let mut twice = mails(&order);
        twice.insert(
            1,
            Taken {
                id: "<other>".to_owned(),
                ..twice[0].clone()
            },
        );
        let finding = judge(&twice, &BTreeSet::from(["A81001".to_owned()]));
        assert_eq!(finding.wrong.len(), 1, "another Message-ID");
    }
}
