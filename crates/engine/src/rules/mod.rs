//! The rules: laws over acts, read from facts and the moment, never from a step's status.
//!
//! One file a rule. Each says its law, its source (keys of data/scr-2010.toml), its floor and the facts it reads.

mod conditions;
mod laws;
mod proof;
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

use chrono::NaiveDate;
use precede_model::{
    Act, Answer, Campaign, Missing, OrganisationCode, Role, Rule, Standing, Timestamp, Track,
    Unmet,
    definition::{Kind, PackPart, StepIx},
    facts::{Batch, BatchState, Established},
};

pub(crate) use laws::laws;
pub use proof::{Proof, Who};

use crate::{
    Def,
    twins::{self, Twin},
};

/// The act a rule is asked about, and all it may read.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub def: &'a Def,
    pub campaign: &'a Campaign,
    /// The practice of the act; none for publicity.
    pub track: Option<&'a Track>,
    pub now: Timestamp,
    /// Letters of the batch, for a post.
    pub items: u32,
    /// The batch's number, for one that is planned already.
    pub batch: Option<u16>,
    /// The step's own pack, where it has one.
    pub pack: &'a [PackPart],
    /// The step's media, for publicity.
    pub media: &'a [String],
}

/// One rule over one act.
type Law = fn(&View<'_>, &mut Vec<Unmet>);

pub(crate) use conditions::{can_be_condition, lacking as condition};
pub(crate) use r04_right_people::fresh_until;
pub(crate) use r06_both_agree::FITNESS;
pub(crate) use r08_directives_bind::{act as held, evidence as evidence_of_directives};
pub(crate) use r09_quiet_times::{divide, quiet_now, quiet_until};
pub(crate) use r10_money::{cost, unit_cost};

/// Everything an act lacks at this instant, rule by rule. Empty: it is lawful.
pub(crate) fn unmet(act: Act, view: &View<'_>) -> Vec<Unmet> {
    let mut found = Vec::new();
    // A practice that says "not yet" is written to like any other; it does not go live.
    let not_yet = |track: &Track| act == Act::Permit && track.answer == Some(Answer::NotYet);
    if let Some(track) = view.track
        && act != Act::Tell
        && (!track.takes_part() || not_yet(track))
    {
        found.push(Unmet {
            rule: Rule::Order,
            missing: Missing::TakesPart,
            practice: Some(track.practice),
            who: Role::Practice,
            from: None,
        });
    }
    for article in laws(act) {
        (article.law)(view, &mut found);
    }
    found
}

/// What a standing permit has lost of its ground.
pub(crate) fn lost_ground(view: &View<'_>) -> Vec<Unmet> {
    let mut lost = unmet(Act::Permit, view);
    lost.retain(|lack| takes_ground(view, lack));
    lost
}

/// Whether a lack takes the ground from a standing permit. A count or a list that has only grown old, a period or a
/// reconciliation of later letters, and an alarm that is still looked into, hold the next token back but leave the
/// permit standing; and a practice that has moved took it along.
fn takes_ground(view: &View<'_>, lack: &Unmet) -> bool {
    let Some(track) = view.track else {
        return false;
    };
    let facts = &track.facts;
    match lack.missing {
        Missing::OptOutsAge
        | Missing::ListAge
        | Missing::ListAgreement
        | Missing::DeathCheck
        | Missing::PeriodEnded
        | Missing::PeriodExists
        | Missing::Reconciled
        | Missing::AlarmCleared(_) => false,
        Missing::PracticeAgreed => facts.practice_agreed.is_none(),
        Missing::PctAgreed => facts.pct_agreed.is_none(),
        Missing::OptOutsCoded => facts.opt_outs.is_none(),
        Missing::TakesPart => !matches!(track.standing, Standing::Left { .. }),
        Missing::DispensationCondition(rule) => has_failed(view, rule),
        _ => true,
    }
}

/// Whether the condition of a dispensation fails by more than the time that has gone by.
fn has_failed(view: &View<'_>, condition: Rule) -> bool {
    conditions::lacking(condition, view)
        .is_none_or(|lacks| lacks.iter().any(|lack| takes_ground(view, lack)))
}

/// What stops letters that were planned or are with the mail house. A list that has only grown old is the mail house's
/// to send back, an alarm holds the next letters, and what time alone brings is waited for; but a directive binds at
/// once, whatever was granted for later. A budget holds letters until they leave.
pub(crate) fn stops_letters(view: &View<'_>, lack: &Unmet, has_left: HasLeft) -> bool {
    match (lack.missing, has_left) {
        (Missing::Directive(_), _) => true,
        (Missing::DispensationCondition(rule), _) => has_failed(view, rule),
        (
            Missing::ListAge
            | Missing::ListAgreement
            | Missing::DeathCheck
            | Missing::AlarmCleared(_),
            _,
        ) => false,
        (_, HasLeft::Yes) if lack.rule == Rule::R10 => false,
        _ => lack.from.is_none(),
    }
}

/// Whether letters are with the mail house.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HasLeft {
    Yes,
    No,
}

/// The lack to name first: one that somebody must supply before one that time supplies.
pub(crate) fn first(unmet: &[Unmet]) -> Option<Unmet> {
    unmet
        .iter()
        .find(|lack| lack.from.is_none())
        .or(unmet.first())
        .copied()
        .map(|lack| Unmet {
            from: earliest(unmet),
            ..lack
        })
}

