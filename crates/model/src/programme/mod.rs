//! What belongs to a programme as a whole: waves, directives, dispensations, quiet times. Folded from the programme's
//! own chain; campaigns learn of it through events in theirs.

mod area;
mod directive;
mod dispensation;
mod event;
mod order;
mod quiet_time;
mod wave;

use serde::{Deserialize, Serialize};

pub use area::{Area, Coverage, NotAnArea, Scope};
pub use directive::{Directive, Lifted, Settled};
pub use dispensation::{Dispensation, DispensationState, Terms};
pub use event::{ProgrammeEvent, ProgrammeHappening};
pub use order::{ProgrammeCommand, ProgrammeOrder};
pub use quiet_time::QuietTime;
pub use wave::Wave;

use crate::{FactName, OrganisationCode, ProgrammeCode, Timestamp};

/// A programme as its chain tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Programme {
    /// Which one.
    pub code: ProgrammeCode,
    /// Named groups of PCTs, in order of recording.
    pub waves: Vec<Wave>,
    /// Directives, lifted ones too, in order of recording.
    pub directives: Vec<Directive>,
    /// Dispensations in every state, in order of recording.
    pub dispensations: Vec<Dispensation>,
    /// Quiet times, cancelled ones too, in order of recording.
    pub quiet_times: Vec<QuietTime>,
    /// Uploads reported by practices that are in no campaign, until a named person has cleared them.
    pub uploads: Vec<StrayUpload>,
}

/// An upload at a practice that is in no campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StrayUpload {
    /// The practice.
    pub practice: OrganisationCode,
    /// When it was reported.
    pub at: Timestamp,
    /// When a named person cleared it.
    pub cleared: Option<Timestamp>,
}

impl Programme {
    /// One of which nothing is known yet.
    pub fn new(code: ProgrammeCode) -> Self {
        Self {
            code,
            waves: Vec::new(),
            directives: Vec::new(),
            dispensations: Vec::new(),
            quiet_times: Vec::new(),
            uploads: Vec::new(),
        }
    }

    /// Whether anything was ever ordered that campaigns must know.
    pub fn is_ordered(&self) -> bool {
        !(self.directives.is_empty()
            && self.dispensations.is_empty()
            && self.quiet_times.is_empty())
    }

    /// A wave by its id.
    pub fn wave(&self, id: FactName) -> Option<&Wave> {
        self.waves.iter().find(|wave| wave.id == id)
    }

    /// A directive by its id.
    pub fn directive(&self, id: FactName) -> Option<&Directive> {
        self.directives.iter().find(|directive| directive.id == id)
    }

    /// A dispensation by its id.
    pub fn dispensation(&self, id: FactName) -> Option<&Dispensation> {
        self.dispensations.iter().find(|one| one.id == id)
    }

    /// A quiet time by its id.
    pub fn quiet_time(&self, id: FactName) -> Option<&QuietTime> {
        self.quiet_times.iter().find(|one| one.id == id)
    }
}
