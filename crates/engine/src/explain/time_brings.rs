//! Whether time alone can bring what is missing. Where it cannot, no date is looked for: most acts wait for somebody.

use precede_model::{
    Campaign, FactName, Missing, Rule, Timestamp, Unmet,
    definition::{Kind, StepIx},
    facts::BatchState,
};

use super::{asked::Asked, order};
use crate::{Def, kinds::consult, rules};

/// Whether everything in this list may come while nobody does anything. An act whose date it denies has none; one for
/// which it hopes may still have none.
pub(super) fn all(
    def: &Def,
    campaign: &Campaign,
    (asked, lacks): (Asked, &[Unmet]),
    now: Timestamp,
) -> bool {
    let scene = Scene {
        def,
        campaign,
        asked,
        now,
    };
    lacks.iter().all(|lack| scene.one(lack))
}

/// Instants ahead at which what is missing may have come: those it names, those its conditions name, and those at which
/// orders of others begin or end.
pub(super) fn dates(
    def: &Def,
    campaign: &Campaign,
    (asked, lacks): (Asked, &[Unmet]),
    now: Timestamp,
) -> Vec<Timestamp> {
    let named = lacks.iter().filter_map(|lack| lack.from);
    let conditions = lacks.iter().flat_map(|lack| match lack.missing {
        Missing::DispensationCondition(rule) => {
            let view = asked.view(def, campaign, now);
            rules::condition(rule, &view).unwrap_or_default()
        }
        _ => Vec::new(),
    });
    named
        .chain(conditions.filter_map(|lack| lack.from))
        .chain(dates_ahead(campaign, now))
        .filter(|date| *date > now)
        .collect()
}

/// Instants at which orders of others begin or end: directives dated ahead, dispensations, quiet times.
fn dates_ahead(campaign: &Campaign, now: Timestamp) -> impl Iterator<Item = Timestamp> + '_ {
    let facts = &campaign.facts;
    let directives = facts.directives.iter().map(|one| one.from);
    let dispensations =
        (facts.dispensations.iter()).flat_map(|one| [one.terms.from, one.terms.until]);
    let quiet = facts
        .quiet_times
        .iter()
        .flat_map(|one| [one.from, one.until]);
    let all = directives.chain(dispensations).chain(quiet);
    all.filter(move |at| *at > now)
}

struct Scene<'a> {
    def: &'a Def,
    campaign: &'a Campaign,
    asked: Asked,
    now: Timestamp,
}

impl Scene<'_> {
    fn one(&self, lack: &Unmet) -> bool {
        match lack.missing {
            // Its end moves on while the clock stands still, and only a person sets it going.
            Missing::PeriodEnded => !self.campaign.stands_still(lack.practice, self.now),
            _ if lack.from.is_some() => true,
            Missing::LmcConsulted => self.lmc_falls_silent(),
            Missing::StepBefore(_) => self.opens_alone(),
            Missing::MeansOfInforming => self.a_notice_runs(),
            Missing::Directive(directive) => self.a_dispensation_begins(directive),
            Missing::DispensationCondition(rule) => self.condition_comes(rule),
            // A directive dated ahead may yet stop letters that are planned, and so free their money.
            Missing::Budget | Missing::Reconciled | Missing::ListCounts => self.letters_may_stop(),
            _ => false,
        }
    }

    /// The LMC has its papers: its silence counts as consulted when the cycle has passed.
    fn lmc_falls_silent(&self) -> bool {
        let steps = self.def.definition.indexed();
        let mut of_lmc = steps.filter(
            |(_, step)| matches!(step.kind, Kind::Consult { of, .. } if of.as_str() == "lmc"),
        );
        let ends = |ix: StepIx| consult::silent_from(self.def, self.campaign, (ix, None), self.now);
        of_lmc.any(|(ix, _)| ends(ix).is_some()) && !self.campaign.stands_still(None, self.now)
    }

    fn opens_alone(&self) -> bool {
        let Asked::Act(_, ix, place) = self.asked else {
            return false;
        };
        let before = order::before(self.def, self.campaign, (ix, place));
        !before.is_empty()
            && (before.into_iter())
                .all(|step| order::settles_alone(self.def, self.campaign, step, self.now))
    }

    fn a_notice_runs(&self) -> bool {
        let mut openings = self.campaign.facts.publicity.iter();
        openings.any(|one| one.is_notice && one.closed.is_none() && one.minimum_until > self.now)
    }

    fn a_dispensation_begins(&self, directive: FactName) -> bool {
        let granted = self.campaign.facts.dispensations.iter();
        let mut of_it = granted.filter(|one| one.directive == directive && one.ended.is_none());
        of_it.any(|one| one.terms.from > self.now)
    }

    fn condition_comes(&self, rule: Rule) -> bool {
        let mut granted = self.campaign.facts.dispensations.iter();
        let another_begins = granted.any(|one| one.terms.from > self.now);
        let view = self.asked.view(self.def, self.campaign, self.now);
        let lacks = rules::condition(rule, &view);
        another_begins || lacks.is_some_and(|lacks| lacks.iter().all(|lack| self.one(lack)))
    }

    fn letters_may_stop(&self) -> bool {
        let planned = |campaign: &Campaign| {
            let mut batches = (campaign.tracks.iter()).flat_map(|track| &track.facts.batches);
            batches.any(|batch| batch.state == BatchState::Planned)
        };
        dates_ahead(self.campaign, self.now).next().is_some() && planned(self.campaign)
    }
}
