//! R3: a letter leaves only while publicity is live, the helpline answers, and two people approved the whole pack.

use precede_model::Act;

use super::Leaving;

pub(super) fn broken(leaving: &Leaving<'_>) -> Option<&'static str> {
    if leaving.act != Act::Post {
        return None;
    }
    let history = leaving.history;
    if history.publicity.iter().all(|one| one.until.is_some()) {
        return Some("no publicity is live");
    }
    if !history.helpline {
        return Some("no test call to the helpline was answered");
    }
    match &history.pack {
        None => Some("the pack is not approved"),
        Some((first, second, _)) if first == second => Some("one person alone approved the pack"),
        Some((_, _, contents)) => {
            let is_whole = leaving
                .numbers
                .pack
                .iter()
                .all(|part| contents.contains(part));
            (!is_whole).then_some("the pack is not whole")
        }
    }
}
