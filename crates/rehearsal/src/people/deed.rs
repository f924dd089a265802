//! What people do, and how it is ordered of the application.

use precede_app::Said;
use precede_model::{Order, Role, definition::StepIx};

use super::{
    Spot, acknowledgement, answer, approval, batch, consult, list, optional, publicity, sign_off,
    task,
};
use crate::diary::Slot;

/// Somebody means to do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Intent {
    /// When.
    pub slot: Slot,
    /// A try that is not repeated when it is refused.
    pub is_once: bool,
    /// Who.
    pub by: Role,
    /// About which step; none for what is about no step.
    pub step: Option<StepIx>,
    /// What.
    pub deed: Deed,
}

impl Intent {
    /// The same, tried once and never again.
    pub fn once(self) -> Self {
        Self {
            is_once: true,
            ..self
        }
    }
}

/// What people do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deed {
    Start,
    Finish,
    Sign,
    SendPapers,
    Meet,
    TakePosition,
    AcknowledgeByLink,
    AcknowledgeToStaff,
    TakeBackAcknowledgement,
    ReleaseSilent,
    Answer,
    OpenPublicity,
    ClosePublicity,
    BringList,
    BringStaleList,
    PostBatch { batch: u16 },
    StopBatch { batch: u16 },
    ReturnLetters { batch: u16 },
    SignOff,
    WithdrawAgreement,
    Skip,
    ClearAlarm { alarm: u16 },
}

impl Deed {
    /// The order for it, with what is said beside it. `None` when there is nothing to order any more.
    pub fn order(self, spot: &Spot<'_>, slot: Slot) -> Option<(Said, Order)> {
        match self {
            // Not about a step: ordered where they are taken up.
            Self::Start | Self::ClearAlarm { .. } => None,
            Self::Finish => task::order(spot),
            Self::Sign => approval::order(spot),
            Self::SendPapers | Self::Meet | Self::TakePosition => consult::order(spot, self),
            Self::AcknowledgeByLink | Self::AcknowledgeToStaff => {
                acknowledgement::order(spot, self, slot)
            }
            Self::TakeBackAcknowledgement | Self::ReleaseSilent => {
                acknowledgement::doubt(spot, self)
            }
            Self::Answer => answer::order(spot),
            Self::OpenPublicity | Self::ClosePublicity => Some(publicity::order(spot, self)),
            Self::BringList | Self::BringStaleList => list::order(spot, self, slot),
            Self::PostBatch { batch }
            | Self::StopBatch { batch }
            | Self::ReturnLetters { batch } => batch::order(spot, self, batch, slot),
            Self::SignOff | Self::WithdrawAgreement => sign_off::order(spot, self),
            Self::Skip => Some(optional::order(spot)),
        }
    }
}
