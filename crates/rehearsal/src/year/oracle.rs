//! The mail oracle: what the relay received, practice by practice, is the order of the definition, with stuttering only. It
//! reads mails and the definition's text, no step and no fact.

use std::collections::{BTreeMap, BTreeSet};

use precede_model::{
    EffectKey, Event, Happening, OrganisationCode, StepId, Timestamp,
    definition::{Definition, StepIx},
};

use super::outside::Mail;

/// Everything wrong with the mails of one campaign.
pub(super) fn judge(definition: &Definition, mails: &[Mail], events: &[Event]) -> Vec<String> {
    let before = predecessors(definition);
    let mut wrong = Vec::new();
    let mut practices: BTreeMap<OrganisationCode, Vec<&Mail>> = BTreeMap::new();
    for mail in mails {
        practices.entry(mail.practice).or_default().push(mail);
    }
    for of_one in practices.values() {
        wrong.extend(of_practice(of_one, &before));
    }
    wrong.extend(grounded(mails, events));
    wrong.extend(accounted(mails, events));
    wrong
}

/// No mail left for a practice that had gone by then, or while the campaign stood still or had ended: a copy after a crash
/// is asked about like the first.
fn grounded(mails: &[Mail], events: &[Event]) -> Vec<String> {
    let mut events = events.iter().peekable();
    let mut gone: BTreeMap<OrganisationCode, Timestamp> = BTreeMap::new();
    let mut stands_still: Option<Timestamp> = None;
    let mut wrong = Vec::new();
    for Mail {
        at, practice, key, ..
    } in mails
    {
        while let Some(event) = events.next_if(|event| event.at <= *at) {
            match &event.what {
                Happening::PracticeLeft { .. }
                | Happening::PracticeClosed
                | Happening::PracticeMerged { .. } => {
                    gone.extend(event.practice.map(|code| (code, event.at)));
                }
                Happening::PracticeJoined { .. } => {
                    event.practice.map(|code| gone.remove(&code));
                }
                Happening::CampaignPaused { .. }
                | Happening::CampaignWithdrawn
                | Happening::CampaignClosed => stands_still = Some(event.at),
                Happening::CampaignResumed | Happening::CampaignReopened => stands_still = None,
                _ => {}
            }
        }
        let is_before = |then: &Timestamp| *then < *at;
        if gone.get(practice).is_some_and(is_before) {
            wrong.push(format!("{practice} got `{key}` at {at} and had gone"));
        }
        if stands_still.as_ref().is_some_and(is_before) {
            wrong.push(format!(
                "{practice} got `{key}` at {at} while the campaign stood still"
            ));
        }
    }
    wrong
}

/// Of each step, all steps that come before it.
fn predecessors(definition: &Definition) -> BTreeMap<StepId, BTreeSet<StepId>> {
    let mut before: BTreeMap<StepId, BTreeSet<StepId>> = BTreeMap::new();
    let id = |ix: StepIx| definition.steps[usize::from(ix.0)].id;
    for step in &definition.steps {
        // Steps name only earlier or later ones; those without a cycle are whole after as many rounds as there are steps.
        before
            .entry(step.id)
            .or_default()
            .extend(step.after.iter().map(|after| id(after.step)));
    }
    for _ in 0..definition.steps.len() {
        let known = before.clone();
        for all in before.values_mut() {
            let further = all
                .iter()
                .filter_map(|one| known.get(one))
                .flatten()
                .copied();
            let further: Vec<StepId> = further.collect();
            all.extend(further);
        }
    }
    before
}

fn of_practice(mails: &[&Mail], before: &BTreeMap<StepId, BTreeSet<StepId>>) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut seen: BTreeMap<EffectKey, &str> = BTreeMap::new();
    let mut last: Option<&Mail> = None;
    for mail in mails {
        let Mail {
            at,
            practice,
            key,
            id,
        } = mail;
        let is_copy = last.is_some_and(|last| last.id == *id);
        last = Some(mail);
        if is_copy {
            continue;
        }
        match seen.get(key) {
            Some(known) if known == id => wrong.push(format!(
                "{practice} got a copy of `{key}` at {at} after its successor"
            )),
            Some(_) => wrong.push(format!(
                "{practice} got `{key}` again at {at} under another Message-ID"
            )),
            None => {}
        }
        let is_late = |known: &EffectKey| {
            let is_first = key.occurrence == 1;
            let is_after = before
                .get(&known.step)
                .is_some_and(|all| all.contains(&key.step));
            let is_reminder = known.step == key.step && known.occurrence == key.occurrence;
            is_first && is_after || is_reminder && known.number > key.number
        };
        if let Some(known) = seen.keys().find(|known| is_late(known)) {
            wrong.push(format!("{practice} got `{key}` at {at} after `{known}`"));
        }
        seen.insert(*key, id);
    }
    wrong
}

/// Every mail that the history tells of has left, and every one that has left is told of once.
fn accounted(mails: &[Mail], events: &[Event]) -> Vec<String> {
    let mut told: BTreeMap<&str, u32> = BTreeMap::new();
    for event in events {
        if let Happening::NoticeHandedOver { message_id, .. } = &event.what {
            *told.entry(message_id).or_default() += 1;
        }
    }
    let left: BTreeSet<&str> = mails.iter().map(|mail| mail.id.as_str()).collect();
    let mut wrong: Vec<String> = (told.iter())
        .filter(|(id, times)| !left.contains(**id) || **times > 1)
        .map(|(id, times)| {
            format!(
                "the history tells {times} times of mail {id}, which has {}left",
                if left.contains(id) { "" } else { "not " }
            )
        })
        .collect();
    wrong.dedup();
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::tests::{code, def};

    fn mail(step: &str, number: u16, id: &str) -> Mail {
        Mail {
            at: "2010-03-01T09:00:00Z".parse().unwrap(),
            practice: code("F81006"),
            key: EffectKey {
                step: step.parse().unwrap(),
                subject: Some(code("F81006")),
                occurrence: 1,
                number,
            },
            id: id.to_owned(),
        }
    }

    fn wrong(mails: &[Mail]) -> Vec<String> {
        judge(&def("scr").definition, mails, &[])
    }

    #[test]
    fn stuttering_is_in_order() {
        let notice = mail("tell-practice", 0, "<a>");
        let reminder = mail("practice-ready", 1, "<b>");
        assert!(wrong(&[notice.clone(), notice.clone(), reminder.clone(), reminder]).is_empty());
    }

    #[test]
    fn a_copy_after_its_successor_or_under_another_id_is_not() {
        let notice = mail("tell-practice", 0, "<a>");
        let reminder = mail("practice-ready", 1, "<b>");
        let after = wrong(&[notice.clone(), reminder.clone(), notice.clone()]);
        assert!(after[0].contains("after its successor"), "{after:?}");
        let renamed = wrong(&[notice.clone(), mail("tell-practice", 0, "<c>")]);
        assert!(renamed[0].contains("another Message-ID"), "{renamed:?}");
        let turned = wrong(&[reminder.clone(), notice]);
        assert!(turned[0].contains("after `practice-ready"), "{turned:?}");
        let back = wrong(&[mail("practice-ready", 2, "<d>"), reminder]);
        assert!(back[0].contains("after `practice-ready"), "{back:?}");
    }
}
