//! Ids, states, events, effects and refusals: data and parsing only. This room decides nothing and touches nothing.

mod act;
mod calendar;
mod campaign;
mod case;
mod command;
pub mod definition;
mod digest;
mod effect;
mod event;
pub mod facts;
pub mod ids;
mod money;
mod name;
mod people;
pub mod programme;
pub mod reading;
mod register;
pub mod states;
pub mod time;
mod tracks;
mod word;

pub use act::{Act, HeldAct, Missing, Refusal, Rule, Unmet};
pub use calendar::CalendarId;
pub use campaign::{
    Campaign, Done, Hold, Lifecycle, Open, Progress, SetAside, Skipped, Standing, StepState, Track,
};
pub use case::{Alarm, AlarmKind, Case, CaseKind, EnquiryReason};
pub use command::{Command, OptOutCounts, Order, Report};
pub use digest::{Digest, NotADigest};
pub use effect::{ClaimProof, Effect, EffectKey, Outgoing};
pub use event::{
    Answer, ClockEffect, ConsultStage, DirectiveRecord, EndReason, Event, Evidence, Happening, How,
    Migration, PatientList, Plan, Position, Reconciliation, Side, SkipReason, WithdrawnFact,
};
pub use ids::*;
pub use money::{Money, NotMoney};
pub use name::{Name, NameError};
pub use people::{Actor, Person, Role};
pub use register::{Contact, Membership, Organisation, OrganisationKind};
pub use time::{Length, NotALength, NotAnInstant, Timestamp};
pub use tracks::{Tracks, TracksIter, TracksIterMut};
