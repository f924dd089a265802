//! A move as a command: the order with all it needs, and why, where a reason must be given.

use std::collections::BTreeMap;

use precede_model::{
    Actor, AlarmKind, Command, Digest, Evidence, FactName, HeldAct, Money, Name, OptOutCounts,
    Order, OrganisationCode, PatientList, Position, Report, Timestamp,
    definition::{Kind, PackPart, PostClass, StepIx},
    facts::{Budget, Directive, Dispensation, NamedCoverage, QuietTime},
    programme::{Coverage, Terms},
};

use super::{Deed, Fact, Move, Purse, establishes, outside, person};
use crate::{Def, time::due};

/// Letters of a small world for one practice.
pub(super) const LETTERS: u32 = 20;
const DIRECTIVE: FactName = Name::fixed("directive");
const DISPENSATION: FactName = Name::fixed("dispensation");
const QUIET: FactName = Name::fixed("election");

/// The practice that joins in a small world.
pub(super) const fn newcomer() -> OrganisationCode {
    Name::fixed("D84001")
}

impl Move {
    /// The command of this move.
    pub fn command(
        &self,
        def: &Def,
        campaign: &precede_model::Campaign,
        now: Timestamp,
    ) -> Command {
        let order = order(self, (def, campaign), now);
        let mut evidence = Evidence::default();
        if needs_reason(self.deed) {
            evidence.reason = Some("as things stand".to_owned());
        }
        // The register is refreshed at night, by nobody.
        let by = match self.deed {
            Deed::Close | Deed::Leave | Deed::Join => Actor::Precede,
            _ => Actor::Person(person(self.by, self.practice)),
        };
        Command {
            by,
            role: self.by.role,
            happened: None,
            confirmed_by: None,
            evidence,
            order,
        }
    }
}

fn needs_reason(deed: Deed) -> bool {
    matches!(
        deed,
        Deed::Skip
            | Deed::TakeBack(_)
            | Deed::TakeBackAcknowledgement
            | Deed::TakeBackAgreement(_)
            | Deed::RevokePermit
            | Deed::ClearAlarm(_)
            | Deed::Pause
            | Deed::Release
    )
}

fn order(of: &Move, (def, campaign): (&Def, &precede_model::Campaign), now: Timestamp) -> Order {
    match (of.step, of.practice) {
        (Some(ix), practice) => of_step(of.deed, (def, ix), practice, now),
        (None, Some(practice)) => of_practice(of.deed, practice, (def, campaign), now),
        (None, None) => of_campaign(of.deed, (def, campaign), now),
    }
}

fn of_step(
    deed: Deed,
    (def, ix): (&Def, StepIx),
    practice: Option<OrganisationCode>,
    now: Timestamp,
) -> Order {
    let step = def.step(ix).id;
    let here = practice.unwrap_or_else(newcomer);
    match deed {
        Deed::Sign => Order::Sign {
            step,
            practice,
            digest: Digest::ZERO,
            contents: pack(def),
        },
        Deed::Papers => Order::Consult {
            step,
            practice,
            stage: precede_model::ConsultStage::Papers,
        },
        Deed::Position => Order::TakePosition {
            step,
            practice,
            position: Position::Neutral,
        },
        Deed::Adopt => Order::Adopt {
            step,
            from: format!("programme:{}", def.definition.code),
            seq: 1,
            hash: Digest::ZERO,
            fact: adopted(def, ix),
        },
        Deed::Acknowledge(how) => Order::Acknowledge {
            step: Some(step),
            practice: here,
            how,
            name_role: None,
        },
        Deed::Answer(answer) => Order::Answer {
            practice: here,
            answer,
        },
        Deed::OpenPublicity => Order::OpenPublicity { step },
        Deed::ClosePublicity => Order::ClosePublicity { step },
        Deed::AcceptList => Order::AcceptList {
            step,
            practice: here,
            list: Box::new(list(def, now)),
        },
        Deed::SignOff => Order::SignOff {
            step,
            practice: here,
            instrument: Some("instrument 1".to_owned()),
        },
        Deed::Retry => Order::Retry {
            step,
            practice: here,
        },
        Deed::Skip => Order::Skip { step, practice },
        _ => Order::Finish {
            step,
            practice,
            counts: (establishes(def, ix) == Fact::OptOuts).then(|| counts(deed)),
        },
    }
}

fn of_practice(
    deed: Deed,
    practice: OrganisationCode,
    (def, campaign): (&Def, &precede_model::Campaign),
    now: Timestamp,
) -> Order {
    let items = |number: u16| {
        let track = campaign.track(practice);
        let mut batches = track.into_iter().flat_map(|track| &track.facts.batches);
        let found = batches.find(|batch| batch.number == number);
        found.map_or(0, |batch| batch.items)
    };
    let posted = |batch, items, spoiled| Order::Posted {
        practice,
        batch,
        items,
        spoiled,
        stopped: 0,
    };
    match deed {
        Deed::Answer(answer) => Order::Answer { practice, answer },
        Deed::Post(batch) => posted(batch, items(batch), 0),
        Deed::Spoil(batch) => posted(batch, 0, items(batch)),
        Deed::Stop(batch) => Order::Stopped { practice, batch },
        Deed::Return(batch) => Order::Returned {
            practice,
            batch,
            items: 1,
            reason: "gone away".to_owned(),
        },
        Deed::Release => Order::ReleaseSilent { practice },
        Deed::TakeBackAcknowledgement => Order::WithdrawAcknowledgement { practice },
        Deed::TakeBackAgreement(side) => Order::WithdrawAgreement { practice, side },
        Deed::TakeBack(fact) => Order::WithdrawFact {
            fact,
            practice: Some(practice),
        },
        Deed::RevokePermit => Order::RevokePermit { practice },
        Deed::Leave => Order::Leave { practice, to: None },
        Deed::Join => Order::Join {
            practice,
            from: None,
            told_at: None,
            informed_at: None,
            answer: outside::JOINS_WITH,
        },
        Deed::RaiseAlarm => Order::Report(Report::RaiseAlarm {
            practice,
            about: AlarmKind::AcknowledgedByNoPerson,
        }),
        Deed::ClearAlarm(alarm) => Order::Report(Report::ClearAlarm { practice, alarm }),
        Deed::KnownDeath => Order::Report(Report::Death {
            practice,
            known_before_extract: true,
        }),
        Deed::Close => Order::Close { practice },
        _ => of_campaign(deed, (def, campaign), now),
    }
}

