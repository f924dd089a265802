//! Whether every step can be reached: no circles, nothing behind a step that never ends.

use super::{
    after::Arrow,
    fault::Faults,
    kind_word::KindWord,
    outline::{Outline, Outlines},
};
use crate::definition::{Scope, StepIx};

/// Reports circles and arrows that can never be passed.
pub(super) fn check(all: &Outlines, arrows: &[Vec<Arrow>], faults: &mut Faults) {
    Walk::new(all, arrows).run(faults);
    for (step, into) in all.steps.iter().zip(arrows) {
        for arrow in into {
            check_arrow(step, arrow, all, faults);
        }
    }
}

/// Whether one step comes, directly or not, after another.
pub(super) fn comes_after(step: StepIx, other: StepIx, arrows: &[Vec<Arrow>]) -> bool {
    let mut seen = vec![false; arrows.len()];
    let mut todo = vec![step];
    while let Some(at) = todo.pop() {
        for arrow in &arrows[usize::from(at.0)] {
            let before = arrow.after.step;
            if before == other {
                return true;
            }
            if !std::mem::replace(&mut seen[usize::from(before.0)], true) {
                todo.push(before);
            }
        }
    }
    false
}

fn check_arrow(step: &Outline, arrow: &Arrow, all: &Outlines, faults: &mut Faults) {
    let before = all.at(arrow.after.step);
    if before.kind == Some(KindWord::Recurring) {
        faults.add(
            arrow.offset,
            &*arrow.key,
            format!(
                "can never be reached: `{}` recurs and is never done",
                before.called()
            ),
            "name a step that ends",
        );
    }
    let (Some(scope), Some(scope_before)) = (step.scope, before.scope) else {
        return;
    };
    if matches!(scope, Scope::Programme | Scope::Region) && scope_before > scope {
        faults.add(
            arrow.offset,
            &*arrow.key,
            format!(
                "can never be reached: `{}` is done for a {scope_before}, and a step for a {scope} has none",
                before.called()
            ),
            "let it wait for steps of its own or a wider scope, or do it for the PCT",
        );
    }
}

/// Walks backwards along the arrows, keeping the path so that a circle can be told in order.
struct Walk<'a> {
    all: &'a Outlines<'a>,
    arrows: &'a [Vec<Arrow>],
    state: Vec<State>,
    path: Vec<usize>,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Unseen,
    OnPath,
    Finished,
}

impl<'a> Walk<'a> {
    fn new(all: &'a Outlines<'a>, arrows: &'a [Vec<Arrow>]) -> Self {
        Self {
            all,
            arrows,
            state: vec![State::Unseen; arrows.len()],
            path: Vec::new(),
        }
    }

    fn run(mut self, faults: &mut Faults) {
        for step in 0..self.arrows.len() {
            if self.state[step] == State::Unseen {
                self.visit(step, faults);
            }
        }
    }

    /// The depth is bounded by the number of steps, which the outline bounds.
    fn visit(&mut self, step: usize, faults: &mut Faults) {
        self.state[step] = State::OnPath;
        self.path.push(step);
        let arrows = self.arrows;
        for arrow in &arrows[step] {
            let before = usize::from(arrow.after.step.0);
            match self.state[before] {
                State::Unseen => self.visit(before, faults),
                State::OnPath => self.tell_circle(before, arrow, faults),
                State::Finished => {}
            }
        }
        self.path.pop();
        self.state[step] = State::Finished;
    }

    fn tell_circle(&self, from: usize, arrow: &Arrow, faults: &mut Faults) {
        let start = self.path.iter().position(|step| *step == from);
        // The path runs from later to earlier steps; people read from earlier to later.
        let circle = self.path[start.unwrap_or(0)..]
            .iter()
            .rev()
            .chain(self.path.last());
        let names: Vec<_> = circle
            .map(|step| format!("`{}`", self.all.steps[*step].called()))
            .collect();
        faults.add(
            arrow.offset,
            &*arrow.key,
            format!("the steps wait for one another: {}", names.join(" before ")),
            "remove one of these arrows",
        );
    }
}
