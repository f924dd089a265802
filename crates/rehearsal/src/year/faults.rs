//! What goes wrong in a rehearsal with faults. Whether something does at an instant is a hash of seed, campaign, kind and
//! instant (E17): nothing runs on, so a case is played again with fewer faults, practices or days and the rest stays.

use std::{collections::BTreeSet, fmt, str::FromStr};

use precede_model::{CampaignId, Timestamp};

use crate::Chance;

/// A kind of fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// The daemon dies before its commit of time: nothing of it is stored. People's orders in it got no answer.
    DiesBeforeCommit,
    /// It dies before its claim is committed.
    DiesBeforeClaim,
    /// It dies after the claim and before the act.
    DiesAfterClaim,
    /// It dies after some of the acts it had claimed together.
    DiesAmidActs,
    /// It dies after the act and before the outcome is stored.
    DiesAfterActs,
    /// The next daemon dies before its recovery is stored.
    DiesInRecovery,
    /// The relay took a mail and its answer was lost.
    LostReply,
    /// The relay takes nothing.
    RelayAway,
    /// An outcome is brought a second time, as by a daemon that was thought dead.
    OutcomeTwice,
    /// A timer fires twice.
    TimerTwice,
    /// A person's order arrives twice.
    OrderTwice,
    /// The daemon stays away for days; people go on.
    DaemonAway,
    /// The clock leaps days forward at once.
    ClockLeaps,
    /// A command has read the clock before others that were written first.
    ClockBehind,
    /// Somebody orders something contrary between plan and claim.
    ContraryBeforeClaim,
    /// Somebody does while the claim is being committed.
    Overtaken,
    /// Somebody does between claim and outcome.
    ContraryBeforeOutcome,
    /// Somebody does while the daemon is dead and its effects are half-done.
    ContraryWhileDead,
}

impl Fault {
    /// Every kind with its word and how often in a thousand occasions it strikes.
    pub const ALL: [(Self, &'static str, u32); 18] = [
        (Self::DiesBeforeCommit, "dies-before-commit", 4),
        (Self::DiesBeforeClaim, "dies-before-claim", 8),
        (Self::DiesAfterClaim, "dies-after-claim", 10),
        (Self::DiesAmidActs, "dies-amid-acts", 4),
        (Self::DiesAfterActs, "dies-after-acts", 10),
        (Self::DiesInRecovery, "dies-in-recovery", 250),
        (Self::LostReply, "lost-reply", 8),
        (Self::RelayAway, "relay-away", 4),
        (Self::OutcomeTwice, "outcome-twice", 10),
        (Self::TimerTwice, "timer-twice", 10),
        (Self::OrderTwice, "order-twice", 4),
        (Self::DaemonAway, "daemon-away", 3),
        (Self::ClockLeaps, "clock-leaps", 2),
        (Self::ClockBehind, "clock-behind", 4),
        (Self::ContraryBeforeClaim, "contrary-before-claim", 10),
        (Self::Overtaken, "overtaken", 10),
        (Self::ContraryBeforeOutcome, "contrary-before-outcome", 10),
        (Self::ContraryWhileDead, "contrary-while-dead", 500),
    ];

    fn known(self) -> &'static (Self, &'static str, u32) {
        let place = Self::ALL.iter().find(|(fault, ..)| *fault == self);
        place.expect("every kind is in the list")
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        self.known().1
    }
}

/// One fault that struck: what, when, and which of its kind at that instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Struck {
    /// When.
    pub at: Timestamp,
    /// What.
    pub fault: Fault,
    /// From 0.
    pub number: u16,
}

impl fmt::Display for Struck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}/{}", self.fault.word(), self.at, self.number)
    }
}

