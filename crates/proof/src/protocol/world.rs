//! The worlds the protocol is tried in: few daemons, few effects, few faults, so that all of it can be searched.

/// Effects of a world at most.
pub const EFFECTS_MAX: usize = 3;
/// Daemons of a world at most.
pub const DAEMONS_MAX: usize = 3;
/// Campaigns of a world at most.
pub const CAMPAIGNS_MAX: usize = 2;

/// Ticks a claim lasts that is not on the wire: `CLAIM_SECONDS` in `daemon/src/one_by_one.rs`.
pub const SHORT: u8 = 1;
/// Ticks of silence after which the relay hangs up: `RelaySettings::idle`. As there, much longer than [`MARGIN`]: two
/// silences of the relay, before DATA and after it, outlast a claim.
pub const IDLE: u8 = 3;
/// Ticks within which a mail must be on the wire after its claim was renewed: `MARGIN` in `mail/src/session.rs`.
pub const MARGIN: u8 = 1;
/// Crashed claims after which a person looks: `CRASHES_MAX` in `store/src/recovery.rs`.
pub const CRASHES_MAX: u8 = 3;

/// What an effect is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A mail: repeatable under its Message-ID.
    Notice,
    /// A manifest of letters, and as a permit: found half-done, a person decides.
    Batch,
}

/// When an effect is planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opens {
    /// With its campaign.
    AtOnce,
    /// In the transaction that records this effect as done (E5).
    After(usize),
    /// When a person acknowledges what that effect told.
    Acknowledged(usize),
}

/// One effect of a world.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effect {
    /// Its campaign.
    pub campaign: usize,
    /// What it is.
    pub kind: Kind,
    /// When it is planned.
    pub opens: Opens,
}

impl Effect {
    /// The effect that comes before it.
    pub fn before(&self) -> Option<usize> {
        match self.opens {
            Opens::AtOnce => None,
            Opens::After(before) | Opens::Acknowledged(before) => Some(before),
        }
    }
}

/// How much of each may go wrong or be ordered in one history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Budget {
    /// Processes killed.
    pub crashes: u8,
    /// Processes stopped; each wakes up some time or never.
    pub stops: u8,
    /// Answers lost, connections dropped, recipients turned away, statements that failed.
    pub losses: u8,
    /// Orders that stand in the way: directive, pause, a cause taken back.
    pub orders: u8,
}

/// How a world begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beginning {
    /// All campaigns are there.
    Usual,
    /// The last campaign is yet to be started, by somebody who reads the programme first (E16).
    LastIsStarted,
    /// From a backup: a mail had left that it knows as planned, and no person has confirmed yet.
    Restored,
}

/// One world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct World {
    /// What is told of it.
    pub name: &'static str,
    /// Daemons.
    pub daemons: usize,
    /// Campaigns.
    pub campaigns: usize,
    /// Effects, in the order in which they are due.
    pub effects: Vec<Effect>,
    /// What may go wrong.
    pub budget: Budget,
    /// How it begins.
    pub beginning: Beginning,
    /// Which rule is left out.
    pub broken: Broken,
}

/// A rule left out on purpose, to see that its absence is noticed. Nothing shipped knows these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// None.
    Nothing,
    /// An outcome is stored for any claim that is under way (E5).
    OutcomeWithoutFence,
    /// A renewal takes any claim that is under way for its own (E6).
    RenewalWithoutFence,
    /// A new life gets the fence of the last one (E4).
    FenceDoesNotGrow,
    /// A claim is known by the host's name, which all processes of the host share (E4).
    OwnerIsAHost,
    /// The claim on the wire lasts as long as any other, whatever the relay's session does (E6).
    SessionWithoutLease,
    /// Nobody looks how long ago the claim was renewed before the content is written (E6).
    MarginNotAsked,
    /// The claim is tested against what was read before, not against the rows it writes (E2).
    ClaimOnSnapshot,
    /// The warrant is taken before the transaction, whose version is read afresh (E1, E2).
    WarrantOutside,
    /// `done` and the release of what waits for it are two transactions (E5).
    ReleaseApart,
    /// What waits for an effect is released in a transaction before the one that records it (E5).
    ReleaseFirst,
    /// What follows is planned with its campaign, and not when what it follows has left.
    PlannedTogether,
    /// A relay that is not there is taken for one that said yes.
    SilenceIsYes,
    /// The claim does not ask whether its cause was taken back (R11, R12).
    CauseNotAsked,
    /// `sending` is stored with the outcome, after the act (E6, R11).
    SendingAfterAct,
    /// A mail tried again gets a new Message-ID (R11).
    NewMessageId,
    /// A batch found half-done is done again by itself (R11).
    BatchRepeated,
    /// Claims are taken back before they run out (E3, E7).
    LiveClaimTakenBack,
    /// A directive is written without moving the campaigns' versions (E16).
    DirectiveWithoutVersion,
    /// A campaign starts without comparing the programme's row (E16).
    GuardNotCompared,
    /// The claim does not ask whether the campaign pauses.
    PauseNotAsked,
    /// A restored backup sends before a person has confirmed.
    RestoreSends,
    /// What was claimed before and came to nothing is claimed together with others (E7).
    ClaimedTogetherAgain,
}

impl Broken {
    /// Every way to break it.
    pub const ALL: [Self; 22] = [
        Self::OutcomeWithoutFence,
        Self::RenewalWithoutFence,
        Self::FenceDoesNotGrow,
        Self::OwnerIsAHost,
        Self::SessionWithoutLease,
        Self::MarginNotAsked,
        Self::ClaimOnSnapshot,
        Self::WarrantOutside,
        Self::ReleaseApart,
        Self::ReleaseFirst,
        Self::PlannedTogether,
        Self::SilenceIsYes,
        Self::CauseNotAsked,
        Self::SendingAfterAct,
        Self::NewMessageId,
        Self::BatchRepeated,
        Self::LiveClaimTakenBack,
        Self::DirectiveWithoutVersion,
        Self::GuardNotCompared,
        Self::PauseNotAsked,
        Self::RestoreSends,
        Self::ClaimedTogetherAgain,
    ];
}
