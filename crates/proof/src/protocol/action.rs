//! What can happen next. The doc comment of each says which function of the product it stands for.

use super::{
    database,
    state::{Life, Stage, Stands, Starter, State},
    world::{Kind, Opens, World},
};

/// What becomes of a commit and of its answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is answered: done, or refused because a row moved.
    Answered,
    /// It is done or refused, and the connection drops before the answer.
    AnswerLost,
    /// The connection drops before it is done.
    NotDone,
    /// The connection drops; the server is still at it.
    StillOnItsWay,
}

/// Orders of people that stand in the way of effects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// `App::order_directive`: recorded in each covered campaign's chain with the programme's row (E16).
    Direct,
    /// `Tick::command` with `Order::Pause`.
    Pause(usize),
    /// `Tick::command` with `Order::TakeBack`: what was acknowledged no longer is.
    TakeBack(usize),
}

/// One transition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// `Daemon::start`: `Store::begin_lease`, then `Store::recover`.
    Start(usize),
    /// `Store::due_effects`, `Daemon::own_share` beginning at that effect, `App::load`, `engine::warrant`.
    Look(usize, usize),
    /// `Daemon::claim_rows`: `Store::commit` with `Claim`, and `Finish` without a fence where there is no warrant.
    Claim(usize, Fate),
    /// `Session::open`, MAIL and RCPT in `Session::hand_over`: the relay accepts the recipient.
    Greet(usize),
    /// The relay turns the recipient away for good.
    TurnedAway(usize),
    /// `Standing::renew`: `Store::renew` of one effect.
    Renew(usize, Fate),
    /// DATA in `Session::hand_over`.
    Data(usize),
    /// `still`: the last look before the content.
    Check(usize),
    /// The content in one write; of a batch `MailHouse::release`.
    Write(usize),
    /// The relay's 250.
    Answer(usize),
    /// No answer will come: the connection is gone.
    NoAnswer(usize),
    /// `Daemon::record_at_once`: `Store::commit` with `Finish` under the fence; refused, `is_own` decides.
    Record(usize, Fate),
    /// `App::load`, when what the process saw is forgotten: by itself, or by a page that it serves.
    Load(usize),
    /// The second of two transactions that should be one; only where a rule is left out.
    Release(usize),
    /// `Daemon::renewing`: `Store::renew` of everything under the fence.
    Beat(usize),
    /// `Daemon::recover`: `Store::recover`.
    TakeBack(usize),
    /// kill -9.
    Crash(usize),
    /// SIGSTOP.
    Stop(usize),
    /// SIGCONT.
    Wake(usize),
    /// The connection to the relay drops, noticed or not.
    Drop(usize),
    /// A commit whose client is long gone is done or refused now.
    LateLands,
    /// It never was.
    LateVanishes,
    /// A tick of every clock.
    Tick,
    /// `Tick::command` with `Order::Acknowledge`.
    Acknowledge(usize),
    /// `Tick::command` with `Order::Resume`, and `Tick::release_held`.
    Resume(usize),
    /// An order that stands in the way.
    Order(Deed),
    /// `Tick::settle`: `precede effect settle`, truthfully; `true`: it left.
    Settle(usize, bool),
    /// `App::confirm_restore`, `precede restore confirm`.
    Confirm,
    /// `Tick::plan`: the programme's row is read.
    ReadProgramme,
    /// The same: committed with a `Guard` on that row.
    StartCampaign,
}

const CRASHES: usize = 0;
const STOPS: usize = 1;
const LOSSES: usize = 2;
const ORDERS: usize = 3;

impl Action {
    /// What it costs of the budget.
    pub(super) fn cost(self) -> Option<usize> {
        match self {
            Self::Crash(_) => Some(CRASHES),
            Self::Stop(_) => Some(STOPS),
            Self::Drop(_) | Self::TurnedAway(_) => Some(LOSSES),
            Self::Claim(_, fate) | Self::Renew(_, fate) | Self::Record(_, fate) => {
                (fate != Fate::Answered).then_some(LOSSES)
            }
            Self::Order(_) => Some(ORDERS),
            _ => None,
        }
    }
}

/// Everything that can happen next.
pub fn actions(world: &World, state: &State) -> Vec<Action> {
    let mut all = Vec::with_capacity(24);
    for daemon in 0..world.daemons {
        of_daemon(world, state, daemon, &mut all);
    }
    of_people(world, state, &mut all);
    if state.late.is_some() {
        all.extend([Action::LateLands, Action::LateVanishes]);
    }
    all.push(Action::Tick);
    let budget = [
        world.budget.crashes,
        world.budget.stops,
        world.budget.losses,
        world.budget.orders,
    ];
    all.retain(|action| {
        action
            .cost()
            .is_none_or(|what| state.spent[what] < budget[what])
    });
    all
}

