//! Engines broken on purpose, one way each: the proof must catch every one, or it is worth nothing. They exist only where
//! the feature `twins` is compiled in, which is for tests of `proof` alone; without it nothing here can be switched, and
//! every question below is answered by `false` when the program is compiled.

/// A way in which an engine may be broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Twin {
    /// R1 is not asked before letters.
    UnaskedR1,
    /// The lead time of those who are told ends a day early.
    ShortLead,
    /// An acknowledgement taken back stops nothing.
    DeafToSecondThoughts,
    /// Rules are asked when an act is planned, and not when it leaves.
    EarlyWarrant,
    /// The PCT's steps wait for the first practice alone.
    WrongBarrier,
    /// A directive does not hold permits.
    UnboundPermits,
    /// One person signs twice.
    OnePairOfEyes,
    /// The time to choose is a week short.
    ShortChoice,
    /// An alarm holds nothing.
    DeafToAlarms,
    /// A budget holds nothing.
    Spendthrift,
    /// Radio goes on in a quiet time.
    Loud,
    /// A list is never too old.
    StaleList,
    /// A campaign moves to less time to choose though letters were posted.
    CutChoice,
    /// A campaign moves though a step that was done has no place in the new definition.
    Forgetful,
    /// A campaign that moves loses its timer.
    LostTimer,
}

#[cfg(feature = "twins")]
impl Twin {
    /// Those that go wrong within one definition.
    pub const WITHIN: [Self; 12] = [
        Self::UnaskedR1,
        Self::ShortLead,
        Self::DeafToSecondThoughts,
        Self::EarlyWarrant,
        Self::WrongBarrier,
        Self::UnboundPermits,
        Self::OnePairOfEyes,
        Self::ShortChoice,
        Self::DeafToAlarms,
        Self::Spendthrift,
        Self::Loud,
        Self::StaleList,
    ];

    /// Those that go wrong when a campaign moves to another definition.
    pub const MOVING: [Self; 3] = [Self::CutChoice, Self::Forgetful, Self::LostTimer];
}

#[cfg(feature = "twins")]
mod switch {
    use std::cell::Cell;

    use super::Twin;

    thread_local! {
        static BROKEN: Cell<Option<Twin>> = const { Cell::new(None) };
    }

    /// Breaks the engine of this thread, or mends it.
    pub fn set(twin: Option<Twin>) {
        BROKEN.set(twin);
    }

    pub(crate) fn is(twin: Twin) -> bool {
        BROKEN.get() == Some(twin)
    }
}

#[cfg(feature = "twins")]
pub(crate) use switch::is;
#[cfg(feature = "twins")]
pub use switch::set;

#[cfg(not(feature = "twins"))]
pub(crate) const fn is(_: Twin) -> bool {
    false
}
