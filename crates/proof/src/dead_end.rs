//! Dead ends: what can still be reached is found backwards over the recorded edges. That a campaign *can* still close is
//! no statement about every way on, but about some way.

use precede_engine::{Def, moves};
use precede_model::{Lifecycle, Standing, Track};

use crate::{explore::Edge, slice::Ending, state::State, world::SECOND};

/// Whether what a slice looks for is reached here.
pub(crate) fn is_reached(def: &Def, ending: Ending, state: &State) -> bool {
    match ending {
        Ending::Open => false,
        Ending::Closes => closes(state),
        Ending::Goes(_) => state.campaign.track(SECOND).is_none_or(|track| {
            track.standing != Standing::Tranche || moves::track_is_done(def, track)
        }),
    }
}

/// Closed; or no practice takes part any more, and how it ends is the practices' word, or a person's who withdraws it.
fn closes(state: &State) -> bool {
    let has_practices = state.campaign.tracks.iter().any(Track::takes_part);
    matches!(state.campaign.lifecycle, Lifecycle::Closed { .. }) || !has_practices
}

/// The first state from which no way leads to a target. Steps that are the silent practice's own lead nowhere.
pub(crate) fn stuck(states: usize, edges: &[Edge], targets: &[u32]) -> Option<u32> {
    let mut first = vec![0_u32; states + 1];
    for edge in edges.iter().filter(|edge| !edge.own) {
        first[edge.to as usize + 1] += 1;
    }
    for place in 1..first.len() {
        first[place] += first[place - 1];
    }
    let mut into = vec![0_u32; edges.len()];
    let mut next = first.clone();
    for edge in edges.iter().filter(|edge| !edge.own) {
        let place = &mut next[edge.to as usize];
        into[*place as usize] = edge.from;
        *place += 1;
    }
    let mut can = vec![false; states];
    let mut todo: Vec<u32> = targets.to_vec();
    while let Some(at) = todo.pop() {
        if !std::mem::replace(&mut can[at as usize], true) {
            let (from, to) = (first[at as usize], first[at as usize + 1]);
            todo.extend(&into[from as usize..to as usize]);
        }
    }
    let found = can.iter().position(|can| !can)?;
    Some(found as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_without_a_way_is_found() {
        let edge = |from, to, own| Edge { from, to, own };
        let edges = [edge(0, 1, false), edge(0, 2, false), edge(2, 0, false)];
        assert_eq!(stuck(3, &edges, &[1]), None);
        let edges = [edge(0, 1, false), edge(0, 2, false)];
        assert_eq!(stuck(3, &edges, &[1]), Some(2));
        let edges = [edge(0, 1, true)];
        assert_eq!(stuck(2, &edges, &[1]), Some(0));
    }
}