fn of_daemon(world: &World, state: &State, place: usize, all: &mut Vec<Action>) {
    let daemon = &state.daemons[place];
    match daemon.life {
        Life::Dead if database::may_start(world, state) => all.push(Action::Start(place)),
        Life::Dead => {}
        Life::Stopped => all.extend([Action::Wake(place), Action::Crash(place)]),
        Life::Runs => {
            at_work(world, state, place, all);
            all.extend([Action::Crash(place), Action::Stop(place)]);
        }
    }
    if daemon.line > 0 {
        all.push(Action::Drop(place));
    }
}

fn at_work(world: &World, state: &State, place: usize, all: &mut Vec<Action>) {
    let daemon = &state.daemons[place];
    let fates = |of: fn(usize, Fate) -> Action, all: &mut Vec<Action>| {
        let kinds = [Fate::Answered, Fate::AnswerLost, Fate::NotDone];
        all.extend(kinds.map(|fate| of(place, fate)));
    };
    let is_batch = || world.effects[daemon.current()].kind == Kind::Batch;
    match daemon.stage {
        Stage::Idle => {
            let due = (0..world.effects.len())
                .filter(|effect| state.rows[*effect].stands == Stands::Planned);
            all.extend(due.map(|effect| Action::Look(place, effect)));
            all.push(Action::TakeBack(place));
        }
        Stage::Decided => {
            fates(Action::Claim, all);
            if state.late.is_none() && daemon.dropped == 0 {
                all.push(Action::Claim(place, Fate::StillOnItsWay));
            }
        }
        Stage::Claimed if is_batch() => fates(Action::Renew, all),
        Stage::Claimed => all.extend([Action::Greet(place), Action::TurnedAway(place)]),
        Stage::Greeted => fates(Action::Renew, all),
        Stage::Renewed if is_batch() => all.push(Action::Write(place)),
        Stage::Renewed => all.push(Action::Data(place)),
        Stage::InData => all.push(Action::Check(place)),
        Stage::Checked => all.push(Action::Write(place)),
        Stage::Sent if daemon.line > 0 => all.push(Action::Answer(place)),
        Stage::Sent => all.push(Action::NoAnswer(place)),
        Stage::Left | Stage::Later | Stage::Failed => {
            fates(Action::Record, all);
            if state.late.is_none() {
                all.push(Action::Record(place, Fate::StillOnItsWay));
            }
            all.push(Action::Load(place));
        }
        Stage::Releasing => all.push(Action::Release(place)),
    }
    if daemon.performs() {
        all.push(Action::Beat(place));
    }
}

fn of_people(world: &World, state: &State, all: &mut Vec<Action>) {
    for (place, campaign) in state.campaigns[..world.campaigns].iter().enumerate() {
        if !campaign.exists {
            all.push(match state.starter {
                Starter::Nobody => Action::ReadProgramme,
                Starter::HasRead | Starter::IsBehind => Action::StartCampaign,
            });
            continue;
        }
        if campaign.is_paused {
            all.push(Action::Resume(place));
        } else {
            all.push(Action::Order(Deed::Pause(place)));
        }
        let told = waits_for_word(world, state, place);
        if told && !campaign.is_acknowledged {
            all.push(Action::Acknowledge(place));
        }
        if campaign.is_acknowledged && !campaign.is_taken_back {
            all.push(Action::Order(Deed::TakeBack(place)));
        }
    }
    if !state.is_directed {
        all.push(Action::Order(Deed::Direct));
    }
    if state.on_hold {
        all.push(Action::Confirm);
    }
    for (place, row) in state.rows[..world.effects.len()].iter().enumerate() {
        if matches!(row.stands, Stands::InDoubt | Stands::Quarantined) {
            // Who looks finds it, or finds that it is not there. That it stayed may be said of a mail all the same.
            if row.taken > 0 {
                all.push(Action::Settle(place, true));
            }
            if row.taken == 0 || world.effects[place].kind == Kind::Notice {
                all.push(Action::Settle(place, false));
            }
        }
    }
}

/// Whether an effect of the campaign opens with a person's word, and what it answers was recorded as done.
fn waits_for_word(world: &World, state: &State, campaign: usize) -> bool {
    world.effects.iter().any(|effect| {
        effect.campaign == campaign
            && matches!(effect.opens, Opens::Acknowledged(before)
                if state.rows[before].stands == Stands::Done)
    })
}
