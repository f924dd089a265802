//! A way through the protocol as a numbered story.

use std::fmt::Write;

use super::{
    action::{Action, Deed, Fate},
    breach::Breach,
    next::next,
    state::State,
    world::{Kind, World},
};

/// Tells the transitions of a counterexample in words, and what it breaks.
pub fn tell(world: &World, way: &[Action], breach: Breach) -> String {
    let mut state = State::beginning(world);
    let mut told = String::new();
    for (step, action) in way.iter().enumerate() {
        let said = words(world, &state, *action);
        // A string takes whatever is written to it.
        let _infallible = writeln!(told, "{}. {said}", step + 1);
        match next(world, &state, *action) {
            Ok(after) => state = after,
            Err(_) => break,
        }
    }
    told + "   So " + &breach.to_string() + ".\n"
}

fn words(world: &World, state: &State, action: Action) -> String {
    let daemon = |place: usize| format!("daemon {}", place + 1);
    let current = |place: usize| effect(world, state.daemons[place].current());
    match action {
        Action::Start(place) => format!("{} starts and takes back what ran out", daemon(place)),
        Action::Look(place, first) => format!(
            "{} finds {} due and takes warrants",
            daemon(place),
            effect(world, first)
        ),
        Action::Claim(place, fate) => format!("{} claims; {}", daemon(place), outcome(fate)),
        Action::Greet(place) => format!("the relay accepts {}'s recipient", daemon(place)),
        Action::TurnedAway(place) => format!("the relay turns {}'s recipient away", daemon(place)),
        Action::Renew(place, fate) => {
            format!("{} renews its claim; {}", daemon(place), outcome(fate))
        }
        Action::Data(place) => format!("{} says DATA", daemon(place)),
        Action::Check(place) => format!("{} looks how long ago that was", daemon(place)),
        Action::Write(place) => format!("{} hands {} over", daemon(place), current(place)),
        Action::Answer(place) => format!("the relay answers {}", daemon(place)),
        Action::NoAnswer(place) => format!("{} gets no answer", daemon(place)),
        Action::Record(place, fate) => {
            format!("{} records the outcome; {}", daemon(place), outcome(fate))
        }
        Action::Load(place) => format!("{} reads its campaigns again", daemon(place)),
        Action::Release(place) => {
            format!("{} does the rest in a second transaction", daemon(place))
        }
        Action::Beat(place) => format!("{} renews what it has", daemon(place)),
        Action::TakeBack(place) => format!("{} takes back what ran out", daemon(place)),
        Action::Crash(place) => format!("{} is killed", daemon(place)),
        Action::Stop(place) => format!("{} is stopped", daemon(place)),
        Action::Wake(place) => format!("{} wakes up", daemon(place)),
        Action::Drop(place) => format!("{}'s connection to the relay drops", daemon(place)),
        Action::LateLands => "the commit that was still on its way is done".to_owned(),
        Action::LateVanishes => "the commit that was still on its way never is".to_owned(),
        Action::Tick => "time passes".to_owned(),
        Action::Acknowledge(_) => "a person acknowledges".to_owned(),
        Action::Resume(_) => "a person resumes the campaign".to_owned(),
        Action::Order(Deed::Direct) => "a directive is recorded".to_owned(),
        Action::Order(Deed::Pause(_)) => "a person pauses the campaign".to_owned(),
        Action::Order(Deed::TakeBack(_)) => "the acknowledgement is taken back".to_owned(),
        Action::Settle(place, true) => format!("a person finds that {} left", effect(world, place)),
        Action::Settle(place, false) => {
            format!("a person says that {} stayed", effect(world, place))
        }
        Action::Confirm => "a person confirms the restored backup".to_owned(),
        Action::ReadProgramme => {
            "a person about to start a campaign reads the programme".to_owned()
        }
        Action::StartCampaign => "the campaign is started".to_owned(),
    }
}

fn effect(world: &World, place: usize) -> String {
    match world.effects.get(place).map(|effect| effect.kind) {
        Some(Kind::Notice) => format!("mail {}", place + 1),
        Some(Kind::Batch) => format!("batch {}", place + 1),
        None => "nothing".to_owned(),
    }
}

fn outcome(fate: Fate) -> &'static str {
    match fate {
        Fate::Answered => "the database answers",
        Fate::AnswerLost => "it reaches the database, the answer is lost",
        Fate::NotDone => "it does not reach the database",
        Fate::StillOnItsWay => "the connection drops while it is on its way",
    }
}
