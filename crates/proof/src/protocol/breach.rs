//! What must never happen, each in one word.

use std::fmt;

/// A property that was broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Breach {
    /// A mail was handed over again under another Message-ID.
    OtherMessageId,
    /// A copy was handed over after what follows it.
    AfterItsSuccessor,
    /// Something was handed over before what it follows.
    BeforeItsPredecessor,
    /// Two daemons were inside DATA of one mail, each with a relay that listens: both could hand it over.
    TwoInData,
    /// A batch was written again without a person's word.
    BatchTwice,
    /// A directive was committed before the claim of an act.
    ClaimedUnderDirective,
    /// A claim landed in a campaign that pauses.
    ClaimedInPause,
    /// A claim landed whose cause was taken back before.
    ClaimedWithoutCause,
    /// A restored backup sent before a person confirmed.
    ClaimedOnRestoreHold,
    /// What crashed before was claimed together with others.
    ClaimedTogetherAgain,
    /// Recorded as done, and it never left.
    DoneWithoutLeaving,
    /// From here on some effect can never be accounted for.
    Lost,
}

impl Breach {
    /// Every one.
    pub const ALL: [Self; 12] = [
        Self::OtherMessageId,
        Self::AfterItsSuccessor,
        Self::BeforeItsPredecessor,
        Self::TwoInData,
        Self::BatchTwice,
        Self::ClaimedUnderDirective,
        Self::ClaimedInPause,
        Self::ClaimedWithoutCause,
        Self::ClaimedOnRestoreHold,
        Self::ClaimedTogetherAgain,
        Self::DoneWithoutLeaving,
        Self::Lost,
    ];
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::OtherMessageId => "a mail is handed over again under another Message-ID",
            Self::AfterItsSuccessor => "a copy is handed over after what follows it",
            Self::BeforeItsPredecessor => "a mail is handed over before what it follows",
            Self::TwoInData => "two daemons are inside DATA of one mail",
            Self::BatchTwice => "a batch is written again without a person's word",
            Self::ClaimedUnderDirective => "a directive was committed, and then the act is claimed",
            Self::ClaimedInPause => "an effect of a campaign that pauses is claimed",
            Self::ClaimedWithoutCause => "an effect is claimed whose cause was taken back",
            Self::ClaimedOnRestoreHold => "a restored backup sends, and nobody has confirmed",
            Self::ClaimedTogetherAgain => "what crashed before is claimed together with others",
            Self::DoneWithoutLeaving => "an effect is recorded as done and has not left",
            Self::Lost => "from here on an effect can never be accounted for",
        })
    }
}
