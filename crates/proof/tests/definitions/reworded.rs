//! Definitions made from others by chance.

use precede_model::{
    StepId,
    definition::{After, Definition, Kind, StepDef, StepIx},
};

/// Chance of a seed: the same seed gives the same definitions everywhere.
pub struct Chance(u64);

impl Chance {
    /// Of a seed.
    pub fn of(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below another.
    pub fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most.max(1) as u64) as usize
    }
}

/// The same definition in other words: its steps renamed and in another order, a harmless step added here and there.
pub fn reworded(definition: &Definition, chance: &mut Chance) -> Definition {
    let mut other = definition.clone();
    for _ in 0..chance.below(3) {
        harmless(&mut other, chance);
    }
    shuffle(&mut other, chance);
    for step in &mut other.steps {
        let id = format!("s{}-{}", chance.below(90), step.id);
        let id: String = id.chars().take(32).collect();
        if let Ok(id) = id.parse::<StepId>() {
            step.id = id;
        }
    }
    other
}

/// A task that establishes nothing any rule reads, after one step and perhaps before another of the same body that
/// does not come before it.
fn harmless(definition: &mut Definition, chance: &mut Chance) {
    let at = chance.below(definition.steps.len());
    let like = definition.steps[at].clone();
    if matches!(like.kind, Kind::Recurring { .. }) {
        return;
    }
    let id: StepId = format!("extra-{}", definition.steps.len()).parse().unwrap();
    let name = id.as_str().parse().unwrap();
    definition.steps.push(StepDef {
        id,
        title: "Something more".to_owned(),
        owner: precede_model::Role::PctStaff,
        kind: Kind::Task {
            establishes: vec![name],
            checklist: Vec::new(),
        },
        after: vec![After {
            step: StepIx(at as u16),
            wait: None,
        }],
        due: None,
        optional: false,
        ..like
    });
    let extra = StepIx(definition.steps.len() as u16 - 1);
    // What came after the step may come after the extra one too.
    let next = (0..definition.steps.len() - 1).find(|ix| {
        let step = &definition.steps[*ix];
        step.scope == definition.steps[at].scope
            && step
                .after
                .iter()
                .any(|after| usize::from(after.step.0) == at && after.wait.is_none())
    });
    if let Some(next) = next.filter(|_| chance.below(2) == 0) {
        definition.steps[next].after.push(After {
            step: extra,
            wait: None,
        });
    }
}

/// The steps in another order, with all that names them.
fn shuffle(definition: &mut Definition, chance: &mut Chance) {
    let mut order: Vec<usize> = (0..definition.steps.len()).collect();
    for place in (1..order.len()).rev() {
        order.swap(place, chance.below(place + 1));
    }
    let mut new = vec![0_u16; order.len()];
    for (place, old) in order.iter().enumerate() {
        new[*old] = place as u16;
    }
    let to = |ix: StepIx| StepIx(new[usize::from(ix.0)]);
    let old = definition.steps.clone();
    definition.steps = order.iter().map(|ix| old[*ix].clone()).collect();
    for step in &mut definition.steps {
        for after in &mut step.after {
            after.step = to(after.step);
        }
        match &mut step.kind {
            Kind::Acknowledgement { of, .. } => *of = to(*of),
            Kind::Recurring {
                until: Some(until), ..
            } => *until = to(*until),
            _ => {}
        }
    }
}
