//! Whom a fact concerns.

use precede_model::{
    OrganisationCode,
    reading::{Faults, Node},
};

use super::{known::Known, wave::WaveId};

/// Whom a fact concerns.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Everybody.
    England,
    /// One region: `sha:Q35`.
    Sha(OrganisationCode),
    /// One PCT: `pct:5HQ`.
    Pct(OrganisationCode),
    /// Several PCTs: `pcts:5A8,TAK`.
    Pcts(Vec<OrganisationCode>),
    /// A wave: `wave:accelerated`.
    Wave(WaveId),
    /// One practice, in the source's words and not by its code: `practice:Southwark`. `None`: the source does not name
    /// it.
    Practice(Option<String>),
    /// The central mail house.
    MailHouse,
}

/// Which PCTs may be named.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Days {
    /// Those of the scenario's day.
    ScenarioDay,
    /// Also those that ended before it or began after it.
    Any,
}

/// Reads a scope.
pub(super) fn read(node: &Node, days: Days, known: &Known, faults: &mut Faults) -> Option<Scope> {
    let text = node.text(faults)?;
    let pct = |code: &str, faults: &mut Faults| match days {
        Days::ScenarioDay => known.pct(node, code, faults),
        Days::Any => known.pct_of_any_day(node, code, faults),
    };
    match text.split_once(':') {
        None if text == "england" => Some(Scope::England),
        None if text == "mail_house" => Some(Scope::MailHouse),
        Some(("sha", code)) => known.sha(node, code, faults).map(Scope::Sha),
        Some(("pct", code)) => pct(code, faults).map(Scope::Pct),
        Some(("pcts", codes)) => {
            let codes = codes.split(',').map(str::trim);
            let read: Vec<_> = codes.map(|code| pct(code, faults)).collect();
            let codes: Vec<_> = read.into_iter().collect::<Option<_>>()?;
            Some(Scope::Pcts(codes))
        }
        Some(("wave", id)) => known.wave(node, id, faults).map(Scope::Wave),
        Some(("practice", "unknown")) => Some(Scope::Practice(None)),
        Some(("practice", name)) if !name.trim().is_empty() => {
            Some(Scope::Practice(Some(name.trim().to_owned())))
        }
        None | Some(_) => {
            let remedy = "write `england`, `mail_house`, or one of `sha:`, `pct:`, `pcts:`, `wave:` and `practice:` \
                          with what it names, for example `sha:Q35`";
            node.fault(faults, format!("`{text}` says nothing about whom"), remedy);
            None
        }
    }
}
