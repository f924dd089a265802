//! What people can do now to bring an act on.

use precede_engine::Explained;
use precede_model::{Missing, OrganisationCode, Rule, Unmet};
use serde::Serialize;

use super::act::Scene;

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Next {
    /// Who does it.
    pub who: String,
    /// What.
    pub words: String,
    /// For which practices; empty: for the campaign.
    pub practices: Vec<OrganisationCode>,
}

impl Scene<'_> {
    /// First the steps that are open, then what no step of the definition brings. A fact that a later step establishes
    /// is nobody's work yet; where no step is left before the act, it is.
    pub fn next(&self, told: &Explained) -> Vec<Next> {
        let of_order = |lack: &&Unmet| lack.rule == Rule::Order;
        let lacks = || {
            let all = told.rules.iter().flat_map(|rule| &rule.lacks);
            all.filter(|lack| lack.from.is_none())
        };
        let steps_wait = lacks().any(|lack| lack.rule == Rule::Order);
        let of_rules =
            lacks().filter(|lack| lack.rule != Rule::Order && !(steps_wait && comes_by_step(lack)));
        let mut next: Vec<Next> = Vec::new();
        for lack in lacks().filter(of_order).chain(of_rules) {
            let said = self.lack(lack);
            let same = |one: &&mut Next| (&one.who, &one.words) == (&said.who, &said.words);
            match next.iter_mut().find(same) {
                Some(known) => known.practices.extend(lack.practice),
                None => next.push(Next {
                    who: said.who,
                    words: said.words,
                    practices: lack.practice.into_iter().collect(),
                }),
            }
        }
        next
    }
}

/// Whether a step of the definition supplies it.
fn comes_by_step(lack: &Unmet) -> bool {
    matches!(
        lack.missing,
        Missing::PracticeInformed
            | Missing::PracticeTold
            | Missing::PracticeReady
            | Missing::LmcConsulted
            | Missing::ReadinessSigned
            | Missing::PlanApproved
            | Missing::PublicityLive
            | Missing::HelplineTested
            | Missing::PackApproved
            | Missing::ListAccepted
            | Missing::PeriodEnded
            | Missing::OptOutsCoded
            | Missing::Fitness(_)
            | Missing::PracticeAgreed
            | Missing::PctAgreed
            | Missing::PublicityMinimum
            | Missing::Reconciled
            | Missing::MeansOfInforming
    )
}
