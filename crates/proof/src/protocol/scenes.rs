//! The worlds that are searched.

use super::world::{Beginning, Broken, Budget, Effect, Kind, Opens, World};

const fn effect(campaign: usize, kind: Kind, opens: Opens) -> Effect {
    Effect {
        campaign,
        kind,
        opens,
    }
}

impl World {
    /// Worlds of every push. Each is searched whole.
    pub fn scenes() -> Vec<Self> {
        vec![
            Self::notices_in_order(),
            Self::letters(),
            Self::three_daemons(),
            Self::two_campaigns(),
            Self::crashes_only(),
            Self::restored(),
            Self::started_beside_a_directive(),
        ]
    }

    fn new(name: &'static str, effects: &[Effect], budget: [u8; 4]) -> Self {
        let [crashes, stops, losses, orders] = budget;
        Self {
            name,
            daemons: 2,
            campaigns: 1 + effects.iter().map(|effect| effect.campaign).max().unwrap_or(0),
            effects: effects.to_vec(),
            budget: Budget {
                crashes,
                stops,
                losses,
                orders,
            },
            beginning: Beginning::Usual,
            broken: Broken::Nothing,
        }
    }

    /// One notice after another; whatever goes wrong with processes, database and relay.
    pub fn notices_in_order() -> Self {
        let effects = [
            effect(0, Kind::Notice, Opens::AtOnce),
            effect(0, Kind::Notice, Opens::After(0)),
        ];
        Self::new("notices in order", &effects, [1, 1, 1, 0])
    }

    /// A notice, its acknowledgement, a batch; people order meanwhile.
    pub fn letters() -> Self {
        let effects = [
            effect(0, Kind::Notice, Opens::AtOnce),
            effect(0, Kind::Batch, Opens::Acknowledged(0)),
        ];
        Self::new("letters", &effects, [1, 0, 1, 1])
    }

    /// Three daemons and two notices.
    pub fn three_daemons() -> Self {
        Self {
            daemons: 3,
            ..Self::named("three daemons", Self::notices_in_order(), [0, 1, 0, 0])
        }
    }

    /// Effects of two campaigns, claimed together.
    pub fn two_campaigns() -> Self {
        let effects = [
            effect(0, Kind::Notice, Opens::AtOnce),
            effect(1, Kind::Notice, Opens::AtOnce),
            effect(0, Kind::Notice, Opens::After(0)),
        ];
        Self::new("two campaigns", &effects, [1, 0, 0, 1])
    }

    /// Crash upon crash, until a person is asked.
    pub fn crashes_only() -> Self {
        Self::named("crash upon crash", Self::notices_in_order(), [3, 0, 0, 0])
    }

    /// A backup that was restored.
    pub fn restored() -> Self {
        Self {
            beginning: Beginning::Restored,
            ..Self::named("restored", Self::notices_in_order(), [1, 0, 1, 0])
        }
    }

    /// A campaign is started while a directive is recorded.
    pub fn started_beside_a_directive() -> Self {
        let effects = [
            effect(0, Kind::Notice, Opens::AtOnce),
            effect(1, Kind::Batch, Opens::AtOnce),
        ];
        Self {
            beginning: Beginning::LastIsStarted,
            ..Self::new("started beside a directive", &effects, [1, 0, 0, 1])
        }
    }

    fn named(name: &'static str, like: Self, [crashes, stops, losses, orders]: [u8; 4]) -> Self {
        Self {
            name,
            budget: Budget {
                crashes,
                stops,
                losses,
                orders,
            },
            ..like
        }
    }
}
