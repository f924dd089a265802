//! Orders by an authority that hold acts.

use std::collections::BTreeSet;

use precede_model::{
    Name, OrganisationCode,
    reading::{Faults, Node, Table},
};

use super::{
    choice::choice,
    date::{self, FactDate},
    each,
    known::{self, Known},
    optional,
    scope::{self, Days, Scope},
    source::SourceKey,
    wave::WaveId,
};

/// Id of a directive, for example `dh-2010-04-16`.
pub type DirectiveId = Name<32>;

/// One order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Directive {
    /// Its id.
    pub id: DirectiveId,
    /// Who gave it.
    pub issuer: String,
    /// From when it binds: a day, or a month.
    pub from: FactDate,
    /// Until when, as far as is known.
    pub until: FactDate,
    /// What it holds.
    pub suspends: Suspends,
    /// Whom it concerns: England, a region, PCTs or a wave.
    pub scope: Scope,
    /// Waves it lets go on.
    pub exempt_waves: Vec<WaveId>,
    /// PCTs shown to be in its scope; there may be more.
    pub resolved_members: Vec<OrganisationCode>,
    /// What in it contradicts itself, in plain words.
    pub conflict: Option<String>,
    /// Where it is told.
    pub sources: Vec<SourceKey>,
}

/// What an order of the facts holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Suspends {
    /// Uploads: the act `permit`. Letters and publicity go on.
    Upload,
    /// New campaigns: the act `start`. Those that run go on.
    CampaignStart,
}

const SUSPENDS: &[(&str, Suspends)] = &[
    ("upload", Suspends::Upload),
    ("campaign_start", Suspends::CampaignStart),
];

const KEYS: &[&str] = &[
    "id",
    "issuer",
    "from",
    "until",
    "suspends",
    "scope_wave",
    "scope",
    "exempt_waves",
    "resolved_members",
    "conflict",
    "source",
];

/// Reads every `[[directive]]`.
pub(super) fn read_all(root: &Table, known: &Known, faults: &mut Faults) -> Option<Vec<Directive>> {
    let mut seen = BTreeSet::new();
    each(root, "directive", faults, |table, faults| {
        let id = known::id(&table, "id", &mut seen, faults);
        read(table, id, known, faults)
    })
}

fn read(
    table: Table,
    id: Option<DirectiveId>,
    known: &Known,
    faults: &mut Faults,
) -> Option<Directive> {
    let table = match id {
        Some(id) => table.named(format!("directive.{id}")),
        None => table,
    };
    table.only(KEYS, faults);
    let issuer = table.need("issuer", "say who gave the order", faults);
    let issuer = issuer.and_then(|node| node.title(faults));
    let dates = read_dates(&table, faults);
    let suspends = table.need("suspends", "say what it holds", faults);
    let suspends = suspends.and_then(|node| choice(&node, "thing to suspend", SUSPENDS, faults));
    let scope = read_scope(&table, known, faults);
    let exempt = read_exempt(&table, scope.as_ref(), known, faults);
    let members = optional(table.get("resolved_members"), |node| {
        known::each(node, faults, |item, text, faults| {
            known.pct(item, text, faults)
        })
    });
    let conflict = optional(table.get("conflict"), |node| node.title(faults));
    let sources = known.sources(&table, faults);
    let (from, until) = dates?;
    Some(Directive {
        id: id?,
        issuer: issuer?,
        from,
        until,
        suspends: suspends?,
        scope: scope?,
        exempt_waves: exempt?,
        resolved_members: members?.unwrap_or_default(),
        conflict: conflict?,
        sources: sources?,
    })
}

/// An order of which nobody knows when it began cannot be replayed; when it ended may well be unknown.
fn read_dates(table: &Table, faults: &mut Faults) -> Option<(FactDate, FactDate)> {
    let remedy = "give the day or the month from which it binds";
    let from = table.need("from", remedy, faults);
    let from = from.and_then(|node| {
        let from = date::read(&node, faults)?;
        if from == FactDate::Unknown {
            node.fault(faults, "has to be known", remedy);
            return None;
        }
        Some(from)
    });
    let until = optional(table.get("until"), |node| {
        let until = date::read(node, faults)?;
        if let (Some(first), Some(last)) = (from?.earliest(), until.latest())
            && last < first
        {
            node.fault(
                faults,
                "lies before `from`",
                "correct one of the two, or write `unknown`",
            );
            return None;
        }
        Some(until)
    });
    Some((from?, until?.unwrap_or(FactDate::Unknown)))
}

/// `scope_wave = "accelerated"` is short for `scope = "wave:accelerated"`.
fn read_scope(table: &Table, known: &Known, faults: &mut Faults) -> Option<Scope> {
    match (table.get("scope_wave"), table.get("scope")) {
        (Some(node), None) => {
            let text = node.text(faults)?;
            known.wave(&node, text, faults).map(Scope::Wave)
        }
        (None, Some(node)) => {
            let scope = scope::read(&node, Days::ScenarioDay, known, faults)?;
            only_of_pcts(&node, scope, faults)
        }
        (Some(node), Some(_)) => {
            node.fault(faults, "stands beside `scope`", "keep one of the two");
            None
        }
        (None, None) => {
            table.missing("scope", "write `scope` or `scope_wave`", faults);
            None
        }
    }
}

/// The sources name practices by no code, and the mail house takes no part in a campaign.
fn only_of_pcts(node: &Node, scope: Scope, faults: &mut Faults) -> Option<Scope> {
    match scope {
        Scope::England | Scope::Sha(_) | Scope::Pct(_) | Scope::Pcts(_) | Scope::Wave(_) => {
            Some(scope)
        }
        Scope::Practice(_) | Scope::MailHouse => {
            let remedy =
                "write `england`, or one of `sha:`, `pct:`, `pcts:` and `wave:` with what it names";
            node.fault(faults, "names nobody a directive can bind", remedy);
            None
        }
    }
}

fn read_exempt(
    table: &Table,
    scope: Option<&Scope>,
    known: &Known,
    faults: &mut Faults,
) -> Option<Vec<WaveId>> {
    let exempt = optional(table.get("exempt_waves"), |node| {
        known::each(node, faults, |item, text, faults| {
            let wave = known.wave(item, text, faults)?;
            if scope == Some(&Scope::Wave(wave)) {
                let what = format!("exempts `{wave}`, the wave it concerns");
                item.fault(faults, what, "remove it here, or change the scope");
                return None;
            }
            Some(wave)
        })
    });
    exempt.map(Option::unwrap_or_default)
}
