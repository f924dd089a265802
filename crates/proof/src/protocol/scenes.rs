//! The worlds that are searched: each so small that all of it can be, together with everything the rules speak of.

use super::world::{Beginning, Broken, Budget, Effect, Kind, Opens, World};

const fn effect(campaign: usize, kind: Kind, opens: Opens) -> Effect {
    Effect {
        campaign,
        kind,
        opens,
    }
}

/// Crashes, stops, losses, orders.
const fn budget([crashes, stops, losses, orders]: [u8; 4]) -> Budget {
    Budget {
        crashes,
        stops,
        losses,
        orders,
    }
}

impl World {
    /// Worlds of every push. Each is searched whole.
    pub fn scenes() -> Vec<Self> {
        vec![
            Self::notices_in_order().within([1, 1, 0, 0]),
            Self::notices_in_order().within([1, 0, 1, 0]),
            Self::notices_in_order().within([0, 1, 0, 1]),
            Self::crash_upon_crash().within([3, 1, 0, 0]),
            Self::letters().within([1, 1, 1, 0]),
            Self::letters().within([1, 0, 0, 2]),
            Self::three_daemons().within([1, 0, 0, 0]),
            Self::two_campaigns(),
            Self::restored().within([1, 1, 0, 0]),
            Self::started_beside_a_directive().within([1, 1, 0, 1]),
        ]
    }

    /// The same with more that may go wrong, for long runs. Most are too large to be searched whole.
    pub fn large_scenes() -> Vec<Self> {
        vec![
            Self::notices_in_order().within([2, 2, 2, 1]),
            Self::letters().within([2, 2, 2, 2]),
            Self::three_daemons().within([2, 2, 1, 1]),
            Self::two_campaigns_three_effects().within([1, 1, 1, 1]),
            Self::started_beside_a_directive().within([2, 2, 1, 2]),
        ]
    }

    /// One notice after another.
    pub fn notices_in_order() -> Self {
        let effects = [
            effect(0, Kind::Notice, Opens::AtOnce),
            effect(0, Kind::Notice, Opens::After(0)),
        ];
        Self::new("notices in order", &effects)
    }

    /// The same with crash upon crash, until a person is asked.
    pub fn crash_upon_crash() -> Self {
        Self {
            name: "crash upon crash",
            ..Self::notices_in_order()
        }
    }

    /// A notice, its acknowledgement, a batch.
    pub fn letters() -> Self {
        let effects = [
            effect(0, Kind::Notice, Opens::AtOnce),
            effect(0, Kind::Batch, Opens::Acknowledged(0)),
        ];
        Self::new("letters", &effects)
    }

    /// Three daemons and two notices.
    pub fn three_daemons() -> Self {
        Self {
            name: "three daemons",
            daemons: 3,
            ..Self::notices_in_order()
        }
    }

    /// Effects of two campaigns, claimed together.
    pub fn two_campaigns() -> Self {
        let effects = [
            effect(0, Kind::Notice, Opens::AtOnce),
            effect(1, Kind::Notice, Opens::AtOnce),
        ];
        Self::new("two campaigns", &effects)
    }

    /// The same, and a notice after one of them.
    pub fn two_campaigns_three_effects() -> Self {
        let effects = [
            effect(0, Kind::Notice, Opens::AtOnce),
            effect(1, Kind::Notice, Opens::AtOnce),
            effect(0, Kind::Notice, Opens::After(0)),
        ];
        Self::new("two campaigns, three effects", &effects)
    }

    /// A backup that was restored.
    pub fn restored() -> Self {
        Self {
            name: "restored",
            beginning: Beginning::Restored,
            ..Self::notices_in_order()
        }
    }

    /// A campaign is started while a directive is recorded. One daemon will do: it is a matter of people.
    pub fn started_beside_a_directive() -> Self {
        let effects = [
            effect(0, Kind::Notice, Opens::AtOnce),
            effect(1, Kind::Batch, Opens::AtOnce),
        ];
        Self {
            daemons: 1,
            beginning: Beginning::LastIsStarted,
            ..Self::new("started beside a directive", &effects)
        }
    }

    /// The same with so many crashes, stops, losses and orders.
    pub fn within(self, faults: [u8; 4]) -> Self {
        Self {
            budget: budget(faults),
            ..self
        }
    }

    /// The same with a rule left out.
    pub fn without(self, broken: Broken) -> Self {
        Self { broken, ..self }
    }

    fn new(name: &'static str, effects: &[Effect]) -> Self {
        let campaigns = effects.iter().map(|effect| effect.campaign);
        Self {
            name,
            daemons: 2,
            campaigns: 1 + campaigns.max().unwrap_or(0),
            effects: effects.to_vec(),
            budget: budget([0; 4]),
            beginning: Beginning::Usual,
            broken: Broken::Nothing,
        }
    }
}
