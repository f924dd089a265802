//! Ids, states, events, effects and refusals: data and parsing only. This room decides nothing and touches nothing.

mod act;
mod calendar;
mod campaign;
mod command;
pub mod definition;
mod digest;
mod effect;
mod event;
pub mod facts;
pub mod ids;
mod name;
mod people;
mod register;
pub mod states;
pub mod time;
mod tracks;
mod word;

pub use act::{Act, Missing, Refusal, Rule, Unmet};
pub use calendar::CalendarId;
pub use campaign::{
    Campaign, Done, Hold, Lifecycle, Open, Progress, Skipped, Standing, StepState, Track,
};
pub use command::{Command, OptOutCounts, Order};
pub use digest::{Digest, NotADigest};
pub use effect::{ClaimProof, Effect, EffectKey, Outgoing};
pub use event::{
    Answer, ClockEffect, ConsultStage, Event, Evidence, Happening, How, PatientList, Plan,
    Position, Reconciliation, Side, SkipReason,
};
pub use ids::*;
pub use name::{Name, NameError};
pub use people::{Actor, Person, Role};
pub use register::{Contact, Membership, Organisation, OrganisationKind};
pub use time::{Length, NotALength, NotAnInstant, Timestamp};
pub use tracks::{Tracks, TracksIter, TracksIterMut};