/// From when an act is lawful by time alone: the latest of what it waits for. `None` when somebody must act first.
pub(crate) fn earliest(unmet: &[Unmet]) -> Option<Timestamp> {
    let mut latest = None;
    for lack in unmet {
        latest = latest.max(Some(lack.from?));
    }
    latest
}

impl<'a> View<'a> {
    /// The campaign as a whole, for what is no act of a step.
    pub fn of_campaign(def: &'a Def, campaign: &'a Campaign, now: Timestamp) -> Self {
        Self {
            def,
            campaign,
            track: None,
            now,
            items: 0,
            batch: None,
            pack: &[],
            media: &[],
        }
    }

    /// The act of a step, for a practice by the place of its track.
    pub fn of(
        def: &'a Def,
        campaign: &'a Campaign,
        (track, ix, items): (Option<usize>, StepIx, u32),
        now: Timestamp,
    ) -> Self {
        let (pack, media): (&[PackPart], &[String]) = match &def.step(ix).kind {
            Kind::Batch { pack } => (pack, &[]),
            Kind::Publicity { media, .. } => (&[], media),
            _ => (&[], &[]),
        };
        let track = track.map(|place| &campaign.tracks[place]);
        Self {
            def,
            campaign,
            track,
            now,
            items,
            batch: None,
            pack,
            media,
        }
    }

    pub(crate) fn practice(&self) -> Option<OrganisationCode> {
        self.track.map(|track| track.practice)
    }

    /// The latest end of the practice's periods that must have run, with what is missing for it to be known.
    pub(crate) fn periods_end(&self) -> Result<Timestamp, Missing> {
        let track = self.track.ok_or(Missing::Unknown)?;
        let end = |receipt| {
            period_end(
                self.def,
                self.campaign,
                (receipt, self.practice()),
                self.now,
            )
            .ok_or(Missing::PeriodExists)
        };
        let mut latest = None;
        for batch in &track.facts.batches {
            match batch.state {
                BatchState::Planned | BatchState::Released { .. } => {
                    return Err(Missing::Reconciled);
                }
                _ => {
                    if let Some((receipt, _)) = posted_letters(batch) {
                        latest = latest.max(Some(end(receipt)?));
                    }
                }
            }
        }
        if self.def.informs_by_notice() {
            let receipt = notice_day(self.def, self.campaign).ok_or(Missing::PublicityMinimum)?;
            latest = latest.max(Some(end(receipt)?));
        }
        latest.ok_or(Missing::MeansOfInforming)
    }

    /// A fact by name, of the practice or else of the campaign.
    fn established(&self, name: &str) -> Option<&Established> {
        let of_practice = self.track.map(|track| track.facts.established.as_slice());
        latest_of(of_practice.unwrap_or_default(), name)
            .or_else(|| latest_of(&self.campaign.facts.established, name))
    }
}

/// The latest fact of a name.
fn latest_of<'a>(facts: &'a [Established], name: &str) -> Option<&'a Established> {
    facts
        .iter()
        .rev()
        .find(|established| established.fact.as_str() == name)
}

/// When the period that begins the day after this one ends: 00:00 of day 0 + decision period, later by the time the
/// campaign stood still with its clock stopped. Nothing makes it earlier.
pub(crate) fn period_end(
    def: &Def,
    campaign: &Campaign,
    (receipt, practice): (NaiveDate, Option<OrganisationCode>),
    now: Timestamp,
) -> Option<Timestamp> {
    let begins = def.midnight(receipt + chrono::Days::new(1));
    let length = match def.policy.decision_period? {
        precede_model::Length::Days(days) if twins::is(Twin::ShortChoice) => {
            precede_model::Length::Days(days - 7)
        }
        length => length,
    };
    Some(def.due_after_holds(begins, length, (campaign, practice), now))
}

/// The day by which a public notice has told everybody: that on which its minimum has run.
pub(crate) fn notice_day(def: &Def, campaign: &Campaign) -> Option<NaiveDate> {
    let notice = campaign.facts.publicity.iter().find(|publicity| {
        publicity.is_notice
            && publicity
                .closed
                .is_none_or(|closed| publicity.minimum_until <= closed)
    })?;
    Some(def.day(notice.minimum_until))
}

/// The latest expected receipt of a batch whose letters reached somebody, and when its period was ended.
pub(crate) fn posted_letters(batch: &Batch) -> Option<(NaiveDate, Option<Timestamp>)> {
    match batch.state {
        BatchState::Posted {
            expected_receipt,
            period_ended,
            posted,
            ..
        } if posted > 0 => Some((expected_receipt, period_ended)),
        BatchState::Planned
        | BatchState::Released { .. }
        | BatchState::Posted { .. }
        | BatchState::Stopped { .. } => None,
    }
}

/// Whether all items of a batch are accounted for by the mail house.
pub(crate) fn is_accounted_for(batch: &Batch) -> bool {
    match batch.state {
        BatchState::Planned | BatchState::Released { .. } => false,
        BatchState::Posted {
            posted,
            spoiled,
            stopped,
            ..
        } => {
            let answered: u64 = [posted, spoiled, stopped].map(u64::from).iter().sum();
            answered == u64::from(batch.items)
        }
        BatchState::Stopped { .. } => true,
    }
}

/// Adds a lack of one rule to those found.
pub(crate) fn lacks(
    found: &mut Vec<Unmet>,
    rule: Rule,
    missing: Missing,
    (practice, who): (Option<OrganisationCode>, Role),
    from: Option<Timestamp>,
) {
    found.push(Unmet {
        rule,
        missing,
        practice,
        who,
        from,
    });
}
