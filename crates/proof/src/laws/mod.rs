//! The twelve laws once more, stated over a history: what must have happened before an act leaves, and what must follow
//! when a fact turns false. One file a law. They read events and the programme's numbers, and share no code with the
//! engine's guards: an engine that lets a forbidden act pass is found out here.

mod days;
mod history;
mod r01_practices_first;
mod r02_nobody_hears_it_on_the_radio;
mod r03_no_letter_without_a_campaign;
mod r04_right_people;
mod r05_time_to_choose;
mod r06_both_agree;
mod r07_uploads_wait;
mod r08_directives_bind;
mod r09_quiet_times;
mod r10_money;
mod r11_written_first;
mod r12_stop_means_stop;

use precede_model::{
    Act, Event, OrganisationCode, Rule, Timestamp,
    definition::{Definition, Kind, Means, PackPart, Policy},
};

pub use history::History;
pub(crate) use history::{Live, Place, Practice, Stage};

/// The programme's numbers, as the laws need them.
#[derive(Debug, Clone)]
pub struct Numbers {
    policy: Policy,
    informs_by: Vec<Means>,
    /// A public notice is among the definition's publicity and counts.
    notice_informs: bool,
    /// The definition gives time to choose.
    has_period: bool,
    /// What an envelope holds.
    pack: Vec<PackPart>,
}

impl Numbers {
    /// Of a definition and the policy of a variant.
    pub fn of(definition: &Definition, policy: &Policy) -> Self {
        let has_notice = definition.steps.iter().any(|step| match &step.kind {
            Kind::Publicity { media, .. } => media.iter().any(|medium| medium == "public-notice"),
            _ => false,
        });
        let own = definition.steps.iter().find_map(|step| match &step.kind {
            Kind::Batch { pack } if !pack.is_empty() => Some(pack.clone()),
            _ => None,
        });
        Self {
            policy: policy.clone(),
            informs_by: definition.informs_by.clone(),
            notice_informs: has_notice && definition.informs_by.contains(&Means::PublicNotice),
            has_period: definition.has_period(),
            pack: own.unwrap_or_else(|| policy.pack.clone()),
        }
    }

    /// When a time to choose that began at an instant ends.
    pub(crate) fn time_to_choose(&self, from: Timestamp) -> Option<Timestamp> {
        let length = self.policy.decision_period?;
        Some(days::after(from, length))
    }
}

/// A law that a history breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// Which.
    pub rule: Rule,
    /// For whom.
    pub practice: Option<OrganisationCode>,
    /// What was not so, to follow “although”.
    pub although: &'static str,
}

/// An act at the instant it leaves.
struct Leaving<'a> {
    act: Act,
    event: &'a Event,
    practice: Option<&'a Practice>,
    now: Timestamp,
    history: &'a History,
    numbers: &'a Numbers,
}

/// One law over one act: what was not so.
type Law = fn(&Leaving<'_>) -> Option<&'static str>;

const LAWS: [(Rule, Law); 12] = [
    (Rule::R1, r01_practices_first::broken),
    (Rule::R2, r02_nobody_hears_it_on_the_radio::broken),
    (Rule::R3, r03_no_letter_without_a_campaign::broken),
    (Rule::R4, r04_right_people::broken),
    (Rule::R5, r05_time_to_choose::broken),
    (Rule::R6, r06_both_agree::broken),
    (Rule::R7, r07_uploads_wait::broken),
    (Rule::R8, r08_directives_bind::broken),
    (Rule::R9, r09_quiet_times::broken),
    (Rule::R10, r10_money::broken),
    (Rule::R11, r11_written_first::broken),
    (Rule::R12, r12_stop_means_stop::broken),
];

/// Goes on by the events of one move, and says which law they break first.
pub fn follow(history: &mut History, events: &[Event], numbers: &Numbers) -> Option<Breach> {
    let mut found = None;
    for event in events {
        if found.is_none()
            && let Some(act) = history::act_of(event)
        {
            found = judge(history, (act, event), numbers);
        }
        history.fold(event);
    }
    let now = events.last()?.at;
    found.or_else(|| r12_stop_means_stop::standing(history, now))
}

fn judge(history: &History, (act, event): (Act, &Event), numbers: &Numbers) -> Option<Breach> {
    let leaving = Leaving {
        act,
        event,
        practice: event.practice.and_then(|code| history.practice(code)),
        now: event.at,
        history,
        numbers,
    };
    LAWS.iter().find_map(|(rule, law)| {
        Some(Breach {
            rule: *rule,
            practice: event.practice,
            although: law(&leaving)?,
        })
    })
}