fn of_campaign(
    deed: Deed,
    (def, campaign): (&Def, &precede_model::Campaign),
    now: Timestamp,
) -> Order {
    match deed {
        Deed::TakeBack(fact) => Order::WithdrawFact {
            fact,
            practice: None,
        },
        Deed::Bind(act) => Order::Bind(Box::new(directive(act, now))),
        Deed::Lift => Order::Unbind {
            directive: DIRECTIVE,
            authority: "the authority".to_owned(),
            reference: "letter 2".to_owned(),
        },
        Deed::Dispense => Order::Dispense(Box::new(dispensation(def, campaign, now))),
        Deed::EndDispensation => Order::EndDispensation(DISPENSATION),
        Deed::KeepQuiet => Order::KeepQuiet(QuietTime {
            quiet_time: QUIET,
            from: now,
            until: later(def, now, 3),
            reference: "guidance".to_owned(),
            cancelled: None,
        }),
        Deed::EndQuiet => Order::EndQuiet(QUIET),
        Deed::SignBudget(purse) => Order::SignBudget(budget(purse)),
        Deed::Pause => Order::Pause(outside::PAUSED),
        Deed::Resume => Order::Resume,
        _ => Order::Start,
    }
}

fn later(def: &Def, now: Timestamp, weeks: u32) -> Timestamp {
    let length = precede_model::Length::Days(weeks * 7);
    due(now, length, def.definition.zone, &def.calendar)
}

/// Binds everybody in the PCT at once.
fn directive(act: HeldAct, now: Timestamp) -> Directive {
    Directive {
        directive: DIRECTIVE,
        amendment: 0,
        authority: "the authority".to_owned(),
        reference: "letter 1".to_owned(),
        acts: vec![act],
        from: now,
        clock: precede_model::ClockEffect::Runs,
        coverage: Coverage::Covered,
        named: Vec::new(),
        conflict: false,
        lifted: None,
    }
}

/// For the first practice alone, for two weeks.
fn dispensation(def: &Def, campaign: &precede_model::Campaign, now: Timestamp) -> Dispensation {
    let bound = campaign.facts.directives.last();
    let first = campaign.tracks.iter().next().map(|track| NamedCoverage {
        practice: track.practice,
        coverage: Coverage::Covered,
    });
    Dispensation {
        dispensation: DISPENSATION,
        directive: DIRECTIVE,
        acts: bound.map_or_else(Vec::new, |bound| bound.acts.clone()),
        terms: Terms {
            from: now,
            until: later(def, now, 2),
            conditions: Vec::new(),
        },
        coverage: Coverage::Exempt,
        named: first.into_iter().collect(),
        ended: None,
    }
}

/// The two budgets of a small world.
pub(super) fn budget(purse: Purse) -> Budget {
    let amount = match purse {
        Purse::Empty => Money::ZERO,
        Purse::Full => Money::from_hundredths(1_000_000_000),
    };
    let classes = [
        PostClass::Bulk,
        PostClass::SecondClass,
        PostClass::FirstClass,
        PostClass::DirectMessage,
    ];
    Budget {
        amount,
        unit_cost: classes
            .map(|class| (class, Money::from_hundredths(2_570)))
            .into(),
    }
}

/// All parts any envelope of the definition holds.
fn pack(def: &Def) -> Vec<PackPart> {
    let own = def
        .definition
        .steps
        .iter()
        .flat_map(|step| match &step.kind {
            Kind::Batch { pack } => pack.as_slice(),
            _ => &[],
        });
    let mut parts: Vec<PackPart> = def.policy.pack.iter().chain(own).copied().collect();
    parts.sort_unstable();
    parts.dedup();
    parts
}

/// The fact a shared step brings into a campaign's chain: what the application hands over.
fn adopted(def: &Def, ix: StepIx) -> FactName {
    let step = def.step(ix);
    match &step.kind {
        Kind::Task { establishes, .. } => establishes.first().copied().unwrap_or(step.id),
        _ => step.id,
    }
}

/// A fresh list. Where a day's letters are limited it takes two days.
fn list(def: &Def, now: Timestamp) -> PatientList {
    let to_post = def
        .policy
        .batch_capacity
        .map_or(LETTERS, |most| most.saturating_add(1));
    PatientList {
        holder: "the practice".to_owned(),
        agreement: "agreement 1".to_owned(),
        agreement_expires: def.day(later(def, now, 520)),
        digest: Digest::ZERO,
        extracted: now,
        deaths_checked: now,
        rows: to_post.saturating_add(1),
        excluded: BTreeMap::from([("deceased".to_owned(), 1)]),
        to_post,
    }
}

fn counts(deed: Deed) -> OptOutCounts {
    let coded = if deed == Deed::BacklogCount { 1 } else { 2 };
    OptOutCounts {
        coded,
        received: 2,
        passed_on: 2,
    }
}
