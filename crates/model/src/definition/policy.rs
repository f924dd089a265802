//! Policy: the numbers a programme chooses, within the floors of the rules.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Length, Money, word::by_word};

/// A means by which a patient can be informed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Means {
    /// A letter addressed to the person.
    AddressedLetter,
    /// A message sent to the person.
    DirectMessage,
    /// A public notice together with the practice's own materials.
    PublicNotice,
}

/// Postage class, which decides how long delivery takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PostClass {
    /// Bulk mailing (2010: seven working days).
    Bulk,
    /// Second class (four working days).
    SecondClass,
    /// First class (two working days).
    FirstClass,
    /// A message, not a letter; arrives the same day.
    DirectMessage,
}

/// What one envelope (or message) holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PackPart {
    /// The covering letter.
    Letter,
    /// The leaflet.
    Leaflet,
    /// An opt-out form. A free way to say no.
    OptOutForm,
    /// A freephone number where one can say no. A free way to say no.
    Freephone,
    /// A web form where one can say no. A free way to say no.
    OnlineForm,
    /// How to say no at the practice. A free way to say no.
    PracticeDesk,
    /// A pre-paid envelope: says where to send it.
    PrepaidEnvelope,
    /// The address to send it to.
    ReturnAddress,
    /// How to get large print, easy read or another language.
    AlternativeFormats,
}

impl PackPart {
    /// Whether this is a way to say no that costs the patient nothing.
    pub fn is_way_to_say_no(self) -> bool {
        matches!(
            self,
            Self::OptOutForm | Self::Freephone | Self::OnlineForm | Self::PracticeDesk
        )
    }

    /// Whether this says where to send the answer.
    pub fn says_where(self) -> bool {
        matches!(self, Self::PrepaidEnvelope | Self::ReturnAddress)
    }
}

/// The numbers of a programme. `None` where the definition has no act that needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Between a practice's acknowledgement (or being told) and anything its patients see. At least 1wd.
    pub practice_lead: Length,
    /// Time to choose after the latest expected receipt.
    pub decision_period: Option<Length>,
    /// The publicity step's minimum (`lasts`), repeated here so that an export explains itself.
    pub publicity_minimum: Option<Length>,
    /// Age of a patient list's extract at posting. At most 28d.
    pub list_max_age: Option<Length>,
    /// Age of the last check for deaths at posting. At most 3d.
    pub death_recheck_max_age: Option<Length>,
    /// Life of a permit's token. At most 24h.
    pub permit_life: Option<Length>,
    /// Age of the count of coded opt-outs at the permit. At most 2wd.
    pub opt_out_count_max_age: Option<Length>,
    /// Working days until a posted item is taken as received.
    pub delivery_days: BTreeMap<PostClass, Length>,
    /// The class a batch is posted in.
    pub post_class: PostClass,
    /// Ages written to, inclusive; none means everybody.
    pub age: Option<(u8, u8)>,
    /// What every pack holds.
    pub pack: Vec<PackPart>,
    /// Whether a mailing covers participating practices only, or the whole PCT.
    pub mail_unit: MailUnit,
    /// Most letters released for one practice on one day; `None` for no limit.
    pub batch_capacity: Option<u32>,
    /// Cost of one letter by class; empty where the programme states none (R10).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub unit_cost: BTreeMap<PostClass, Money>,
    /// Whether letters need an approved budget.
    #[serde(default, skip_serializing_if = "BudgetNeed::is_optional")]
    pub budget: BudgetNeed,
}

/// Whether letters need an approved budget (R10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BudgetNeed {
    /// A budget binds once it is approved.
    #[default]
    Optional,
    /// No letter leaves before one is approved.
    Required,
}

impl BudgetNeed {
    fn is_optional(&self) -> bool {
        *self == Self::Optional
    }
}

/// Whose patients a mailing covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MailUnit {
    /// The practices that take part.
    ParticipatingPractices,
    /// Every practice of the PCT.
    Pct,
}

/// An alternative of one definition: the same steps, another policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// For example `2010-10`.
    pub id: String,
    /// Shown to people.
    pub title: String,
    /// The whole policy, the definition's own with this variant's changes.
    pub policy: Policy,
}

by_word!(Means, PostClass, PackPart, MailUnit, BudgetNeed);