impl FromStr for Struck {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let unreadable = || format!("`{text}` is no fault: expected `KIND@INSTANT/NUMBER`");
        let (word, rest) = text.split_once('@').ok_or_else(unreadable)?;
        let (at, number) = rest.rsplit_once('/').ok_or_else(unreadable)?;
        let known = Fault::ALL.iter().find(|(_, known, _)| *known == word);
        Ok(Self {
            fault: known.ok_or_else(unreadable)?.0,
            at: at.parse().map_err(|_| unreadable())?,
            number: number.parse().map_err(|_| unreadable())?,
        })
    }
}

/// Which faults strike.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Faults {
    /// None.
    #[default]
    None,
    /// Those the seed draws.
    Drawn,
    /// These and no others.
    These(BTreeSet<Struck>),
}

/// The faults of one campaign.
#[derive(Debug)]
pub(super) struct Mischief {
    faults: Faults,
    chance: Chance,
    now: Timestamp,
    asked: [u16; Fault::ALL.len()],
    /// Those that struck.
    pub struck: Vec<Struck>,
}

impl Mischief {
    pub fn of(faults: Faults, chance: Chance, campaign: CampaignId) -> Self {
        let chance = chance.about("faults").about(campaign.programme.as_str());
        Self {
            faults,
            chance: chance.about(campaign.pct.as_str()),
            now: Timestamp::from_micros(i64::MIN),
            asked: [0; Fault::ALL.len()],
            struck: Vec::new(),
        }
    }

    /// Whether a fault strikes on this occasion.
    pub fn strikes(&mut self, fault: Fault, now: Timestamp) -> bool {
        if self.faults == Faults::None {
            return false;
        }
        if self.now != now {
            (self.now, self.asked) = (now, [0; Fault::ALL.len()]);
        }
        let asked = &mut self.asked[fault as usize];
        let one = Struck {
            at: now,
            fault,
            number: *asked,
        };
        *asked = asked.saturating_add(1);
        let does = match &self.faults {
            Faults::None => false,
            Faults::Drawn => self.chance_of(one).is_one_of(fault.known().2),
            Faults::These(these) => these.contains(&one),
        };
        if does {
            self.struck.push(one);
        }
        does
    }

    /// Nothing strikes any more.
    pub fn rest(&mut self) {
        self.faults = Faults::None;
    }

    /// Chance about the fault that struck last.
    pub fn about(&self, what: &str) -> Chance {
        match self.struck.last() {
            Some(one) => self.chance_of(*one).about(what),
            None => self.chance.about(what),
        }
    }

    fn chance_of(&self, one: Struck) -> Chance {
        let chance = self.chance.about(one.fault.word());
        chance
            .number(one.at.micros().unsigned_abs())
            .number(one.number.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_read_as_it_is_written() {
        for (fault, ..) in Fault::ALL {
            let one = Struck {
                at: "2010-03-01T09:15:00Z".parse().unwrap(),
                fault,
                number: 3,
            };
            assert_eq!(one.to_string().parse(), Ok(one));
        }
        assert!("lost-reply@now/0".parse::<Struck>().is_err());
        assert!("rain@2010-03-01T09:15:00Z/0".parse::<Struck>().is_err());
    }

    #[test]
    fn leaving_one_out_leaves_the_others_where_they_are() {
        let id = "scr/5PY/all".parse().unwrap();
        let ask = |faults: Faults| {
            let mut mischief = Mischief::of(faults, Chance::of_seed(1), id);
            for minute in 0..5_000 {
                let now = Timestamp::from_micros(minute * 60_000_000);
                mischief.strikes(Fault::LostReply, now);
                mischief.strikes(Fault::LostReply, now);
            }
            mischief.struck
        };
        let all = ask(Faults::Drawn);
        assert!((40..120).contains(&all.len()), "{}", all.len());
        let fewer: BTreeSet<Struck> = all.iter().copied().skip(1).step_by(2).collect();
        let played: BTreeSet<Struck> = ask(Faults::These(fewer.clone())).into_iter().collect();
        assert_eq!(played, fewer);
        assert!(ask(Faults::None).is_empty());
    }
}
