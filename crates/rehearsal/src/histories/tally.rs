//! What many histories add up to.

use std::{collections::BTreeMap, fmt::Write as _};

use precede_model::Rule;
use serde::Serialize;

/// How often one rule was asked, and what it said.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Decided {
    /// Acts in the ledger that it judged lawful, at planning and at release.
    pub held: u64,
    /// Refusals in the ledger, and for R11 effects that the claim or the store turned away.
    pub refused: u64,
    /// Acts about to be planned that it found wanting when they were asked about; time plans none of those.
    pub withheld: u64,
}

/// What many histories add up to.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Tally {
    /// Histories played to their end.
    pub histories: u64,
    /// How many had so many accepted events.
    #[serde(skip)]
    pub lengths: BTreeMap<u32, u64>,
    /// By programme plan.
    pub plans: BTreeMap<&'static str, u64>,
    /// Entries of the ledgers by kind.
    pub entries: BTreeMap<String, u64>,
    /// By rule, R1 to R12.
    pub rules: BTreeMap<String, Decided>,
    /// Refusals that are no law's: rights, order of steps, evidence.
    pub other_refusals: BTreeMap<String, u64>,
    /// Orders of programmes that were not acceptable.
    pub unacceptable: u64,
    /// Times that facts changed between an effect's plan and its claim.
    pub between_plan_and_claim: u64,
    /// Times that facts changed between an effect's claim and its outcome.
    pub between_claim_and_outcome: u64,
    /// Daemons that died between claim and outcome.
    pub crashes: u64,
    /// What the independent check, or the fold, found.
    pub violations: u64,
}

impl Tally {
    /// Adds another's.
    pub fn add(&mut self, other: &Self) {
        self.histories += other.histories;
        self.unacceptable += other.unacceptable;
        self.between_plan_and_claim += other.between_plan_and_claim;
        self.between_claim_and_outcome += other.between_claim_and_outcome;
        self.crashes += other.crashes;
        self.violations += other.violations;
        sum(&mut self.lengths, &other.lengths);
        sum(&mut self.plans, &other.plans);
        sum(&mut self.entries, &other.entries);
        sum(&mut self.other_refusals, &other.other_refusals);
        for (rule, more) in &other.rules {
            let decided = self.rules.entry(rule.clone()).or_default();
            decided.held += more.held;
            decided.refused += more.refused;
            decided.withheld += more.withheld;
        }
    }

    /// The counts of a rule.
    pub(super) fn of(&mut self, rule: Rule) -> &mut Decided {
        self.rules.entry(rule.to_string()).or_default()
    }

    /// Half of the histories have at least so many accepted events.
    pub fn median(&self) -> u32 {
        let mut before = 0;
        for (length, histories) in &self.lengths {
            before += histories;
            if 2 * before >= self.histories {
                return *length;
            }
        }
        0
    }

    /// How often the rule decided most seldom was decided one way: the smaller number of the two, over all twelve.
    pub fn fewest_decided(&self) -> u64 {
        let of = |number: u8| {
            let decided = self.rules.get(&format!("R{number}"));
            decided.map_or(0, |one| one.held.min(one.refused + one.withheld))
        };
        (1..=12).map(of).min().unwrap_or(0)
    }

    /// As a table for people.
    pub fn table(&self) -> String {
        let mut text = String::new();
        let mut line = |words: std::fmt::Arguments<'_>| {
            text.write_fmt(words).expect("text can be written to text");
            text.push('\n');
        };
        line(format_args!(
            "{} histories, {} violations, median {} accepted events",
            self.histories,
            self.violations,
            self.median()
        ));
        line(format_args!(
            "facts changed {} times between plan and claim, {} times between claim and outcome; {} daemons died in between",
            self.between_plan_and_claim, self.between_claim_and_outcome, self.crashes
        ));
        line(format_args!(
            "\n{:<6}{:>12}{:>12}{:>12}",
            "rule", "held", "refused", "withheld"
        ));
        for number in 1..=12_u8 {
            let rule = format!("R{number}");
            let one = self.rules.get(&rule).copied().unwrap_or_default();
            let Decided {
                held,
                refused,
                withheld,
            } = one;
            line(format_args!(
                "{rule:<6}{held:>12}{refused:>12}{withheld:>12}"
            ));
        }
        for (title, counts) in [
            ("entries", &self.entries),
            ("other refusals", &self.other_refusals),
        ] {
            line(format_args!("\n{title}"));
            for (kind, count) in counts {
                line(format_args!("  {kind:<28}{count:>12}"));
            }
        }
        line(format_args!("\nplans"));
        for (plan, count) in &self.plans {
            line(format_args!("  {plan:<28}{count:>12}"));
        }
        text
    }
}

fn sum<K: Ord + Clone>(into: &mut BTreeMap<K, u64>, from: &BTreeMap<K, u64>) {
    for (key, count) in from {
        *into.entry(key.clone()).or_default() += count;
    }
}
