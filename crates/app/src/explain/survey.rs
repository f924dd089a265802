//! The practices of a campaign before one act: how many have it behind them, and what the others lack.

use std::collections::BTreeMap;

use precede_engine::{Course, lacking};
use precede_model::{Act, Missing, Refusal, Role, Rule, Standing};
use serde::Serialize;

use super::act::Scene;
use crate::words;

/// The practices of a campaign before one act.
#[derive(Debug, Clone, Serialize)]
pub struct Survey {
    /// The act.
    pub act: Act,
    /// Practices it concerns.
    pub practices: u32,
    /// For how many it is done.
    pub done: u32,
    /// For how many it is planned, or may happen now.
    pub may_happen: u32,
    /// What the others lack, most often missing first. A practice may lack several.
    pub lacks: Vec<SurveyLack>,
}

/// One thing missing, and for how many.
#[derive(Debug, Clone, Serialize)]
pub struct SurveyLack {
    /// The rule.
    pub rule: Rule,
    /// The law's name.
    pub law: &'static str,
    /// The code.
    pub missing: String,
    /// What is missing and what to do next.
    pub words: String,
    /// Who can supply it.
    pub who: String,
    /// How many practices lack it.
    pub practices: u32,
}

impl Scene<'_> {
    /// Counts the practices before an act of the definition.
    pub fn survey(&self, act: Act) -> Result<Survey, Refusal> {
        let mut survey = Survey {
            act,
            practices: 0,
            done: 0,
            may_happen: 0,
            lacks: Vec::new(),
        };
        let mut missing: BTreeMap<(Rule, Missing, Role), u32> = BTreeMap::new();
        for track in &self.campaign.tracks {
            match track.standing {
                Standing::Tranche => {}
                // A practice that is only in reach is told, nothing more.
                Standing::Reach if act == Act::Tell => {}
                Standing::Reach
                | Standing::Released { .. }
                | Standing::Left { .. }
                | Standing::Closed { .. }
                | Standing::Merged { .. } => continue,
            }
            survey.practices += 1;
            let asked = (act.into(), Some(track.practice));
            let (course, lacks) = lacking(self.def, self.campaign, asked, self.now)?;
            match course {
                Course::Done { .. } => survey.done += 1,
                _ if lacks.is_empty() => survey.may_happen += 1,
                Course::Ahead | Course::Planned | Course::Begun { .. } => {
                    let mut own: Vec<_> = (lacks.iter())
                        .map(|lack| (lack.rule, lack.missing, lack.who))
                        .collect();
                    own.sort_unstable();
                    own.dedup();
                    own.into_iter()
                        .for_each(|lack| *missing.entry(lack).or_default() += 1);
                }
            }
        }
        let mut counted: Vec<_> = missing.into_iter().collect();
        counted.sort_by_key(|(_, practices)| std::cmp::Reverse(*practices));
        survey.lacks = (counted.into_iter())
            .map(|((rule, missing, who), practices)| self.counted((rule, missing, who), practices))
            .collect();
        Ok(survey)
    }

    fn counted(&self, (rule, missing, who): (Rule, Missing, Role), practices: u32) -> SurveyLack {
        let words = match missing {
            Missing::StepBefore(step) => (self.def.find(step))
                .map(|(_, step)| format!("`{}` comes first ({})", step.id, step.title)),
            _ => None,
        };
        SurveyLack {
            rule,
            law: rule.title(),
            missing: missing.code(),
            words: words.unwrap_or_else(|| words::missing(missing)),
            who: words::role(who, Some(&self.def.definition)),
            practices,
        }
    }
}
